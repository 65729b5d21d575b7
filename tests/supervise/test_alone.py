"""What is called minimal fails alone; what fails only behind other calls says so, and is shown
with them."""

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.results.model import ClauseResult, Failure, Status
from conformance.suite.unit import IN_ROW, Unit
from conformance.supervise import alone
from conformance.supervise.alone import BEHIND, Alone
from conformance.supervise.messages import Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise

PLUGINS = Path(__file__).parents[1] / "broken_plugins"
LIMITS = Limits(timeout=5)


def _spelled(attribute: str) -> str:
    return f"{PLUGINS / 'remembers.py'}:{attribute}"


def _confirmed(attribute: str, *clauses: str) -> list[ClauseResult]:
    results = supervise(
        [Task(Unit(clause, 1, "float32")) for clause in clauses],
        spelled=_spelled(attribute),
        effort="standard",
        limits=LIMITS,
    )
    Alone(_spelled(attribute), "standard", LIMITS).confirm(results)
    return results


def _failure(result: ClauseResult) -> Failure:
    assert result.status is Status.FAIL
    assert result.failure is not None
    return result.failure


def _again(attribute: str, result: ClauseResult) -> ClauseResult:
    unit = Unit(result.id, result.rank, result.dtype)
    return Alone(_spelled(attribute), "standard", LIMITS).judged(Task(unit, _failure(result).case))


def _runs(failure: Failure, folder: Path) -> "subprocess.CompletedProcess[str]":
    script = folder / "snippet.py"
    script.write_text(failure.snippet, encoding="utf-8")
    command = [sys.executable, str(script)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_fault_of_every_call_is_minimal() -> None:
    (result,) = _confirmed("always", "conv.stride.step")
    failure = _failure(result)
    assert (failure.alone, failure.minimal) == (True, True)
    assert "(minimal)" in failure.message


@pytest.mark.parametrize(("attribute", "calls"), [("from_second", 2), ("stale", 2), ("fifth", 5)])
def test_a_fault_behind_other_calls_is_shown_with_the_fewest(
    attribute: str, calls: int, tmp_path: Path
) -> None:
    (result,) = _confirmed(attribute, "conv.stride.step")
    failure = _failure(result)
    assert (failure.alone, failure.minimal) == (False, False)
    assert "(minimal)" not in failure.message
    assert f"the last of {calls} cases in a row" in failure.message.splitlines()[0]
    assert f"note    {IN_ROW}" in failure.message.splitlines()
    assert len(failure.case) == calls
    assert _again(attribute, result).status is Status.FAIL
    shown = _runs(failure, tmp_path)
    assert "AssertionError" in shown.stderr


def test_a_stale_keyword_is_the_cause() -> None:
    (result,) = _confirmed("stale", "conv.stride.step")
    cause = _failure(result).cause
    assert cause is not None
    assert "this call with the keywords of call 1" in cause


def test_a_bad_call_that_is_accepted_behind_its_legal_neighbour_is_shown_with_it(
    tmp_path: Path,
) -> None:
    (result,) = _confirmed("stale", "conv.error.stride")
    assert _failure(result).kind == "accepted"
    assert "AssertionError: accepted" in _runs(_failure(result), tmp_path).stderr


def test_what_is_shown_of_a_failure_is_what_fails_alone(tmp_path: Path) -> None:
    """Behind the first clause every call is wrong, and alone only the third of the same calls."""
    _, result = _confirmed("third_time", "conv.calls.threads", "conv.calls.repeated")
    failure = _failure(result)
    assert failure.alone is True
    shown = _runs(failure, tmp_path)
    assert shown.returncode == 1
    assert "AssertionError" in shown.stderr


@pytest.mark.parametrize(
    ("attribute", "clause"),
    [
        ("third_time", "conv.calls.repeated"),
        ("stale", "conv.calls.threads"),
        ("shared", "conv.calls.threads"),
    ],
)
def test_a_script_of_several_calls_fails_by_itself(
    attribute: str, clause: str, tmp_path: Path
) -> None:
    (result,) = _confirmed(attribute, clause)
    assert _failure(result).alone is True
    shown = _runs(_failure(result), tmp_path)
    assert shown.returncode == 1
    assert "AssertionError" in shown.stderr


def test_a_fault_that_other_clauses_leave_behind_is_not_called_minimal(tmp_path: Path) -> None:
    *_, result = _confirmed("late", "conv.shape.floor", "conv.stride.step")
    failure = _failure(result)
    assert (failure.alone, failure.minimal) == (False, False)
    assert "(minimal)" not in failure.message
    assert f"note    {BEHIND}" in failure.message.splitlines()
    assert failure.snippet.startswith("# Alone this case passes")
    assert _again("late", result).status is Status.PASS
    assert _runs(failure, tmp_path).returncode == 0  # as its first line says


def test_what_is_not_tried_alone_is_not_called_minimal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "MOST", 1)
    first, second = _confirmed("always", "conv.stride.step", "conv.shape.floor")
    assert _failure(first).alone is True
    assert _failure(second).alone is None
    assert not _failure(second).minimal
    assert "(minimal)" not in _failure(second).message
