"""Calls in which one rule is broken, each beside the legal call that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from conformance.cases.geometries import OneAxis
from conformance.cases.rearrangement import rearranged
from conformance.cases.unpooling import unpooled
from conformance.operations import BadCall, Case, Operation
from conformance.parameters import AdaptivePool, AvgPool, Conv, ConvTranspose, LpPool, MaxPool
from conformance.results.model import Effort

Source: TypeAlias = Callable[[int, Effort], Iterator[BadCall]]
Legal: TypeAlias = Callable[[int, Effort], Iterator[Case]]
Pads: TypeAlias = int | list[tuple[int, int]]


def conv_call(rank: int, *, groups: int = 1, bias: bool = False, padding: Pads = 0) -> Case:
    """A legal convolution of 5 cells per axis with a kernel of 2."""
    c, o = 2 * groups, 2 * groups
    return Case(
        "conv",
        Conv.of(rank, groups=groups, padding=padding),
        ((1, c, *[5] * rank), (o, c // groups, *[2] * rank), (o,) if bias else None),
    )


def pool_call(operation: Operation, rank: int, padding: Pads = 0) -> Case:
    """A legal pooling of 5 cells per axis with windows of 2."""
    kernel, shapes = [2] * rank, ((1, 2, *[5] * rank),)
    if operation == "lp_pool":
        norm = LpPool.of(kernel, p=2, stride=1, padding=padding)
        return Case(operation, norm, shapes, "positive")
    record = AvgPool if operation == "avg_pool" else MaxPool
    data = "positive" if operation == "avg_pool" else "distinct"
    return Case(operation, record.of(kernel, stride=1, padding=padding), shapes, data)


def one_axis(legal: Case, argument: str, bad: Any, good: Any, rule: str) -> Iterator[BadCall]:
    """The bad value in each axis in turn, the good one in the others."""
    for axis in range(legal.rank):
        value = tuple(bad if a == axis else good for a in range(legal.rank))
        yield BadCall(legal, "keyword", argument, value, rule)


def legal_conv(rank: int, effort: Effort) -> Iterator[Case]:
    """The plain call that others break, with a bias and with groups too."""
    yield from (conv_call(rank), conv_call(rank, bias=True), conv_call(rank, groups=2))


def conv_stride(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Strides of 0 and -1."""
    for bad in (0, -1):
        yield from one_axis(conv_call(rank), "stride", bad, 1, "a stride is at least 1")


