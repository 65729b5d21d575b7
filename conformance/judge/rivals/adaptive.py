"""Rivals of adaptive pooling: bins that begin or end elsewhere, and other divisors."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import rival, with_changes
from conformance.judge.rivals.windows import ADAPTIVE
from conformance.operations import Case, Operation
from conformance.parameters import AdaptivePool

AVERAGE: tuple[Operation, ...] = ("adaptive_avg_pool",)
Bounds = Callable[[int, int, int], tuple[int, int]]


def _output_size(case: Case) -> tuple[int, ...]:
    assert isinstance(case.parameters, AdaptivePool)
    return case.parameters.output_size


def _binned(bounds: Bounds) -> Callable[[Case, Arrays], Outputs | None]:
    """Bin a of o over i cells is that from the first to the second bound of (a, i, o)."""

    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        (x,) = arrays
        assert x is not None
        rows = [
            [range(*bounds(a, i, o)) for a in range(o)]
            for i, o in zip(case.size, _output_size(case), strict=True)
        ]
        ends = [(r, i) for row, i in zip(rows, case.size, strict=True) for r in row]
        if not all(0 <= r.start < r.stop <= i for r, i in ends):
            return None
        return _over(case, x, rows)

    return recompute


def _over(case: Case, x: Array, rows: list[list[range]]) -> Outputs:
    """The outputs over bins of the given cells along every axis."""
    shape = (*x.shape[: -case.rank], *_output_size(case))
    plane = np.arange(int(np.prod(case.size))).reshape(case.size)
    first, second = np.zeros(shape, x.dtype), np.zeros(shape, np.int64)
    for cell in np.ndindex(*_output_size(case)):
        within = np.ix_(*(row[at] for row, at in zip(rows, cell, strict=True)))
        bin_ = x[(..., *within)].reshape(*shape[: -case.rank], -1)
        if case.operation == "adaptive_avg_pool":
            first[(..., *cell)], second[(..., *cell)] = bin_.sum(-1), bin_.shape[-1]
        else:
            first[(..., *cell)] = bin_.max(-1)
            second[(..., *cell)] = plane[within].reshape(-1)[bin_.argmax(-1)]
    return (first,) if case.operation == "adaptive_max_pool" else (first, second)


def _floored(a: int, i: int, o: int) -> tuple[int, int]:
    return a * i // o, max((a + 1) * i // o, a * i // o + 1)


def _of_equal_windows(a: int, i: int, o: int) -> tuple[int, int]:
    stride = i // o
    return a * stride, a * stride + i - (o - 1) * stride


def _in_float32(a: int, i: int, o: int) -> tuple[int, int]:
    step = np.float32(i) / np.float32(o)
    return int(np.float32(a) * step), min(ceil(np.float32(a + 1) * step), i)


for _name, _text, _bounds in (
    ("bins-end-floored", "the end of a bin rounded down", _floored),
    (
        "bins-of-equal-windows",
        "windows of one size and one stride in place of bins",
        _of_equal_windows,
    ),
    ("bins-in-float32", "bins computed as a * (i / o) in float32", _in_float32),
):
    rival(_name, _text, ADAPTIVE)(_binned(_bounds))


@rival("output-size-reversed", "the extents of output_size in reverse order", ADAPTIVE)
def _output_size_reversed(case: Case, arrays: Arrays) -> Outputs | None:
    extents = _output_size(case)
    return (
        None if extents == extents[::-1] else with_changes(case, arrays, output_size=extents[::-1])
    )


@rival("bins-divided-alike", "every sum divided by the size of the largest bin", AVERAGE)
def _divided_alike(case: Case, arrays: Arrays) -> Outputs | None:
    total, divisor = reference(case, arrays)
    return total, np.full_like(divisor, divisor.max(initial=1))


@rival("bins-summed", "sums, not divided", AVERAGE)
def _summed(case: Case, arrays: Arrays) -> Outputs | None:
    total, divisor = reference(case, arrays)
    return total, np.ones_like(divisor)
