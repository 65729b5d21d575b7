"""`convspec replay`: the stored case, judged again on the backend as it is now."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conformance.results import store
from conformance.results.environment import suite_info
from conformance.results.model import RunInfo
from conformance.suite.unit import Unit
from conformance.supervise.messages import Ready, Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise

Invoke = Callable[..., Result]
BROKEN = Path(__file__).parents[1] / "broken_plugins"
STORED = Path("exits-with-zero.json")


@pytest.fixture
def exits(convspec: Invoke, tmp_path: Path) -> Path:
    """The file of a plugin whose process ends at two clauses; its result is STORED."""
    for name in ("correct.py", "exits_with_zero.py"):
        shutil.copy(BROKEN / name, tmp_path / name)
    said: list[Ready] = []
    spelled = "exits_with_zero.py:backend"
    identifiers = ("conv.stride.step", "conv.stride.per-axis", "conv.error.channels")
    clauses = supervise(
        [Task(Unit(i, 2, "float32")) for i in identifiers],
        spelled=spelled,
        effort="smoke",
        limits=Limits(),
        announce=said.append,
    )
    result = store.sealed(
        suite=suite_info(),
        backend=said[0].backend,
        environment=said[0].environment,
        run=RunInfo(effort="smoke", command="", date=""),
        profiles={},
        clauses=clauses,
    )
    store.write(result, Path())
    return tmp_path / "exits_with_zero.py"


def test_what_still_fails_is_told(convspec: Invoke, exits: Path) -> None:
    done = convspec("replay", STORED, "conv.stride.step")
    assert done.exit_code == 1
    assert "found   exited with status 0 without a result" in done.output


def test_what_is_put_right_passes(convspec: Invoke, exits: Path) -> None:
    exits.write_text(exits.read_text().replace("os._exit(0)", "pass"))
    one = convspec("replay", STORED, "conv.stride.step", "--rank", "2", "--dtype", "float32")
    assert (one.exit_code, one.output) == (0, "conv.stride.step  rank 2  float32  passes now\n")
    every = convspec("replay", STORED)
    assert (every.exit_code, every.output.count("passes now")) == (0, 2)


def test_a_clause_that_did_not_fail_is_nothing_to_replay(convspec: Invoke, exits: Path) -> None:
    done = convspec("replay", STORED, "conv.error.channels", "--rank", "2")
    assert done.exit_code == 2
    assert "no failure is stored" in done.output


def test_a_clause_that_is_not_in_the_file_is_named(convspec: Invoke, exits: Path) -> None:
    done = convspec("replay", STORED, "conv.stride.stp")
    assert done.exit_code == 2
    assert "no verdict on conv.stride.stp" in done.output


def test_a_file_that_is_not_a_result_is_named(convspec: Invoke, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{")
    done = convspec("replay", "notes.json", "conv.stride.step")
    assert done.exit_code == 2
    assert "notes.json: not JSON" in done.output