def conv_dilation(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Dilations of 0 and -1."""
    for bad in (0, -1):
        yield from one_axis(conv_call(rank), "dilation", bad, 1, "a dilation is at least 1")


def conv_padding(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A negative pair beside padding 1; one negative side beside one padded side."""
    yield from _negative(conv_call(rank, padding=1), (-1, -1))
    yield from _negative(conv_call(rank, padding=[(1, 0)] * rank), (-1, 1))
    yield from _negative(conv_call(rank, padding=[(0, 1)] * rank), (1, -1))


def _negative(legal: Case, bad: tuple[int, int]) -> Iterator[BadCall]:
    """``bad`` for the padding of each axis in turn."""
    good = legal.keywords()["padding"][0]
    return one_axis(legal, "padding", bad, good, "a padding is at least 0")


def conv_groups(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Groups of 0, -1, and numbers that do not divide the channels."""
    legal = conv_call(rank, groups=2)
    for bad in (0, -1):
        yield BadCall(legal, "keyword", "groups", bad, "groups is at least 1")
    yield BadCall(legal, "keyword", "groups", 3, "groups divides C and O")


def conv_channels(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A weight with one channel too few and one too many."""
    legal = conv_call(rank)
    for channels in (1, 3):
        shape = (2, channels, *[2] * rank)
        yield BadCall(legal, "shape", "w", shape, "w has C / groups channels, here 2")


def conv_bias(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A bias too short, too long, and of two axes."""
    legal = conv_call(rank, bias=True)
    for shape in ((1,), (3,), (2, 2)):
        yield BadCall(legal, "shape", "b", shape, "b has shape (O,), here (2,)")


def conv_rank(rank: int, effort: Effort) -> Iterator[BadCall]:
    """x with a spatial axis too many, w with one too few or too many."""
    legal = conv_call(rank)
    rule = f"rank {rank} has x (N, C, *size) and w (O, C / groups, *kernel)"
    yield BadCall(legal, "shape", "x", (1, 2, *[5] * (rank + 1)), rule)
    yield BadCall(legal, "shape", "w", (2, 2, *[2] * (rank + 1)), rule)
    yield BadCall(legal, "shape", "w", (2, 2, *[2] * (rank - 1)), rule)


def pool_kernel(operation: Operation) -> Source:
    """Kernels of 0 and -1."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        legal = pool_call(operation, rank)
        for bad in (0, -1):
            yield from one_axis(legal, "kernel", bad, 2, "a kernel is at least 1")

    return source


def pool_stride(operation: Operation) -> Source:
    """Strides of 0 and -1."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        legal = pool_call(operation, rank)
        for bad in (0, -1):
            yield from one_axis(legal, "stride", bad, 1, "a stride is at least 1")

    return source


def pool_padding(operation: Operation) -> Source:
    """A negative pair beside padding 1; one negative side beside one padded side."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        yield from _negative(pool_call(operation, rank, padding=1), (-1, -1))
        yield from _negative(pool_call(operation, rank, padding=[(1, 0)] * rank), (-1, 1))
        yield from _negative(pool_call(operation, rank, padding=[(0, 1)] * rank), (1, -1))

    return source


def legal_pool(operation: Operation) -> Legal:
    """The plain call that others break, with padding too."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        yield from (pool_call(operation, rank), pool_call(operation, rank, padding=1))

    return source


def max_pool_dilation(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Dilations of 0 and -1."""
    for bad in (0, -1):
        legal = pool_call("max_pool", rank)
        yield from one_axis(legal, "dilation", bad, 1, "a dilation is at least 1")


def avg_pool_divisor(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A divisor of 0."""
    legal = pool_call("avg_pool", rank)
    rule = "divisor_override is None or not 0"
    yield BadCall(legal, "keyword", "divisor_override", 0, rule)


def conv_transpose_call(
    rank: int, *, groups: int = 1, bias: bool = False, padding: int = 0
) -> Case:
    """A legal transposed convolution of 4 cells per axis with a kernel of 3."""
    channels = 2 * groups
    return Case(
        "conv_transpose",
        ConvTranspose.of(rank, stride=2, dilation=1, groups=groups, padding=padding),
        ((1, channels, *[4] * rank), (channels, 2, *[3] * rank), (channels,) if bias else None),
    )


def legal_conv_transpose(rank: int, effort: Effort) -> Iterator[Case]:
    """The plain call that others break, with a bias and with groups too."""
    yield from (
        conv_transpose_call(rank),
        conv_transpose_call(rank, bias=True),
        conv_transpose_call(rank, groups=2),
    )


def conv_transpose_stride(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Strides of 0 and -1."""
    for bad in (0, -1):
        yield from one_axis(conv_transpose_call(rank), "stride", bad, 2, "a stride is at least 1")


def conv_transpose_dilation(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Dilations of 0 and -1."""
    for bad in (0, -1):
        yield from one_axis(
            conv_transpose_call(rank), "dilation", bad, 1, "a dilation is at least 1"
        )


def conv_transpose_padding(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A negative pair, legal neighbour padding 1."""
    legal = conv_transpose_call(rank, padding=1)
    yield from one_axis(legal, "padding", (-1, -1), (1, 1), "a padding is at least 0")


def conv_transpose_output_padding(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A negative output_padding, and one as large as both stride and dilation."""
    legal = conv_transpose_call(rank)
    rule = "output_padding is at least 0 and less than max(stride, dilation), here 2"
    for bad in (-1, 2, 3):
        yield from one_axis(legal, "output_padding", bad, 1, rule)


def conv_transpose_groups(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Groups of 0, -1, and a number that does not divide the channels."""
    legal = conv_transpose_call(rank, groups=2)
    for bad in (0, -1):
        yield BadCall(legal, "keyword", "groups", bad, "groups is at least 1")
    yield BadCall(legal, "keyword", "groups", 3, "groups divides C, here 4")


def conv_transpose_channels(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A weight for one channel too few and one too many."""
    legal = conv_transpose_call(rank)
    for channels in (1, 3):
        shape = (channels, 2, *[3] * rank)
        yield BadCall(legal, "shape", "w", shape, "w has C rows, here 2")


def conv_transpose_bias(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A bias too short, too long, and of two axes."""
    legal = conv_transpose_call(rank, bias=True)
    for shape in ((1,), (3,), (2, 2)):
        yield BadCall(legal, "shape", "b", shape, "b has shape (O,), here (2,)")


def conv_transpose_rank(rank: int, effort: Effort) -> Iterator[BadCall]:
    """x with a spatial axis too many, w with one too few or too many."""
    legal = conv_transpose_call(rank)
    rule = f"rank {rank} has x (N, C, *size) and w (C, O / groups, *kernel)"
    yield BadCall(legal, "shape", "x", (1, 2, *[4] * (rank + 1)), rule)
    yield BadCall(legal, "shape", "w", (2, 2, *[3] * (rank + 1)), rule)
    yield BadCall(legal, "shape", "w", (2, 2, *[3] * (rank - 1)), rule)


def _rearranged(operation: Operation, rank: int, padding: int = 0) -> Case:
    axis = OneAxis(5, 2, 1, 1, padding, padding)
    return rearranged(operation, (axis,) * rank, "any", (1, 2))


def rearrangement_steps(operation: Operation, argument: str) -> Source:
    """Kernels, strides or dilations of 0 and -1."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        legal = _rearranged(operation, rank)
        good = legal.keywords()[argument][0]
        for bad in (0, -1):
            yield from one_axis(legal, argument, bad, good, f"a {argument} is at least 1")

    return source


def rearrangement_padding(operation: Operation) -> Source:
    """A negative pair, legal neighbour padding 1."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        return _negative(_rearranged(operation, rank, 1), (-1, -1))

    return source


def unfold_rank(rank: int, effort: Effort) -> Iterator[BadCall]:
    """x with a spatial axis too many, and with neither batch nor channels."""
    legal = _rearranged("unfold", rank)
    rule = f"rank {rank} has x (N, C, *size)"
    yield BadCall(legal, "shape", "x", (1, 2, *[5] * (rank + 1)), rule)
    yield BadCall(legal, "shape", "x", (5,) * rank, rule)


def fold_rank(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Columns with an axis too many, and a single row without its axis."""
    legal = _rearranged("fold", rank)
    rule = "columns have shape (N, C * prod(kernel), cells)"
    yield BadCall(legal, "shape", "columns", (1, *legal.input_shape), rule)
    yield BadCall(legal, "shape", "columns", legal.input_shape[-1:], rule)


def fold_rows(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A row too few and one too many."""
    legal = _rearranged("fold", rank)
    n, rows, cells = legal.input_shape
    rule = f"the rows are a multiple of prod(kernel), here {2**rank}"
    for wrong in (rows - 1, rows + 1):
        yield BadCall(legal, "shape", "columns", (n, wrong, cells), rule)


def fold_columns(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A column too few, one too many, and a single one."""
    legal = _rearranged("fold", rank)
    n, rows, cells = legal.input_shape
    rule = f"there are as many columns as windows, here {cells}"
    for wrong in (cells - 1, cells + 1, 1):
        yield BadCall(legal, "shape", "columns", (n, rows, wrong), rule)


def fold_output_size(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A cell too few, one too many, and a negative extent."""
    legal = _rearranged("fold", rank)
    rule = "output_size has as many windows as there are columns"
    for wrong in (4, 6, -1):
        yield from one_axis(legal, "output_size", wrong, 5, rule)


def _adaptive(operation: Operation, rank: int) -> Case:
    data = "positive" if operation == "adaptive_avg_pool" else "distinct"
    return Case(operation, AdaptivePool.of([3] * rank), ((1, 2, *[5] * rank),), data)


def adaptive_output_size(operation: Operation) -> Source:
    """A negative output extent, of each axis in turn."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        legal = _adaptive(operation, rank)
        return one_axis(legal, "output_size", -1, 3, "an output extent is at least 0")

    return source


def adaptive_empty_axis(operation: Operation) -> Source:
    """An axis of 0 cells, each in turn, that is to have 3 bins."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        for at in range(rank):
            shape = (1, 2, *(0 if axis == at else 5 for axis in range(rank)))
            rule = "an axis of 0 cells has no bin, and 3 are wanted"
            yield BadCall(_adaptive(operation, rank), "shape", "x", shape, rule)

    return source


def adaptive_rank(operation: Operation) -> Source:
    """x with a spatial axis too many, and with neither batch nor channels."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        rule = f"rank {rank} has x (N, C, *size)"
        for shape in ((1, 2, *[5] * (rank + 1)), (5,) * rank):
            yield BadCall(_adaptive(operation, rank), "shape", "x", shape, rule)

    return source


def _unpool(rank: int) -> Case:
    return unpooled((1, 2), [2] * rank, [4] * rank)


def max_unpool_index(rank: int, effort: Effort) -> Iterator[BadCall]:
    """The first index behind the plane, one far behind it, and two before it."""
    for bad in (4**rank, 2**40, -1, -(4**rank)):
        rule = f"an index is one of 0 to {4**rank - 1}, the cells of a plane"
        yield BadCall(_unpool(rank), "element", "indices", bad, rule)


def max_unpool_shape(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Indices for one sample, channel or cell too few or too many."""
    legal = _unpool(rank)
    rule = f"indices have the shape of x, here {legal.input_shape}"
    for shape in ((1, 2, *[2] * (rank - 1), 1), (1, 1, *[2] * rank), (2, 2, *[2] * rank)):
        yield BadCall(legal, "shape", "indices", shape, rule)


def max_unpool_output_size(rank: int, effort: Effort) -> Iterator[BadCall]:
    """A plane that does not contain the indices, and negative extents."""
    legal = _unpool(rank)
    yield from one_axis(legal, "output_size", 1, 2, "the indices are inside the plane")
    yield from one_axis(legal, "output_size", -4, 4, "an output extent is at least 0")


def max_unpool_rank(rank: int, effort: Effort) -> Iterator[BadCall]:
    """x with a spatial axis too many, and with neither batch nor channels."""
    legal = _unpool(rank)
    rule = f"rank {rank} has x (N, C, *cells)"
    for shape in ((1, 2, *[2] * (rank + 1)), (2,) * rank):
        yield BadCall(legal, "shape", "x", shape, rule)


def legal_rearrangement(operation: Operation) -> Legal:
    """The legal call beside bad ones."""
    return lambda rank, _: iter([_rearranged(operation, rank)])


def legal_adaptive(operation: Operation) -> Legal:
    """The legal call beside bad ones."""
    return lambda rank, _: iter([_adaptive(operation, rank)])


def legal_unpool(rank: int, effort: Effort) -> Iterator[Case]:
    """The legal call beside bad ones."""
    yield _unpool(rank)
