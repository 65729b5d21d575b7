"""Unfold and fold: the windows laid out as columns, and columns stamped back."""

from __future__ import annotations

from math import prod

from conformance.backends.numpy.checks import (
    Array,
    Ints,
    Padding,
    check_array,
    check_integers,
    check_rank,
)
from conformance.backends.numpy.walk import stamp, surround, walk, windows

WHOLE = "floor"  # no partial window has a column


def unfold(x: Array, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints) -> Array:
    """The windows of x (N, C, *size) or (C, *size) as columns (..., C * taps, cells).

    Rows are ordered by channel, then tap; taps and windows row-major. Padding reads 0.
    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_rank("kernel", kernel)
    check_array("x", x, (rank + 1, rank + 2))
    extents = x.shape[-rank:]
    axes = walk(extents, kernel, stride, dilation, padding, last_window=WHOLE)
    cells = prod(axis.cells for axis in axes)
    rows = x.shape[-rank - 1] * prod(kernel)
    columns = windows(surround(x, axes, 0), axes).copy()
    return columns.reshape(*x.shape[: -rank - 1], rows, cells)


def fold(
    columns: Array,
    *,
    output_size: Ints,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
) -> Array:
    """The columns (N, C * taps, cells) or (C * taps, cells) added up in planes (..., *output_size).

    What falls on padding is dropped, a cell that no column covers is 0.
    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_rank("kernel", kernel)
    check_array("columns", columns, (2, 3))
    check_integers("output_size", output_size, rank, 0)
    axes = walk(output_size, kernel, stride, dilation, padding, last_window=WHOLE)
    *lead, rows, found = columns.shape
    cells = tuple(axis.cells for axis in axes)
    if rows % prod(kernel):
        raise ValueError(
            f"columns.shape={columns.shape}: expected a multiple of {prod(kernel)} rows, the taps"
        )
    if found != prod(cells):
        raise ValueError(
            f"columns.shape={columns.shape}: expected {prod(cells)} columns, the windows over "
            f"output_size={output_size}"
        )
    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)
