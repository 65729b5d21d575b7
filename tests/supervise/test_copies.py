"""Tasks apart: in each nothing was called before, and whatever ends one ends no other."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from conformance.operations import Case
from conformance.parameters import Conv
from conformance.results.model import ClauseResult, Status
from conformance.suite.unit import Unit
from conformance.supervise import copies
from conformance.supervise.copies import surroundings
from conformance.supervise.messages import Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise

PLUGINS = Path(__file__).parents[1] / "broken_plugins"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux are copies made")


def _judged(
    spelled: str, tasks: list[Task], *, apart: bool = True, memory: int = 8192
) -> list[ClauseResult]:
    limits = Limits(timeout=3, memory=memory)
    plugin = str(PLUGINS / spelled)
    return supervise(tasks, spelled=plugin, effort="smoke", limits=limits, apart=apart)


def _tasks(*strides: int, rank: int = 2) -> list[Task]:
    """Stored cases of convolutions with these strides."""
    unit = Unit("conv.stride.step", rank, "float32")
    shapes = (1, 1, *[5] * rank), (1, 1, *[2] * rank), None
    cases = [Case("conv", Conv.of(rank, stride=s), shapes) for s in strides]
    return [Task(unit, msgspec.to_builtins(case)) for case in cases]


@pytest.mark.parametrize(
    "spelled",
    ["remembers.py:from_second", "counts_elsewhere.py:backend", "keeps_a_thread.py:backend"],
)
def test_what_one_task_leaves_behind_no_other_finds(spelled: str) -> None:
    tasks = _tasks(1, 2, 1, rank=1)
    assert [r.status for r in _judged(spelled, tasks)] == [Status.PASS] * 3
    together = [r.status for r in _judged(spelled, tasks, apart=False)]
    assert together == [Status.PASS, Status.FAIL, Status.FAIL]


@pytest.mark.parametrize(
    ("plugin", "why"),
    [
        ("segfaults", "killed by SIGSEGV"),
        ("exits_with_zero", "exited with status 0 without a result"),
        ("aborts", "killed by SIGABRT"),
        ("sleeps_for_ever", "no answer for 3 s"),
        ("raises_keyboard_interrupt", "raised KeyboardInterrupt"),
        ("closes_descriptors", "closed file descriptors that it did not open"),
        ("starts_helpers", "exited with status 1 without a result"),
    ],
)
def test_the_end_of_a_copy_is_a_verdict_and_the_others_go_on(plugin: str, why: str) -> None:
    first, ended, last = _judged(f"{plugin}.py:backend", _tasks(1, 2, 1))
    assert [first.status, last.status] == [Status.PASS] * 2
    assert ended.status is Status.ERROR
    assert why in str(ended.reason)
    assert ended.failure is not None
    assert ended.failure.case["parameters"]["stride"] == [2, 2]
    if plugin == "sleeps_for_ever":
        assert "sleeps_for_ever.py" in ended.failure.message  # the stack is that of the copy


def test_the_memory_of_a_copy_is_watched() -> None:
    first, ended = _judged("eats_memory.py:backend", _tasks(1, 2), apart=True, memory=200)
    assert (first.status, ended.status) == (Status.PASS, Status.ERROR)
    assert "used more than 200 MiB of memory" in str(ended.reason)


def test_a_copy_of_a_copy_that_returns_says_nothing() -> None:
    statuses = [r.status for r in _judged("forks.py:backend", _tasks(2, 2, 1))]
    assert statuses == [Status.PASS] * 3


#: in a process of its own: those of pytest-xdist have threads
_SEEN = """
import subprocess, sys, threading
from conformance.supervise.copies import surroundings

before = surroundings()
assert before is not None and before == surroundings()
with open(sys.executable):
    assert surroundings() != before
assert surroundings() == before
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
assert surroundings() != before
helper.kill()
helper.wait()
assert surroundings() == before
threading.Thread(target=threading.Event().wait, daemon=True).start()
assert surroundings() is None
"""


def test_what_a_copy_would_share_is_seen() -> None:
    subprocess.run([sys.executable, "-c", _SEEN], check=True)


def test_elsewhere_no_copies_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies.sys, "platform", "darwin")
    assert surroundings() is None
