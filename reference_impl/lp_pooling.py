"""Lp pooling: at each window, the p-norm of what the taps read, channel by channel."""

from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.adjoint import scatter_add, scatter_at
from reference_impl.geometry import GeometryError, LastWindow, Padding, check_shape
from reference_impl.pooling import floating, highest
from reference_impl.windows import gather, output_shape, planes, walked, window_map


def lp_pool_terms(
    x: NDArray[Any],
    *,
    p: float,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
) -> NDArray[Any]:
    r"""What lp pooling takes the root of: $S[n, c, o] = \sum_t |x[n, c, o s + t - lo]|^p$.

    The sum runs over the cells that exist; partial windows are not rescaled. p is a number > 0;
    for inf there is no root, and S is the largest $|x|$, or 0 for a window without a cell.

    Returns (N, C, *cells) or (C, *cells) of x (N, C, *size) or (C, *size): exact, in 64 bits, where
    x and p are integers; else floating.
    Raises GeometryError for an illegal parameter or a shape that does not fit.

    >>> lp_pool_terms(np.array([[3, -4, 12]]), p=2, kernel=(2,), stride=(1,), padding="valid")
    array([[ 25, 160]])
    """
    _check_power(p)
    flat, walk = walked(x, kernel, stride, padding, last_window=last_window)
    magnitudes = gather(_magnitudes(flat), window_map(walk), 0)
    total: NDArray[Any] = magnitudes.max(-1) if p == inf else (magnitudes**p).sum(-1)
    return total.reshape(output_shape(x, walk))


def lp_pool(
    x: NDArray[Any],
    *,
    p: float,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
) -> NDArray[Any]:
    r"""The p-norm $S^{1/p}$ of `lp_pool_terms`, floating: dtype of x, float64 where x is integer.

    >>> lp_pool(np.array([[3, -4, 12]]), p=2, kernel=(2,), stride=(2,), padding="valid")
    array([[5.]])
    """
    total = lp_pool_terms(
        x, p=p, kernel=kernel, stride=stride, padding=padding, last_window=last_window
    )
    root = total if p == inf else total ** (1 / p)
    return root.astype(floating(x.dtype))


def lp_pool_grad(
    gy: NDArray[Any],
    x: NDArray[Any],
    *,
    p: float,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
) -> tuple[NDArray[Any]]:
    r"""The gradient (gx,) of lp pooling.

    $$gx[n, c, q] = \mathrm{sign}(x[n, c, q]) \sum_{o s + t - lo = q}
    gy[n, c, o] \left(\frac{|x[n, c, q]|}{y[n, c, o]}\right)^{p-1}$$

    and 0 where x or y is 0. For p = inf each gy goes to the first cell of largest $|x|$ of its
    window, times the sign of that cell.

    gy has the shape of the result, gx that of x, floating: dtype of gy, float64 where gy is
    integer. Raises GeometryError like `lp_pool`, and for another shape of gy.

    >>> lp_pool_grad(np.array([[10.0]]), np.array([[3, -4]]), p=2, kernel=(2,), stride=(2,),
    ...              padding="valid")
    (array([[ 6., -8.]]),)
    """
    _check_power(p)
    flat, walk = walked(x, kernel, stride, padding, last_window=last_window)
    check_shape("gy", gy.shape, output_shape(x, walk))
    g, index_map, plane = planes(gy, len(walk)), window_map(walk), flat.shape[-1]
    if p == inf:
        _, indices = highest(_magnitudes(flat), index_map)
        total = scatter_at(g, indices, plane)
    else:
        magnitudes = gather(_magnitudes(flat), index_map, 0)
        y = (magnitudes**p).sum(axis=-1, keepdims=True) ** (1 / p)
        counts = (magnitudes != 0) & (y != 0)
        ratio = np.where(counts, magnitudes, 1) / np.where(counts, y, 1)
        total = scatter_add(np.where(counts, g[..., None] * ratio ** (p - 1), 0), index_map, plane)
    gx = (np.sign(flat) * total).astype(floating(gy.dtype))
    return (gx.reshape(x.shape),)


def _check_power(p: object) -> None:
    if not isinstance(p, (int, float)) or isinstance(p, bool) or not p > 0:
        raise GeometryError("p", p, "a number > 0, or inf")


def _magnitudes(x: NDArray[Any]) -> NDArray[Any]:
    """|x|, integers in 64 bits."""
    if x.dtype.kind in "biu":
        x = x.astype(np.uint64 if x.dtype.kind == "u" else np.int64)
    magnitudes: NDArray[Any] = np.abs(x)
    return magnitudes
