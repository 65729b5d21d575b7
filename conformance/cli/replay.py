"""`convspec replay`: judge the stored cases of failures again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from conformance.backend import PluginError
from conformance.cli.console import Ticker, complain, say
from conformance.cli.options import DEFAULT, Memory, Timeout
from conformance.cli.report import BROKEN, print_failure, word
from conformance.results import store
from conformance.results.model import BackendInfo, ClauseResult, Result, Status
from conformance.suite.unit import Unit
from conformance.supervise.alone import not_minimal
from conformance.supervise.messages import Ready, Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise

BEHIND = "note    alone this case passes; it fails behind the clauses that are run before it"


def replay(
    result_file: Annotated[Path, typer.Argument(help="A file that `convspec certify` wrote.")],
    clause_id: Annotated[
        str | None,
        typer.Argument(help="The clause; none: every one that failed.", show_default=False),
    ] = None,
    rank: Annotated[int | None, typer.Option(help="Only this rank.", show_default=False)] = None,
    dtype: Annotated[str | None, typer.Option(help="Only this dtype.", show_default=False)] = None,
    timeout: Timeout = DEFAULT.timeout,
    memory: Memory = DEFAULT.memory,
) -> None:
    """Judge the stored case of a failure again, on the backend that the file names, and print a
    script that shows it with NumPy and the adapter alone.

    Each case is judged in a process of its own, in the folder in which `certify` ran.
    One that passes there, although it is not known to fail alone, is tried again
    behind all the clauses that were run before it.

    Exit status: 0 all pass now; 1 one still fails; 2 nothing to replay, or not usable.

    [bold]Examples[/]

      convspec replay convspec-results/mylib.json conv.pad.same-upper --rank 1

      convspec replay convspec-results/mylib.json
    """
    result = store.read(result_file)
    failed = _failed(result, clause_id, rank, dtype)
    _enter(result, result_file)
    again = _Again(result, Limits(timeout=timeout, memory=memory))
    verdicts = again.alone(failed)
    behind = again.behind(
        [r for r, v in zip(failed, verdicts, strict=True) if _may_depend(r) and v.status in PASSED]
    )
    for stored, alone in zip(failed, verdicts, strict=True):
        later = behind.get((stored.id, stored.rank, stored.dtype))
        _print(alone, later)
    broken = [v for v in (*verdicts, *behind.values()) if not v.status.satisfies]
    raise typer.Exit(1 if broken else 0)


PASSED = (Status.PASS, Status.OBSERVED)


def _may_depend(stored: ClauseResult) -> bool:
    """Whether a failure may need what was called before it: it is not known to fail alone, and
    no row of calls is stored that shows it."""
    failure = stored.failure
    assert failure is not None
    return not failure.alone and not (failure.alone is False and isinstance(failure.case, list))


class _Again:
    """Judges units of a result again, on the backend that the result is about."""

    def __init__(self, result: Result, limits: Limits) -> None:
        self._result = result
        self._limits = limits
        self._told: set[str] = set()

    def alone(self, failed: Sequence[ClauseResult]) -> list[ClauseResult]:
        """The verdict on each stored case, in a process of its own."""
        verdicts = []
        with Ticker(self._result.backend.spelled, len(failed)) as ticker:
            for stored in failed:
                case = stored.failure and stored.failure.case
                task = Task(Unit(stored.id, stored.rank, stored.dtype), case)
                verdicts += self._judge([task])
                ticker.settled(verdicts[-1])
        return verdicts

    def behind(self, wanted: Sequence[ClauseResult]) -> dict[tuple[str, int, str], ClauseResult]:
        """The verdicts on units that are run, as in the file, behind all those before them."""
        keys = {(r.id, r.rank, r.dtype) for r in wanted}
        every = [(r.id, r.rank, r.dtype) for r in self._result.clauses]
        if not keys:
            return {}
        last = max(every.index(key) for key in keys)
        verdicts = self._judge([Task(Unit(*key)) for key in every[: last + 1]])
        for verdict in verdicts:
            if verdict.failure is not None:
                not_minimal(verdict.failure)
        return {k: v for k, v in zip(every, verdicts, strict=False) if k in keys}

    def _judge(self, tasks: list[Task]) -> list[ClauseResult]:
        return supervise(
            tasks,
            spelled=self._result.backend.spelled,
            effort=self._result.run.effort,
            limits=self._limits,
            announce=self._compare,
        )

    def _compare(self, ready: Ready) -> None:
        """Refuse another backend than that of the file, and say so of another version."""
        was, now = self._result.backend, ready.backend
        if now.name != was.name:
            raise PluginError(
                f"the file is about the backend {was.name!r}, but {was.spelled} is "
                f"{now.name!r} now: certify it, and replay the file of that name"
            )
        if now.version != was.version and now.version not in self._told:
            self._told.add(now.version)
            complain(f"the file is about {_full(was)}; judged again is {_full(now)}")


def _full(backend: BackendInfo) -> str:
    return f"{backend.name} {backend.version}"


def _enter(result: Result, result_file: Path) -> None:
    """Go to the folder in which the run was: a plugin may be named relative to it."""
    seen = result.run.directory
    if ":" not in result.backend.spelled or seen is None:
        return
    folder = (result_file.resolve().parent / seen).resolve()
    if folder == Path.cwd():
        return
    if folder.is_dir():
        os.chdir(folder)
        complain(f"in {folder}, where {result.backend.spelled} was certified")
    else:
        complain(f"{folder}, where {result.backend.spelled} was certified, is no more")


def _failed(
    result: Result, clause_id: str | None, rank: int | None, dtype: str | None
) -> list[ClauseResult]:
    chosen = [
        r
        for r in result.clauses
        if clause_id in (None, r.id) and rank in (None, r.rank) and dtype in (None, r.dtype)
    ]
    failed = [r for r in chosen if r.failure is not None]
    if failed:
        return failed
    where = " ".join(str(part) for part in (clause_id, rank and f"rank {rank}", dtype) if part)
    if not chosen:
        raise typer.BadParameter(f"the file has no verdict on {where}", param_hint="CLAUSE_ID")
    statuses = ", ".join(dict.fromkeys(r.status.value for r in chosen))
    raise typer.BadParameter(
        f"no failure is stored for {where or 'any clause'} ({statuses})", param_hint="CLAUSE_ID"
    )


def _print(alone: ClauseResult, behind: ClauseResult | None) -> None:
    """Print a failure with its snippet, or that there is none any more."""
    verdict = behind if behind is not None and behind.status in BROKEN else alone
    if verdict.failure is not None:
        print_failure(verdict, None)
        if verdict is behind:
            say(BEHIND)
        elif verdict.failure.snippet:
            say(f"\n{verdict.failure.snippet}")
        return
    where = f"{verdict.id}  rank {verdict.rank}  {verdict.dtype}"
    now = "passes now" if verdict.status.satisfies else word(verdict.status)
    if behind is not None:
        now += ", alone and behind the clauses that are run before it"
    because = f": {verdict.reason}" if verdict.reason else ""
    say(f"{where}  {now}{because}", "green" if verdict.status is Status.PASS else None)
