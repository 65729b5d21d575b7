"""The cases of laws: large ones, on which the reference need not be computed.

Each source has sizes, channel counts, kernels, steps and batches past the blocks of real kernels,
with other numbers on every axis; what is drawn for an operation is the same for all of its laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from conformance.cases import strategies
from conformance.cases.gradients import gradient_of, output_shape
from conformance.cases.small_scope import Source
from conformance.cases.strategies import Factory
from conformance.cases.unpooling import unpooled
from conformance.operations import Case, Operation
from conformance.parameters import (
    AdaptivePool,
    AvgPool,
    Conv,
    ConvTranspose,
    Fold,
    LpPool,
    MaxPool,
    Shape,
    Unfold,
)
from conformance.results.model import Effort

Domain: TypeAlias = tuple[Source, Factory]


class _Walk(NamedTuple):
    """Sizes, kernels, strides, dilations and paddings; of fewer axes the last ones."""

    size: Shape
    kernel: Shape
    stride: Shape
    dilation: Shape
    pads: Shape

    def of_rank(self, rank: int) -> _Walk:
        return _Walk(*(numbers[-rank:] for numbers in self))


_SHORT = _Walk((9, 7, 12), (2, 1, 3), (1, 3, 2), (1, 1, 2), (1, 0, 1))
_SPREAD = _Walk((4, 8, 9), (2, 3, 2), (3, 1, 4), (1, 2, 3), (0, 1, 1))
_WIDE = _Walk((6, 5, 257), (2, 3, 5), (1, 2, 3), (1, 1, 2), (0, 1, 2))
_TALL = _Walk((65, 7, 5), (7, 2, 1), (2, 1, 1), (3, 2, 1), (3, 1, 0))
_LONG = _Walk((4, 33, 37), (1, 2, 17), (5, 9, 1), (1, 1, 1), (0, 0, 8))
_SMALL = _Walk((2, 4, 5), (1, 2, 3), (1, 3, 2), (1, 2, 1), (0, 1, 1))
#: beside (N, C, O, groups)
_DENSE = (
    (_SHORT, (2, 3, 2, 1)),
    (_SMALL, (5, 129, 3, 1)),
    (_WIDE, (1, 2, 2, 1)),
    (_SPREAD, (1, 3, 2, 1)),
    (_TALL, (2, 3, 2, 1)),
    (_LONG, (3, 2, 2, 1)),
    (_SMALL, (1, 17, 129, 1)),
)
_GROUPED = (
    (_SHORT, (2, 4, 4, 2)),
    (_SMALL, (5, 129, 129, 129)),
    (_WIDE, (1, 2, 2, 2)),
    (_SPREAD, (3, 6, 9, 3)),
    (_SMALL, (2, 66, 34, 2)),
)
#: the power of a norm, by the number of samples
_POWER = {1: 3.0, 2: 2.0, 3: inf, 5: 1.5}
#: (N, C) of planes
_PLANES = (
    (_SHORT, (2, 3)),
    (_SMALL, (5, 129)),
    (_WIDE, (1, 2)),
    (_SPREAD, (1, 2)),
    (_TALL, (2, 2)),
    (_LONG, (3, 2)),
)
#: of gradients those at smoke: of many channels, and of a wide plane
_FEW = {_DENSE: (_DENSE[1], _DENSE[2], _DENSE[6]), _GROUPED: _GROUPED[1:3], _PLANES: _PLANES[1:3]}


def _of(make: Callable[[_Walk, Shape], Case], several: tuple[tuple[_Walk, Shape], ...]) -> Source:
    def source(rank: int, effort: Effort) -> Iterator[Case]:
        return (make(walk.of_rank(rank), lead) for walk, lead in several)

    return source


def _conv(walk: _Walk, lead: Shape) -> Case:
    n, c, o, groups = lead
    size, kernel, stride, dilation, pads = walk
    parameters = Conv.of(len(size), stride=stride, padding=pads, dilation=dilation, groups=groups)
    return Case("conv", parameters, ((n, c, *size), (o, c // groups, *kernel), (o,)))


def _conv_transpose(walk: _Walk, lead: Shape) -> Case:
    n, c, o, groups = lead
    size, kernel, stride, dilation, pads = walk
    parameters = ConvTranspose.of(
        len(size),
        stride=stride,
        padding=pads,
        output_padding=[s - 1 for s in stride],
        dilation=dilation,
        groups=groups,
    )
    return Case("conv_transpose", parameters, ((n, c, *size), (c, o // groups, *kernel), (o,)))


def _max_pool(operation: Operation) -> Callable[[_Walk, Shape], Case]:
    def make(walk: _Walk, lead: Shape) -> Case:
        size, kernel, stride, dilation, pads = walk
        parameters = MaxPool.of(kernel, stride=stride, padding=pads, dilation=dilation)
        return Case(operation, parameters, ((*lead, *size),))

    return make


def _avg_pool(walk: _Walk, lead: Shape) -> Case:
    size, kernel, stride, _, pads = walk
    return Case(
        "avg_pool", AvgPool.of(kernel, stride=stride, padding=pads), ((*lead, *size),), "positive"
    )


def _lp_pool(walk: _Walk, lead: Shape) -> Case:
    size, kernel, stride, _, pads = walk
    parameters = LpPool.of(kernel, p=_POWER[lead[0]], stride=stride, padding=pads)
    return Case("lp_pool", parameters, ((*lead, *size),), "signed")


def _unfold(walk: _Walk, lead: Shape) -> Case:
    size, kernel, stride, dilation, pads = walk
    parameters = Unfold.of(kernel, stride=stride, padding=pads, dilation=dilation)
    return Case("unfold", parameters, ((*lead, *size),))


def _fold(walk: _Walk, lead: Shape) -> Case:
    unfolding, (size, kernel, stride, dilation, pads) = _unfold(walk, lead), walk
    parameters = Fold.of(size, kernel, stride=stride, padding=pads, dilation=dilation)
    return Case("fold", parameters, (output_shape(unfolding),))


def _adaptive(operation: Operation, data: str) -> Callable[[_Walk, Shape], Case]:
    def make(walk: _Walk, lead: Shape) -> Case:
        extents = [1 + i // k for i, k in zip(walk.size, walk.kernel, strict=True)]
        return Case(operation, AdaptivePool.of(extents), ((*lead, *walk.size),), data)

    return make


def _max_unpool(walk: _Walk, lead: Shape) -> Case:
    extents = [i * s + k - 1 for i, s, k in zip(walk.size, walk.stride, walk.kernel, strict=True)]
    return unpooled(lead, list(walk.size), extents)


def _gradient(domain: Domain) -> Domain:
    source, draws = domain
    return (
        lambda rank, effort: (gradient_of(case) for case in source(rank, effort)),
        strategies.gradient(draws),
    )


def _backwards(
    make: Callable[[_Walk, Shape], Case],
    several: tuple[tuple[_Walk, Shape], ...],
    data: str | None = None,
) -> Source:
    """The gradients of these cases, on the same data unless another is named; at smoke of few."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for walk, lead in _FEW[several] if effort == "smoke" else several:
            case = gradient_of(make(walk.of_rank(rank), lead))
            yield case if data is None else replace(case, data=data)

    return source


