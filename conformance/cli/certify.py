"""`convspec certify`: run the suite under supervision, print the verdicts, write result files."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from conformance.backend import PluginError
from conformance.cli.claims import check_claim, failing, holds
from conformance.cli.console import Ticker, complain, say
from conformance.cli.groups import by_cause
from conformance.cli.options import DEFAULT, Memory, Timeout
from conformance.cli.report import Run, print_claim, print_failures, print_table
from conformance.cli.select import selected
from conformance.judge.self_check import self_check
from conformance.known_failures import Known, load, mark
from conformance.registry import registered
from conformance.results import store
from conformance.results.environment import command, suite_info
from conformance.results.model import ClauseResult, Effort, RunInfo
from conformance.suite.clause import clauses
from conformance.suite.profiles import standing
from conformance.suite.unit import Unit
from conformance.supervise.alone import Alone
from conformance.supervise.messages import Ready, Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise


class Plan(Struct, frozen=True):
    """What to run on every backend."""

    units: list[Unit]
    effort: Effort
    limits: Limits
    jobs: int
    known: tuple[Known, ...]
    results: Path | None  # None for a partial run, which is not stored


class NotRun(Struct, frozen=True):
    """A backend that was not run, and why."""

    name: str
    reason: str


def certify(
    backends: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BACKEND]...",
            help="A registered name, module:attribute, or path/to/file.py:attribute. "
            "None: every registered backend that is available.",
            show_default=False,
        ),
    ] = None,
    effort: Annotated[Effort, typer.Option(help="How many cases are judged.")] = "standard",
    results: Annotated[
        Path, typer.Option(help="The folder for <backend>.json.", file_okay=False)
    ] = Path("convspec-results"),
    only: Annotated[
        str | None,
        typer.Option(
            "-k",
            "--only",
            help="Only what this selects, as pytest's -k does: words of an id, rank2, float32, "
            "joined by and, or, not. A partial run: no file is written.",
            show_default=False,
        ),
    ] = None,
    known_failures: Annotated[
        Path | None,
        typer.Option(
            help="A TOML file of what is known to fail: clause, reason, link.",
            show_default=False,
        ),
    ] = None,
    timeout: Timeout = DEFAULT.timeout,
    memory: Memory = DEFAULT.memory,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", help="Processes that share the work.", min=1)
    ] = 1,
) -> None:
    """Hold backends against the specification, each in a process of its own.

    Whatever a backend does (crash, hang, exit, eat memory), the case is recorded
    and the run goes on behind it.

    Exit status: 1 if a backend misses the profile that it claims; of one that claims
    nothing, and with -k, if any clause fails. 0 if not. 2 if something cannot be
    used, and a message says what; 130 if interrupted.

    [bold]Examples[/]

      convspec certify numpy torch-cpu

      convspec certify mylib.plugin:backend --effort smoke

      convspec certify path/to/plugin.py:backend -k "same and rank2"
    """
    chosen = selected(only)
    known = _known(known_failures, backends or [])
    if only is None:
        store.check_writable(results)
    self_check()
    limits = Limits(timeout=timeout, memory=memory)
    stored = None if only is not None else results
    plan = Plan(chosen, effort, limits, jobs, known, stored)
    runs, left_out = _run_all(backends or [], plan)
    print_table(runs)
    for absent in left_out:
        say(f"{absent.name}: not run: {absent.reason}")
    for run in runs:
        print_failures(run)
    say()
    for run in runs:
        print_claim(run)
        for entry in run.stale:
            complain(entry)
    raise typer.Exit(0 if all(_good(run) for run in runs) else 1)


def _known(path: Path | None, backends: Sequence[str]) -> tuple[Known, ...]:
    if path is None:
        return ()
    if len(backends) != 1:
        raise typer.BadParameter(
            "the file speaks of one backend: name exactly one", param_hint="--known-failures"
        )
    return load(path, clauses())


def _run_all(named: Sequence[str], plan: Plan) -> tuple[list[Run], list[NotRun]]:
    """Run the named backends, or all that are registered; of those, leave out what cannot run."""
    runs: list[Run] = []
    left_out: list[NotRun] = []
    for spelled in named or registered():
        try:
            done = _run(spelled, plan, [run.result.backend.name for run in runs])
        except PluginError as error:
            if named:
                raise
            done = NotRun(spelled, str(error))
        if isinstance(done, Run):
            runs.append(done)
        elif named:
            raise PluginError(f"backend {spelled!r} is not available: {done.reason}")
        else:
            left_out.append(done)
    if not runs:
        reasons = "; ".join(f"{absent.name}: {absent.reason}" for absent in left_out)
        raise PluginError(f"no registered backend can be run. {reasons}")
    return runs, left_out


def _run(spelled: str, plan: Plan, taken: Sequence[str]) -> Run | NotRun:
    said: list[Ready] = []

    def announce(ready: Ready) -> None:
        check_claim(ready.backend)
        if ready.backend.name in taken:
            raise PluginError(
                f"backend {spelled!r} is called {ready.backend.name!r} like another one of this "
                "run, and both results would be stored under that name: certify them apart"
            )
        if plan.results is not None:
            store.check_writable(plan.results, ready.backend.name)
        said.append(ready)

    date = datetime.now(UTC).isoformat(timespec="seconds")
    started, cpu_before = time.perf_counter(), _cpu()
    with Ticker(spelled, len(plan.units)) as ticker:
        verdicts = supervise(
            [Task(unit) for unit in plan.units],
            spelled=spelled,
            effort=plan.effort,
            limits=plan.limits,
            jobs=plan.jobs,
            announce=announce,
            settled=ticker.settled,
        )
    ready = said[0]
    if ready.unavailable is not None:
        return NotRun(spelled, ready.unavailable)
    _confirm(spelled, plan, verdicts)
    stale = mark(plan.known, verdicts)
    seconds = time.perf_counter() - started
    result = store.sealed(
        suite=suite_info(),
        backend=ready.backend,
        environment=ready.environment,
        run=RunInfo(
            effort=plan.effort,
            command=command(),
            date=date,
            directory=None if plan.results is None else _here(plan.results),
            seconds=round(seconds, 3),
        ),
        profiles={} if plan.results is None else standing(verdicts),
        clauses=verdicts,
    )
    stored = None if plan.results is None else store.write(result, plan.results)
    return Run(result, stored, _cpu() - cpu_before, stale)


def _here(results: Path) -> str:
    """The working directory as seen from the folder of the results."""
    return Path(os.path.relpath(Path.cwd(), results)).as_posix()


def _confirm(spelled: str, plan: Plan, verdicts: list[ClauseResult]) -> None:
    """Judge the failures again, each in a process of its own."""
    groups = by_cause(v for v in verdicts if v.failure is not None)
    first = [most for most, *_ in groups]
    failed = [*first, *(other for _, *others in groups for other in others)]
    with Ticker(f"{spelled}: failures alone", len(failed)) as ticker:
        Alone(spelled, plan.effort, plan.limits).confirm(failed, ticker.settled)


def _cpu() -> float:
    """Seconds of processor time of this process and of the children that have ended."""
    spent = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(s.ru_utime + s.ru_stime for s in spent)


def _good(run: Run) -> bool:
    """Whether the claim holds; of a partial run, or without a claim, whether nothing fails that
    was not known to."""
    if run.stale:
        return False
    if run.stored is not None and run.result.backend.claims is not None:
        return holds(run.result)
    return not failing(run.result)
