"""Precision probes are exact in the dtype that they probe, in whatever order sums are taken."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from msgspec.structs import replace

from conformance.cases.data import arrays
from conformance.cases.probes import PROBES, probed
from conformance.judge.prepared import reference, typed
from conformance.operations import Case
from conformance.parameters import Conv

DTYPES = {24: "float32", 53: "float64"}
NAMES = sorted({name.split("-", 1)[1] for name in PROBES})
OF_BIAS = ("operand-b", "cancelled")
EVERY = pytest.mark.parametrize(("name", "bits"), list(product(NAMES, DTYPES)))


def _cases(name, bits):
    """The layers of a probe at every rank, but for the largest, and a layer of one product."""
    bias = name in OF_BIAS
    one = Case("conv", Conv.of(1), ((1, 1, 3), (2, 1, 1), (2,) if bias else None), name)
    layers = [case for rank in (1, 2, 3) for case in probed(name, bias=bias)(rank, "smoke")]
    for case in (one, *layers):
        if np.prod(case.shapes[1]) < 25_000:
            yield replace(case, data=f"exact{bits}-{name}")


def _terms(case):
    """For each output channel the exact products, and the bias, of its first cell."""
    x, w, b = arrays(case)
    per_group = w.shape[1]
    for m, kernel in enumerate(w):
        first = m * case.parameters.groups // len(w) * per_group
        window = x[(0, slice(first, first + per_group), *(slice(k) for k in case.kernel))]
        pairs = zip(window.ravel().tolist(), kernel.ravel().tolist(), strict=True)
        terms = [Fraction(a) * Fraction(c) for a, c in pairs if a and c]
        yield terms if b is None else [*terms, Fraction(b[m].item())]


def _last_bit(term):
    return Fraction(term.numerator & -term.numerator, term.denominator)


@EVERY
def test_no_partial_sum_needs_more_bits_than_there_are(name, bits):
    for case in _cases(name, bits):
        for terms in filter(None, _terms(case)):
            unit = min(map(_last_bit, terms))
            above, below = (sum(t for t in terms if sign * t > 0) for sign in (1, -1))
            assert max(above, -below) <= 2**bits * unit, case


@EVERY
def test_operands_and_results_are_numbers_of_the_dtype(name, bits):
    for case in _cases(name, bits):
        given = arrays(case)
        for array, narrow in zip(given, typed(case, given, DTYPES[bits]), strict=True):
            assert array is None or (array == narrow).all()
        (y,) = reference(case, given)
        assert np.isfinite(y).all()
        assert (y == y.astype(DTYPES[bits])).all()


@EVERY
def test_the_reference_is_exact(name, bits):
    for case in _cases(name, bits):
        (y,) = reference(case, arrays(case))
        cells = y[(0, slice(None), *(0,) * case.rank)].tolist()
        assert list(map(Fraction, cells)) == [sum(terms) for terms in _terms(case)]


@pytest.mark.parametrize("name", ["operand-x", "operand-w", "product", "range-x", "range-w"])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_every_tap_of_every_channel_is_looked_at(name, rank):
    *dense, depthwise = probed(name)(rank, "smoke")
    for case in dense:
        w = arrays(replace(case, data=f"exact24-{name}"))[1]
        assert (w != 0).any(axis=0).all(), case.shapes
    w = arrays(replace(depthwise, data=f"exact24-{name}"))[1]
    assert (w != 0).any(axis=(0, 1)).all()
