"""Pooling: at each window, the maximum or the mean of what the taps read, channel by channel."""

from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.adjoint import scatter_add, scatter_at
from reference_impl.geometry import LastWindow, Padding, check_shape
from reference_impl.windows import (
    IntArray,
    divisors,
    gather,
    output_shape,
    planes,
    walked,
    window_map,
)


def max_pool(
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    last_window: LastWindow = "floor",
) -> NDArray[Any]:
    """The values of `max_pool_with_indices`."""
    flat, walk = walked(x, kernel, stride, padding, dilation, last_window)
    highest = gather(flat, window_map(walk), _identity(x.dtype)).max(axis=-1)
    y: NDArray[Any] = highest.reshape(output_shape(x, walk))
    return y


def max_pool_with_indices(
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    last_window: LastWindow = "floor",
) -> tuple[NDArray[Any], IntArray]:
    r"""The maximum of each window of x (N, C, *size) or (C, *size), and where it stands.

    $$y[n, c, o] = \max_t x[n, c, o s + t d - lo]$$ over the taps that read an input cell.

    Returns (y, indices), both (N, C, *cells) or (C, *cells): y in the dtype of x, the indices
    int64, flat and row-major in the unpadded plane of (n, c). Of equal maxima the first counts.
    Padding never wins, not even against -inf. A window that reads nothing gives the identity of
    the maximum (-inf; the lowest value of a signed integer; 0) and the index -1. NaN propagates,
    with the index of the first NaN; a backend may instead ignore it. Global pooling is the one
    window of the whole plane.
    Raises GeometryError for an illegal parameter or a shape that does not fit.

    >>> max_pool_with_indices(np.array([[-5, -6, -7, -8]]), kernel=(2,), stride=(2,),
    ...                       padding=((1, 1),), dilation=(1,))
    (array([[-5, -6, -8]]), array([[0, 1, 3]]))
    """
    flat, walk = walked(x, kernel, stride, padding, dilation, last_window)
    y, indices = highest(flat, window_map(walk))
    shape = output_shape(x, walk)
    return y.reshape(shape), indices.reshape(shape)


def max_pool_grad(
    gy: NDArray[Any],
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    last_window: LastWindow = "floor",
) -> tuple[NDArray[Any]]:
    r"""The gradient (gx,) of max pooling: each window's gy added to the cell at its index.

    $$gx[n, c, q] = \sum_{o:\ \mathrm{index}[n, c, o] = q} gy[n, c, o]$$

    once per window, so windows that share their maximum add; cells that are no maximum get 0, and
    a window that reads nothing gives its gy to no cell.

    gy has the shape of the result, gx that of x and the dtype of gy.
    Raises GeometryError like `max_pool_with_indices`, and for another shape of gy.

    >>> max_pool_grad(np.array([[1, 10, 100]]), np.array([[3, 7, 2, 2]]), kernel=(2,),
    ...               stride=(1,), padding="valid", dilation=(1,))
    (array([[  0,  11, 100,   0]]),)
    """
    flat, walk = walked(x, kernel, stride, padding, dilation, last_window)
    check_shape("gy", gy.shape, output_shape(x, walk))
    _, indices = highest(flat, window_map(walk))
    gx = scatter_at(planes(gy, len(walk)), indices, flat.shape[-1])
    return (gx.reshape(x.shape),)


def highest(x: NDArray[Any], index_map: IntArray) -> tuple[NDArray[Any], IntArray]:
    """The maximum of each window of planes x (N, C, plane), and the first index where it stands.

    Both (N, C, cells): the maxima in the dtype of x, the indices int64; see
    `max_pool_with_indices`. index_map is that of the windows, (cells, taps).
    """
    windows = gather(x, index_map, _identity(x.dtype))
    maxima = windows.max(axis=-1, keepdims=True)
    # Where NaN is the highest, each NaN wins. argmax finds the first winner, and tap 0 where the
    # window reads nothing, whose index is -1.
    winners = ((windows == maxima) | np.isnan(windows)) & (index_map >= 0)
    first = winners.argmax(axis=-1)
    return maxima[..., 0], index_map[np.arange(len(index_map)), first]


