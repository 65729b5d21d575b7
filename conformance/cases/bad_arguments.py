"""Calls in which an argument is of another kind: its dtype, length, name or number, its axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from conformance.cases.bad_input import (
    Source,
    conv_call,
    conv_transpose_call,
    one_axis,
    pool_call,
)
from conformance.operations import BadCall, Case, Operation
from conformance.results.model import Effort


def _more(value: Any) -> Any:
    """A tuple per axis with one entry too many."""
    return (*value, value[-1])


def _lengths(legal: Case, *arguments: str) -> Iterator[BadCall]:
    """Per-axis tuples with an entry too many; of rank 3 with one too few.

    One entry alone stands for every axis in many interfaces, and is let be.
    """
    for argument in arguments:
        value = legal.keywords()[argument]
        rule = f"{argument} has one entry per spatial axis, here {legal.rank}"
        yield BadCall(legal, "keyword", argument, _more(value), rule)
        if legal.rank == 3:
            yield BadCall(legal, "keyword", argument, value[:2], rule)


def conv_lengths(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Stride, dilation and padding of another rank."""
    yield from _lengths(conv_call(rank, padding=1), "stride", "dilation", "padding")


def conv_transpose_lengths(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Stride, dilation, padding and output_padding of another rank."""
    legal = conv_transpose_call(rank, padding=1)
    yield from _lengths(legal, "stride", "dilation", "padding", "output_padding")


def pool_lengths(operation: Operation) -> Source:
    """Stride, padding and dilation of another rank than the kernel."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        dilation = () if operation in ("avg_pool", "lp_pool") else ("dilation",)
        yield from _lengths(pool_call(operation, rank, padding=1), "stride", "padding", *dilation)

    return source


def conv_numbers(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Strides and dilations that are no integers, groups that are none."""
    legal = conv_call(rank, groups=2)
    for argument in ("stride", "dilation"):
        yield from one_axis(legal, argument, 1.5, 1, f"a {argument} is an integer")
    yield BadCall(legal, "keyword", "groups", 1.5, "groups is an integer")


def pool_numbers(operation: Operation) -> Source:
    """Kernels and strides that are no integers."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        legal = pool_call(operation, rank)
        yield from one_axis(legal, "kernel", 2.5, 2, "a kernel is an integer")
        yield from one_axis(legal, "stride", 1.5, 1, "a stride is an integer")

    return source


def names(argument: str, *wrong: str, make: Callable[[int], Case]) -> Source:
    """Names that do not exist, in the place of one of several."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        for name in wrong:
            rule = f"{argument} is one of the names of the specification"
            yield BadCall(make(rank), "keyword", argument, name, rule)

    return source


_CASED = ("SAME", "same_uper", "")
conv_paddings = names("padding", *_CASED, make=conv_call)
conv_modes = names("padding_mode", "reflection", "ZEROS", make=conv_call)
conv_transpose_paddings = names("padding", *_CASED, make=conv_transpose_call)
max_pool_rules = names(
    "last_window", "round", "CEIL", make=lambda rank: pool_call("max_pool", rank)
)
avg_pool_rules = names(
    "last_window", "round", "CEIL", make=lambda rank: pool_call("avg_pool", rank)
)


lp_pool_rules = names("last_window", "round", "CEIL", make=lambda rank: pool_call("lp_pool", rank))


def lp_pool_power(rank: int, effort: Effort) -> Iterator[BadCall]:
    """Powers of 0, below 0, minus infinity, and NaN."""
    for bad in ("0.0", "-1.0", "-2.5", "-inf", "nan"):
        legal = pool_call("lp_pool", rank)
        yield BadCall(legal, "keyword", "p", bad, "p is above 0")


def conv_dtypes(rank: int, effort: Effort) -> Iterator[BadCall]:
    """w, then b, of another dtype than x."""
    yield from _dtypes(conv_call(rank, bias=True))


def conv_transpose_dtypes(rank: int, effort: Effort) -> Iterator[BadCall]:
    """w, then b, of another dtype than x."""
    yield from _dtypes(conv_transpose_call(rank, bias=True))


def _dtypes(legal: Case) -> Iterator[BadCall]:
    for argument in ("w", "b"):
        yield BadCall(legal, "dtype", argument, "float16", f"{argument} has the dtype of x")


def pool_rank(operation: Operation) -> Source:
    """x without the axis of channels, and with a spatial axis too many."""

    def source(rank: int, effort: Effort) -> Iterator[BadCall]:
        legal = pool_call(operation, rank)
        rule = f"rank {rank} has x (N, C, *size) or (C, *size)"
        yield BadCall(legal, "shape", "x", (5,) * rank, rule)
        yield BadCall(legal, "shape", "x", (1, 2, *[5] * (rank + 1)), rule)

    return source
