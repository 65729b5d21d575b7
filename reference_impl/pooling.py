"""Pooling: at each window, the maximum or the mean of what the taps read, channel by channel."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.geometry import Axis, GeometryError, LastWindow, Padding, axes
from reference_impl.windows import IntArray, divisors, gather, window_map


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
    walk = axes(_spatial(x, kernel), kernel, stride, dilation, padding, last_window)
    highest = gather(_planes(x, walk), window_map(walk), _identity(x.dtype)).max(axis=-1)
    y: NDArray[Any] = highest.reshape(*x.shape[: -len(walk)], *[axis.cells for axis in walk])
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
    with the index of the first NaN; a backend may instead ignore it.
    Raises GeometryError for an illegal parameter or a shape that does not fit.

    >>> max_pool_with_indices(np.array([[-5, -6, -7, -8]]), kernel=(2,), stride=(2,),
    ...                       padding=((1, 1),), dilation=(1,))
    (array([[-5, -6, -8]]), array([[0, 1, 3]]))
    """
    walk = axes(_spatial(x, kernel), kernel, stride, dilation, padding, last_window)
    index_map = window_map(walk)
    windows = gather(_planes(x, walk), index_map, _identity(x.dtype))
    highest = windows.max(axis=-1, keepdims=True)
    # Where NaN is the highest, each NaN wins. argmax finds the first winner, and tap 0 where the
    # window reads nothing, whose index is -1.
    winners = ((windows == highest) | np.isnan(windows)) & (index_map >= 0)
    first = winners.argmax(axis=-1)
    indices = index_map[np.arange(len(index_map)), first]
    shape = (*x.shape[: -len(walk)], *[axis.cells for axis in walk])
    return highest.reshape(shape), indices.reshape(shape)


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
    walk = axes(_spatial(x, kernel), kernel, stride, (1,) * len(kernel), padding, last_window)
    total = gather(_planes(x, walk), window_map(walk), 0).sum(axis=-1)
    cells = [axis.cells for axis in walk]
    divisor = divisors(walk, count_include_pad, divisor_override).reshape(cells)
    return total.reshape(*x.shape[: -len(walk)], *cells), divisor


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
    dtype = np.dtype(np.float64) if total.dtype.kind in "iu" else total.dtype
    with np.errstate(invalid="ignore"):
        mean: NDArray[Any] = total / divisor.astype(dtype)
    return mean


def _spatial(x: NDArray[Any], kernel: tuple[int, ...]) -> tuple[int, ...]:
    """The spatial extents of x: its last len(kernel) axes, behind (N, C) or (C,)."""
    if not isinstance(kernel, tuple) or not 1 <= len(kernel) <= 3:
        raise GeometryError("kernel", kernel, "a tuple of 1 to 3 integers")
    rank = len(kernel)
    if x.ndim not in (rank + 1, rank + 2):
        raise GeometryError("x", x.shape, f"{rank + 2} axes, or {rank + 1} without a batch")
    return x.shape[-rank:]


def _planes(x: NDArray[Any], walk: tuple[Axis, ...]) -> NDArray[Any]:
    rank = len(walk)
    return x.reshape(*x.shape[:-rank], prod(x.shape[-rank:]))


def _identity(dtype: np.dtype[Any]) -> object:
    """The identity of the maximum: what the maximum of no cells is."""
    if dtype.kind in "ub":
        return 0
    if dtype.kind == "i":
        return np.iinfo(dtype).min
    return -np.inf
