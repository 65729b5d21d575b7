"""The thresholds at which kernels change code: block, tile and vector widths, deterministically.

Each list sweeps one quantity and leaves the others small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from conformance.cases.small_scope import Source
from conformance.operations import Case, Operation
from conformance.parameters import AvgPool, Conv, ConvTranspose, MaxPool
from conformance.results.model import Effort

WIDTHS = (15, 16, 17, 31, 32, 33)
CHANNELS = (7, 8, 9, 15, 16, 17, 33)
KERNELS = (5, 7, 11)


def _conv(
    rank: int, size: Sequence[int], kernel: Sequence[int], c: int, o: int, groups: int, n: int = 1
) -> Case:
    shapes = ((n, c, *size), (o, c // groups, *kernel), None)
    return Case("conv", Conv.of(rank, padding=[k // 2 for k in kernel], groups=groups), shapes)


def _last(rank: int, value: int, others: int) -> list[int]:
    """``value`` along the last axis."""
    return [others] * (rank - 1) + [value]


def _first(rank: int, value: int, others: int) -> list[int]:
    """``value`` along the first axis."""
    return [value] + [others] * (rank - 1)


def conv_dense(rank: int, effort: Effort) -> Iterator[Case]:
    """Widths, channels in, channels out, long kernels, three samples."""
    for width in WIDTHS:
        yield _conv(rank, _last(rank, width, 3), [3] * rank, 1, 1, 1)
        if rank > 1:
            yield _conv(rank, _first(rank, width, 3), [2] * rank, 1, 1, 1)
    for channels in CHANNELS:
        yield _conv(rank, [3] * rank, [2] * rank, channels, 1, 1)
        yield _conv(rank, [3] * rank, [2] * rank, 2, channels, 1)
    for k in KERNELS:
        yield _conv(rank, _last(rank, k + 2, 3), _last(rank, k, 2), 1, 1, 1)
        if rank > 1:
            yield _conv(rank, _first(rank, k + 2, 3), _first(rank, k, 2), 2, 1, 1)
    yield _conv(rank, [4] * rank, [2] * rank, 2, 2, 1, n=3)


def conv_grouped(rank: int, effort: Effort) -> Iterator[Case]:
    """Channels per group, in and out."""
    for channels in CHANNELS:
        yield _conv(rank, [3] * rank, [2] * rank, 2 * channels, 2, 2)
        yield _conv(rank, [3] * rank, [2] * rank, 2, 2 * channels, 2)


def conv_depthwise(rank: int, effort: Effort) -> Iterator[Case]:
    """Channels, with multiplier 1 and 2, and widths."""
    for channels in CHANNELS:
        yield _conv(rank, [3] * rank, [2] * rank, channels, channels, channels)
        yield _conv(rank, [3] * rank, [2] * rank, channels, 2 * channels, channels)
    for width in WIDTHS:
        yield _conv(rank, _last(rank, width, 3), [3] * rank, 2, 2, 2)


def conv_transpose(rank: int, effort: Effort) -> Iterator[Case]:
    """Widths, channels in and out, long kernels, wide strides, three samples."""

    def case(size: list[int], kernel: list[int], c: int, o: int, s: int = 1, n: int = 1) -> Case:
        parameters = ConvTranspose.of(rank, stride=s, output_padding=s - 1)
        return Case("conv_transpose", parameters, ((n, c, *size), (c, o, *kernel), None))

    for width in WIDTHS:
        yield case(_last(rank, width, 2), [3] * rank, 1, 1)
        yield case(_last(rank, width, 2), [2] * rank, 1, 2, s=2)
    for channels in CHANNELS:
        yield case([3] * rank, [2] * rank, channels, 1)
        yield case([3] * rank, [2] * rank, 2, channels)
    for k in KERNELS:
        yield case([3] * rank, _last(rank, k, 2), 1, 1)
        yield case([3] * rank, _first(rank, k, 2), 2, 1, s=3)
    yield case([4] * rank, [2] * rank, 2, 2, s=2, n=3)


def pool(operation: Operation) -> Source:
    """Widths and channels; widths of rising values too, where the cell of a tail is a maximum."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        data = ("positive",) if operation == "avg_pool" else ("distinct", "rising")
        record = AvgPool if operation == "avg_pool" else MaxPool
        parameters = record.of([3] * rank, stride=2, padding=1)
        for width, name in product(WIDTHS, data):
            yield Case(operation, parameters, ((1, 1, *_last(rank, width, 3)),), name)
            yield Case(operation, parameters, ((1, 1, *_first(rank, width, 3)),), name)
        for channels in CHANNELS:
            yield Case(operation, parameters, ((1, channels, *[4] * rank),), data[0])

    return source
