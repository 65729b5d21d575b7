"""Calls made while others are made: what is shared shows every time, what is locked is right."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from conformance import Backend
from conformance.backends.numpy import backend as numpy
from conformance.judge.threads import in_threads
from conformance.results.model import Status
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit, run_unit

Make = Callable[..., Backend]


def _shared() -> Callable[..., list[Any]]:
    place: list[Any] = []

    def call(value: int) -> list[Any]:
        place[:] = [value]
        return [*place]

    return call


@pytest.mark.parametrize("_again", range(5))
def test_what_is_shared_for_one_line_is_seen_every_time(_again: int) -> None:
    call = _shared()
    came = in_threads([lambda: call(1), lambda: call(2), lambda: call(3)], 0)
    assert [3] in came[0]
    assert came[1:] == [[[2]] * len(came[1]), [[3]] * len(came[2])]


def test_one_answer_that_comes_late_ends_nothing() -> None:
    call, made = _shared(), [0]

    def slow(value: int) -> list[Any]:
        made[0] += 1
        if made[0] == 1:
            time.sleep(0.4)
        return call(value)

    came = in_threads([lambda: call(1), lambda: slow(2)], 0)
    assert [2] in came[0]


def test_every_line_is_stopped_at_once_and_a_loop_is_not_stopped_again() -> None:
    def call() -> int:
        total = 0
        for n in range(1000):
            total += n
        return total

    first, second = in_threads([call, call], 2)
    assert set(first) == set(second) == {499_500}
    assert 4 <= len(second) - 2 <= 8
    assert len(first) == len(second) + 1  # the last time there was no line left


def test_an_exception_is_what_came() -> None:
    def call() -> None:
        raise ValueError("no")

    (alone,) = in_threads([call], 1)
    assert {str(error) for error in alone} == {"no"}


@pytest.mark.parametrize("lock", [threading.Lock(), threading.RLock()])
def test_a_backend_that_makes_one_call_after_the_other_passes(convolving: Make, lock: Any) -> None:
    kept: dict[Any, Any] = {}

    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        with lock:
            kept[x.shape] = x
            return right(kept[x.shape], w, b, **keywords)

    def shared(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        kept[x.shape] = x
        return right(kept[x.shape], w, b, **keywords)

    unit = Unit("conv.calls.threads", 1, "float32")
    assert run_unit(unit, convolving(conv), "standard", spelled="numpy").status is Status.PASS
    assert run_unit(unit, convolving(shared), "standard", spelled="numpy").status is Status.FAIL


def test_at_smoke_the_ranks_share_the_lines_and_a_single_rank_takes_all(convolving: Make) -> None:
    place: list[Any] = []

    def keeping(right: Any, x: Any, *arrays: Any, **keywords: Any) -> Any:
        place[:] = [x]
        return right(place[0], *arrays, **keywords)

    backend = convolving(keeping, rank=[1, 2, 3])
    found = [
        run_unit(Unit("conv.calls.threads", rank, "float32"), backend, "smoke", spelled="numpy")
        for rank in (1, 2, 3)
    ]
    assert Status.FAIL in [result.status for result in found]

    right = numpy.implementations["unfold_grad"].function
    backend = Backend("plane", version="1")
    backend.implements("unfold_grad", rank=[2])(
        lambda gy, x, *, kernel, stride, padding, dilation: keeping(
            right, gy, x, kernel=kernel, stride=stride, padding=padding, dilation=dilation
        )
    )
    assert clauses()["unfold-grad.calls.threads"].ranks == (2,)
    unit = Unit("unfold-grad.calls.threads", 2, "float32")
    assert run_unit(unit, backend, "smoke", spelled="numpy").status is Status.FAIL


#: in a process of its own, for what this guards against is that it never ends
_POOLED = """
from concurrent.futures import ThreadPoolExecutor

from conformance import Backend
from conformance.backends.numpy import backend as numpy
from conformance.suite.unit import Unit, run_unit

backend, right = Backend("pooled", version="1"), numpy.implementations["conv"].function
pool = ThreadPoolExecutor(2)

@backend.implements("conv", rank=[1])
def conv(x, w, b, **keywords):
    return pool.submit(right, x, w, b, **keywords).result()

unit = Unit("conv.calls.threads", 1, "float32")
for effort in ("smoke", "standard"):
    assert run_unit(unit, backend, effort, spelled="pooled").status == "pass"
"""


def test_a_backend_with_a_pool_of_its_own_passes_and_the_judge_ends() -> None:
    subprocess.run([sys.executable, "-c", _POOLED], check=True, timeout=60)
