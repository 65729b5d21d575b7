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
from conformance.supervise.alone import Alone
from conformance.supervise.messages import Ready, Task
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import supervise

Invoke = Callable[..., Result]
BROKEN = Path(__file__).parents[1] / "broken_plugins"
STORED = Path("exits-with-zero.json")


def _certified(spelled: str, *units: Unit) -> Path:
    """Copy a plugin to the working directory, and write the file of some of its units."""
    plugin = spelled.partition(":")[0]
    for name in ("correct.py", plugin):
        shutil.copy(BROKEN / name, name)
    said: list[Ready] = []
    clauses = supervise(
        [Task(unit) for unit in units],
        spelled=spelled,
        effort="standard",
        limits=Limits(),
        announce=said.append,
    )
    Alone(spelled, "standard", Limits()).confirm(clauses)
    result = store.sealed(
        suite=suite_info(),
        backend=said[0].backend,
        environment=said[0].environment,
        run=RunInfo(effort="standard", command="", date="", directory="."),
        profiles={},
        clauses=clauses,
    )
    return store.write(result, Path())


def _units(*identifiers: str, rank: int = 1) -> list[Unit]:
    return [Unit(identifier, rank, "float32") for identifier in identifiers]


@pytest.fixture
def exits(convspec: Invoke, tmp_path: Path) -> Path:
    """The file of a plugin whose process ends at two clauses; its result is STORED."""
    identifiers = ("conv.stride.step", "conv.stride.per-axis", "conv.error.channels")
    _certified("exits_with_zero.py:backend", *_units(*identifiers, rank=2))
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


def test_a_failure_is_replayed_with_its_snippet_from_any_folder(
    convspec: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = _certified("remembers.py:always", *_units("conv.stride.step")).resolve()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    done = convspec("replay", stored, "conv.stride.step", "--dtype", "float32")
    assert done.exit_code == 1
    assert "FAIL conv.stride.step   always 1, rank 1, float32, this case alone" in done.output
    assert "np.testing.assert_array_equal(got, expected)" in done.output
    assert f"in {tmp_path}, where remembers.py:always was certified" in done.stderr


def test_a_fault_that_needs_the_calls_before_is_replayed_with_them(convspec: Invoke) -> None:
    stored = _certified("remembers.py:from_second", *_units("conv.stride.step"))
    done = convspec("replay", stored, "conv.stride.step")
    assert done.exit_code == 1
    assert "the last of 2 cases in a row" in done.output


def test_a_fault_that_other_clauses_leave_behind_shows_again_behind_them(
    convspec: Invoke,
) -> None:
    stored = _certified(
        "remembers.py:late", *_units("conv.shape.floor", "conv.stride.step", "conv.bias.grouped")
    )
    done = convspec("replay", stored)
    assert done.exit_code == 1
    assert "note    alone this case passes; it fails behind the clauses" in done.output
    assert "(minimal)" not in done.output
    plugin = Path("remembers.py")
    plugin.write_text(plugin.read_text().replace("call > 100", "call < 0"))
    done = convspec("replay", stored)
    assert done.exit_code == 0
    assert "passes now, alone and behind the clauses that are run before it" in done.output


def test_another_version_is_told_and_another_backend_refused(convspec: Invoke) -> None:
    stored = _certified("remembers.py:always", *_units("conv.stride.step"))
    plugin = Path("remembers.py")
    text = plugin.read_text()
    plugin.write_text(text.replace('version="1"', 'version="2"'))
    done = convspec("replay", stored, "conv.stride.step")
    assert "the file is about always 1; judged again is always 2" in done.stderr
    assert done.exit_code == 1
    plugin.write_text(text.replace('_wrong("always"', '_wrong("other"'))
    done = convspec("replay", stored, "conv.stride.step")
    assert done.exit_code == 2
    assert "is about the backend 'always', but remembers.py:always is 'other' now" in done.output
