"""The walk of windows as an index map: which cell of the plane does each tap of each window read?

Cells, taps and the plane are flattened row-major (the last axis fastest).
"""

from functools import lru_cache
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reference_impl.geometry import Axis, GeometryError
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
def window_map(axes: tuple[Axis, ...], mode: PaddingMode = "zeros") -> IntArray:
    """Index of the cell that each tap reads, int64 (cells, taps), read-only; -1: it reads nothing.

    Indices are flat and row-major in the unpadded plane. Raises GeometryError where the padding
    exceeds the limit of the mode.

    >>> window_map((Axis(size=3, kernel=2, lo=1),)).tolist()
    [[-1, 0], [0, 1], [1, 2]]
    """
    flat = np.zeros((1, 1), dtype=np.int64)
    for axis in axes:
        outer, inner = flat[:, None, :, None], _axis_map(axis, mode)[:, None, :]
        missing = (outer < 0) | (inner < 0)
        joined = np.where(missing, -1, outer * axis.size + inner)
        flat = joined.reshape(flat.shape[0] * axis.cells, flat.shape[1] * axis.kernel)
    return _read_only(flat)


def gather(x: NDArray[Any], index_map: IntArray, fill: object) -> NDArray[Any]:
    """What each tap reads: x (..., plane), an index map of any shape -> (..., *index_map.shape).

    A tap that reads nothing gets `fill`; the dtype is that of x.
    """
    # Index -1 is the cell appended behind the plane.
    filler = np.full_like(x, fill, shape=(*x.shape[:-1], 1))
    return np.concatenate([x, filler], axis=-1).take(index_map, axis=-1)


@lru_cache(maxsize=256)
def divisors(
    axes: tuple[Axis, ...], count_include_pad: bool, divisor_override: int | None
) -> IntArray:
    """What the sum of each window is divided by, int64 (cells,), read-only.

    The number of taps on input cells and explicit padding (count_include_pad) or on input cells
    alone: the product over the axes. `divisor_override`, an integer other than 0, replaces both.
    """
    if divisor_override is not None:
        if not isinstance(divisor_override, int) or divisor_override == 0:
            raise GeometryError("divisor_override", divisor_override, "an integer other than 0")
        cells = prod(axis.cells for axis in axes)
        return _read_only(np.full(cells, divisor_override, dtype=np.int64))
    product = np.ones(1, dtype=np.int64)
    for axis in axes:
        count = axis.counted if count_include_pad else axis.present
        counts = np.array([count(cell) for cell in range(axis.cells)], dtype=np.int64)
        product = np.multiply.outer(product, counts).reshape(-1)
    return _read_only(product)
