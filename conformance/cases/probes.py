"""Precision probes: every correct direct kernel is exact on them, and no narrower format is.

With p significant bits (24 in float32, 53 in float64) all operands, products and sums below fit
them, in whatever order they are added. Each output channel looks at one place: a tap of an input
channel, or an order in which terms meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from math import prod
from typing import Any, TypeAlias

import numpy as np

from conformance.operations import Case
from conformance.parameters import Conv, Shape
from conformance.results.model import Effort

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Arrays: TypeAlias = tuple[Array, Array, Array | None]
Probe: TypeAlias = Callable[[Case, int], Arrays]
Source: TypeAlias = Callable[[int, Effort], Iterator[Case]]

#: largest exponent of an operand, and the exponent of the other, that leave room for a transform
_EXPONENTS = {24: (90, 10), 53: (900, 100)}


def _significands(bits: int) -> Array:
    """A dense significand, which no two halves hold; one bit behind the first, near and far."""
    dense = (2 ** (bits + 1) + 1) // 3 / 2 ** (bits - 1)
    return np.array([dense, *(1 + 2.0**-k for k in range(bits - 1, 0, -1))])


def _cycled(values: Array, shape: Shape) -> Array:
    """The values over and over, of alternating sign."""
    count = prod(shape)
    signs = 1 - 2 * (np.arange(count) % 2)
    return (np.resize(values, count) * signs).reshape(shape)


def _one_hot(values: Array, shape: Shape) -> Array:
    """A weight in which output channel m has one tap other than 0, the m-th, of the m-th value."""
    outputs, taps = shape[0], prod(shape[1:])
    w = np.zeros((outputs, taps))
    m = np.arange(outputs)
    w[m, m % taps] = np.resize(values, outputs)
    return w.reshape(shape)


def _shapes(case: Case) -> tuple[Shape, Shape, Shape | None]:
    x, w, b = case.shapes
    assert x is not None
    assert w is not None
    return x, w, b


def _operand_x(case: Case, bits: int) -> Arrays:
    x, w, _ = _shapes(case)
    return _cycled(_significands(bits), x), _one_hot(np.ones(1), w), None


def _operand_w(case: Case, bits: int) -> Arrays:
    x, w, _ = _shapes(case)
    return _cycled(np.ones(1), x), _one_hot(_significands(bits), w), None


def _operand_b(case: Case, bits: int) -> Arrays:
    x, w, b = _shapes(case)
    return np.zeros(x), np.ones(w), None if b is None else _cycled(_significands(bits), b)


def _product(case: Case, bits: int) -> Arrays:
    """(1 + 2^-a)(1 + 2^-c) with a + c = p - 1: channel after channel another a."""
    x, w, _ = _shapes(case)
    near = 1 + np.arange(x[1]) % (bits - 2)
    cells = (1 + 2.0**-near).reshape(-1, *(1,) * case.rank)
    m = np.arange(w[0])
    read = m // (w[0] * w[1] // x[1]) * w[1] + m % prod(w[1:]) // prod(w[2:])
    return np.broadcast_to(cells, x), _one_hot(1 + 2.0 ** (near[read] - bits + 1), w), None


def _sum(case: Case, bits: int) -> Arrays:
    """M + 1 - M with M = 2^(p - 1): each order of the three, side by side and far apart."""
    x, w, _ = _shapes(case)
    terms = prod(w[1:])
    weights = np.zeros((w[0], terms))
    orders = list(permutations((2.0 ** (bits - 1), 1.0, -(2.0 ** (bits - 1)))))
    places = [
        (first, first + gap, first + 2 * gap)
        for gap in (1, (terms - 1) // 2, 2, 4, 8)
        for first in (0, terms - 2 * gap - 1)
        if 0 < 2 * gap < terms
    ]
    for m in range(w[0]):
        if places:
            weights[m, places[m // len(orders) % len(places)]] = orders[m % len(orders)]
    return np.ones(x), weights.reshape(w), None


def _block(case: Case, bits: int) -> Arrays:
    """L times M, L times 1, L times -M with L M = 2^(p - 2) or less: for sums in several lanes."""
    x, w, _ = _shapes(case)
    channels, taps = w[1], prod(w[2:])
    length = channels * taps // 3
    largest = 2.0 ** (bits - 2 - length.bit_length())
    rows = [np.repeat(order, length) for order in permutations((largest, 1.0, -largest))]
    weights = np.zeros((w[0], channels * taps))
    for m in range(w[0]):
        weights[m, : 3 * length] = rows[m % len(rows)]
        if m // len(rows) % 2:  # the taps outermost
            weights[m] = weights[m].reshape(taps, channels).T.reshape(-1)
    return np.ones(x), weights.reshape(w), None


def _cancelled(case: Case, bits: int) -> Arrays:
    """A sum of 2^(p - 1) + 1 and a bias of -2^(p - 1)."""
    x, w, b = _shapes(case)
    top = 2.0 ** (bits - 1)
    return np.ones(x), _one_hot(np.array([top + 1]), w), None if b is None else np.full(b, -top)


def _range_x(case: Case, bits: int) -> Arrays:
    x, w, _ = _shapes(case)
    wide, other = _EXPONENTS[bits]
    exponents = np.array([wide, -wide, wide / 2, -wide / 2, 0])
    return _cycled(2.0**exponents, x), _one_hot(np.array([2.0**other]), w), None


def _range_w(case: Case, bits: int) -> Arrays:
    x, w, _ = _shapes(case)
    wide, other = _EXPONENTS[bits]
    exponents = np.array([wide, -wide, wide / 2, -wide / 2, 0])
    return _cycled(np.array([2.0**other]), x), _one_hot(2.0**exponents, w), None


_PROBES: dict[str, Probe] = {
    "operand-x": _operand_x,
    "operand-w": _operand_w,
    "operand-b": _operand_b,
    "product": _product,
    "sum": _sum,
    "block": _block,
    "cancelled": _cancelled,
    "range-x": _range_x,
    "range-w": _range_w,
}


def _named(probe: Probe, bits: int) -> Callable[[Case], Arrays]:
    return lambda case: probe(case, bits)


#: the data sets, named by significant bits and probe: ``exact24-operand-x``
PROBES: dict[str, Callable[[Case], Arrays]] = {
    f"exact{bits}-{name}": _named(probe, bits)
    for bits in _EXPONENTS
    for name, probe in _PROBES.items()
}


def probed(*names: str, bias: bool = False) -> Source:
    """For each probe layers of one channel and of many, dense and depthwise, some of them past the
    block sizes of kernels."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        threes = [3] * rank
        layers = (
            # C, O, groups, size, kernel
            (1, 27, 1, [5] * (rank - 1) + [27], threes),
            (24, 24, 1, threes, [1] * rank),
            (17, 34, 1, [*threes[1:], 33], [*[1] * (rank - 1), 2]),
            (16, 16 * 3**rank, 1, [4] * rank, threes),
            (27, 54, 27, [5] * rank, threes),
        )
        for c, o, groups, size, kernel in layers:
            for name in names:
                shapes = ((1, c, *size), (o, c // groups, *kernel), (o,) if bias else None)
                yield Case("conv", Conv.of(rank, groups=groups), shapes, name)

    return source
