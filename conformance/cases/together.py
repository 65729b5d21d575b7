"""Calls to be made at the same time, or again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from conformance.cases.gradients import gradient_of
from conformance.operations import GRADIENTS, Calls, Case, Operation, forward
from conformance.parameters import (
    AdaptivePool,
    AvgPool,
    Conv,
    ConvTranspose,
    Fold,
    LpPool,
    MaxPool,
    MaxUnpool,
    Parameters,
    Shape,
    Unfold,
)
from conformance.results.model import Effort

Source: TypeAlias = Callable[[int, Effort], Iterator[Calls]]


class _Form(NamedTuple):
    """How large the arrays are: planes by rank, (N, C), and the extent of the kernel."""

    sizes: dict[int, tuple[Shape, ...]]
    lead: Shape
    kernel: int


#: long enough that calls overlap, and short enough to be made often
_LONG = _Form(
    {
        1: ((257,), (1025,), (64,)),
        2: ((17, 15), (33, 31), (8, 8)),
        3: ((7, 6, 7), (9, 10, 11), (4, 4, 4)),
    },
    (2, 4),
    3,
)
#: for what takes longer
_SHORT = _Form(
    {
        1: ((9,), (33,), (65,)),
        2: ((5, 4), (9, 8), (17, 15)),
        3: ((3, 4, 3), (4, 5, 6), (7, 6, 7)),
    },
    (2, 2),
    2,
)
_QUICK: tuple[Operation, ...] = (
    "conv",
    "conv_transpose",
    "max_pool",
    "max_pool_with_indices",
    "avg_pool",
)
_COUNT: dict[Effort, int] = {"smoke": 1, "standard": 1, "thorough": 3}

#: the two sets of values, where they are not "distinct" and "other"
_VALUES: dict[Operation, tuple[str, str]] = {
    "max_pool": ("distinct", "negative"),
    "max_pool_with_indices": ("distinct", "negative"),
    "avg_pool": ("positive", "other"),
    "lp_pool": ("signed", "other"),
    "adaptive_avg_pool": ("positive", "other"),
    "adaptive_max_pool": ("distinct", "negative"),
    "adaptive_max_pool_with_indices": ("distinct", "negative"),
}


def _case(operation: Operation, form: _Form, size: Shape, step: int) -> Case:
    """A forward call; ``step``, 1 or 2, changes its parameters and none of its shapes."""
    rank, (batch, channels) = len(size), form.lead
    x, kernel = (batch, channels, *size), [form.kernel] * rank
    shapes: tuple[Shape | None, ...] = (x,)
    parameters: Parameters
    if operation in ("conv", "conv_transpose"):
        record = Conv if operation == "conv" else ConvTranspose
        parameters = record.of(rank, stride=step, padding=1)
        shapes = x, (channels, channels, *kernel), (channels,)
    elif operation.startswith("adaptive"):
        parameters = AdaptivePool.of([n // (step + 1) for n in size])
    elif operation == "max_unpool":
        parameters, shapes = MaxUnpool.of([2 * n + step for n in size]), (x, x)
    elif operation == "fold":  # as many windows, over padding instead of cells
        extents = [n + 2 - 2 * step for n in size]
        parameters = Fold.of(extents, kernel, padding=step - 1)
        windows = prod(n + 1 - k for n, k in zip(size, kernel, strict=True))
        shapes = ((batch, channels * prod(kernel), windows),)
    elif operation == "unfold":
        parameters = Unfold.of(kernel, stride=step, padding=1)
    elif operation == "lp_pool":
        parameters = LpPool.of(kernel, p=2, stride=step, padding=1)
    else:
        parameters = (AvgPool if operation == "avg_pool" else MaxPool).of(
            kernel, stride=step, padding=1
        )
    return Case(operation, parameters, shapes)


def together(operation: Operation) -> Source:
    """Four calls of the same shapes: two sets of parameters, each with two sets of values."""
    first = forward(operation)

    def source(rank: int, effort: Effort) -> Iterator[Calls]:
        form = _LONG if operation in _QUICK else _SHORT
        for size in form.sizes[rank][: _COUNT[effort]]:
            cases = [
                replace(_case(first, form, size, step), data=values)
                for step in (1, 2)
                for values in _VALUES.get(first, ("distinct", "other"))
            ]
            yield Calls(tuple(map(gradient_of, cases) if operation in GRADIENTS else cases))

    return source
