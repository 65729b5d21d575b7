"""The walk of the windows, from formulas of its own, and what the windows read.

Per axis: i input extent, k kernel, s stride, d dilation, (lo, hi) padding, e = d(k-1)+1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from conformance.backends.numpy.checks import (
    Array,
    Ints,
    Padding,
    check_integers,
    check_member,
    check_padding,
)

LAST_WINDOWS = ("floor", "ceil", "ceil_keep")


class Axis(NamedTuple):
    """The walk of the windows along one axis: window o reads o*stride + t*dilation - lo."""

    size: int
    kernel: int
    stride: int
    dilation: int
    lo: int
    hi: int
    cells: int

    @property
    def reach(self) -> int:
        """Where the last window ends, counted from the start of the low padding."""
        return (self.cells - 1) * self.stride + self.dilation * (self.kernel - 1) + 1


def walk(
    size: Ints, kernel: Ints, stride: Ints, dilation: Ints, padding: Padding, *, last_window: str
) -> list[Axis]:
    """The walk along every axis; ValueError or TypeError for illegal parameters."""
    rank = len(size)
    check_integers("kernel", kernel, rank, 1)
    check_integers("stride", stride, rank, 1)
    check_integers("dilation", dilation, rank, 1)
    check_padding(padding, rank)
    check_member("last_window", last_window, LAST_WINDOWS)
    pairs = ((0, 0),) * rank if isinstance(padding, str) else padding
    axes = []
    for i, k, s, d, pair in zip(size, kernel, stride, dilation, pairs, strict=True):
        extent = d * (k - 1) + 1
        if padding in ("same_upper", "same_lower"):
            cells = -(-i // s)
            lo, hi = same_padding(padding, i, extent, (cells - 1) * s)
        else:
            lo, hi = pair
            cells = _count_windows(i, extent, s, pair, last_window)
        axes.append(Axis(i, k, s, d, lo, hi, cells))
    return axes


def same_padding(name: Padding, size: int, extent: int, last_start: int) -> tuple[int, int]:
    """The padding with which the window that starts last ends where the padded input ends."""
    total = max(last_start + extent - size, 0)
    smaller = total // 2
    larger = total - smaller
    if name == "same_lower":
        return larger, smaller
    return smaller, larger


def _count_windows(size: int, extent: int, stride: int, pair: tuple[int, int], rule: str) -> int:
    """The number of windows under the last-window rule; ValueError where none fits."""
    lo, hi = pair
    room = size + lo + hi - extent
    windows = room // stride + 1
    if rule != "floor":
        windows = -(-room // stride) + 1
    if windows < 1:
        raise ValueError(
            f"kernel: it spans {extent} cells, expected at most {size + lo + hi}, the padded input"
        )
    if rule == "ceil":  # the last one starts in the input or its low padding
        windows = min(windows, -(-(size + lo) // stride))
    return windows


def surround(x: Array, axes: list[Axis], fill: float) -> Array:
    """x with `fill` before it, and behind it as far as the windows reach.

    A fill of -inf is the lowest value of an integer dtype.
    """
    lead = x.shape[: -len(axes)]
    extents = tuple(max(axis.lo + axis.size, axis.reach) for axis in axes)
    if lead + extents == x.shape:
        return x
    if fill == -np.inf and x.dtype.kind in "iu":
        fill = int(np.iinfo(x.dtype).min)
    padded: Array = np.full(lead + extents, fill, x.dtype)
    inside: list[Any] = [slice(axis.lo, axis.lo + axis.size) for axis in axes]
    padded[(..., *inside)] = x
    return padded


def stamp(columns: Array, axes: list[Axis]) -> Array:
    """The columns (..., *kernel, *cells) of `windows` added up in new planes (..., *size).

    What falls on padding, or behind it, is dropped.
    """
    rank = len(axes)
    lead = columns.shape[: -2 * rank]
    extents = [max(axis.lo + axis.size, axis.reach) for axis in axes]
    sheet: Array = np.zeros((*lead, *extents), columns.dtype)
    for tap in np.ndindex(*[axis.kernel for axis in axes]):
        under: list[Any] = []
        for t, axis in zip(tap, axes, strict=True):
            start = t * axis.dilation
            under.append(slice(start, start + (axis.cells - 1) * axis.stride + 1, axis.stride))
        sheet[(..., *under)] += columns[(..., *tap, *[slice(None)] * rank)]
    kept: list[Any] = [slice(a.lo, a.lo + a.size) for a in axes]
    return sheet[(..., *kept)].copy()


def windows(x: Array, axes: list[Axis]) -> Array:
    """A view (..., *kernel, *cells) of the padded x; a wrong stride cannot leave its memory."""
    x = np.ascontiguousarray(x)
    lead = x.ndim - len(axes)
    shape = [*x.shape[:lead], *[axis.kernel for axis in axes], *[axis.cells for axis in axes]]
    steps = list(zip(axes, x.strides[lead:], strict=True))
    tap_steps = [axis.dilation * step for axis, step in steps]
    cell_steps = [axis.stride * step for axis, step in steps]
    return np.ndarray(shape, x.dtype, x, 0, [*x.strides[:lead], *tap_steps, *cell_steps])
