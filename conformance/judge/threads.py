"""Calls made at the same time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Barrier, Thread
from types import CodeType, FrameType
from typing import Any, TypeAlias

Call: TypeAlias = Callable[[], Any]

#: seconds after which calls that do not end wait, it seems, for a lock of the one that stands still
_PATIENCE = 0.25
#: so often they may not end: a busy machine is no lock, and a lock is waited for at line after line
_LATE = 3


def in_threads(
    calls: Sequence[Call], times: int, part: tuple[int, int] = (0, 1)
) -> list[list[Any]]:
    """Make calls while others are made: first interrupted, then so many times side by side.

    What Python code shares does not depend on luck: the first call is made again and again, and
    stopped before another of its lines each time while the others are made: before every line, or
    for a ``part`` (k, n) before every n-th, from the k-th on, counted from 0. What native code
    shares does: each call is made in a thread of its own, all at once.
    Returns per call what came of each time, an exception if it raised.
    """
    first = _interrupted(calls[0], calls[1:], part)
    return [a + b for a, b in zip(first, _side_by_side(calls, times), strict=True)]


def _interrupted(call: Call, others: Sequence[Call], part: tuple[int, int]) -> list[list[Any]]:
    came: list[list[Any]] = [[] for _ in (call, *others)]
    seen: set[tuple[CodeType, int]] = set()
    asked: SimpleQueue[bool] = SimpleQueue()
    answered: SimpleQueue[list[Any]] = SimpleQueue()

    def foreign() -> None:
        while asked.get():
            answered.put(_outcomes(others))

    helper = Thread(target=foreign, daemon=True)
    helper.start()
    with ThreadPoolExecutor(1) as own:
        stood, late = True, 0
        while stood and late < _LATE:
            outcome, between, stood, in_time = own.submit(
                _stopped, call, seen, part, asked, answered
            ).result()
            late += not in_time
            came[0].append(outcome)
            for made, other in zip(came[1:], between, strict=False):
                made.append(other)
    asked.put(False)
    helper.join()
    return came


def _stopped(
    call: Call,
    seen: set[tuple[CodeType, int]],
    part: tuple[int, int],
    asked: SimpleQueue[bool],
    answered: SimpleQueue[list[Any]],
) -> tuple[Any, list[Any], bool, bool]:
    """Make a call, and have the others made before the first of its lines that is not among
    ``seen``, and is of this part.

    Returns what came of it and of the others, whether there was such a line, and whether the
    others ended while the call stood still. The line may hold any lock of the standard library:
    queues made of nothing but C wait for none.
    """
    nth, every = part
    between: list[Any] = []
    stood = in_time = False

    def stop(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal stood, in_time
        line = (frame.f_code, frame.f_lineno)
        if event == "line" and not stood and line not in seen:
            seen.add(line)
            if (len(seen) - 1) % every != nth:
                return stop
            stood = True
            asked.put(True)
            try:
                between.extend(answered.get(timeout=_PATIENCE))
                in_time = True
            except Empty:
                pass
        return stop

    before = sys.gettrace()
    sys.settrace(stop)
    try:
        outcome = _outcome(call)
    finally:
        sys.settrace(before)
    if stood and not in_time:
        between = answered.get()
    return outcome, between, stood, in_time


def _side_by_side(calls: Sequence[Call], times: int) -> list[list[Any]]:
    start = Barrier(len(calls))

    def made(call: Call) -> list[Any]:
        start.wait()
        return _outcomes([call] * times)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(made, calls))


def _outcomes(calls: Sequence[Call]) -> list[Any]:
    return [_outcome(call) for call in calls]


def _outcome(call: Call) -> Any:
    try:
        return call()
    except Exception as error:
        return error
