"""Data for the dtypes besides float32 and float64, and the reduced sources they are judged on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from math import prod
from typing import Any, TypeAlias

import numpy as np

from conformance.cases.gradients import gradient_of
from conformance.cases.small_scope import Source
from conformance.cases.upstream import gradient_terms
from conformance.operations import Case
from conformance.parameters import Conv, ConvTranspose
from conformance.results.model import Effort

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Arrays: TypeAlias = tuple[Array | None, ...]
Change: TypeAlias = Callable[[Case, Arrays], Arrays]

#: the most terms of a cell for which the small data below keep their bounds
MOST_TERMS = 18
#: the most products in a cell of a gradient for which theirs do
MOST_PRODUCTS = 85


def _folded(largest_x: int, largest_w: int, positive: bool = False) -> Change:
    """x, w and b of the ordinary data, their magnitudes folded into 1 to the largest; b up to 3."""

    def change(case: Case, arrays: Arrays) -> Arrays:
        limits = (largest_x, largest_w, 3)
        return tuple(
            None if a is None else _fold(a, limit, positive)
            for a, limit in zip(arrays, limits, strict=False)
        )

    return change


def _fold(array: Array, limit: int, positive: bool) -> Array:
    folded: Array = 1 + np.abs(array) % limit
    return folded if positive else folded * np.sign(array)


def _wide(bits: int) -> Change:
    """Odd values just above 2^bits, and weights of 1 and -1: no sum fits a narrower float."""

    def change(case: Case, arrays: Arrays) -> Arrays:
        x, w, b = arrays
        assert x is not None
        assert w is not None
        return 2**bits + 1 + 2 * np.abs(x), np.sign(w), None if b is None else 2**bits + 2 * b + 1

    return change


def _bits(bits: int, signed: bool) -> Change:
    """Every bit of the dtype in use, the top one too; its lowest value in runs, its highest."""

    def change(case: Case, arrays: Arrays) -> Arrays:
        n = np.arange(prod(case.input_shape), dtype=np.uint64) + np.uint64(1)
        mixed = (n * np.uint64(0x9E3779B97F4A7C15)) ^ (n << np.uint64(29))
        values = (mixed >> np.uint64(64 - bits)).astype(np.int64)
        lowest, highest = 0, 2**bits - 1
        if signed:
            lowest, highest = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
            values = (mixed.view(np.int64) >> np.int64(64 - bits)).astype(np.int64)
        values[n % 7 < 3] = lowest
        values[n % 11 == 5] = highest
        return (values.reshape(case.input_shape),)

    return change


def _full(bits: int) -> Change:
    """x of all bits of the dtype, so that almost every sum overflows."""
    return lambda case, arrays: (*_bits(bits, signed=True)(case, arrays), *arrays[1:])


def _near(case: Case, arrays: Arrays) -> Arrays:
    """Values in [16, 32): no cell is negligible."""
    x = arrays[0]
    assert x is not None
    return (16 + np.abs(x) % 16,)


_EVERY_BIT = {
    **{f"int{bits}": _bits(bits, signed=True) for bits in (8, 16, 32, 64)},
    "uint8": _bits(8, signed=False),
}
CONV: dict[str, Change] = {
    # |x| |w| = 14: with 18 terms and the bias G <= 2^8
    "tiny": _folded(7, 2),
    # with 18 terms and the bias G <= 2^7 - 1
    "least": _folded(3, 2),
    "least-positive": _folded(3, 2, positive=True),
    "wide24": _wide(24),
    "wide53": _wide(53),
    **{f"full{bits}": _full(bits) for bits in (8, 16, 32, 64)},
}
POOL: dict[str, Change] = {
    "tiny": _folded(61, 1),
    # nine of them add up to less than 2^7
    "near": _near,
    "least": _folded(13, 1),
    "least-positive": _folded(13, 1, positive=True),
    **_EVERY_BIT,
}


UNPOOLING: dict[str, Change] = {"tiny": _folded(61, 1), **_EVERY_BIT}
REARRANGEMENT: dict[str, Change] = {
    # eighteen of them add up to less than 2^8
    "tiny": _folded(13, 1),
    # and of these to less than 2^7
    "least": _folded(7, 1),
    "least-positive": _folded(7, 1, positive=True),
    **{f"full{bits}": _full(bits) for bits in (8, 16, 32, 64)},
    **_EVERY_BIT,
}


def reduced_gradients(*sources: Source) -> Source:
    """The gradients of a few of the cases: those of few products in a cell."""

    def gradients(rank: int, effort: Effort) -> Iterator[Case]:
        for case in map(gradient_of, reduced(*sources)(rank, effort)):
            convolution = isinstance(case.parameters, Conv | ConvTranspose)
            if not convolution or max(gradient_terms(case)) <= MOST_PRODUCTS:
                yield case

    return gradients


def reduced(*sources: Source) -> Source:
    """A few of the cases: those of few terms, and of one axis every seventh, else every third."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        step = 1 if effort == "thorough" else 7 if rank == 1 else 3
        for one in sources:
            for case in islice(one(rank, effort), 0, None, step):
                if case.terms <= MOST_TERMS:
                    yield case

    return source
