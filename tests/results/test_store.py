"""Result files: whole or absent, and read only when complete and unaltered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest

from conformance.registry import resolve
from conformance.results import store
from conformance.results.environment import environment, suite_info
from conformance.results.model import BackendInfo, Result, RunInfo
from conformance.suite.profiles import standing
from conformance.suite.unit import Unit, abnormal, run_unit

RETURNS = Path(__file__).parents[1] / "broken_plugins" / "returns.py"
SCHEMA_FILE = Path(store.__file__).with_name("schema.json")


RUN = RunInfo(effort="smoke", command="convspec", date="today")


def _result(run: RunInfo = RUN, seconds: float = 0.5) -> Result:
    """A result with a unit that failed, one that crashed and one that is not declared."""
    spelled = f"{RETURNS}:all_nan"
    backend = resolve(spelled)
    unit = Unit("conv.shape.floor", 2, "float32")
    clauses = [
        run_unit(unit, backend, "smoke", spelled=spelled),
        abnormal(unit, backend, "killed by SIGSEGV", 0, None, spelled=spelled),
        run_unit(Unit("conv.shape.floor", 2, "float64"), backend, "smoke", spelled=spelled),
    ]
    for clause in clauses:
        clause.seconds = seconds
    return store.sealed(
        suite=suite_info(),
        backend=BackendInfo(name="all-nan", version="1", spelled=spelled),
        environment=environment(),
        run=run,
        profiles=standing(clauses),
        clauses=clauses,
    )


@pytest.fixture(scope="module")
def result() -> Result:
    return _result()


def _edited(path: Path, **changes: object) -> Path:
    plain = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({k: v for k, v in plain.items() if v is not None}))
    return path


def test_what_is_written_is_read_back(result: Result, tmp_path: Path) -> None:
    path = store.write(result, tmp_path / "new" / "folder")
    assert path == tmp_path / "new" / "folder" / "all-nan.json"
    assert msgspec.json.encode(store.read(path)) == msgspec.json.encode(result)
    assert os.listdir(path.parent) == ["all-nan.json"]


def test_the_footer_counts(result: Result) -> None:
    assert result.footer.units == 3
    assert result.footer.counts == {"error": 1, "fail": 1, "unsupported": 1}
    assert result.footer.cases == sum(c.cases for c in result.clauses)


def test_the_digest_ignores_times_and_the_command_and_nothing_else(result: Result) -> None:
    later = RunInfo(effort="smoke", command="another", date="tomorrow", seconds=9)
    again = _result(later, seconds=9)
    assert again.footer.digest == result.footer.digest
    other = RunInfo(effort="standard", command="convspec", date="today")
    assert _result(other).footer.digest != result.footer.digest


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(store.MissingError, match=r"nothing\.json: no result file"):
        store.read(tmp_path / "nothing.json")


def test_half_a_file_is_rejected(result: Result, tmp_path: Path) -> None:
    path = store.write(result, tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(store.NotJsonError, match="only part of a file"):
        store.read(path)


@pytest.mark.parametrize("schema", ["convspec-result/0", 7])
def test_another_schema_is_rejected(result: Result, tmp_path: Path, schema: object) -> None:
    path = _edited(store.write(result, tmp_path), schema=schema)
    with pytest.raises(store.OtherSchemaError, match="this version reads 'convspec-result/1'"):
        store.read(path)


def test_json_of_another_kind_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("[1, 2]")
    with pytest.raises(store.OtherSchemaError):
        store.read(path)


def test_a_file_without_footer_is_rejected(result: Result, tmp_path: Path) -> None:
    path = _edited(store.write(result, tmp_path), footer=None)
    with pytest.raises(store.UnfinishedError, match="no footer"):
        store.read(path)


def test_a_missing_field_is_named(result: Result, tmp_path: Path) -> None:
    path = _edited(store.write(result, tmp_path), backend={"name": "all-nan"})
    with pytest.raises(store.MalformedError, match="version"):
        store.read(path)


def test_a_verdict_changed_by_hand_is_rejected(result: Result, tmp_path: Path) -> None:
    path = store.write(result, tmp_path)
    path.write_text(path.read_text().replace('"status": "fail"', '"status": "pass"'))
    with pytest.raises(store.AlteredError):
        store.read(path)


def test_a_count_changed_by_hand_is_rejected(result: Result, tmp_path: Path) -> None:
    path = store.write(result, tmp_path)
    path.write_text(path.read_text().replace('"fail": 1', '"fail": 0'))
    with pytest.raises(store.AlteredError):
        store.read(path)


def test_a_full_disk_leaves_the_old_file(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.write(result, tmp_path)
    before = path.read_bytes()

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(store.UnwritableError, match="No space left"):
        store.write(result, tmp_path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_a_kill_while_writing_leaves_the_old_file(result: Result, tmp_path: Path) -> None:
    path = store.write(result, tmp_path)
    program = (
        "import os, signal; from pathlib import Path; from conformance.results import store\n"
        f"result = store.read(Path({str(path)!r}))\n"
        "os.fsync = lambda fd: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"store.write(result, Path({str(tmp_path)!r}))"
    )
    killed = subprocess.run([sys.executable, "-P", "-c", program], check=False)
    assert killed.returncode == -9
    assert store.read(path).footer == result.footer


def test_a_folder_that_takes_no_files_is_named_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(store.UnwritableError, match="name another with --results"):
        store.check_writable(tmp_path / "file" / "folder")


def test_the_published_schema_is_up_to_date() -> None:
    assert json.loads(SCHEMA_FILE.read_text()) == store.schema(), (
        "write it again: convspec schema > conformance/results/schema.json"
    )


def test_result_files_follow_the_published_schema(result: Result, tmp_path: Path) -> None:
    schema = json.loads(SCHEMA_FILE.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    plain = json.loads(store.write(result, tmp_path).read_text())
    jsonschema.validate(plain, schema)
    del plain["footer"]
    with pytest.raises(jsonschema.ValidationError, match="'footer' is a required property"):
        jsonschema.validate(plain, schema)
