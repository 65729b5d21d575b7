"""A unit: the same verdict every time, refusals that are no pass, failures that can be replayed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from conformance import Backend, Unsupported
from conformance.backends.numpy import backend as numpy
from conformance.judge.judge import ENOUGH
from conformance.operations import BadCall, Calls, Case, Judged
from conformance.results.model import ClauseResult, Effort, Failure, Status
from conformance.suite.clause import clauses
from conformance.suite.profiles import standing
from conformance.suite.unit import Unit, abnormal, replay, run_unit, units

Make = Callable[..., Backend]
Snapshot = Callable[[str, str], None]
RANDOM = [i for i, c in clauses().items() if c.random is not None]
SOME = (
    Unit("conv.pad.same-upper", 2, "float32"),
    Unit("max-pool-with-indices.large", 1, "float64"),
    Unit("conv.calls.independent", 1, "float32"),
    Unit("avg-pool.window.empty", 2, "float32"),
    Unit("conv.error.rank", 3, "float64"),
)


def _run(
    backend: Backend,
    clause: str,
    rank: int = 1,
    dtype: str = "float32",
    effort: Effort = "smoke",
    **options: Any,
) -> ClauseResult:
    return run_unit(Unit(clause, rank, dtype), backend, effort, spelled="numpy", **options)


def _failure(result: ClauseResult) -> Failure:
    assert result.failure is not None
    return result.failure


def _timeless(result: ClauseResult) -> bytes:
    result.seconds = 0.0
    return msgspec.json.encode(result)


def _off_by_one(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
    return right(x, w, b, **keywords) + (w.shape[-1] > 1)


# -- the same verdict every time


def test_units_are_every_clause_at_every_rank_and_dtype() -> None:
    assert (
        len(set(units()))
        == len(units())
        == sum(len(c.ranks) * len(c.dtypes) for c in clauses().values())
    )
    assert units() == units()


@pytest.mark.parametrize("unit", SOME, ids=lambda u: u.clause)
def test_two_runs_differ_in_their_seconds_only(unit: Unit) -> None:
    once, again = (_timeless(run_unit(unit, numpy, "smoke", spelled="numpy")) for _ in range(2))
    assert once == again


def test_two_failing_runs_differ_in_their_seconds_only(convolving: Make) -> None:
    for clause in ("conv.shape.floor", "conv.large.dense", "conv.calls.independent"):
        once, again = (_timeless(_run(convolving(_off_by_one), clause)) for _ in range(2))
        assert once == again
        assert b'"fail"' in once


def test_the_seed_of_hashes_changes_nothing() -> None:
    script = (
        "import msgspec, sys; from conformance.registry import resolve;"
        "from conformance.suite.unit import Unit, run_unit;"
        "made = [run_unit(Unit(*u), resolve('numpy'), 'smoke', spelled='numpy')"
        f" for u in {[msgspec.structs.astuple(u) for u in SOME]}];"
        "[setattr(r, 'seconds', 0) for r in made];"
        "sys.stdout.write(msgspec.json.encode(made).decode())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(json.loads(runs[0])) == len(SOME)


@pytest.mark.parametrize("clause", RANDOM)
def test_a_right_backend_passes_whatever_the_seed(clause: str) -> None:
    rank = clauses()[clause].ranks[0]
    # Few draws hold nothing that tells the rivals of a law apart.
    effort: Effort = "standard" if ".law." in clause else "smoke"
    for seed in range(4):
        result = _run(numpy, clause, rank, effort=effort, tiers=["random"], seed=seed)
        assert result.status is Status.PASS


def test_another_seed_draws_other_cases() -> None:
    def drawn(seed: int | None) -> list[Judged]:
        cases: list[Judged] = []
        _run(
            numpy,
            "conv.large.dense",
            effort="standard",
            tiers=["random"],
            seed=seed,
            watch=lambda _, case: cases.append(case),
        )
        return cases

    assert drawn(1) == drawn(1) != drawn(2)
    assert drawn(None) == drawn(None)


# -- refusals


def test_unsupported_on_what_is_declared_is_refused_and_does_not_certify(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, *, stride: Any, **keywords: Any) -> Any:
        if max(stride) > 2:
            raise Unsupported("stride above 2")
        return right(x, w, b, stride=stride, **keywords)

    result = _run(convolving(conv), "conv.stride.step")
    assert result.status is Status.REFUSED
    assert result.reason == f"stride above 2 ({result.refused['stride above 2']} cases)"
    assert result.cases > 0  # what was not refused was judged
    assert "conv.stride.step" in standing([result])["standard"]["float32"]


def test_a_wrong_cell_is_a_failure_whatever_else_is_refused(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, *, stride: Any, **keywords: Any) -> Any:
        if max(stride) > 2:
            raise Unsupported
        return right(x, w, b, stride=stride, **keywords) + (max(stride) == 2)

    assert _run(convolving(conv), "conv.stride.step").status is Status.FAIL


def test_unsupported_without_a_reason_is_told_so(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        raise Unsupported

    reason = _run(convolving(conv), "conv.shape.floor").reason
    assert reason is not None
    assert reason.startswith("no reason given (")


def test_a_refusal_that_depends_on_the_values_is_a_failure(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        if (x > 3).any():
            raise Unsupported("values above 3")
        return right(x, w, b, **keywords)

    result = _run(convolving(conv), "conv.shape.floor")
    assert (result.status, _failure(result).kind) == (Status.FAIL, "refusal")


def test_a_failure_is_simplified_past_forms_that_are_refused(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, *, groups: Any, **keywords: Any) -> Any:
        if w.shape[1] == 1:
            raise Unsupported("one channel")
        return right(x, w, b, groups=groups, **keywords) + 1

    result = _run(convolving(conv), "conv.channels.sum")
    assert result.status is Status.FAIL
    x, w, _ = _failure(result).case["shapes"]
    assert (x[:2], w[:2]) == ((1, 2), (1, 2))  # not the one channel that is refused


# -- what is drawn once for all dtypes


def test_every_dtype_is_judged_on_the_same_draws() -> None:
    def judged(dtype: str, effort: Effort) -> list[Judged]:
        found: list[Judged] = []
        unit = Unit("conv.calls.independent", 1, dtype)
        run_unit(unit, numpy, effort, spelled="numpy", watch=lambda _, case: found.append(case))
        return found

    assert judged("float64", "standard") == judged("float32", "standard") != []
    some = judged("float64", "smoke")
    assert set(some) < set(judged("float32", "smoke"))
    assert some == judged("float64", "smoke") != []


@pytest.mark.parametrize("before", ["float32", None])
def test_a_failure_on_draws_of_another_dtype_is_as_simple(
    convolving: Make, before: str | None
) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        return right(x, w, b, **keywords) + (x.dtype == "float64" and x.shape[-1] > 6)

    backend = convolving(conv, dtype=["float32", "float64"])
    _run(
        backend, "conv.large.depthwise", effort="standard", tiers=["random"]
    )  # whose draws take the place of others
    if before is not None:
        assert (
            _run(backend, "conv.large.dense", effort="standard", tiers=["random"]).status
            is Status.PASS
        )
    failure = _failure(
        _run(backend, "conv.large.dense", dtype="float64", effort="standard", tiers=["random"])
    )
    assert failure.minimal
    assert failure.case["shapes"][0] == (1, 1, 7)


# -- what depends on more than the arguments


@pytest.mark.parametrize(
    ("clause", "period"),
    [
        ("conv.large.dense", 3),
        ("conv.large.dense", 7),
        ("conv.large.dense", 10),
        ("conv.calls.independent", 3),
        ("conv.calls.independent", 10),
    ],
)
def test_a_backend_that_fails_now_and_then_fails(
    convolving: Make, clause: str, period: int
) -> None:
    calls: list[None] = []

    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        calls.append(None)
        return right(x, w, b, **keywords) + (len(calls) % period == 0)

    result = _run(convolving(conv), clause, effort="standard")
    assert result.status is Status.FAIL
    if not _failure(result).minimal:
        note = "note    tried again, the same call passed: it depends on calls before"
        assert note in _failure(result).message.splitlines()


# -- replay


@pytest.mark.parametrize(
    "clause",
    ["conv.shape.floor", "conv.large.dense", "conv.calls.independent", "conv.border.layouts"],
)
def test_a_stored_failure_fails_again_and_passes_on_a_right_backend(
    convolving: Make, clause: str
) -> None:
    backend = convolving(_off_by_one)
    unit = Unit(clause, 1, "float32")
    failure = _failure(run_unit(unit, backend, "smoke", spelled="numpy"))
    stored = json.loads(msgspec.json.encode(failure.case))
    again = replay(unit, backend, stored, spelled="numpy")
    assert again.status is Status.FAIL
    assert _failure(again).message.splitlines()[1:] == failure.message.splitlines()[1:]
    assert _failure(again).snippet == failure.snippet
    assert replay(unit, numpy, stored, spelled="numpy").status is Status.PASS


def test_a_bad_call_that_was_accepted_is_replayed(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, *, stride: Any, **keywords: Any) -> Any:
        return right(x, w, b, stride=tuple(max(s, 1) for s in stride), **keywords)

    unit = Unit("conv.error.stride", 2, "float32")
    failure = _failure(run_unit(unit, convolving(conv), "smoke", spelled="numpy"))
    stored = json.loads(msgspec.json.encode(failure.case))
    assert stored["type"] == "bad-call"
    assert replay(unit, convolving(conv), stored, spelled="numpy").status is Status.FAIL
    assert replay(unit, numpy, stored, spelled="numpy").status is Status.PASS


def test_a_behaviour_that_is_not_uniform_is_replayed_with_the_earlier_case(
    convolving: Make,
) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        if x.shape[-1] < w.shape[-1] and len(x) == 1:
            return np.empty((1, len(w), 0), x.dtype)
        return right(x, w, b, **keywords)

    unit = Unit("conv.shape.no-window", 1, "float32")
    failure = _failure(run_unit(unit, convolving(conv), "smoke", spelled="numpy"))
    assert failure.kind == "not-uniform"
    stored = json.loads(msgspec.json.encode(failure.case))
    assert len(stored) == 2
    assert replay(unit, convolving(conv), stored, spelled="numpy").status is Status.FAIL
    assert replay(unit, numpy, stored, spelled="numpy").status is Status.OBSERVED


# -- the end of a process


def _watched(clause: str, wanted: type[Any], rank: int = 1) -> tuple[int, Judged]:
    """The first case of a kind that a clause's run would store before a crash."""
    seen: list[tuple[int, Judged]] = []
    _run(numpy, clause, rank, watch=lambda number, judged: seen.append((number, judged)))
    return next((n, j) for n, j in seen if isinstance(j, wanted))


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("conv.pad.same-upper", Case),
        ("conv.shape.no-window", Case),
        ("conv.padding-mode.beyond-limit", Case),
        ("conv.error.stride", BadCall),
        ("conv.calls.independent", Calls),
    ],
)
def test_the_end_of_a_process_is_told_with_its_case(
    clause: str, wanted: type[Any], snapshot: Snapshot
) -> None:
    unit = Unit(clause, 1, "float32")
    number, judged = _watched(clause, wanted)
    encoded = msgspec.json.encode(judged)
    message = "the process was ended by SIGSEGV"
    result = abnormal(unit, numpy, message, number, encoded, spelled="numpy")
    assert (result.status, result.reason, result.cases) == (Status.ERROR, message, number + 1)
    text = _failure(result).message.replace(f"numpy {np.__version__}", "numpy")
    snapshot(f"processes/{clause}", f"{text}\n\n{_failure(result).snippet}")
    stored = json.loads(msgspec.json.encode(_failure(result).case))
    assert replay(unit, numpy, stored, spelled="numpy").status.satisfies


