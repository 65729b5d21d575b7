"""Whatever correct arithmetic, memory or manner a backend has, no clause calls it wrong."""

import warnings

import numpy as np
import pytest

from conformance.results.model import Status
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit
from tests.legitimate.catalogue import ARITHMETIC, FREEDOM, LIMITS, LITTLE
from tests.legitimate.judging import DETERMINISTIC, alarm, deterministic, implemented, judge

#: with drawn cases, and without; the soak draws at every rank in every dtype
DOMAIN = ((2, "float32"),)
WITHOUT_DRAWS = ((1, "float64"),)
#: where the others are judged, if not at rank 2 in float32
ELSEWHERE = {
    "rank-1": (1, "float32"),
    "rank-3": (3, "float32"),
    "dense-in-rank-3": (3, "float32"),
    "float64": (2, "float64"),
}


@pytest.fixture(autouse=True)
def numpy_state():
    """Restore how NumPy treats floating-point events."""
    with np.errstate(), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _verdicts(backend, domain, without_draws=()):
    found = implemented(backend)
    results = [judge(backend, u) for u in found if (u.rank, u.dtype) in domain]
    return results + [
        judge(backend, u, tiers=DETERMINISTIC)
        for u in found
        if (u.rank, u.dtype) in without_draws and deterministic(u)
    ]


@pytest.mark.parametrize("name", ARITHMETIC)
def test_correct_arithmetic_is_never_called_wrong(name):
    results = _verdicts(ARITHMETIC[name](), DOMAIN, WITHOUT_DRAWS)
    assert [alarm(r) for r in results if alarm(r)] == []
    assert all(r.status.satisfies or r.status is Status.UNSUPPORTED for r in results)
    assert len(results) > 60


@pytest.mark.parametrize("name", FREEDOM)
def test_what_is_left_open_is_never_called_wrong(name):
    results = _verdicts(FREEDOM[name](), [ELSEWHERE.get(name, (2, "float32"))])
    assert [alarm(r) for r in results if alarm(r)] == []
    counts = {status: sum(r.status is status for r in results) for status in Status}
    assert counts[Status.PASS] > 0
    less = name in LITTLE and name not in ELSEWHERE and name != "few-shapes"
    # a law may need an operation that is not there, which has no "="
    undeclared = [r for r in results if r.status is Status.UNSUPPORTED and "=" in r.reason]
    assert (undeclared != []) is less
    assert (counts[Status.REFUSED] > 0) is (name in LIMITS)


@pytest.mark.parametrize("name", ["four-lanes", "fft", "winograd-f4", "summed-area", "by-halves"])
def test_another_draw_changes_nothing(name):
    backend = ARITHMETIC[name]()
    drawn = [u for u in implemented(backend) if clauses()[u.clause].random is not None]
    for unit in drawn:
        if (unit.rank, unit.dtype) == (2, "float32"):
            # Few draws hold nothing that tells the rivals of a law apart.
            effort = "standard" if ".law." in unit.clause else "smoke"
            result = judge(backend, unit, effort, tiers=("random",), seed=20261121)
            assert alarm(result) is None


OBSERVED = {
    ("no-window-is-empty", "conv.shape.no-window"): "an empty output",
    ("no-window-is-empty", "max-pool.shape.no-window"): "an empty output",
    ("no-window-is-empty", "avg-pool.shape.no-window"): "an empty output",
    ("fortran", "conv.shape.no-window"): "refused",
    ("partial-alone-refused", "max-pool.ceil.no-whole-window"): "refused",
    ("fortran", "max-pool.ceil.no-whole-window"): "one partial window",
    ("periodic-beyond-limit", "conv.padding-mode.beyond-limit"): "periodic extension",
    ("fortran", "conv.padding-mode.beyond-limit"): "refused",
    ("empty-average-is-zero", "avg-pool.window.empty"): "0",
    ("empty-average-refused", "avg-pool.window.empty"): "refused",
    ("fortran", "avg-pool.window.empty"): "NaN",
    ("refused-if-empty", "max-pool.window.empty"): "refused",
    ("refused-if-empty", "max-pool.ceil.keep"): "refused",
    ("refused-if-empty", "max-pool-with-indices.window.empty"): "refused",
    ("first-wins", "max-pool.window.empty"): "minus infinity",
    ("first-wins", "max-pool-with-indices.window.empty"): "index -1",
    ("cell-of-the-plane", "max-pool-with-indices.window.empty"): "a cell of the plane",
}


@pytest.mark.parametrize(("name", "clause"), OBSERVED)
def test_the_choice_that_is_made_is_published(name, clause):
    backend = {**ARITHMETIC, **FREEDOM}[name]()
    result = judge(backend, Unit(clause, 1, "float32"))
    assert result.status is Status.OBSERVED
    assert result.observed == OBSERVED[name, clause]
