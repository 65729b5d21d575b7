"""Small scope of max unpooling; see :mod:`conformance.cases.small_scope`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import NamedTuple

from conformance.cases.small_scope import Source
from conformance.operations import Case
from conformance.parameters import MaxUnpool, Shape
from conformance.results.model import Effort

_CHANNELS = ((1, 1), (2, 1), (3, 2))  # C, N
_BOUNDS: dict[Effort, tuple[int, int]] = {"smoke": (3, 6), "standard": (6, 14), "thorough": (8, 20)}


class _Axis(NamedTuple):
    i: int
    o: int


_AXES = tuple(
    _Axis(*a) for a in ((2, 4), (2, 5), (1, 3), (3, 4), (2, 7), (1, 1), (3, 9), (2, 3), (4, 5))
)
_AXIS_COUNT: dict[int, dict[Effort, int]] = {
    2: {"smoke": 5, "standard": 9, "thorough": 9},
    3: {"smoke": 3, "standard": 5, "thorough": 7},
}


def max_unpool(
    *,
    multiple: bool | None = None,
    crowded: bool = False,
    uneven: bool = False,
    unbatched: bool = False,
    data: str = "distinct",
) -> Source:
    """Unpoolings of at least as many cells as there are entries, ``crowded`` of fewer or more.

    ``multiple`` demands or excludes output extents that all are multiples of those of x;
    ``uneven`` demands output extents that differ.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        count = 0
        for axes in _geometries(rank, effort, crowded):
            whole = all(a.o % a.i == 0 for a in axes)
            if multiple not in (None, whole) or (uneven and len({a.o for a in axes}) == 1):
                continue
            channels, batch = _CHANNELS[count % 3]
            count += 1
            lead = (channels,) if unbatched else (batch, channels)
            yield unpooled(lead, [a.i for a in axes], [a.o for a in axes], data)

    return source


def unpooled(
    lead: tuple[int, ...], size: list[int], extents: list[int], data: str = "distinct"
) -> Case:
    """One unpooling; ``lead`` is (N, C), or (C,) without a batch."""
    shape: Shape = (*lead, *size)
    return Case("max_unpool", MaxUnpool.of(extents), (shape, shape), data)


def empty(rank: int, channels: int) -> Iterator[Case]:
    """Without samples, or without channels where ``channels`` is 0."""
    lead = (0, channels) if channels else (2, 0)
    for i, o in ((2, 4), (1, 3), (3, 5)):
        yield unpooled(lead, [i] * rank, [o] * rank)


def no_samples(rank: int, effort: Effort) -> Iterator[Case]:
    """Batches of no sample."""
    return empty(rank, 2)


def no_channels(rank: int, effort: Effort) -> Iterator[Case]:
    """Samples of no channel."""
    return empty(rank, 0)


def _geometries(rank: int, effort: Effort, crowded: bool) -> list[tuple[_Axis, ...]]:
    """Every axis up to the bounds, or products of a reduced set, in order of complexity."""
    inputs, outputs = _BOUNDS[effort]
    line = [_Axis(i, o) for i in range(1, inputs + 1) for o in range(1, outputs + 1)]
    chosen = line if rank == 1 else list(_AXES[: _AXIS_COUNT[rank][effort]])
    found = [
        axes
        for axes in product(chosen, repeat=rank)
        if (crowded and prod(a.i for a in axes) > 1) or all(a.i <= a.o for a in axes)
    ]
    return sorted(found, key=lambda axes: (sum(map(sum, axes)), axes))