def test_the_snippet_of_a_process_makes_the_call(tmp_path: Path) -> None:
    unit = Unit("conv.pad.same-upper", 1, "float32")
    number, judged = _watched(unit.clause, Case)
    encoded = msgspec.json.encode(judged)
    result = abnormal(unit, numpy, "hung", number, encoded, spelled="numpy")
    script = tmp_path / "snippet.py"
    script.write_text(_failure(result).snippet, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("got ")


def test_a_process_that_ends_before_the_first_call_has_no_case(snapshot: Snapshot) -> None:
    unit = Unit("conv.pad.same-upper", 1, "float32")
    result = abnormal(unit, numpy, "hung", 0, None, spelled="numpy")
    assert result.status is Status.ERROR
    assert _failure(result).case is None
    snapshot(
        "processes/before-the-first-call", _failure(result).message.replace(np.__version__, "")
    )


def test_what_is_watched_is_what_the_clause_is_replayed_with() -> None:
    for clause, wanted in (("conv.calls.independent", Calls), ("conv.error.stride", BadCall)):
        seen: list[Judged] = []
        _run(numpy, clause, watch=lambda _, judged, seen=seen: seen.append(judged))
        assert {type(judged) for judged in seen} == {wanted}


# -- decisiveness


def test_a_clause_counts_the_cases_that_tell_a_rival_apart() -> None:
    result = _run(numpy, "conv.pad.same-upper")
    assert result.separated == {"pads-exchanged": ENOUGH}
    assert result.cases > ENOUGH


def test_a_run_in_which_nothing_tells_a_rival_apart_is_vacuous(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tested: Any = clauses()["conv.pad.same-upper"]
    odd_kernels = [c for c in tested.small_scope(1, "smoke") if c.kernel == (3,)]
    monkeypatch.setattr(tested, "small_scope", lambda rank, effort: odd_kernels)
    result = _run(numpy, "conv.pad.same-upper")
    assert (result.status, result.cases) == (Status.VACUOUS, len(odd_kernels))
    assert result.reason == "no case tells it from: pads-exchanged"


def test_a_run_without_a_case_is_vacuous() -> None:
    result = _run(numpy, "conv.pad.same-upper", tiers=[])
    assert (result.status, result.reason) == (Status.VACUOUS, "no case could be judged")


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_every_clause_tells_its_rivals_apart_at_every_rank(rank: int) -> None:
    for unit in units():
        if unit.rank == rank and unit.dtype == "float32" and clauses()[unit.clause].rivals:
            result = _run(numpy, unit.clause, rank, tiers=["small scope"])
            assert set(result.separated) == set(clauses()[unit.clause].rivals)
            assert min(result.separated.values()) >= 1, unit
