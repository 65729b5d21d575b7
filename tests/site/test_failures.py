"""The page of a failing cell: where its windows are to be seen."""

from types import SimpleNamespace

import msgspec
import pytest
from sitepages.failures import departure_markdown

from conformance.operations import Case
from conformance.parameters import MaxPool
from conformance.results.model import ClauseResult, Failure, Status

EARLIER, LAST = (Case("max_pool", MaxPool.of((2,)), ((1, 1, size),)) for size in (5, 6))


def _shown(case, message=""):
    unit = ClauseResult(
        id="max-pool.window.values",
        rank=1,
        dtype="float32",
        topic="pooling",
        status=Status.FAIL,
        failure=Failure(
            parameters={},
            message=message,
            snippet="",
            kind="values",
            number=1,
            case=msgspec.to_builtins(case),
        ),
    )
    site = SimpleNamespace(cell=lambda _clause, _backend: [unit])
    return departure_markdown(site, "results/departures.md", unit.id, "lib")


@pytest.mark.parametrize("case", [LAST, [EARLIER, LAST]], ids=["one case", "a row of cases"])
def test_a_row_of_cases_is_looked_at_in_its_last_one(case):
    text = _shown(case)
    assert text.count("play.html#") == 1
    assert 'href="../play.html#operation=max_pool&amp;size=6&amp;kernel=2' in text


def test_a_case_is_looked_at_in_the_cell_that_disagrees():
    assert "cell=" not in _shown(LAST)
    assert '&amp;cell=2"' in _shown(LAST, "cell    y[0,0,2]  expected 5;  got 6")


def test_a_failure_without_a_case_is_looked_at_nowhere():
    assert "play.html" not in _shown(None)
