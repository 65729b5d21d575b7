"""Small scope of unfold and fold; see :mod:`conformance.cases.small_scope`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from math import prod

from conformance.cases.geometries import OneAxis, Pads, Wanted, agrees, geometries
from conformance.cases.small_scope import Source, padding_of
from conformance.operations import Case, Operation
from conformance.parameters import Fold, Shape, Unfold
from conformance.results.model import Effort
from reference_impl.geometry import Axis

_CHANNELS = ((1, 1), (2, 1), (3, 2))  # C, N
# Of whose products many leave a cell uncovered, or less than a stride at the high end.
_SPARSE = (OneAxis(3, 2), OneAxis(5, 2, 2), OneAxis(4, 1, 2), OneAxis(6, 2, 3, 1, 1, 1))


def unfold(
    *,
    pads: Pads = "none",
    stride: bool | None = None,
    dilation: bool | None = None,
    windows: bool | None = True,
    padded: bool = False,
    uneven: bool = False,
    unbatched: bool = False,
    data: str = "distinct",
) -> Source:
    """Unfoldings; the filters are those of :func:`conformance.cases.small_scope.conv`."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        wanted = Wanted(pads, stride, dilation, windows, padded, uneven)
        for count, axes in enumerate(geometries(rank, effort, wanted, "columns")):
            lead = _lead(count, unbatched)
            yield rearranged("unfold", axes, pads, lead, data)

    return source


def fold(
    *,
    pads: Pads = "none",
    stride: bool | None = None,
    dilation: bool | None = None,
    padded: bool = False,
    uneven: bool = False,
    uncovered: bool | None = None,
    left_over: bool | None = None,
    unbatched: bool = False,
    data: str = "distinct",
) -> Source:
    """Foldings of as many columns as there are windows.

    ``uncovered`` demands or excludes a cell that no window covers, ``left_over`` cells at the high
    end that are fewer than a stride; the other filters are those of `unfold`.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        wanted = Wanted(pads, stride, dilation, True, padded, uneven)
        count = 0
        sparse = rank > 1 and (uncovered or left_over)
        chosen = product(_SPARSE, repeat=rank) if sparse else None
        for axes in chosen or geometries(rank, effort, wanted, "columns"):
            case = rearranged("fold", axes, pads, _lead(count, unbatched), data)
            walk = case.axes()
            if not agrees(uncovered, any(map(_leaves_gaps, walk))):
                continue
            if agrees(left_over, any((a.padded - a.extent) % a.stride for a in walk)):
                count += 1
                yield case

    return source


def rearranged(
    operation: Operation,
    axes: tuple[OneAxis, ...],
    pads: Pads,
    lead: Shape,
    data: str = "distinct",
) -> Case:
    """Unfold or fold over these axes; ``lead`` is (N, C), or (C,) without a batch."""
    size, kernel, stride, dilation, *_ = zip(*axes, strict=True)
    padding = padding_of(axes, pads)
    case = Case(
        "unfold",
        Unfold(kernel=kernel, stride=stride, padding=padding, dilation=dilation),
        ((*lead, *size),),
        data,
    )
    if operation == "unfold":
        return case
    *batch, channels = lead
    cells = prod(a.cells for a in case.axes())
    return Case(
        "fold",
        Fold(output_size=size, kernel=kernel, stride=stride, padding=padding, dilation=dilation),
        ((*batch, channels * prod(kernel), cells),),
        data,
    )


def no_samples(operation: Operation) -> Source:
    """Batches of no sample."""
    return _empty(operation, (0, 2))


def no_channels(operation: Operation) -> Source:
    """Samples of no channel."""
    return _empty(operation, (2, 0))


def _empty(operation: Operation, lead: Shape) -> Source:
    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for axis in (OneAxis(3, 2), OneAxis(4, 2, 2), OneAxis(2, 1)):
            yield rearranged(operation, (axis,) * rank, "none", lead)

    return source


def _lead(count: int, unbatched: bool) -> Shape:
    channels, batch = _CHANNELS[count % len(_CHANNELS)]
    return (channels,) if unbatched else (batch, channels)


@cache
def _leaves_gaps(axis: Axis) -> bool:
    """Whether some cell is covered by no window."""
    read = {axis.source(cell, tap) for cell in range(axis.cells) for tap in range(axis.kernel)}
    return not read.issuperset(range(axis.size))
