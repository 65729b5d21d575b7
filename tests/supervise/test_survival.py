"""Interrupted or killed, a run leaves no process and never half a file."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "broken_plugins"
pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="children are found through /proc"
)


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _wait(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def _hanging_run(plugin: str, folder: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """Start a certification of a backend that hangs; return it and its children."""
    started = folder / "started"
    command = "from conformance.cli import main; main()"
    spelled = f"{PLUGINS / plugin}.py:backend"
    run = subprocess.Popen(
        [sys.executable, "-P", "-c", command, "certify", spelled, "--effort", "smoke"],
        cwd=folder,
        env={**os.environ, "STARTED": str(started)},
        stderr=subprocess.PIPE,
        text=True,
        # In a test run in the background SIGINT may be ignored, and is inherited so.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert _wait(started.exists)
    children = _children(run.pid)
    assert children
    return run, children


@pytest.mark.parametrize("plugin", ["sleeps_for_ever", "holds_the_lock"])
def test_a_killed_supervisor_takes_its_children_along(plugin: str, tmp_path: Path) -> None:
    run, children = _hanging_run(plugin, tmp_path)
    run.kill()
    run.wait()
    assert _wait(lambda: not any(map(_running, children)))
    assert not list(tmp_path.glob("convspec-results/*"))


@pytest.mark.parametrize("plugin", ["sleeps_for_ever", "holds_the_lock"])
def test_an_interrupt_is_one_line_and_leaves_nothing(plugin: str, tmp_path: Path) -> None:
    run, children = _hanging_run(plugin, tmp_path)
    run.send_signal(signal.SIGINT)
    _, complaint = run.communicate(timeout=10)
    assert run.returncode == 130
    assert complaint == (
        "convspec: interrupted: the unfinished run left no result file and no process\n"
    )
    assert not any(map(_running, children))
    assert not (tmp_path / "convspec-results").exists()


def test_an_interrupt_in_the_first_moment_is_silent() -> None:
    script = (
        "import sys, types; fake = types.ModuleType('numpy');"
        "sys.modules['numpy'] = None;"  # the command itself loads no NumPy
        "from conformance.cli import main"
    )
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
