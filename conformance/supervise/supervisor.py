"""Runs units in child processes: whatever happens to a child, each unit gets its verdict, and the
run goes on behind it."""

from __future__ import annotations

import os
import select
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from msgspec import structs

from conformance.backend import PluginError
from conformance.operations import Operation
from conformance.results.model import ClauseResult, Effort, Failure, Status
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit, not_run
from conformance.supervise.messages import Death, Job, Ready, Rejected, Settled, Task
from conformance.supervise.process import End, Limits, Process
from conformance.supervise.slot import Position

#: a task, and its place among the tasks of the run
Numbered: TypeAlias = tuple[int, Task]

#: seconds between two looks at a child that says nothing
POLL = 0.05


def supervise(
    tasks: Sequence[Task],
    *,
    spelled: str,
    effort: Effort,
    limits: Limits,
    jobs: int = 1,
    announce: Callable[[Ready], None] = lambda _: None,
    settled: Callable[[ClauseResult], None] = lambda _: None,
    before: dict[int, list[Any]] | None = None,
    apart: bool = False,
) -> list[ClauseResult]:
    """Run the tasks on the backend ``spelled`` in ``jobs`` processes; one verdict each, in order.

    ``announce`` is told once when the backend is imported, ``settled`` of every verdict;
    ``before`` takes, by the place of the task, the latest cases judged before a failure; with
    ``apart`` each task is run in a process in which nothing was called before. A backend that is
    not available settles every task as not run. Raises PluginError if it cannot be imported. No
    process survives the call, whatever it raises.
    """
    remembered = {} if before is None else before
    run = _Run(spelled, effort, limits, announce, settled, remembered, apart)
    numbered = list(enumerate(tasks))
    lanes = [_Lane(run, numbered[i::jobs]) for i in range(max(1, min(jobs, len(tasks))))]
    try:
        for lane in lanes:
            lane.start()
        while busy := [lane for lane in lanes if lane.busy]:
            select.select([fd for lane in busy for fd in lane.readable], [], [], POLL)
            for lane in busy:
                lane.step()
    finally:
        for lane in lanes:
            lane.close()
    return [run.results[index] for index, _ in numbered]


def probe(spelled: str, limits: Limits) -> Ready:
    """Import a backend in a process of its own and return what it says of itself.

    Raises PluginError if it cannot be imported.
    """
    said: list[Ready] = []
    supervise([], spelled=spelled, effort="smoke", limits=limits, announce=said.append)
    return said[0]


class _Run:
    """What the lanes share."""

    def __init__(
        self,
        spelled: str,
        effort: Effort,
        limits: Limits,
        announce: Callable[[Ready], None],
        settled: Callable[[ClauseResult], None],
        before: dict[int, list[Any]],
        apart: bool,
    ) -> None:
        self.before = before
        self.apart = apart
        self.spelled = spelled
        self.effort: Effort = effort
        self.limits = limits
        self.results: dict[int, ClauseResult] = {}
        self.ready: Ready | None = None
        self._announce = announce
        self._settled = settled
        self._hangs: Counter[Operation] = Counter()
        self._crashes: Counter[Operation] = Counter()

    def announce(self, ready: Ready) -> None:
        if self.ready is None:
            self.ready = ready
            self._announce(ready)

    def settle(self, index: int, result: ClauseResult) -> None:
        self.results[index] = result
        self._settled(result)

    @property
    def unavailable(self) -> str | None:
        """Why the backend cannot run on this machine, None if it can."""
        return None if self.ready is None else self.ready.unavailable

    def not_started(self, end: End, printed: str) -> str:
        """Say that a child ended before the backend was imported.

        Raises PluginError with that if none has ever come further.
        """
        if self.ready is None:
            why = f"its process ended while it was imported: {end.why}"
            raise PluginError(f"backend {self.spelled!r}: {why}\n{printed}".strip())
        return f"not run: the backend could not be imported again: {end.why}"

    def count(self, unit: Unit, end: End) -> None:
        """Remember that a child ended at a unit."""
        ends = self._hangs if end.kind == "hang" else self._crashes
        ends[clauses()[unit.clause].operation] += 1

    def given_up(self, unit: Unit) -> str | None:
        """Say why a unit is not worth a try any more, None if it is."""
        operation = clauses()[unit.clause].operation
        if self._hangs[operation] >= self.limits.hangs:
            return f"not tried: {operation} hung at {self._hangs[operation]} units before"
        if self._crashes[operation] >= self.limits.crashes:
            return f"not tried: {operation} crashed at {self._crashes[operation]} units before"
        return None


