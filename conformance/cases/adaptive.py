"""Small scope of adaptive poolings; see :mod:`conformance.cases.small_scope`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal, NamedTuple

from conformance.cases.small_scope import Source
from conformance.operations import Case, Operation
from conformance.parameters import AdaptivePool, Shape
from conformance.results.model import Effort

#: how the extents stand to one another: o divides i; it leaves a remainder; o > i; o = 1
Bins = Literal["any", "equal", "overlapping", "repeated", "one"]
#: extents at which bins computed as a * (i / o) in float32 end behind the axis, or begin too early
#: (26, 22), or end too late (4, 28)
ROUNDED = ((14, 13), (22, 21), (24, 21), (26, 22), (27, 25), (28, 13), (4, 28))

_BOUNDS: dict[Effort, int] = {"smoke": 5, "standard": 12, "thorough": 20}
_CHANNELS = ((1, 1), (2, 1), (3, 2))  # C, N


class _Axis(NamedTuple):
    i: int
    o: int


# Each prefix holds bins of every kind.
_AXES = tuple(
    _Axis(*a)
    for a in (
        (5, 3),
        (4, 2),
        (3, 5),
        (4, 1),
        (7, 4),
        (2, 3),
        (1, 1),
        (6, 3),
        (8, 5),
        (3, 1),
    )
)
_AXIS_COUNT: dict[int, dict[Effort, int]] = {
    2: {"smoke": 5, "standard": 10, "thorough": 10},
    3: {"smoke": 4, "standard": 5, "thorough": 8},
}


def adaptive(
    operation: Operation,
    *,
    bins: Bins = "any",
    uneven: bool = False,
    unbatched: bool = False,
    data: Sequence[str] = ("distinct",),
) -> Source:
    """Adaptive poolings, some axis of which has bins of the given kind, "one" all axes.

    ``uneven`` demands output extents that differ; data sets are cycled.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        count = 0
        for axes in _geometries(rank, effort, bins == "one"):
            if not _holds(axes, bins) or (uneven and len({a.o for a in axes}) == 1):
                continue
            yield _case(operation, axes, count, unbatched, data[count % len(data)])
            count += 1

    return source


def rounded(operation: Operation, *, data: Sequence[str]) -> Source:
    """Extents at which bins of rounded quotients are wrong, along each axis in turn."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for (i, o), at, name in product(ROUNDED, range(rank), data):
            axes = [_Axis(2, 1)] * rank
            axes[at] = _Axis(i, o)
            yield _case(operation, tuple(axes), 0, False, name)

    return source


def empty(operation: Operation, what: Literal["output", "samples", "channels"]) -> Source:
    """An output extent of 0 along each axis in turn; a batch of no sample; no channel."""
    data = "positive" if operation == "adaptive_avg_pool" else "distinct"

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        if what == "output":
            for at in range(rank):
                size = tuple(0 if a == at else 2 for a in range(rank))
                yield Case(operation, AdaptivePool.of(size), ((1, 2, *[4] * rank),), data)
            return
        lead = (0, 2) if what == "samples" else (2, 0)
        for i, o in ((4, 2), (3, 2), (2, 3)):
            yield Case(operation, AdaptivePool.of([o] * rank), ((*lead, *[i] * rank),), data)

    return source


def _case(
    operation: Operation, axes: tuple[_Axis, ...], count: int, unbatched: bool, data: str
) -> Case:
    channels, batch = _CHANNELS[(count + count // 3) % 3]  # out of step with the data
    lead: Shape = (channels,) if unbatched else (batch, channels)
    parameters = AdaptivePool.of([a.o for a in axes])
    return Case(operation, parameters, ((*lead, *(a.i for a in axes)),), data)


def _geometries(rank: int, effort: Effort, whole: bool) -> Iterator[tuple[_Axis, ...]]:
    """Every axis up to the bound, or products of a reduced set, in order of complexity; ``whole``
    makes one bin of each axis."""
    bound = range(1, _BOUNDS[effort] + 1)
    axes = [_Axis(*a) for a in product(bound, bound)] if rank == 1 else []
    chosen = axes or list(_AXES[: _AXIS_COUNT[rank][effort]])
    if whole:
        chosen = list(dict.fromkeys(_Axis(a.i, 1) for a in chosen))
    yield from sorted(product(chosen, repeat=rank), key=lambda found: (sum(map(sum, found)), found))


def _holds(axes: tuple[_Axis, ...], bins: Bins) -> bool:
    if bins == "equal":
        return all(a.i % a.o == 0 for a in axes)
    if bins == "overlapping":
        return any(a.o < a.i and a.i % a.o for a in axes)
    if bins == "repeated":
        return any(a.o > a.i for a in axes)
    return bins == "any" or all(a.o == 1 for a in axes)
