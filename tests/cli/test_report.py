"""What `certify` prints of a claim that does not hold."""

from pathlib import Path

import pytest

from conformance.cli.report import Run, print_claim
from conformance.results import store
from conformance.results.model import (
    BackendInfo,
    ClauseResult,
    Failure,
    RunInfo,
    Status,
    SuiteInfo,
)
from conformance.suite.profiles import required


def _missing(place: tuple[str, int], status: Status) -> ClauseResult:
    failure = Failure(parameters={}, message="", snippet="", kind="values", number=1)
    return ClauseResult(
        id=place[0],
        rank=place[1],
        dtype="float32",
        topic="",
        status=status,
        failure=failure if status is Status.FAIL else None,
    )


def test_what_fails_is_told_before_what_is_not_declared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    statuses = (Status.UNSUPPORTED, Status.FAIL, Status.REFUSED, Status.ERROR)
    places = required("core")[: len(statuses)]
    declared: dict[str, dict[str, dict[str, str | None]]] = {"conv": {"dtype": {"float32": None}}}
    result = store.sealed(
        suite=SuiteInfo(version="0", specification="0"),
        backend=BackendInfo(
            name="mine", version="1", spelled="mine", claims="core", capabilities=declared
        ),
        environment={},
        run=RunInfo(effort="smoke", command="", date=""),
        profiles={},
        clauses=[_missing(p, s) for p, s in zip(places, statuses, strict=True)],
    )
    print_claim(Run(result, Path("mine.json"), 0.0, []))
    told = capsys.readouterr().out.splitlines()
    assert told[1] == "mine claims core, and does not reach it. 4 units miss:"
    assert [line.split()[-1] for line in told[2:]] == ["FAIL", "ERROR", "unsupported", "refused"]
