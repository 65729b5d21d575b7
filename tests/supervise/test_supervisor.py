"""Whatever a backend does to its process, the unit gets a verdict and the run goes on behind it."""

import time
from pathlib import Path

import pytest

from conformance.backend import PluginError
from conformance.results.model import ClauseResult, Status
from conformance.suite.unit import Unit
from conformance.supervise.messages import Ready, Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import probe, supervise

PLUGINS = Path(__file__).parents[1] / "broken_plugins"
LIMITS = Limits(timeout=1.5, startup=20, memory=400)
STRIDED = Task(Unit("conv.stride.step", 2, "float32"))
ALSO_STRIDED = Task(Unit("conv.stride.per-axis", 2, "float32"))
HARMLESS = Task(Unit("conv.error.channels", 2, "float32"))


def _spelled(plugin: str, attribute: str = "backend") -> str:
    return f"{PLUGINS / plugin}.py:{attribute}"


def _run(plugin: str, *tasks: Task, limits: Limits = LIMITS, jobs: int = 1) -> list[ClauseResult]:
    return supervise(tasks, spelled=_spelled(plugin), effort="smoke", limits=limits, jobs=jobs)


@pytest.mark.parametrize(
    ("plugin", "why", "told"),
    [
        ("segfaults", "killed by SIGSEGV", "segfaults.py"),
        ("aborts", "killed by SIGABRT", "assertion failed: stride == 1"),
        ("sleeps_for_ever", "no answer for 1.5 s", "sleeps_for_ever.py"),
        ("holds_the_lock", "no answer for 1.5 s", "holds_the_lock.py"),
        ("prints_for_ever", "no answer for 1.5 s", "xxxxxxxx"),
        ("exits_with_zero", "exited with status 0 without a result", ""),
        ("raises_keyboard_interrupt", "raised KeyboardInterrupt", "raises_keyboard_interrupt.py"),
        ("closes_descriptors", "closed file descriptors that it did not open", ""),
        ("starts_helpers", "exited with status 1 without a result", ""),
    ],
)
def test_a_process_that_ends_is_a_verdict_with_its_case(plugin: str, why: str, told: str) -> None:
    ended, passed = _run(plugin, STRIDED, HARMLESS)
    assert (ended.id, ended.status) == ("conv.stride.step", Status.ERROR)
    assert ended.reason is not None
    assert why in ended.reason
    assert ended.failure is not None
    assert max(ended.failure.parameters["stride"]) > 1
    assert ended.failure.case is not None
    assert f"found   {why}" in ended.failure.message
    assert told in ended.failure.message
    assert "conformance/" not in ended.failure.message.partition("printed")[2]
    assert (passed.id, passed.status) == ("conv.error.channels", Status.PASS)


def test_memory_without_end_is_a_verdict() -> None:
    ended, passed = _run("eats_memory", STRIDED, HARMLESS, limits=Limits(memory=300))
    assert ended.reason == "used more than 300 MiB of memory"
    assert passed.status is Status.PASS


def test_an_exhausted_memory_that_the_backend_reports_is_an_error() -> None:
    ended, passed = _run("out_of_memory", STRIDED, HARMLESS)
    assert (ended.status, ended.reason) == (Status.ERROR, "a legal call raised MemoryError")
    assert ended.cases == 1
    assert ended.failure is not None
    assert ended.failure.message.startswith("ERROR conv.stride.step")
    assert passed.status is Status.PASS


def test_a_system_exit_is_an_exception_like_another() -> None:
    failed, passed = _run("raises_system_exit", STRIDED, HARMLESS)
    assert failed.failure is not None
    assert "raised SystemExit: 3" in failed.failure.message
    assert passed.status is Status.PASS