class _Lane:
    """Tasks that run one after another, in one child after another when one ends early."""

    def __init__(self, run: _Run, tasks: list[Numbered]) -> None:
        self._run = run
        self._tasks = tasks  # those of the current child
        self._settled: set[int] = set()
        self._process: Process | None = None

    @property
    def busy(self) -> bool:
        """Whether a child is at work."""
        return self._process is not None

    @property
    def readable(self) -> set[int]:
        """The file descriptors on which something may arrive."""
        return set() if self._process is None else self._process.readable

    def start(self) -> None:
        """Start a child on the tasks."""
        run = self._run
        self._settled = set()
        tasks = [task for _, task in self._tasks]
        job = Job(run.spelled, run.effort, tasks, os.getpid(), run.apart)
        self._process = Process(job, run.limits)

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def step(self) -> None:
        """Take in what the child says; when it has ended, settle why and start another."""
        process = self._process
        assert process is not None
        end = process.end()  # asked first, so that nothing said before the end is missed
        for message in process.heard():
            match message:
                case Rejected(reason):
                    raise PluginError(reason)
                case Ready():
                    self._run.announce(message)
                case Settled(number, result, before):
                    index, _ = self._tasks[number]
                    self._run.before[index] = before
                    self._settled.add(number)
                    self._run.settle(index, result)
        if end is not None:
            self._go_on_behind(end, process)

    def _go_on_behind(self, end: End, process: Process) -> None:
        """Settle the task at which the child ended, and start another child on what is left."""
        at, printed = process.position, process.printed()
        self.close()
        left = {n: task for n, task in enumerate(self._tasks) if n not in self._settled}
        if not process.ready:
            self._leave_out(left, self._run.not_started(end, printed))
        elif self._run.unavailable is not None:
            self._leave_out(left, self._run.unavailable)
        elif left:
            at = at or Position(0, 0, min(left), 0, b"")
            self._tasks = self._bury(left, at, end, printed)
            if self._tasks:
                self.start()

    def _leave_out(self, left: dict[int, Numbered], reason: str) -> None:
        for index, task in left.values():
            unborn = task.death is None
            result = not_run(task.unit, reason) if unborn else _unexplained(task)
            self._run.settle(index, result)

    def _bury(
        self, left: dict[int, Numbered], at: Position, end: End, printed: str
    ) -> list[Numbered]:
        """Return what the next child is to do: write up the death of this one, then the rest."""
        dead: list[Numbered] = []
        alive: list[Numbered] = []
        for number, (index, task) in left.items():
            if number != at.task:
                alive.append((index, task))
            elif task.death is None:
                self._run.count(task.unit, end)
                death = Death(end.why, at.number, at.case, printed)
                dead.append((index, structs.replace(task, death=death)))
            else:  # the write-up itself ended the process
                self._run.settle(index, _unexplained(task))
        for index, task in alive:
            reason = self._run.given_up(task.unit) if task.death is None else None
            if reason is None:
                dead.append((index, task))
            else:
                self._run.settle(index, not_run(task.unit, reason))
        return dead


def _unexplained(task: Task) -> ClauseResult:
    """The verdict on a unit at which a child ended, where no child could write it up."""
    assert task.death is not None
    result = not_run(task.unit, task.death.why)
    result.status = Status.ERROR
    result.cases = task.death.number
    result.failure = Failure(
        parameters={},
        message=f"ERROR {result.id}\nfound   {task.death.why}",
        snippet="",
        kind="process",
        number=task.death.number,
    )
    return result
