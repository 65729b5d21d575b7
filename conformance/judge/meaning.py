"""Does an output agree with the exact one? Equality on integers, a proven bound for averages."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from msgspec import Struct

from conformance.cases.data import Array, Arrays, by_output
from conformance.cases.upstream import gradient_terms
from conformance.judge.prepared import AVERAGES, Outputs, Prepared, Roundings
from conformance.operations import GRADIENTS, INDICES, Case
from conformance.parameters import Conv, ConvTranspose

#: unit roundoff of each dtype
ROUNDOFF = {
    "float32": 2.0**-24,
    "float64": 2.0**-53,
    "float16": 2.0**-11,
    "bfloat16": 2.0**-8,
}


class Mismatch(Struct, frozen=True):
    """The first cell, in row-major order, that disagrees; how many do, and within which
    (first, last) along every axis."""

    output: str
    cell: tuple[int, ...]
    expected: Any
    got: Any
    count: int
    total: int
    within: tuple[tuple[int, int], ...]


def tolerance(case: Case, dtype: str, arithmetic: str, arrays: Arrays) -> float:
    """By how much a cell of a convolution may differ: 0 unless it goes through a transform.

    A correct FFT or Winograd kernel errs by less than half a unit on small data. On data that
    fills the significand it is held to the normwise bound c u max(abs(x)) sum(abs(w)), the sum
    over an output channel, c = 256 + m for m terms; a gradient to the like of its own products.
    """
    if arithmetic == "direct":
        return 0.0
    if not case.data.startswith("exact"):
        return 0.5
    if case.operation in GRADIENTS:
        return _of_gradient(case, dtype, arrays)
    x, w, b = arrays
    assert x is not None
    assert w is not None
    outputs = by_output(case, np.abs(w))
    weights = outputs.reshape(len(outputs), -1).sum(axis=1)
    norm = float(np.abs(x).max(initial=0)) * float(weights.max(initial=0))
    norm += 0 if b is None else float(np.abs(b).max(initial=0))
    return (256 + case.terms) * ROUNDOFF[dtype] * norm


def spread(case: Case, arrays: Arrays, expected: Outputs, got: Outputs) -> Outputs:
    """What is expected of a transform: a NaN or an infinity may spoil any cell of its sample,
    where it stands in x or gy, and any cell at all, where it stands in w or b; of gw any cell."""
    x, *others = [None if a is None else np.isfinite(a) for a in arrays]
    assert x is not None
    clean = x.reshape(len(x) if case.batched else 1, -1).all(axis=1)
    clean &= all(a is None or a.all() for a in others)
    if clean.all():
        return expected
    y, *sums = got
    spoilt = ~np.isfinite(y) & ~clean.reshape(-1, *(1,) * (y.ndim - 1))
    allowed = [np.where(spoilt, y, expected[0]), *expected[1:]]
    if sums:
        allowed[1] = np.where(np.isfinite(sums[0]), expected[1], sums[0])
    return tuple(allowed)


def _of_gradient(case: Case, dtype: str, arrays: Arrays) -> float:
    """The larger of the bounds of gx, over w of an input channel, and gw, over gy of an output."""
    gy, x, w = (np.zeros(0) if a is None else np.abs(a) for a in arrays[:3])
    p = case.parameters
    assert isinstance(p, Conv | ConvTranspose)
    groups = p.groups if isinstance(p, Conv) else len(w)
    by_input = w.reshape(groups, -1, w.shape[1] if isinstance(p, Conv) else 1, prod(case.kernel))
    of_kernel = by_input.sum(axis=(1, 3)).max(initial=0)
    by_channel = np.moveaxis(gy, -case.rank - 1, 0).reshape(gy.shape[-case.rank - 1], -1)
    of_x, of_w, _ = gradient_terms(case)
    bounds = (
        (256 + of_x) * float(gy.max(initial=0)) * float(of_kernel),
        (256 + of_w) * float(x.max(initial=0)) * float(by_channel.sum(axis=1).max(initial=0)),
    )
    return ROUNDOFF[dtype] * max(bounds)


def disagreement(
    case: Case,
    dtype: str,
    expected: Outputs,
    got: Outputs,
    tolerated: float = 0.0,
    roundings: Roundings = (),
) -> Mismatch | None:
    """Compare outputs of the right shapes; None when every cell agrees.

    Averages: abs(got - S/D) <= (m + 3) u S/D with m the number of terms. All else: equality, or
    a difference of less than ``tolerated``, or of at most so many ``roundings``. NaN agrees with
    NaN, an infinity with itself.
    """
    if case.operation in AVERAGES and len(expected) > 1:
        return _average(case, dtype, expected, got[0])
    each = roundings or (None,) * len(expected)
    for name, exact, y, units in zip(case.outputs, expected, got, each, strict=True):
        if np.array_equal(y, exact):
            continue
        if y.dtype.itemsize == 2 and dtype in ROUNDOFF:
            y = y.astype(np.float64)  # noqa: PLW2901 - 16-bit floats, for the differences below
        wrong = (y != exact) & ~(np.isnan(y) & np.isnan(exact))
        with np.errstate(invalid="ignore"):
            if units is not None:
                near = np.abs(y - exact) <= units * ROUNDOFF[dtype]
                wrong &= ~(near & np.isfinite(exact))
            elif tolerated and name != INDICES:
                wrong &= ~(np.abs(y - exact) < tolerated)
        if wrong.any():
            return _first(name, wrong, exact, y)
    return None


def _first(output: str, wrong: Array, expected: Array, got: Array) -> Mismatch:
    places = np.nonzero(wrong)
    cell = tuple(int(along[0]) for along in places)
    return Mismatch(
        output,
        cell,
        expected[cell].item(),
        got[cell].item(),
        len(places[0]),
        wrong.size,
        tuple((int(along.min()), int(along.max())) for along in places),
    )


def _average(case: Case, dtype: str, expected: Outputs, got: Array) -> Mismatch | None:
    total, divisor = expected
    u, m = ROUNDOFF.get(dtype, 0.0), case.terms
    with np.errstate(all="ignore"):
        mean = total / divisor
        error = np.abs(got.astype(np.float64) - mean)
        # The mean above is itself rounded once: near the bound, fractions decide.
        sure = error <= (m + 3) * u * np.abs(mean) * (1 - 2**-20) - 2.0**-52 * np.abs(mean)
        sure |= (got == mean) | (np.isnan(got) & np.isnan(total))
    if sure.all():
        return None
    wrong = ~sure
    divisors = np.broadcast_to(divisor, total.shape)
    for cell in zip(*np.nonzero(wrong), strict=True):
        wrong[cell] = not np.isfinite(total[cell]) or not _within(
            float(got[cell]), int(total[cell]), int(divisors[cell]), (m + 3) * Fraction(u)
        )
    return _first("y", wrong, mean, got) if wrong.any() else None


def _within(got: float, total: int, divisor: int, relative: Fraction) -> bool:
    if not np.isfinite(got) or divisor == 0:
        return False
    exact = Fraction(total, divisor)
    return abs(Fraction(got) - exact) <= relative * abs(exact)


def separates(case: Case, prepared: Prepared, rival: Outputs) -> bool:
    """Whether a backend that computes the rival could not pass for one that is right.

    The outputs differ in shape, or some cell differs by more than twice the threshold.
    """
    expected = prepared.outputs
    if case.operation in AVERAGES:
        if expected[0].shape != rival[0].shape:
            return True
        with np.errstate(all="ignore"):
            right, wrong = expected[0] / expected[1], rival[0] / rival[1]
            bound = 2 * (case.terms + 3) * ROUNDOFF["float32"] * np.abs(right)
            return bool((~(np.abs(right - wrong) <= bound)).any())
    roundings = prepared.roundings or (None,) * len(expected)
    for exact, other, units in zip(expected, rival, roundings, strict=True):
        if exact.shape != other.shape:
            return True
        if units is None:
            if not np.array_equal(exact, other):
                return True
        elif (~(np.abs(exact - other) <= 2 * units * ROUNDOFF["float32"])).any():
            return True
    return False