def test_a_fork_that_returns_is_not_judged_twice() -> None:
    heard: list[ClauseResult] = []
    results = supervise(
        [STRIDED, HARMLESS],
        spelled=_spelled("forks"),
        effort="smoke",
        limits=LIMITS,
        settled=heard.append,
    )
    assert [r.status for r in results] == [Status.PASS, Status.PASS]
    assert len(heard) == 2


def test_what_a_backend_prints_is_no_message() -> None:
    assert [r.status for r in _run("prints", STRIDED, HARMLESS)] == [Status.PASS, Status.PASS]


def test_an_operation_that_hangs_again_and_again_is_given_up() -> None:
    limits = Limits(timeout=0.3, hangs=1)
    hung, left_out = _run("sleeps_for_ever", STRIDED, ALSO_STRIDED, limits=limits)
    assert hung.status is Status.ERROR
    assert left_out.status is Status.NOT_RUN
    assert left_out.reason == "not tried: conv hung at 1 units before"


def test_an_operation_that_crashes_again_and_again_is_given_up() -> None:
    crashed, left_out = _run("exits_with_zero", STRIDED, ALSO_STRIDED, limits=Limits(crashes=1))
    assert crashed.status is Status.ERROR
    assert left_out.reason == "not tried: conv crashed at 1 units before"


def test_processes_that_share_the_work_give_the_same_verdicts_in_the_same_order() -> None:
    tasks = [HARMLESS, STRIDED, ALSO_STRIDED]
    alone = _run("exits_with_zero", *tasks)
    shared = _run("exits_with_zero", *tasks, jobs=2)
    assert [(r.id, r.status, r.cases) for r in shared] == [(r.id, r.status, r.cases) for r in alone]


def test_a_stored_case_is_judged_again() -> None:
    (ended,) = _run("exits_with_zero", STRIDED)
    assert ended.failure is not None
    stored = Task(STRIDED.unit, case=ended.failure.case)
    (still,) = _run("exits_with_zero", stored)
    (passes,) = _run("correct", stored)
    assert still.reason == "exited with status 0 without a result"
    assert (passes.status, passes.cases) == (Status.PASS, 1)


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        ("does_not_import", "install 'a_library_that_is_not_installed'"),
        ("crashes_on_import", "its process ended while it was imported: killed by SIGSEGV"),
        ("exits_on_import", "SystemExit: usage: exits_on_import FILE"),
    ],
)
def test_a_backend_that_cannot_be_imported_is_one_message(plugin: str, message: str) -> None:
    with pytest.raises(PluginError) as caught:
        _run(plugin, STRIDED, HARMLESS)
    assert message in str(caught.value)


def test_an_import_that_never_ends_is_one_message() -> None:
    with pytest.raises(PluginError, match=r"no answer for 0\.8 s") as caught:
        probe(_spelled("hangs_on_import"), Limits(startup=0.8))
    assert "hangs_on_import.py" in str(caught.value)


def test_what_is_not_available_is_not_run() -> None:
    said: list[Ready] = []
    (result,) = supervise(
        [STRIDED],
        spelled=_spelled("unavailable"),
        effort="smoke",
        limits=LIMITS,
        announce=said.append,
    )
    assert said[0].unavailable == "there is no such device"
    assert (result.status, result.reason) == (Status.NOT_RUN, "there is no such device")


def test_a_probe_tells_what_a_certificate_records() -> None:
    said = probe("numpy", LIMITS)
    assert said.backend.name == "numpy"
    assert said.backend.capabilities["conv"]["rank"] == {"1": None, "2": None, "3": None}
    assert "blas" in said.environment


def _helpers() -> int:
    """How many processes the plugin `starts_helpers` has left."""
    found = 0
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += b"time.sleep(3600)" in line.read_bytes()
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are counted in /proc")
def test_helpers_of_a_backend_end_with_its_process() -> None:
    before = _helpers()
    _run("starts_helpers", STRIDED)
    for _ in range(50):
        if _helpers() <= before:
            return
        time.sleep(0.05)
    pytest.fail("a process that the backend started is left over")
