"""Judges failures again in processes of their own: a case that fails only behind other calls is
not minimal, and nobody could reproduce it from that case.

For such a case the shortest row of calls is looked for that shows the fault from a fresh process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import structs

from conformance.backend import PluginError
from conformance.results.model import ClauseResult, Effort, Failure, Status
from conformance.suite.unit import Unit
from conformance.supervise.messages import Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise

#: so many failures of a run are judged again, each in a process of its own
MOST = 64
#: processes that are spent on making one row of calls shorter, and on all rows of a run
TRIES, TRIES_IN_ALL = 12, 60
BROKEN = (Status.FAIL, Status.ERROR)
BEHIND = "alone this case passes: the fault depends on calls before it"


class Alone:
    """Judges failures of one backend again, each in a fresh process, up to ``MOST`` of them."""

    def __init__(self, spelled: str, effort: Effort, limits: Limits) -> None:
        self._spelled = spelled
        self._effort: Effort = effort
        self._limits = limits
        self._left = MOST
        self._tries = TRIES_IN_ALL

    def confirm(
        self, results: Sequence[ClauseResult], told: Callable[[ClauseResult], None] = lambda _: None
    ) -> None:
        """Judge the failures among the results again, in this order, and correct what is said of
        them."""
        tried: list[tuple[ClauseResult, Failure]] = []
        for result in results:
            if result.failure is None:
                continue
            if result.failure.case is None or not self._left:
                not_minimal(result.failure)
                told(result)
            else:
                self._left -= 1
                tried.append((result, result.failure))
        tasks = [Task(_unit(result), failure.case) for result, failure in tried]
        try:
            alone = self._judged(tasks, told) if tasks else []
            for (result, failure), again in zip(tried, alone, strict=True):
                self._correct(result, failure, again)
        except PluginError:  # it could be imported before, and now it cannot
            for _, failure in tried:
                if failure.alone is None:
                    not_minimal(failure)

    def _correct(self, result: ClauseResult, failure: Failure, again: ClauseResult) -> None:
        if again.status in BROKEN:
            failure.alone = True
            if again.failure is not None and again.failure.kind == failure.kind:
                result.failure = _as_alone(failure, again.failure)
            return
        not_minimal(failure)
        if again.status is Status.NOT_RUN:
            return
        failure.alone = False
        row = failure.case if isinstance(failure.case, list) else [failure.case]
        shown = self._in_a_row(_unit(result), row)
        if shown is None:
            failure.message += f"\nnote    {BEHIND}"
            failure.snippet = f"# {BEHIND.capitalize()}.\n{failure.snippet}"
            return
        shown.number, shown.alone = failure.number, False
        result.failure = shown

    def judged(self, task: Task, before: dict[int, list[Any]] | None = None) -> ClauseResult:
        """The verdict on one task in a process of its own."""
        (result,) = self._judged([task], before=before)
        return result

    def _judged(
        self,
        tasks: Sequence[Task],
        told: Callable[[ClauseResult], None] = lambda _: None,
        before: dict[int, list[Any]] | None = None,
    ) -> list[ClauseResult]:
        """The verdicts on tasks, each in a process of its own."""
        return supervise(
            tasks,
            spelled=self._spelled,
            effort=self._effort,
            limits=self._limits,
            settled=told,
            before=before,
            apart=True,
        )

    def _in_a_row(self, unit: Unit, case: list[Any]) -> Failure | None:
        """The failure of the shortest row found that ends in the case, or of the whole clause."""
        twice = self._row(unit, [*case, *case])
        if twice is not None:
            return twice
        before: dict[int, list[Any]] = {}
        whole = self.judged(Task(unit), before).failure
        if whole is None or whole.case is None:
            return None
        last = whole.case if isinstance(whole.case, list) else [whole.case]
        earlier = before.get(0, [])
        best = self._row(unit, [*earlier, *last])
        return None if best is None else self._shortened(unit, best)

    def _shortened(self, unit: Unit, best: Failure) -> Failure:
        """The failure of a shorter row that still fails: pieces left out, halves before cases."""
        size, start = len(best.case) // 2, 0
        for _ in range(min(TRIES, self._tries)):
            *earlier, last = best.case
            if start >= len(earlier):
                size, start = size // 2, 0
            if not size:
                break
            self._tries -= 1
            found = self._row(unit, [*earlier[:start], *earlier[start + size :], last])
            if found is None:
                start += size
            else:
                best = found
        return best

    def _row(self, unit: Unit, row: list[Any]) -> Failure | None:
        """The failure of a row of cases, None where it passes."""
        if len(row) < 2:
            return None
        return self.judged(Task(unit, row)).failure


def _unit(result: ClauseResult) -> Unit:
    return Unit(result.id, result.rank, result.dtype)


def _as_alone(failure: Failure, again: Failure) -> Failure:
    """What a fresh process shows of a failure: calls before it may have changed which call is at
    fault."""
    (head, *_), (_, _, shown) = failure.message.splitlines(), again.message.partition("\n")
    return structs.replace(
        again,
        message=f"{head}\n{shown}",
        number=failure.number,
        minimal=failure.minimal,
        case=failure.case,
        alone=True,
    )


def not_minimal(failure: Failure) -> None:
    """Take back that a failure is minimal."""
    failure.minimal = False
    failure.message = failure.message.replace(" (minimal)", "", 1)
