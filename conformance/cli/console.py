"""Where the commands print: results to standard output, progress and complaints to the other."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from conformance.results.model import ClauseResult

#: columns where there is no terminal: enough that nothing is wrapped in a log
PLAIN_WIDTH = 1000
#: seconds between two lines of progress where there is no terminal
REPORTED_EVERY = 5.0

out = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
err = Console(stderr=True, width=None if sys.stderr.isatty() else PLAIN_WIDTH, highlight=False)


def complain(message: str) -> None:
    """Print one message about what went wrong."""
    err.print(f"convspec: {message}", markup=False, soft_wrap=True)


def say(text: str = "", style: str | None = None) -> None:
    """Print text as it is: no markup, no wrapping."""
    out.print(text, markup=False, soft_wrap=True, style=style)


class Ticker:
    """Progress over units: a bar on a terminal, else a line every few seconds."""

    def __init__(self, title: str, total: int) -> None:
        self._title = title
        self._total = total
        self._done = 0
        self._reported_at = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[at]}"),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._task = self._bar.add_task(title, total=total, at="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def settled(self, result: ClauseResult) -> None:
        """Count one verdict."""
        self._done += 1
        self._bar.update(self._task, completed=self._done, at=result.id)
        now = time.monotonic()
        if not err.is_terminal and now - self._reported_at > REPORTED_EVERY:
            self._reported_at = now
            complain(f"{self._title}: {self._done} of {self._total} ({result.id})")
