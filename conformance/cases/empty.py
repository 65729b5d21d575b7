"""Calls in which some extent is 0, and those whose stride is larger than the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal

from conformance.cases.small_scope import Source
from conformance.operations import Case, Operation
from conformance.parameters import AvgPool, Conv, ConvTranspose, LpPool, MaxPool, Shape, Unfold
from conformance.results.model import Effort

Nothing = Literal["batch", "channels", "outputs", "input"]
_RECORDS: dict[Operation, type[MaxPool | AvgPool]] = {
    "max_pool": MaxPool,
    "max_pool_with_indices": MaxPool,
    "avg_pool": AvgPool,
}


def empty(operation: Operation, nothing: Nothing) -> Source:
    """The extent is 0 in calls of one and two channels; an empty input is padded, so that there
    are windows, and has one empty axis or nothing but empty axes."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for channels, stride in product((1, 2), (1, 2)):
            if nothing == "input":
                for size in dict.fromkeys(((0,) * rank, (*[3] * (rank - 1), 0))):
                    yield _case(operation, 1, channels, 2, size, stride, 1)
            elif nothing == "batch":
                yield _case(operation, 0, channels, 2, (4,) * rank, stride, 0)
            elif nothing == "outputs":
                yield _case(operation, 1, channels, 0, (4,) * rank, stride, 0)
            else:
                yield _case(operation, channels, 0, 2, (4,) * rank, stride, 0)

    return source


def wide_strides(operation: Operation) -> Source:
    """Strides larger than the input, along every axis and along one."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for size, step, pad in product((2, 5), (6, 100, 2**20), (0, 1)):
            for stride in dict.fromkeys(((step,) * rank, (*[1] * (rank - 1), step))):
                yield _case(operation, 1, 2, 2, (size,) * rank, stride, pad)

    return source


def _case(
    operation: Operation,
    n: int,
    c: int,
    o: int,
    size: Shape,
    stride: int | Sequence[int],
    padding: int,
) -> Case:
    rank = len(size)
    x, kernel = (n, c, *size), [2] * rank
    if operation == "conv":
        conv = Conv.of(rank, stride=stride, padding=padding)
        return Case("conv", conv, (x, (o, c, *kernel), (o,)))
    if operation == "conv_transpose":
        transposed = ConvTranspose.of(rank, stride=stride, padding=padding)
        return Case("conv_transpose", transposed, (x, (c, o, *kernel), (o,)))
    if operation == "lp_pool":
        norm = LpPool.of(kernel, p=2, stride=stride, padding=padding)
        return Case("lp_pool", norm, (x,), "positive")
    if operation == "unfold":
        return Case("unfold", Unfold.of(kernel, stride=stride, padding=padding), (x,))
    record = _RECORDS[operation].of(kernel, stride=stride, padding=padding)
    return Case(operation, record, (x,), "positive" if operation == "avg_pool" else "distinct")