CONV = (_of(_conv, _DENSE), strategies.conv("dense", small=True))
CONV_GROUPED = (_of(_conv, _GROUPED), strategies.conv("grouped", "depthwise", small=True))
CONV_TRANSPOSE = (_of(_conv_transpose, _DENSE), strategies.conv_transpose("dense", small=True))
CONV_TRANSPOSE_GROUPED = (
    _of(_conv_transpose, _GROUPED),
    strategies.conv_transpose("grouped", "depthwise", small=True),
)
MAX_POOL = (_of(_max_pool("max_pool"), _PLANES), strategies.pool("max_pool"))
INDICES = (
    _of(_max_pool("max_pool_with_indices"), _PLANES),
    strategies.pool("max_pool_with_indices", data=("distinct", "ties")),
)
AVG_POOL = (_of(_avg_pool, _PLANES), strategies.pool("avg_pool", data=("positive",)))
LP_POOL = (_of(_lp_pool, _PLANES), strategies.pool("lp_pool", data=("signed",)))
UNFOLD = (_of(_unfold, _PLANES), strategies.rearrangement("unfold"))
FOLD = (_of(_fold, _PLANES), strategies.rearrangement("fold"))
ADAPTIVE_AVG = (
    _of(_adaptive("adaptive_avg_pool", "positive"), _PLANES),
    strategies.adaptive("adaptive_avg_pool", data=("positive",)),
)
ADAPTIVE_MAX = (
    _of(_adaptive("adaptive_max_pool", "distinct"), _PLANES),
    strategies.adaptive("adaptive_max_pool"),
)
MAX_UNPOOL = (_of(_max_unpool, _PLANES), strategies.max_unpool)
CONV_GRAD = _gradient(CONV)
CONV_TRANSPOSE_GRAD = _gradient(CONV_TRANSPOSE)
MAX_POOL_GRAD = _gradient(MAX_POOL)
# of gradients nothing more is drawn: their walks are those of the operations
CONV_GRADS = _backwards(_conv, _DENSE)
CONV_TRANSPOSE_GRADS = _backwards(_conv_transpose, _DENSE)
CONV_GRAD_GROUPED = _backwards(_conv, _GROUPED)
CONV_TRANSPOSE_GRAD_GROUPED = _backwards(_conv_transpose, _GROUPED)
MAX_POOL_GRADS = _backwards(_max_pool("max_pool"), _PLANES)
# where gy is shared out it is positive: nothing cancels, and what is rounded stays small
AVG_POOL_GRAD = _backwards(_avg_pool, _PLANES, "upward")
LP_POOL_GRAD = _backwards(_lp_pool, _PLANES, "upward")
ADAPTIVE_AVG_GRAD = _backwards(_adaptive("adaptive_avg_pool", "positive"), _PLANES, "upward")
ADAPTIVE_MAX_GRAD = _backwards(_adaptive("adaptive_max_pool", "distinct"), _PLANES)
ADAPTIVE_INDICES = _of(_adaptive("adaptive_max_pool_with_indices", "distinct"), _PLANES)
MAX_UNPOOL_GRAD = _backwards(_max_unpool, _PLANES)
UNFOLD_GRAD = _backwards(_unfold, _PLANES)
FOLD_GRAD = _backwards(_fold, _PLANES)
