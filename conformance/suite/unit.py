"""The unit of verdict: one clause at one rank and dtype, run over its three tiers of cases."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from conformance.backend import Backend
from conformance.capabilities import Value
from conformance.explain.failure import explain, explain_process
from conformance.judge.finding import Finding, Kind, NotDeclared, Refused, Row
from conformance.judge.judge import Judge
from conformance.operations import Case, Judged
from conformance.results.model import ClauseResult, Effort, Failure, Status
from conformance.suite.clause import Clause, clauses
from conformance.suite.tiers import Tiers, tiers_of
from conformance.suite.witnesses import witnesses

Watch = Callable[[int, Judged], None]
IN_ROW = "alone the last case passes: the fault depends on what was called before it"
#: the kinds of finding that are about what a call returns
RETURNED: tuple[Kind, ...] = ("values", "shape", "dtype", "type", "raised")


class Unit(Struct, frozen=True):
    """One clause at one rank and dtype."""

    clause: str
    rank: int
    dtype: str


def units() -> list[Unit]:
    """Every unit of the specification, in the order in which it is run."""
    return [
        Unit(identifier, rank, dtype)
        for identifier, tested in clauses().items()
        for rank in tested.ranks
        for dtype in tested.dtypes
    ]


def _nothing(number: int, judged: Judged) -> None:
    """Watch nothing."""


def run_unit(
    unit: Unit,
    backend: Backend,
    effort: Effort,
    *,
    spelled: str,
    watch: Watch = _nothing,
    tiers: Iterable[str] | None = None,
    seed: int | None = None,
) -> ClauseResult:
    """Judge one unit and return its verdict.

    ``spelled`` is how the user named the backend, for the commands that a failure shows.
    ``watch(number, case)`` is called right before each case reaches the backend. ``tiers`` are
    by default those of the effort. The random tier is derandomised unless a ``seed`` is given.
    """
    tested = clauses()[unit.clause]
    result = _blank(tested, unit)
    started = time.perf_counter()
    reason = _undeclared(tested, unit, backend)
    if reason is not None:
        result.status, result.reason = Status.UNSUPPORTED, reason
        return result
    count = 0

    def counted(number: int, judged: Judged) -> None:
        nonlocal count
        count = number + 1
        watch(number, judged)

    sampling = effort == "smoke" and len(tested.ranks) > 1
    judge = Judge(backend, unit.dtype, rivals=tested.rivals, watch=counted, sampling=sampling)
    run = Tiers(tested, unit.rank, effort, judge, seed)
    try:
        for tier in tiers_of(tested, effort) if tiers is None else tiers:
            before = judge.cases
            run.run(tier)
            result.tiers[tier] = judge.cases - before
    except Finding as finding:
        result.cases = count
        result.failure = explain(
            tested,
            finding,
            run.current,
            unit,
            backend,
            spelled,
            result.cases,
            run.minimal,
            others=partial(_others, tested, unit, backend, finding, run.current, watch),
        )
        _settle(result, finding)
    else:
        result.cases = judge.cases
        result.status, result.reason = _verdict(tested, judge, run.undeclared)
    result.observed = _behaviour(tested, judge)
    result.refused = dict(judge.refusals)
    result.emulated = sorted(judge.emulated)
    result.separated = dict(judge.separated)
    result.seconds = round(time.perf_counter() - started, 6)
    return result


def _others(
    tested: Clause,
    unit: Unit,
    backend: Backend,
    finding: Finding,
    case: Judged | None,
    watch: Watch,
) -> list[Finding]:
    """What else fails, where that may tell the cause of a finding."""
    if finding.row is not None:
        return []
    return witnesses(tested, unit.rank, unit.dtype, backend, case, watch)


def _settle(result: ClauseResult, finding: Finding) -> None:
    """A failure; but an error where the backend ran out of memory, which is no answer."""
    result.status = Status.FAIL
    if isinstance(finding.__cause__, MemoryError) and result.failure is not None:
        result.status, result.reason = Status.ERROR, finding.message
        result.failure.message = result.failure.message.replace("FAIL ", "ERROR ", 1)


def _blank(tested: Clause, unit: Unit) -> ClauseResult:
    return ClauseResult(
        id=tested.id,
        rank=unit.rank,
        dtype=unit.dtype,
        topic=tested.topic,
        status=Status.NOT_RUN,
    )


def _undeclared(tested: Clause, unit: Unit, backend: Backend) -> str | None:
    implementation = backend.implementations.get(tested.operation)
    if implementation is None:
        return f"{tested.operation} is not implemented"
    needed: list[tuple[str, Value]] = [("rank", unit.rank), ("dtype", unit.dtype), *tested.needs]
    missing = implementation.missing(needed)
    return None if missing is None else f"{missing} is not declared"


def _behaviour(tested: Clause, judge: Judge) -> str | None:
    """The implementation-defined behaviour; Unsupported throughout is a refusal like another."""
    if tested.defined_by == "implementation" and judge.refusals and not judge.cases:
        return "refused"
    return next(iter(judge.observed), None)


def _verdict(tested: Clause, judge: Judge, undeclared: Counter[str]) -> tuple[Status, str | None]:
    behaviour = _behaviour(tested, judge)
    if behaviour and not judge.cases:
        return Status.OBSERVED, None
    if judge.refusals:
        reason, count = judge.refusals.most_common(1)[0]
        return Status.REFUSED, f"{reason} ({count} cases)"
    blind = [name for name, found in judge.separated.items() if not found]
    if judge.cases and not blind:
        return (Status.OBSERVED if behaviour else Status.PASS), None
    weak = "no case could be judged"
    if judge.cases:
        weak = f"no case tells it from: {', '.join(blind)}"
    if undeclared:
        # The cases that prove something are there; the backend does not take them.
        return Status.UNSUPPORTED, f"{weak}; {undeclared.most_common(1)[0][0]} is not declared"
    return Status.VACUOUS, weak


def abnormal(
    unit: Unit,
    backend: Backend,
    message: str,
    number: int,
    encoded: bytes | None,
    *,
    spelled: str,
) -> ClauseResult:
    """The verdict on a unit whose process did not survive a case, given as encoded JSON."""
    tested = clauses()[unit.clause]
    result = _blank(tested, unit)
    number += encoded is not None
    result.status, result.reason, result.cases = Status.ERROR, message, number
    judged = None if encoded is None else msgspec.json.decode(encoded, type=Judged)
    result.failure = explain_process(tested, message, judged, unit, backend, spelled, number)
    return result


def not_run(unit: Unit, reason: str) -> ClauseResult:
    """The entry of a unit that was left out, with the reason."""
    result = _blank(clauses()[unit.clause], unit)
    result.reason = reason
    return result


def replay(
    unit: Unit, backend: Backend, case: object, *, spelled: str, watch: Watch = _nothing
) -> ClauseResult:
    """Judge again the case of a stored failure (``failure.case`` of a result file), or the row
    of cases of which the last one failed.

    Those before the last are judged for what they leave behind; a refusal of theirs is none.
    """
    tested = clauses()[unit.clause]
    stored = case if isinstance(case, list) else [case]
    cases: list[Judged] = [msgspec.convert(c, type=Judged) for c in stored]
    result = _blank(tested, unit)
    judge = Judge(backend, unit.dtype, watch=watch)
    outcome: Exception | None = None
    at = 0
    try:
        for at, judged in enumerate(cases):  # noqa: B007 - tells which one failed
            outcome = None
            try:
                tested(judged, judge)
            except (Refused, NotDeclared) as refusal:
                outcome = refusal
    except Finding as finding:
        which = "this case alone"
        if at:
            which = f"the last of {at + 1} cases in a row"
            finding.row = finding.row or _row(cases[: at + 1], finding)
        result.failure = explain(
            tested,
            finding,
            cases[at],
            unit,
            backend,
            spelled,
            judge.cases,
            False,
            which,
            partial(_others, tested, unit, backend, finding, cases[at], watch),
        )
        _settle(result, finding)
        if at:
            _as_row(result.failure, finding, stored[: at + 1])
    else:
        result.status = Status.OBSERVED if judge.observed else Status.PASS
        if outcome is not None:
            result.status, result.reason = Status.REFUSED, str(outcome)
    result.cases = judge.cases
    return result


def _as_row(failure: Failure, finding: Finding, stored: list[Any]) -> None:
    """Say of a failure that it needs the cases before it."""
    failure.case = stored
    if finding.earlier is None:
        failure.message += f"\nnote    {IN_ROW}"
        if finding.row is None:
            failure.snippet = f"# {IN_ROW}; it is not made here.\n{failure.snippet}"


def _row(cases: list[Judged], finding: Finding) -> Row | None:
    """The calls that a failure text and a snippet can show as a row: plain ones, judged by what
    they return."""
    shown = all(isinstance(c, Case) and not c.variant for c in cases)
    known = finding.earlier is not None or finding.related is not None
    if not shown or known or finding.kind not in RETURNED:
        return None
    return Row(tuple(c for c in cases if isinstance(c, Case)), len(cases) - 1)