def avg_pool_terms(
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> tuple[NDArray[Any], IntArray]:
    r"""Sum and divisor of each window of x (N, C, *size) or (C, *size), apart and so exact.

    Returns (total, divisor): total (N, C, *cells) or (C, *cells), in the dtype of np.sum (64 bits
    for integers); divisor int64 of shape (*cells), per axis the number of taps with
    $0 \le o s + t < P$ (count_include_pad: input cells and explicit padding, never the overhang
    of a last window) or on input cells alone, multiplied; or `divisor_override`, everywhere.
    It is 0 for a window with nothing to count.
    Raises GeometryError for an illegal parameter or a shape that does not fit.

    >>> avg_pool_terms(np.array([[1, 2, 3]]), kernel=(2,), stride=(2,), padding=((1, 0),))
    (array([[1, 5]]), array([2, 2]))
    """
    flat, walk = walked(x, kernel, stride, padding, last_window=last_window)
    total = gather(flat, window_map(walk), 0).sum(axis=-1)
    divisor = divisors(walk, count_include_pad, divisor_override)
    return total.reshape(output_shape(x, walk)), divisor.reshape([axis.cells for axis in walk])


def avg_pool(
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> NDArray[Any]:
    """Total over divisor of `avg_pool_terms`, floating: dtype of x, float64 where x is integer.

    NaN (0/0) for a window with nothing to count.
    """
    total, divisor = avg_pool_terms(
        x,
        kernel=kernel,
        stride=stride,
        padding=padding,
        last_window=last_window,
        count_include_pad=count_include_pad,
        divisor_override=divisor_override,
    )
    return quotient(total, divisor, x.dtype)


def avg_pool_grad_terms(
    gy: NDArray[Any],
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> tuple[NDArray[Any], int]:
    r"""The gradient of average pooling as numerators over one denominator, and so exact.

    $$gx[n, c, q] = \sum_{o s + t - lo = q} \frac{gy[n, c, o]}{D[o]}$$

    where each window divides by its own divisor $D$. Returns (total, divisor): total of the shape
    of x (64 bits for integers), divisor the least common multiple of all $D$; gx is their
    quotient. A window with nothing to count reads nothing, and so gives nothing.
    gy has the shape of the result, and x only gives its shape.
    Raises GeometryError like `avg_pool_terms`, and for another shape of gy.

    >>> avg_pool_grad_terms(np.array([[1, 10]]), np.array([[5, 5, 5]]), kernel=(2,), stride=(2,),
    ...                     padding="valid", last_window="ceil")
    (array([[ 1,  1, 20]]), 2)
    """
    flat, walk = walked(x, kernel, stride, padding, last_window=last_window)
    check_shape("gy", gy.shape, output_shape(x, walk))
    divisor = divisors(walk, count_include_pad, divisor_override)
    total, common = shares(planes(gy, len(walk)), divisor, window_map(walk), flat.shape[-1])
    return total.reshape(x.shape), common


def avg_pool_grad(
    gy: NDArray[Any],
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> tuple[NDArray[Any]]:
    """The quotient (gx,) of `avg_pool_grad_terms`: dtype of gy, float64 where gy is integer."""
    total, divisor = avg_pool_grad_terms(
        gy,
        x,
        kernel=kernel,
        stride=stride,
        padding=padding,
        last_window=last_window,
        count_include_pad=count_include_pad,
        divisor_override=divisor_override,
    )
    return (quotient(total, divisor, gy.dtype),)


def quotient(total: NDArray[Any], divisor: IntArray | int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Total over divisor in the floating form of a dtype; NaN for 0/0."""
    with np.errstate(invalid="ignore"):
        mean: NDArray[Any] = (total / divisor).astype(floating(dtype))
    return mean


def floating(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype of a mean or a norm of arrays of `dtype`: the same, or float64 for integers."""
    return np.dtype(np.float64) if dtype.kind in "biu" else dtype


def shares(
    gy: NDArray[Any], divisor: IntArray, index_map: IntArray, plane: int
) -> tuple[NDArray[Any], int]:
    """The gradient of means as numerators (N, C, plane) over one denominator.

    gy (N, C, cells), divisor (cells,) of each window, index_map (cells, taps). The denominator is
    the least common multiple of the divisors, those that are 0 left out.
    """
    counts: list[int] = divisor.tolist()
    common = lcm(*{count for count in counts if count})
    factors = np.array([common // count if count else 0 for count in counts], dtype=np.int64)
    spread = np.broadcast_to((gy * factors)[..., np.newaxis], (*gy.shape, index_map.shape[1]))
    return scatter_add(spread, index_map, plane), common


def _identity(dtype: np.dtype[Any]) -> object:
    """The identity of the maximum: what the maximum of no cells is."""
    if dtype.kind in "ub":
        return 0
    if dtype.kind == "i":
        return np.iinfo(dtype).min
    return -np.inf
