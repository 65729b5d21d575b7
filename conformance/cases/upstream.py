"""The arrays of gradients: gy, and the arrays of the forward call where it sums products of them.

Every gradient is linear in gy. What it sums, G, stays at most 2^16 where it multiplies gy by
another array, so that FFT and Winograd kernels are right to less than half a unit there too.
"""

from __future__ import annotations

from math import lcm, prod
from typing import Any

import numpy as np

from conformance.cases.integers import NoExactDataError, signed, take
from conformance.operations import Case
from conformance.parameters import AdaptivePool, AvgPool, Conv, Shape
from reference_impl.windows import bin_map, divisors

_PRIMES = (61, 53, 47, 43, 37, 31, 29, 23, 19, 17, 13, 11, 7, 5, 3, 1)
_MOST = 2**16
_INTEGERS = 2**24  # float32 holds every integer up to here
_TINY = 2**8  # and bfloat16 up to here


def _below(bound: int, cap: int = 61) -> int:
    """The largest of the primes, or 1, that is no larger than the bound and the cap."""
    found = [p for p in _PRIMES if p <= min(bound, cap)]
    if not found:
        raise NoExactDataError("more products in a cell of a gradient than exact data allows")
    return found[0]


def gradient_terms(case: Case) -> tuple[int, int, int]:
    """Of a convolution: how many products one cell of gx and of gw sums at most, how many gy one
    of gb."""
    gy, per_output = _shape(case, 0), case.weight_shape
    samples = case.input_shape[0] if case.batched else 1
    p = case.parameters
    if isinstance(p, Conv):
        outputs, windows = per_output[0] // p.groups, prod(gy[-case.rank :])
    else:
        outputs, windows = per_output[1], prod(case.size)
    copies = 1  # of a cell, where padding repeats it
    if isinstance(p, Conv) and p.padding_mode != "zeros":
        copies = prod(1 + axis.lo + axis.hi for axis in case.axes())
    of_x, of_b = outputs * prod(case.kernel) * copies, samples * prod(gy[-case.rank :])
    return max(of_x, 1), max(samples * windows, 1), max(of_b, 1)


def convolution(case: Case, name: str) -> tuple[np.ndarray[Any, Any], ...]:
    """gy, x and w of the gradient of a convolution: nonzero, mixed in sign, each run distinct.

    ``name`` is "distinct", "other" (another value in every element), "tiny" (G is at most 2^8), or
    "exact24", "exact53": gy so large that G comes near 2^24 or 2^53.
    """
    of_x, of_w, of_b = gradient_terms(case)
    most, plain = (_TINY, _TINY) if name == "tiny" else (_MOST, _INTEGERS)
    g_max = _below(int((most / max(of_x, of_w)) ** 0.5), 47)
    g_max = _below(plain // of_b, g_max)  # gb is a plain sum
    w_max, x_max = _below(most // (of_x * g_max), 31), _below(most // (of_w * g_max))
    gy = take(signed(g_max)[3:], _shape(case, 0))
    x, w = take(signed(x_max), case.input_shape), take(signed(w_max)[5:], case.weight_shape)
    if name == "other":
        gy, x, w = _next(gy, g_max), _next(x, x_max), -w[::-1, ..., ::-1]
    if name.startswith("exact"):
        highest = [int(np.abs(a).max(initial=1)) for a in (gy, x, w)]
        most = max(of_x * highest[2], of_w * highest[1], of_b) * highest[0]
        gy = gy * _odd(int(name[5:]), most)
    return gy, x, w


def pooling(case: Case, name: str) -> np.ndarray[Any, Any]:
    """gy of the gradient of a pooling: a multiple of every divisor where it averages.

    ``name`` is "other" or "negative" for another value in every element, "upward" for positive
    ones, "tiny" for those of which sums, not shares, stay at most 2^8, "exact24" or "exact53" as
    for `convolution`; any other name of a data set is that of x.
    """
    shape, multiple = _shape(case, 0), 1 if name == "tiny" else _multiple(case)
    magnitude = _below(_INTEGERS // multiple) if prod(shape) <= 61 or multiple > 1 else 9973
    if name == "tiny":
        magnitude = _below(_TINY // _sharing(case), 13)
    gy = take(signed(magnitude)[3:], shape)
    if name in ("other", "negative"):
        gy = _next(gy, magnitude)
    if name == "upward":
        gy = np.abs(gy)
    if name.startswith("exact"):
        gy = gy * _odd(int(name[5:]), magnitude * case.terms)
    return gy * multiple


def _sharing(case: Case) -> int:
    """How many gy at most reach a cell, or somewhat more."""
    p = case.parameters
    if isinstance(p, AdaptivePool):
        return prod(o // i + 2 for i, o in zip(case.size, p.output_size, strict=True))
    return case.terms


def _shape(case: Case, at: int) -> Shape:
    shape = case.shapes[at]
    assert shape is not None
    return shape


def _next(values: np.ndarray[Any, Any], magnitude: int) -> np.ndarray[Any, Any]:
    """The next larger magnitude, with the same sign; the largest becomes 1."""
    following: np.ndarray[Any, Any] = np.sign(values) * (np.abs(values) % magnitude + 1)
    return following


def _odd(bits: int, largest: int) -> int:
    """The largest odd factor that keeps a sum below 2^bits; an even one would hide the last bit."""
    factor: int = (2**bits - 2**11) // (largest + 1)
    return factor - 1 + factor % 2


def _multiple(case: Case) -> int:
    """What gy must be a multiple of, so that every share of it is an integer."""
    p = case.parameters
    if case.operation == "adaptive_avg_pool_grad":
        places = bin_map(case.size, case.keywords()["output_size"])
        return lcm(*np.unique(np.count_nonzero(places >= 0, axis=1)).tolist())
    if not isinstance(p, AvgPool):
        return 1
    counts = divisors(case.axes(), p.count_include_pad, p.divisor_override)
    present: list[int] = counts[counts != 0].tolist()
    return lcm(*present)
