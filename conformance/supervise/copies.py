"""Copies of a process in which a backend is imported and nothing was called yet.

A copy takes milliseconds, where a new process takes as long as a framework takes to import.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

_PR_SET_PDEATHSIG = 1


def surroundings() -> frozenset[str] | None:
    """What a copy of this process would share with it: open files, which may be devices or
    servers, and processes that it has started.

    None where that is not known, or where a copy would lack threads, and never get the locks that
    these hold.
    """
    if sys.platform != "linux":
        return None
    threads = os.listdir("/proc/self/task")
    if len(threads) > 1:
        return None
    files = (f"{fd} {_target(fd)}" for fd in os.listdir("/proc/self/fd"))
    started = Path(f"/proc/self/task/{threads[0]}/children").read_text()
    return frozenset((*files, f"started {started}"))


def _target(fd: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except OSError:  # the one through which the folder was listed
        return ""


def in_a_copy(work: Callable[[], None]) -> int:
    """Do work in a copy of this process, and return the status with which that ended, as
    :func:`os.waitpid` gives it: 0 where the work was done, and where something else ended it so."""
    sys.stdout.flush()
    sys.stderr.flush()
    original = os.getpid()
    copy = os.fork()
    if not copy:
        try:
            die_with(original)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(copy, 0)
    return status


def end_like(status: int) -> NoReturn:
    """End this process as a copy of it ended, and print nothing."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        faulthandler.disable()
        with suppress(OSError):  # a signal that nothing handles
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def die_with(parent: int) -> None:
    """Have the kernel (Linux) end this process when its parent ends, however that happens, and
    even while a backend holds the interpreter lock."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
