"""Guards a bare pytest run, in whose process the backend is: against a case without an end, and
against an end of the process that looks like success."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from conformance.operations import Judged

#: how often the guard looks, in seconds
EVERY = 0.5
#: seconds that a case gets beyond its time where only faulthandler can end it
GRACE = 2.0
PACKAGE = str(Path(__file__).parent)
#: the status with which an endless run ends: that of pytest where tests fail
FAILED = 1


@contextmanager
def no_exit() -> Iterator[None]:
    """Within, ``os._exit`` raises SystemExit, but in processes that were forked within."""
    leave, process = os._exit, os.getpid()

    def refuse(status: int) -> NoReturn:
        if os.getpid() != process:
            leave(status)
        raise SystemExit(f"os._exit({status})")

    os._exit = refuse
    try:
        yield
    finally:
        os._exit = leave


class Guard:
    """Ends the process where a case takes more than ``timeout`` seconds; 0 is no limit.

    A thread looks at the clock and tells which case it is. It cannot where the backend holds the
    interpreter lock; there faulthandler ends the process, and prints the stack.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._case: tuple[float, int, int, Judged, Callable[[int, Judged], str]] | None = None
        self._over = threading.Event()
        self._stderr = os.dup(2)
        self._leave = os._exit
        # A person at a debugger takes as long as it takes.
        self._idle = not timeout or "pydevd" in sys.modules
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        """Begin to look at the clock."""
        if not self._idle:
            self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        faulthandler.cancel_dump_traceback_later()
        os.close(self._stderr)

    def pause(self) -> None:
        """Give the present case all the time that it takes: a person looks at it."""
        self._case = None

    @contextmanager
    def unit(self, told: Callable[[int, Judged], str]) -> Iterator[Callable[[int, Judged], None]]:
        """Give what is to be called before every case; ``told`` says what is told of one."""

        def watch(number: int, judged: Judged) -> None:
            self._case = (time.monotonic(), threading.get_ident(), number, judged, told)

        try:
            with no_exit():
                yield watch
        finally:
            self._case = None

    def _look(self) -> None:
        self._watch_the_lock()
        while not self._over.wait(EVERY):
            self._watch_the_lock()
            case = self._case
            if case is None:
                continue
            began, thread, number, judged, told = case
            if time.monotonic() - began > self._timeout:
                text = f"\n\n{told(number, judged)}\n{_stack(thread)}"
                os.write(self._stderr, text.encode())
                self._leave(FAILED)

    def _watch_the_lock(self) -> None:
        """Have faulthandler end the process, should this thread be kept from looking again."""
        faulthandler.dump_traceback_later(self._timeout + GRACE, exit=True, file=self._stderr)


def _stack(thread: int) -> str:
    """Where a thread is, from the call of the backend on."""
    frames = list(traceback.extract_stack(sys._current_frames()[thread]))
    ours = [n for n, frame in enumerate(frames) if frame.filename.startswith(PACKAGE)]
    below = frames[ours[-1] + 1 :] if ours else frames
    return "".join(f"stuck   {f.filename}:{f.lineno} in {f.name}: {f.line}\n" for f in below)
