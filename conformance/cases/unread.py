"""Convolutions of which no window reads anything but padding."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from conformance.cases.geometries import OneAxis
from conformance.operations import Case
from conformance.parameters import Conv
from conformance.results.model import Effort

#: the largest extent, kernel, stride, dilation and padding per side
_BOUNDS: dict[Effort, tuple[int, int, int, int, int]] = {
    "smoke": (1, 2, 3, 2, 3),
    "standard": (2, 2, 3, 3, 4),
    "thorough": (3, 4, 4, 4, 6),
}
#: an axis whose windows read cells
_READ = OneAxis(3, 2)


def unread(rank: int, effort: Effort) -> Iterator[Case]:
    """Convolutions over one such axis and others of both kinds, with a bias every other time.

    A dilation of one tap, which is never seen in the result, is among them.
    """
    axes = _axes(effort)
    for count, axis in enumerate(axes):
        others = [_READ if (count + n) % 2 else axes[count - n] for n in range(1, rank)]
        every = (*others, axis)
        channels = 1 + count % 3
        yield Case(
            "conv",
            Conv.of(
                rank,
                stride=[a.s for a in every],
                padding=[(a.lo, a.hi) for a in every],
                dilation=[a.d for a in every],
            ),
            (
                (1, channels, *(a.i for a in every)),
                (2, channels, *(a.k for a in every)),
                (2,) if count % 2 else None,
            ),
            "tiny",
        )


@cache
def _axes(effort: Effort) -> tuple[OneAxis, ...]:
    ranges = [range(1, largest + 1) for largest in _BOUNDS[effort]]
    every = (OneAxis(i, k, s, d, pad, pad) for i, k, s, d, pad in product(*ranges))
    return tuple(sorted((a for a in every if _is_unread(a)), key=sum))


def _is_unread(axis: OneAxis) -> bool:
    """Whether there are windows, and none of their taps lies on a cell."""
    starts = range(-axis.lo, axis.i + axis.hi - axis.d * (axis.k - 1), axis.s)
    taps = [start + axis.d * tap for start in starts for tap in range(axis.k)]
    return bool(taps) and not any(0 <= tap < axis.i for tap in taps)
