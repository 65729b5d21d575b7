"""`convspec replay`: judge the stored cases of failures again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conformance.cli.console import Ticker, say
from conformance.cli.options import DEFAULT, Memory, Timeout
from conformance.cli.report import print_failure, word
from conformance.results import store
from conformance.results.model import ClauseResult, Result, Status
from conformance.suite.unit import Unit
from conformance.supervise.messages import Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise


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
    """Judge the stored case of a failure again, on the backend that the file names.

    A unit whose process ended before its first case is run again as a whole.

    Exit status: 0 all pass now; 1 one still fails; 2 nothing to replay, or not usable.

    [bold]Examples[/]

      convspec replay convspec-results/mylib.json conv.pad.same-upper --rank 1

      convspec replay convspec-results/mylib.json
    """
    result = store.read(result_file)
    failed = _failed(result, clause_id, rank, dtype)
    spelled = result.backend.spelled
    tasks = [Task(Unit(r.id, r.rank, r.dtype), r.failure and r.failure.case) for r in failed]
    with Ticker(spelled, len(tasks)) as ticker:
        verdicts = supervise(
            tasks,
            spelled=spelled,
            effort=result.run.effort,
            limits=Limits(timeout=timeout, memory=memory),
            settled=ticker.settled,
        )
    for verdict in verdicts:
        _print(verdict)
    raise typer.Exit(0 if all(v.status.satisfies for v in verdicts) else 1)


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
    where = " ".join(str(part) for part in (clause_id, rank, dtype) if part is not None)
    if not chosen:
        raise typer.BadParameter(f"the file has no verdict on {where}", param_hint="CLAUSE_ID")
    statuses = ", ".join(dict.fromkeys(r.status.value for r in chosen))
    raise typer.BadParameter(
        f"no failure is stored for {where or 'any clause'} ({statuses})", param_hint="CLAUSE_ID"
    )


def _print(verdict: ClauseResult) -> None:
    if verdict.failure is not None:
        print_failure(verdict, None)
    else:
        where = f"{verdict.id}  rank {verdict.rank}  {verdict.dtype}"
        now = "passes now" if verdict.status.satisfies else word(verdict.status)
        because = f": {verdict.reason}" if verdict.reason else ""
        say(f"{where}  {now}{because}", "green" if verdict.status is Status.PASS else None)
