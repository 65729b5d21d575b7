"""Whatever is narrower than it is declared, some clause of the standard profile calls it wrong, by
cases that are the same in every run."""

import numpy as np
import pytest

from conformance.results.model import Status
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit
from tests.legitimate import outputs, plain
from tests.legitimate.catalogue import whole
from tests.legitimate.fakes import DOUBLE, SINGLE
from tests.legitimate.judging import DETERMINISTIC, judge

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def _caught(clause, make, dtype):
    assert clauses()[clause].level in ("core", "standard")
    for rank in clauses()[clause].ranks:
        result = judge(make(), Unit(clause, rank, dtype), tiers=DETERMINISTIC)
        assert result.status is Status.FAIL, (rank, result.status)
        assert result.failure.kind == "values"


@pytest.mark.parametrize("name", SINGLE)
def test_a_fake_of_float32_is_caught_at_every_rank(name):
    _caught(*SINGLE[name], "float32")


@pytest.mark.parametrize("name", DOUBLE)
def test_a_fake_of_float64_is_caught_at_every_rank(name):
    _caught(*DOUBLE[name], "float64")


def _masked(y):
    return np.ma.masked_array(y + 1, mask=True)


@pytest.mark.parametrize(
    "clause", ["conv.channels.sum", "max-pool.value.maximum", "avg-pool.value.mean"]
)
def test_a_masked_array_hides_nothing(clause):
    backend = whole(lambda function: outputs.laid_out(function, _masked))
    assert judge(backend, Unit(clause, 1, "float32")).status is Status.FAIL


@pytest.mark.parametrize(
    "clause",
    ["conv.shape.no-window", "max-pool.window.empty", "conv.padding-mode.beyond-limit"],
)
def test_a_refusal_that_depends_on_the_case_is_still_no_behaviour(clause):
    """Where one call is refused and the next computed, by an exception that names no limit."""
    calls = []

    def around(function):
        def call(*arrays, **keywords):
            calls.append(None)
            if len(calls) % 2:
                raise ValueError("not this time")
            return function(*arrays, **keywords)

        return call

    free = plain.Freedom(no_window="empty", beyond_limit="periodic")
    result = judge(whole(around, free), Unit(clause, 1, "float32"))
    assert result.status is Status.FAIL
    assert result.failure.kind == "not-uniform"
