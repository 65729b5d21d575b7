"""Calls to be made at the same time, or again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec.structs import replace

from conformance.operations import Calls, Case, Operation
from conformance.parameters import AvgPool, Conv, ConvTranspose, MaxPool, Parameters, Shape
from conformance.results.model import Effort

Source: TypeAlias = Callable[[int, Effort], Iterator[Calls]]

#: long enough that calls overlap, and short enough to be made often
_SIZES: dict[int, tuple[Shape, ...]] = {
    1: ((257,), (1025,), (64,)),
    2: ((17, 15), (33, 31), (8, 8)),
    3: ((7, 6, 7), (9, 10, 11), (4, 4, 4)),
}
_COUNT: dict[Effort, int] = {"smoke": 1, "standard": 1, "thorough": 3}


def _case(operation: Operation, size: Shape, stride: int) -> Case:
    rank = len(size)
    x, kernel = (2, 4, *size), [3] * rank
    if operation == "conv":
        shapes: tuple[Shape | None, ...] = (x, (4, 4, *kernel), (4,))
        return Case(operation, Conv.of(rank, stride=stride, padding=1), shapes)
    if operation == "conv_transpose":
        shapes = (x, (4, 4, *kernel), (4,))
        return Case(operation, ConvTranspose.of(rank, stride=stride, padding=1), shapes)
    record = AvgPool if operation == "avg_pool" else MaxPool
    parameters: Parameters = record.of(kernel, stride=stride, padding=1)
    return Case(operation, parameters, (x,), "positive" if operation == "avg_pool" else "distinct")


def together(operation: Operation) -> Source:
    """Four calls of the same shapes: two strides, each with two sets of values."""

    def source(rank: int, effort: Effort) -> Iterator[Calls]:
        other = "negative" if operation.startswith("max_pool") else "other"
        for size in _SIZES[rank][: _COUNT[effort]]:
            cases = [_case(operation, size, stride) for stride in (1, 2)]
            yield Calls(tuple(form for c in cases for form in (c, replace(c, data=other))))

    return source
