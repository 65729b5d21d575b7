"""The thresholds at which kernels change code: block, tile and vector widths, deterministically.

Each list sweeps one quantity and leaves the others small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

from conformance.cases.geometries import OneAxis
from conformance.cases.rearrangement import rearranged
from conformance.cases.small_scope import Source
from conformance.cases.unpooling import unpooled
from conformance.operations import Case, Operation
from conformance.parameters import AdaptivePool, AvgPool, Conv, ConvTranspose, LpPool, MaxPool
from conformance.results.model import Effort
from reference_impl.geometry import LastWindow

WIDTHS = (15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129)
LONG = (255, 256, 257, 513, 1025)  # of one axis
CHANNELS = (7, 8, 9, 15, 16, 17, 33, 64, 65, 127, 128, 129)
PER_GROUP = (7, 8, 9, 15, 16, 17, 33, 65)
KERNELS = (5, 7, 11, 17)
WINDOWS = (4, 5, 6, 7, 8, 9, 11, 13, 16, 17, 33)
STEPS = (4, 5, 6, 7, 8, 9, 16, 17)  # of a stride, of a dilation
PADS = (3, 4, 5, 8, 9)
BATCHES = (3, 4, 5, 8, 9)
_LARGEST_WINDOW = 289


def _last(rank: int, value: int, others: int) -> list[int]:
    """``value`` along the last axis."""
    return [others] * (rank - 1) + [value]


def _first(rank: int, value: int, others: int) -> list[int]:
    """``value`` along the first axis."""
    return [value] + [others] * (rank - 1)


def _widths(rank: int) -> tuple[int, ...]:
    return WIDTHS + LONG if rank == 1 else WIDTHS


# -- convolution


def _conv(
    size: Sequence[int],
    kernel: Sequence[int],
    channels: tuple[int, int, int] = (1, 1, 1),
    n: int = 1,
    **keywords: Any,
) -> Case:
    """A convolution of C, O, groups ``channels``, padded by half the kernel unless said."""
    c, o, groups = channels
    padding = keywords.pop("padding", [k // 2 for k in kernel])
    parameters = Conv.of(len(size), padding=padding, groups=groups, **keywords)
    return Case("conv", parameters, ((n, c, *size), (o, c // groups, *kernel), None))


def conv_dense(rank: int, effort: Effort) -> Iterator[Case]:
    """Widths, channels in, channels out, long kernels, wide steps and paddings, samples."""
    for width in _widths(rank):
        yield _conv(_last(rank, width, 3), [3] * rank)
        if rank > 1:
            yield _conv(_first(rank, width, 3), [2] * rank)
    for channels in CHANNELS:
        yield _conv([3] * rank, [2] * rank, (channels, 1, 1))
        yield _conv([3] * rank, [2] * rank, (2, channels, 1))
    for k in KERNELS:
        yield _conv(_last(rank, k + 2, 3), _last(rank, k, 2))
        if rank > 1:
            yield _conv(_first(rank, k + 2, 3), _first(rank, k, 2), (2, 1, 1))
    yield from _conv_steps(rank, (2, 2, 1))
    for p in PADS:
        yield _conv([3] * rank, [2] * rank, padding=_last(rank, p, 1))
    for n in BATCHES:
        yield _conv([4] * rank, [2] * rank, (2, 2, 1), n)


def _conv_steps(rank: int, channels: tuple[int, int, int]) -> Iterator[Case]:
    """Strides within the kernel, beyond it and beyond the input; dilations."""
    for step in STEPS:
        for size, k in ((2 * step + 2, step + 1), (2 * step + 3, 2), (3, 2)):
            yield _conv(
                _last(rank, size, 3), _last(rank, k, 2), channels, stride=_last(rank, step, 1)
            )
        for k in (2, 3):
            dilation, size = _last(rank, step, 1), step * (k - 1) + 3
            yield _conv(
                _last(rank, size, 3), _last(rank, k, 2), channels, padding=0, dilation=dilation
            )
        if rank > 1:
            tall, kernel = _first(rank, step + 3, 3), [2] * rank
            yield _conv(tall, kernel, channels, stride=_first(rank, step, 1))
            yield _conv(tall, kernel, channels, padding=0, dilation=_first(rank, step, 1))


def conv_grouped(rank: int, effort: Effort) -> Iterator[Case]:
    """Channels per group, in and out; numbers of groups."""
    for channels in PER_GROUP:
        yield _conv([3] * rank, [2] * rank, (2 * channels, 2, 2))
        yield _conv([3] * rank, [2] * rank, (2, 2 * channels, 2))
        yield _conv([3] * rank, [2] * rank, (2 * channels, 2 * channels, channels))


def conv_depthwise(rank: int, effort: Effort) -> Iterator[Case]:
    """Channels, with multiplier 1 and 2, widths, wide steps."""
    for c in CHANNELS:
        yield _conv([3] * rank, [2] * rank, (c, c, c))
        yield _conv([3] * rank, [2] * rank, (c, 2 * c, c))
    for width in _widths(rank):
        yield _conv(_last(rank, width, 3), [3] * rank, (2, 2, 2))
    yield from _conv_steps(rank, (3, 3, 3))


def conv_per_side(rank: int, effort: Effort) -> Iterator[Case]:
    """Wide padding, another at each end, alone and beside a stride."""
    for p, s in product(PADS, (1, 2)):
        for pair in ((p, 0), (0, p), (p - 1, p)):
            padding = [(0, 0)] * (rank - 1) + [pair]
            yield _conv([5] * rank, [3] * rank, padding=padding, stride=s)


# -- transposed convolution


def _transposed(
    size: Sequence[int],
    kernel: Sequence[int],
    channels: tuple[int, int, int] = (1, 1, 1),
    n: int = 1,
    **keywords: Any,
) -> Case:
    """A transposed convolution of C, O, groups ``channels``."""
    c, o, groups = channels
    parameters = ConvTranspose.of(len(size), groups=groups, **keywords)
    return Case("conv_transpose", parameters, ((n, c, *size), (c, o // groups, *kernel), None))


def conv_transpose(rank: int, effort: Effort) -> Iterator[Case]:
    """Widths, channels in and out, long kernels, wide steps and paddings, samples."""
    for width in _widths(rank):
        yield _transposed(_last(rank, width, 2), [3] * rank)
        yield _transposed(_last(rank, width, 2), [2] * rank, (1, 2, 1), stride=2, output_padding=1)
    for channels in CHANNELS:
        yield _transposed([3] * rank, [2] * rank, (channels, 1, 1))
        yield _transposed([3] * rank, [2] * rank, (2, channels, 1))
    for k in KERNELS:
        yield _transposed([3] * rank, _last(rank, k, 2))
        first = _first(rank, k, 2)
        yield _transposed([3] * rank, first, (2, 1, 1), stride=3, output_padding=2)
    for step in STEPS:
        stride = _last(rank, step, 1)
        for k, extra in ((step + 1, step - 1), (2, 0), (2, step - 1)):
            output_padding = _last(rank, extra, 0)
            yield _transposed(
                [3] * rank, _last(rank, k, 2), stride=stride, output_padding=output_padding
            )
        yield _transposed([3] * rank, [2] * rank, dilation=_last(rank, step, 1))
        yield _transposed([3] * rank, [2] * rank, dilation=_first(rank, step, 1))
    for p in PADS:
        yield _transposed([4] * rank, _last(rank, 2 * p + 1, 2), padding=_last(rank, p, 0))
    for n in BATCHES:
        yield _transposed([4] * rank, [2] * rank, (2, 2, 1), n, stride=2, output_padding=1)


def conv_transpose_grouped(rank: int, effort: Effort) -> Iterator[Case]:
    """Channels per group, in and out; numbers of groups; channels depthwise."""
    for channels in PER_GROUP:
        yield _transposed([3] * rank, [2] * rank, (2 * channels, 2, 2))
        yield _transposed([3] * rank, [2] * rank, (2, 2 * channels, 2))
        yield _transposed([3] * rank, [2] * rank, (2 * channels, 2 * channels, channels))
    for c in CHANNELS:
        yield _transposed([3] * rank, [2] * rank, (c, c, c))


# -- pooling


def pool(operation: Operation, last_window: LastWindow = "floor") -> Source:
    """Widths, channels, samples, windows, wide steps; widths of rising values too, where the cell
    of a tail is a maximum."""
    maxima = operation not in ("avg_pool", "lp_pool")
    data = ("distinct", "rising") if maxima else ("positive",)
    record: Any = MaxPool if maxima else AvgPool
    if operation == "lp_pool":
        record = LpPool

    def one(
        size: Sequence[int],
        kernel: Sequence[int],
        name: str = data[0],
        lead: Sequence[int] = (1, 1),
        **keywords: Any,
    ) -> Case:
        given = {"p": 2, **keywords} if operation == "lp_pool" else keywords
        parameters = record.of(kernel, last_window=last_window, **given)
        return Case(operation, parameters, ((*lead, *size),), name)

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for width, name in product(_widths(rank), data):
            for s in (1, 2):
                yield one(_last(rank, width, 3), [3] * rank, name, stride=s, padding=1)
            yield one(_first(rank, width, 3), [3] * rank, name, stride=2, padding=1)
        for lead in [(1, c) for c in CHANNELS] + [(n, 2) for n in BATCHES]:
            yield one([4] * rank, [3] * rank, lead=lead, stride=2, padding=1)
        for k in WINDOWS:
            yield from windows(rank, k)
        for s in STEPS:
            stride = _last(rank, s, 2)
            for size, k in ((2 * s + 2, s + 1), (2 * s + 3, 2), (3, 2)):
                yield one(_last(rank, size, 3), _last(rank, k, 2), stride=stride)
            yield one(_first(rank, s + 3, 3), [2] * rank, stride=stride[::-1])
            if maxima:
                for k in (2, 3):
                    wide, dilation = _last(rank, s * (k - 1) + 4, 3), _last(rank, s, 1)
                    yield one(wide, _last(rank, k, 2), stride=2, dilation=dilation)
                tall, dilation = _first(rank, s + 4, 3), _first(rank, s, 1)
                yield one(tall, [2] * rank, stride=2, dilation=dilation)

    def windows(rank: int, k: int) -> Iterator[Case]:
        """Long along one axis, of the whole plane, and wide along all axes with padding."""
        pads = _last(rank, k // 2, 1)
        yield one(_last(rank, k + 3, 3), _last(rank, k, 2), stride=_last(rank, 3, 2), padding=pads)
        if rank > 1:
            yield one(_first(rank, k + 3, 3), _first(rank, k, 2), stride=_first(rank, 3, 2))
        if prod([k] * rank) <= _LARGEST_WINDOW:
            yield one([k] * rank, [k] * rank)
            yield one([k + 1] * rank, [k] * rank, stride=2, padding=k // 2)

    return source


# -- unfold and fold


def rearrangement(operation: Operation) -> Source:
    """Widths, channels, samples, long kernels, wide steps and paddings."""

    def one(lead: tuple[int, int], *axes: OneAxis) -> Case:
        return rearranged(operation, axes, "any", lead)

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        short = (OneAxis(4, 2, 2),) * (rank - 1)
        for width in _widths(rank):
            yield one((1, 1), *short, OneAxis(width, 3, 2, 1, 1, 1))
            yield one((1, 2), OneAxis(width, 2, 1, 1, 1, 1), *short)
        for lead in [(1, c) for c in CHANNELS] + [(n, 2) for n in BATCHES]:
            yield one(lead, *(OneAxis(3, 2),) * rank)
        for k in KERNELS:
            yield one((1, 1), *short, OneAxis(k + 2, k))
            yield one((1, 1), OneAxis(k + 2, k), *short)
        for step in STEPS:
            yield one((1, 1), *short, OneAxis(2 * step + 2, step + 1, step))
            yield one((1, 1), OneAxis(2 * step + 3, 2, step), *short)
            yield one((1, 1), *short, OneAxis(2 * step + 3, 3, 1, step))
        for p in PADS:
            yield one((1, 1), *short, OneAxis(3, 2, 1, 1, p, p))

    return source


# -- adaptive pooling


def adaptive(operation: Operation) -> Source:
    """Widths, channels, samples; few bins, one, and as many as cells but one."""
    data = "positive" if operation == "adaptive_avg_pool" else "rising"

    def one(lead: tuple[int, int], size: Sequence[int], extents: Sequence[int]) -> Case:
        return Case(operation, AdaptivePool.of(extents), ((*lead, *size),), data)

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for width in _widths(rank):
            for o in (1, 3, width - 1):
                yield one((1, 1), _last(rank, width, 3), _last(rank, o, 2))
            yield one((1, 1), _first(rank, width, 2), _first(rank, 3, 1))
        for lead in [(1, c) for c in CHANNELS] + [(n, 2) for n in BATCHES]:
            yield one(lead, [4] * rank, [3] * rank)
        for k in WINDOWS:
            yield one((1, 1), _last(rank, 2 * k, 3), _last(rank, 2, 1))

    return source


# -- max unpooling


def max_unpool(rank: int, effort: Effort) -> Iterator[Case]:
    """Widths of the input and of the output, channels, samples."""
    for width in _widths(rank):
        yield unpooled((1, 1), _last(rank, width, 2), _last(rank, 2 * width, 3))
        yield unpooled((1, 2), _first(rank, 3, 2), _first(rank, width, 3))
    for lead in [(1, c) for c in CHANNELS] + [(n, 2) for n in BATCHES]:
        yield unpooled(lead, [2] * rank, [3] * rank)
