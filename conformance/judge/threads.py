"""Calls made at the same time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import FrameType
from typing import Any

#: so many calls are made line by line
_STEPPED = 4


def in_threads(calls: Sequence[Callable[[], Any]], times: int) -> list[list[Any]]:
    """Make each call so many times in a thread of its own, all threads at once.

    In its first calls a thread that runs Python code lets the others go on behind every line, so
    that what they share does not depend on luck; what native code shares does, and shows at full
    speed.
    Returns per call what came of each time, an exception if it raised.
    """
    start = Barrier(len(calls))

    def made(call: Callable[[], Any]) -> list[Any]:
        start.wait()
        before = sys.gettrace()
        sys.settrace(_step_aside)
        try:
            slow = [_outcome(call) for _ in range(min(times, _STEPPED))]
        finally:
            sys.settrace(before)
        return slow + [_outcome(call) for _ in range(times - len(slow))]

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(made, calls))


def _outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        return error


def _step_aside(_frame: FrameType, event: str, _argument: Any) -> Any:
    if event == "line":
        time.sleep(0)
    return _step_aside
