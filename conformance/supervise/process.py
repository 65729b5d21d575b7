"""One child process as its supervisor sees it: what it says, where it is, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from conformance.supervise.messages import PIPE_LOST, Job, Message
from conformance.supervise.slot import Position, Slot

PACKAGE = str(Path(__file__).parents[1])
MIB = 1 << 20
PAGE = os.sysconf("SC_PAGE_SIZE")
#: seconds that a process gets to end after it closed its pipe, or to print its stack
GRACE = 1.0
PIPE_SIZE = 1 << 20
#: on tiny calls the threads of a pool only wait for each other; what the user has set stands
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
KEPT_OUTPUT = 64 * 1024
SHOWN_LINES = 10
SHOWN_COLUMNS = 200


class Limits(Struct, frozen=True):
    """What a backend is allowed: ``timeout`` seconds per case, ``startup`` seconds until it is
    imported, ``memory`` MiB of resident memory (looked at where there is /proc), and how many
    ``hangs`` and ``crashes`` of one operation are waited for before the rest of it is left out."""

    timeout: float = 30.0
    startup: float = 120.0
    memory: int = 8192
    hangs: int = 3
    crashes: int = 25


class End(Struct, frozen=True):
    """How a child ended."""

    kind: Literal["exit", "hang", "memory"]
    why: str


class Process:
    """A running child. ``close`` ends it, with every process of its group."""

    def __init__(self, job: Job, limits: Limits) -> None:
        self._limits = limits
        self._slot = Slot.create()
        self._results, write = os.pipe()
        module = "conformance.supervise.child"
        # -P: a folder named `conformance` in the working directory is not the package.
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(write), str(self._slot.fd)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(write, self._slot.fd),
            env={**ONE_THREAD, **os.environ},
            process_group=0,
        )
        os.close(write)
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._output = self._popen.stdout.fileno()
        self._open = {self._results, self._output}
        for fd in self._open:
            os.set_blocking(fd, False)
        self._unread = b""
        self._printed = b""
        self._closed_at: float | None = None
        self.ready = False  # whether the backend is imported
        self._beat = 0
        self._alive_at = time.monotonic()
        try:
            self._popen.stdin.write(msgspec.json.encode(job) + b"\n")
            self._popen.stdin.flush()
        except BrokenPipeError:
            pass  # it ended already, which is seen later
        except BaseException:  # an interrupt: nobody else knows of this process yet
            self.close()
            raise

    @property
    def readable(self) -> set[int]:
        """The file descriptors on which something may arrive."""
        return self._open

    @property
    def position(self) -> Position | None:
        """The last position that the child recorded."""
        return self._slot.read()

    def heard(self) -> Iterator[Message]:
        """Yield the messages that have arrived."""
        self._printed = (self._printed + self._read(self._output))[-KEPT_OUTPUT:]
        *lines, self._unread = (self._unread + self._read(self._results)).split(b"\n")
        if self._closed_at is None and self._results not in self._open:
            self._closed_at = time.monotonic()
        for line in lines:
            yield msgspec.json.decode(line, type=Message)
            self.ready = True

    def _read(self, fd: int) -> bytes:
        """Return what waits in a pipe: no more than it holds, for a child may never fall silent."""
        if fd not in self._open:
            return b""
        try:
            found = os.read(fd, PIPE_SIZE)
        except BlockingIOError:
            return b""
        if not found:
            self._open.discard(fd)
        return found

    def end(self) -> End | None:
        """Return how the child ended, None while it is well. One that overstays is killed.

        To be asked before ``heard``, so that nothing is missed of what was said before the end.
        """
        status = self._popen.poll()
        if status is not None:
            return End("exit", _described(status))
        now = time.monotonic()
        if self._closed_at is not None and now - self._closed_at > GRACE:
            return self._kill(End("exit", _described(PIPE_LOST)))
        position = self.position
        judging = self._judging(position)
        used = _resident(judging)
        if used > self._limits.memory * MIB:
            return self._kill(End("memory", f"used more than {self._limits.memory} MiB of memory"))
        beat = 0 if position is None else position.beat
        if beat != self._beat:
            self._beat, self._alive_at = beat, now
        allowed = self._limits.timeout if self.ready else self._limits.startup
        if now - self._alive_at > allowed:
            self._print_stack(judging)
            return self._kill(End("hang", f"no answer for {allowed:g} s"))
        return None

    def _judging(self, position: Position | None) -> int:
        """The process that judges: the child, or the copy of itself that it has recorded."""
        if position is not None:
            with suppress(OSError):
                if os.getpgid(position.process) == self._popen.pid:
                    return position.process
        return self._popen.pid

    def _print_stack(self, judging: int) -> None:
        """Have a hanging child say where it hangs: its faulthandler prints the stack on SIGABRT."""
        with suppress(ProcessLookupError):
            os.kill(judging, signal.SIGABRT)
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(GRACE)

    def _kill(self, end: End) -> End:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()
        return end

    def close(self) -> None:
        """End the child and all the processes that it started, and let go of what it held."""
        self._kill(End("exit", "closed"))
        os.close(self._results)
        self._slot.close()
        for stream in (self._popen.stdin, self._popen.stdout):
            assert stream is not None
            with suppress(BrokenPipeError):
                stream.close()

    def printed(self) -> str:
        """The last lines that the child printed and, where it crashed or hung, the Python stack
        down to the frame that called the backend."""
        text = self._printed.decode(errors="replace")
        before, _, dump = text.rpartition("Fatal Python error")
        if not before and not dump.startswith(": "):
            before, dump = text, ""
        lines = [
            line if len(line) <= SHOWN_COLUMNS else f"{line[: SHOWN_COLUMNS - 1]}…"
            for line in before.strip().splitlines()[-SHOWN_LINES:]
        ]
        _, _, stack = dump.partition("Current thread")
        for frame in stack.splitlines()[1:]:
            if not frame.startswith('  File "') or PACKAGE in frame:
                break
            if '"<frozen ' not in frame:
                lines.append(frame.strip())
        return "\n".join(lines)


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * PAGE


def _described(status: int) -> str:
    """Say what the exit status of a child means that did not finish its job."""
    if status == PIPE_LOST:
        return "closed file descriptors that it did not open"
    if status >= 0:
        return f"exited with status {status} without a result"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    out_of_memory = " (the system may be out of memory)" if -status == signal.SIGKILL else ""
    return f"killed by {name}{out_of_memory}"
