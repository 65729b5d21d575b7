"""Pooling: the windows merged along one axis after the other."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.backends.numpy.checks import (
    HALVES,
    Array,
    Ints,
    Padding,
    check_array,
    check_flag,
    check_rank,
    is_integer,
)
from conformance.backends.numpy.walk import Axis, surround, walk, windows


def max_pool(
    x: Array, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints, last_window: str
) -> Array:
    """Maximum of each window of x (N, C, *size) or (C, *size), as (..., *cells).

    Padding never wins; a window without a cell gives -inf; NaN propagates. Any padding is taken.
    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    size = pooled_size(x, kernel)
    axes = walk(size, kernel, stride, dilation, padding, last_window=last_window)
    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)


def max_pool_with_indices(
    x: Array, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints, last_window: str
) -> tuple[Array, NDArray[np.int64]]:
    """The result of `max_pool`, and where each maximum stands in the plane of its channel.

    The index is row-major over the unpadded plane, int64: of equal maxima the first, of several
    NaN the first, and -1 for a window without a cell.
    """
    size = pooled_size(x, kernel)
    axes = walk(size, kernel, stride, dilation, padding, last_window=last_window)
    lead = x.shape[: -len(axes)]
    cells = tuple(axis.cells for axis in axes)
    taps = prod(kernel)
    padded = surround(x, axes, -np.inf)
    plane = surround(np.arange(prod(size), dtype=np.int64).reshape(size), axes, -1)
    places = windows(plane, axes).reshape(taps, *cells)
    values = windows(padded, axes).reshape(*lead, taps, *cells)
    winner = values.argmax(axis=len(lead))  # the first of equal values, or the first NaN
    grid = np.indices(cells, sparse=True)
    index = places[(winner, *grid)]
    # Padding comes first only where every cell is -inf: then the first tap on a cell has won.
    present = (places >= 0).argmax(axis=0)
    index = np.where(index < 0, places[(present, *grid)], index)
    return _reduce(padded, axes, np.maximum), index


def avg_pool(
    x: Array,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    last_window: str,
    count_include_pad: bool,
    divisor_override: int | None = None,
) -> Array:
    """Sum of each window of x (N, C, *size) or (C, *size) over its divisor, as (..., *cells).

    The divisor counts the input cells, with `count_include_pad` the explicit padding too, never
    what overhangs it; `divisor_override` replaces it. A window without a counted cell gives NaN.
    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    size = pooled_size(x, kernel)
    undilated = (1,) * len(size)
    axes = walk(size, kernel, stride, undilated, padding, last_window=last_window)
    check_divisor(count_include_pad, divisor_override)
    if x.dtype.kind in "iu":
        return _integer_average(x, axes, count_include_pad, divisor_override)
    if x.dtype in HALVES:
        return avg_pool(
            x.astype(np.float32),
            kernel=kernel,
            stride=stride,
            padding=padding,
            last_window=last_window,
            count_include_pad=count_include_pad,
            divisor_override=divisor_override,
        ).astype(x.dtype)
    sums = _reduce(surround(x, axes, 0), axes, np.add)
    divisor: Any = divisor_override
    if divisor_override is None:
        divisor = divisors(axes, count_include_pad).astype(x.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums /= divisor
    return sums


def _integer_average(x: Array, axes: list[Axis], padding_counts: bool, given: int | None) -> Array:
    """Averages of integers, summed in 64 bits and rounded down; 0 where there is nothing to
    count."""
    total = _reduce(surround(x.astype(np.int64), axes, 0), axes, np.add)
    divisor = np.maximum(divisors(axes, padding_counts), 1) if given is None else given
    mean: Array = total // divisor
    return mean.astype(x.dtype)


def check_divisor(count_include_pad: bool, divisor_override: int | None) -> None:
    """A flag, and None or an integer other than 0."""
    check_flag("count_include_pad", count_include_pad)
    if divisor_override is not None and not is_integer(divisor_override):
        raise TypeError(f"divisor_override={divisor_override!r}: expected None or an integer")
    if divisor_override == 0:
        raise ValueError("divisor_override=0: expected an integer other than 0")


def pooled_size(x: Array, kernel: Ints) -> Ints:
    """The extents of the axes that the kernel walks; ValueError or TypeError for another x."""
    rank = check_rank("kernel", kernel)
    check_array("x", x, (rank + 1, rank + 2))
    return x.shape[-rank:]


def _reduce(x: Array, axes: list[Axis], merge: np.ufunc) -> Array:
    """Merge the taps of every window of the padded x, one axis after the other."""
    with np.errstate(over="ignore", invalid="ignore"):
        for number, axis in enumerate(axes, x.ndim - len(axes)):
            before = (slice(None),) * number
            span = max((axis.cells - 1) * axis.stride + 1, 0)
            merged = x[(*before, slice(0, span, axis.stride))].copy()
            for tap in range(1, axis.kernel):
                start = tap * axis.dilation
                merge(merged, x[(*before, slice(start, start + span, axis.stride))], out=merged)
            x = merged
    return x


def divisors(axes: list[Axis], count_include_pad: bool) -> NDArray[np.int64]:
    """The cells that each window counts: the product of those along every axis."""
    divisors = np.ones((), np.int64)
    for axis in axes:
        first, end = axis.lo, axis.lo + axis.size
        if count_include_pad:
            first, end = 0, axis.lo + axis.size + axis.hi
        start = np.arange(axis.cells) * axis.stride
        stop = start + axis.kernel
        counted = np.minimum(stop, end) - np.maximum(start, first)
        divisors = np.multiply.outer(divisors, np.maximum(counted, 0))
    return divisors
