"""The process that a backend runs in: imports it, runs units, and sends each verdict at once.

Verdicts go through a pipe of their own, since backends print. Whatever the backend does to this
process, the supervisor knows from the shared slot which case it was at.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import sys
import threading
import traceback
from collections import deque

import msgspec

from conformance.backend import Backend, PluginError
from conformance.judge.calling import one_line
from conformance.operations import Judged
from conformance.registry import resolve
from conformance.results.environment import environment
from conformance.results.model import BackendInfo, ClauseResult
from conformance.suite.clause import clauses
from conformance.suite.unit import IN_ROW, abnormal, replay, run_unit
from conformance.supervise.copies import die_with, end_like, in_a_copy, surroundings
from conformance.supervise.messages import (
    PIPE_LOST,
    REMEMBERED,
    Death,
    Job,
    Message,
    Ready,
    Rejected,
    Settled,
    Task,
)
from conformance.supervise.slot import Slot


class Child:
    """Runs the tasks of a job, one after another."""

    def __init__(self, job: Job, results: int, slot: Slot) -> None:
        self._job = job
        self._surroundings = surroundings()
        self._results = results
        self._slot = slot
        self._process = os.getpid()
        self._encoder = msgspec.json.Encoder()
        self._task = 0
        self._at = (0, b"")
        self._judged: deque[bytes] = deque(maxlen=REMEMBERED + 1)

    def run(self) -> None:
        """Import the backend and settle every task."""
        try:
            backend = resolve(self._job.spelled)
            ready = _describe(backend, self._job.spelled)
        except PluginError as error:
            return self._send(Rejected(str(error)))
        except BaseException as error:
            return self._send(Rejected(f"backend {self._job.spelled!r}: {_raised(error)}"))
        clauses()  # takes a moment, which is not one of the backend's
        self._send(ready)
        if ready.unavailable is None:
            work = self._work_apart if self._job.apart else self._work
            for number, task in enumerate(self._job.tasks):
                work(number, task, backend)
        return None

    def _work(self, number: int, task: Task, backend: Backend) -> None:
        self._task, self._at = number, (0, b"")
        self._judged.clear()
        self._slot.write(number, *self._at)
        result = self._settle(task, backend)
        self._send(Settled(number, result, self._before(result)))

    def _work_apart(self, number: int, task: Task, backend: Backend) -> None:
        """Run a task in a copy of this process, where importing the backend has left nothing that
        a copy would share with others; else here, and end: the supervisor starts another child on
        what is left."""
        if self._surroundings is None or surroundings() != self._surroundings:
            self._work(number, task, backend)
            os._exit(0)

        def in_the_copy() -> None:
            self._process = os.getpid()
            self._work(number, task, backend)
            self._slot.write(number + 1, 0, b"")

        status = in_a_copy(in_the_copy)
        self._slot.resume()
        at = self._slot.read()
        if status or at is None or at.task != number + 1:
            end_like(status)

    def _settle(self, task: Task, backend: Backend) -> ClauseResult:
        spelled = self._job.spelled
        try:
            if task.death is not None:
                return _obituary(task, task.death, backend, spelled)
            if task.case is not None:
                return replay(task.unit, backend, task.case, spelled=spelled, watch=self._watch)
            return run_unit(
                task.unit, backend, self._job.effort, spelled=spelled, watch=self._watch
            )
        except BaseException as error:  # a KeyboardInterrupt of the backend, a defect of ours
            death = Death(_raised(error), *self._at, printed="")
            return _obituary(task, death, backend, spelled)

    def _watch(self, number: int, judged: Judged) -> None:
        self._stay_single()
        self._at = (number, self._encoder.encode(judged))
        self._slot.write(self._task, *self._at)
        if not (self._judged and self._judged[-1] == self._at[1]):  # a case may take many calls
            self._judged.append(self._at[1])

    def _before(self, result: ClauseResult) -> list[object]:
        """The cases that were judged before the one that failed."""
        if result.failure is None:
            return []
        return [msgspec.json.decode(case) for case in list(self._judged)[:-1]]

    def _send(self, message: Message) -> None:
        self._stay_single()
        line = memoryview(self._encoder.encode(message) + b"\n")
        try:
            while line:
                line = line[os.write(self._results, line) :]
        except OSError:
            os._exit(PIPE_LOST)

    def _stay_single(self) -> None:
        """End here in a copy of this process that the backend has forked and let return."""
        if os.getpid() != self._process:
            os._exit(0)


def _describe(backend: Backend, spelled: str) -> Ready:
    capabilities: dict[str, dict[str, dict[str, str | None]]] = {
        operation: {
            name: {str(value): how for value, how in values.items()}
            for name, values in implementation.declared.items()
        }
        for operation, implementation in backend.implementations.items()
    }
    recorded = environment()
    if backend.unavailable is None and backend.environment is not None:
        recorded |= {str(k): str(v) for k, v in backend.environment().items()}
    info = BackendInfo(
        name=backend.name,
        version=backend.version,
        spelled=spelled,
        claims=backend.claims,
        capabilities=capabilities,
    )
    return Ready(info, recorded, backend.unavailable)


def _obituary(task: Task, death: Death, backend: Backend, spelled: str) -> ClauseResult:
    result = abnormal(
        task.unit, backend, death.why, death.number, death.case or None, spelled=spelled
    )
    if result.failure is not None and isinstance(task.case, list):
        result.failure.case = task.case
        result.failure.message += f"\nnote    {IN_ROW}"
    if result.failure is not None and death.printed:
        printed = death.printed.replace("\n", "\n        ")
        result.failure.message += f"\nprinted {printed}"
    return result


def _raised(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"raised {one_line(error)} ({frame.filename}:{frame.lineno})"


def _depend_on(supervisor: int) -> None:
    """End this process when its supervisor ends, however that happens.

    On Linux the kernel sees to it, even while a backend holds the interpreter lock; elsewhere a
    thread waits for the end of standard input, whose other end the supervisor holds.
    """
    lifeline = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if sys.platform == "linux":
        die_with(supervisor)
    else:
        threading.Thread(target=_wait_for_end, args=[lifeline], daemon=True).start()


def _wait_for_end(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Run the job on the first line of standard input; arguments: results pipe, slot."""
    results, slot = map(int, sys.argv[1:3])
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    _depend_on(job.supervisor)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.enable()
    Child(job, results, Slot(slot)).run()
    # Not a return: what the backend does at exit is no longer of interest, and may crash.
    os._exit(0)


if __name__ == "__main__":
    main()
