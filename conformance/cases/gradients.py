"""Cases of gradients: the gradient of every forward case that another module enumerates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf, prod
from typing import TypeAlias

from msgspec.structs import replace

from conformance.cases.small_scope import Source
from conformance.operations import BadCall, Case, Operation, forward
from conformance.parameters import (
    AdaptivePool,
    Conv,
    ConvTranspose,
    Fold,
    MaxUnpool,
    Shape,
    Unfold,
)
from conformance.results.model import Effort

_SIMPLEST: dict[Effort, float] = {"smoke": 6, "standard": 30, "thorough": inf}
BadSource: TypeAlias = Callable[[int, Effort], Iterator[BadCall]]


def output_shape(case: Case) -> Shape:
    """The shape of the result of a forward call, and so of gy."""
    p, lead = case.parameters, case.input_shape[: -case.rank]
    if isinstance(p, AdaptivePool | MaxUnpool):
        return (*lead, *p.output_size)
    walk = case.axes()
    cells = [axis.cells for axis in walk]
    if isinstance(p, Fold):
        return (*case.input_shape[:-2], case.channels, *p.output_size)
    if isinstance(p, Unfold):
        return (*lead[:-1], case.channels * prod(case.kernel), prod(cells))
    if isinstance(p, ConvTranspose):
        return (*lead[:-1], p.groups * case.weight_shape[1], *[axis.size for axis in walk])
    if isinstance(p, Conv):
        return (*lead[:-1], case.weight_shape[0], *cells)
    return (*lead, *cells)


def gradient_of(case: Case) -> Case:
    """The gradient of a forward case; its data is that of the arrays, and gives gy its own."""
    operation: Operation = f"{case.operation}_grad"  # type: ignore[assignment]  # all are listed
    return replace(case, operation=operation, shapes=(output_shape(case), *case.shapes))


def forward_of(case: Case) -> Case:
    """The forward case that a gradient is one of."""
    return replace(case, operation=forward(case.operation), shapes=case.shapes[1:])


def gradient(source: Source) -> Source:
    """The gradients of the cases of a source: all of the simplest, of the others every fourth.

    Four shares no factor with the numbers of channel forms that sources go through in turn. At
    effort thorough none is left out.
    """

    def gradients(rank: int, effort: Effort) -> Iterator[Case]:
        for number, case in enumerate(source(rank, effort)):
            if number < _SIMPLEST[effort] or number % 4 == 0:
                yield gradient_of(case)

    return gradients


def skipping(rank: int, effort: Effort) -> Iterator[Case]:
    """Convolutions whose last window ends before the last cell, and whose windows leave gaps."""
    for i, k, s in ((2, 1, 2), (4, 1, 3), (4, 2, 3), (6, 3, 2), (6, 2, 3)):
        lead = [3] * (rank - 1)  # the last axis skips, then the first as well
        for size in dict.fromkeys(((*lead, i), (i, *lead[1:], i)[-rank:])):
            kernel = [min(k, n) for n in size]
            yield Case("conv", Conv.of(rank, stride=s), ((2, 1, *size), (2, 1, *kernel), None))


def refused(*sources: BadSource) -> BadSource:
    """What the forward call refuses, asked of the gradient, with a gy that fits the legal call."""

    def bad_calls(rank: int, effort: Effort) -> Iterator[BadCall]:
        for source in sources:
            for bad in source(rank, effort):
                yield replace(bad, legal=gradient_of(bad.legal))

    return bad_calls


def another_gy(source: Source) -> BadSource:
    """gy with a cell more or less along each axis in turn, and for another number of channels."""

    def bad_calls(rank: int, effort: Effort) -> Iterator[BadCall]:
        for case in source(rank, effort):
            legal = gradient_of(case)
            right = output_shape(case)
            rule = f"gy has the shape of the result, here {right}"
            for axis in range(1, len(right)):
                for more in (1, -1):
                    shape = (*right[:axis], right[axis] + more, *right[axis + 1 :])
                    yield BadCall(legal, "shape", "gy", shape, rule)

    return bad_calls
