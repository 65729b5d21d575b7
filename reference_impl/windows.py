"""The walk of windows as an index map: which cell of the plane does each tap of each window read?

Cells, taps and the plane are flattened row-major (the last axis fastest).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reference_impl.geometry import (
    Axis,
    GeometryError,
    LastWindow,
    Padding,
    axes,
    bins,
    spatial_rank,
)
from reference_impl.padding import PaddingMode, check_limits, mode_source

IntArray: TypeAlias = NDArray[np.int64]


def _read_only(array: IntArray) -> IntArray:
    array.flags.writeable = False
    return array


@lru_cache(maxsize=4096)
def _axis_map(axis: Axis, mode: PaddingMode) -> IntArray:
    """The map of one axis, (cells, taps). The overhang of a last window reads nothing."""
    check_limits(axis.size, axis.lo, axis.hi, mode)
    end = axis.size + axis.hi

    def source(position: int) -> int:
        cell = mode_source(position, axis.size, mode) if position < end else None
        return -1 if cell is None else cell

    rows = [
        [source(axis.position(cell, tap)) for tap in range(axis.kernel)]
        for cell in range(axis.cells)
    ]
    return _read_only(np.array(rows, dtype=np.int64).reshape(axis.cells, axis.kernel))


@lru_cache(maxsize=256)
def window_map(walk: tuple[Axis, ...], mode: PaddingMode = "zeros") -> IntArray:
    """Index of the cell that each tap reads, int64 (cells, taps), read-only; -1: it reads nothing.

    Indices are flat and row-major in the unpadded plane. Raises GeometryError where the padding
    exceeds the limit of the mode.

    >>> window_map((Axis(size=3, kernel=2, lo=1),)).tolist()
    [[-1, 0], [0, 1], [1, 2]]
    """
    return _joined([(axis.size, _axis_map(axis, mode)) for axis in walk])


@lru_cache(maxsize=256)
def bin_map(size: tuple[int, ...], output_size: tuple[int, ...]) -> IntArray:
    """The map of adaptive windows, like `window_map`: int64 (cells, taps), read-only.

    An axis has as many taps as its widest bin; those that a narrower bin lacks are -1.

    >>> bin_map((5,), (3,)).tolist()
    [[0, 1, -1], [1, 2, 3], [3, 4, -1]]
    """
    maps = []
    for extent, cells in zip(size, output_size, strict=True):
        rows = bins(extent, cells)
        widest = max((len(row) for row in rows), default=1)
        padded = [[*row, *[-1] * (widest - len(row))] for row in rows]
        maps.append((extent, np.array(padded, dtype=np.int64).reshape(cells, widest)))
    return _joined(maps)


def _joined(maps: Sequence[tuple[int, IntArray]]) -> IntArray:
    """The maps of single axes, each with the extent of its axis, as the map of the plane."""
    flat = np.zeros((1, 1), dtype=np.int64)
    for size, inner in maps:
        outer = flat[:, None, :, None]
        missing = (outer < 0) | (inner[:, None, :] < 0)
        joined = np.where(missing, -1, outer * size + inner[:, None, :])
        flat = joined.reshape(len(flat) * len(inner), flat.shape[1] * inner.shape[1])
    return _read_only(flat)


def planes(x: NDArray[Any], rank: int) -> NDArray[Any]:
    """x (N, C, *size) or (C, *size) with flat planes, (N, C, plane); N is 1 without a batch.

    Raises GeometryError for another number of axes.
    """
    if x.ndim not in (rank + 1, rank + 2):
        raise GeometryError("x", x.shape, f"{rank + 2} axes, or {rank + 1} without a batch")
    *batch, channels = x.shape[:-rank]
    return x.reshape(prod(batch), channels, prod(x.shape[-rank:]))


def walked(
    x: NDArray[Any],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...] | None = None,
    last_window: LastWindow = "floor",
) -> tuple[NDArray[Any], tuple[Axis, ...]]:
    """The `planes` of x and the walk of the windows over them; without dilation it is 1.

    Raises GeometryError for an illegal parameter or a shape that does not fit.
    """
    rank = spatial_rank("kernel", kernel)
    steps = (1,) * rank if dilation is None else dilation
    return planes(x, rank), axes(x.shape[-rank:], kernel, stride, steps, padding, last_window)


def output_shape(x: NDArray[Any], walk: tuple[Axis, ...]) -> tuple[int, ...]:
    """The shape of one number per window and plane of x: (N, C, *cells) or (C, *cells)."""
    return (*x.shape[: -len(walk)], *[axis.cells for axis in walk])


def gather(x: NDArray[Any], index_map: IntArray, fill: object) -> NDArray[Any]:
    """What each tap reads: x (..., plane), an index map of any shape -> (..., *index_map.shape).

    A tap that reads nothing gets `fill`; the dtype is that of x.
    """
    # Index -1 is the cell appended behind the plane.
    filler = np.full_like(x, fill, shape=(*x.shape[:-1], 1))
    return np.concatenate([x, filler], axis=-1).take(index_map, axis=-1)


@lru_cache(maxsize=256, typed=True)  # or the override 2.0 would pass for 2
def divisors(
    walk: tuple[Axis, ...], count_include_pad: bool, divisor_override: int | None
) -> IntArray:
    """What the sum of each window is divided by, int64 (cells,), read-only.

    The number of taps on input cells and explicit padding (count_include_pad) or on input cells
    alone: the product over the axes. `divisor_override`, an integer other than 0, replaces both.
    """
    if divisor_override is not None:
        if not isinstance(divisor_override, int) or divisor_override == 0:
            raise GeometryError("divisor_override", divisor_override, "an integer other than 0")
        cells = prod(axis.cells for axis in walk)
        return _read_only(np.full(cells, divisor_override, dtype=np.int64))
    product = np.ones(1, dtype=np.int64)
    for axis in walk:
        count = axis.counted if count_include_pad else axis.present
        counts = np.array([count(cell) for cell in range(axis.cells)], dtype=np.int64)
        product = np.multiply.outer(product, counts).reshape(-1)
    return _read_only(product)
