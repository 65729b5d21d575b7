"""A snippet shows the failure again, with NumPy and the adapter alone, and shows it mended."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance import Backend
from conformance.registry import resolve
from conformance.results.model import ClauseResult
from conformance.suite.unit import Unit, run_unit

Report = dict[str, Any]
Failures = dict[Any, ClauseResult]
RunAll = Callable[[Path], Report]

HERE = Path(__file__).parent
PLUGINS = HERE.parent / "wrong_plugins"
#: what an adapter needs to be loaded
ADAPTER = {
    "conformance.backend",
    "conformance.capabilities",
    "conformance.operations",
    "conformance.parameters",
}


def _nothing(x: Any, w: Any, b: Any, **keywords: Any) -> None:
    return None


def _snippet(result: ClauseResult) -> str:
    assert result.failure is not None
    return result.failure.snippet


@pytest.fixture(scope="session")
def run_all(failures: Failures, tmp_path_factory: pytest.TempPathFactory) -> RunAll:
    """Run every snippet in a folder that holds nothing but the plugins."""

    def run(folder: Path) -> Report:
        scripts = tmp_path_factory.mktemp("snippets")
        for fault, result in failures.items():
            name = f"{fault.name}-{fault.tier}.py"
            (scripts / name).write_text(_snippet(result), encoding="utf-8")
        report = scripts / "report.json"
        command = [sys.executable, str(HERE / "snippets.py"), str(scripts), str(report)]
        subprocess.run(command, cwd=folder, check=True, timeout=120)
        ended: Report = json.loads(report.read_text(encoding="utf-8"))
        return ended

    return run


@pytest.fixture(scope="session")
def wrong(run_all: RunAll, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """How the snippets end on the wrong plugins."""
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copytree(PLUGINS, folder, dirs_exist_ok=True)
    return run_all(folder)


@pytest.fixture(scope="session")
def mended(
    run_all: RunAll,
    failures: Failures,
    tmp_path_factory: pytest.TempPathFactory,
) -> Report:
    """How they end on plugins of the same names that are right."""
    folder = tmp_path_factory.mktemp("mended")
    for fault in failures:
        file, attribute = fault.spelled.split(":")
        with (folder / file).open("a", encoding="utf-8") as plugin:
            print(f"from conformance.backends.numpy import backend as {attribute}", file=plugin)
    return run_all(folder)


def test_it_fails_on_the_wrong_plugin(fault: Any, wrong: Report) -> None:
    expected = "RuntimeError" if fault.kind == "raised" else "AssertionError"
    assert wrong["ends"][f"{fault.name}-{fault.tier}"] == expected


def test_it_passes_on_a_right_one(fault: Any, mended: Report) -> None:
    assert mended["ends"][f"{fault.name}-{fault.tier}"] == ""


def test_it_loads_nothing_of_the_suite(wrong: Report) -> None:
    ours = {name for name in wrong["loaded"] if name.startswith("conformance.")}
    assert {name for name in ours if not name.startswith("conformance.backends")} == ADAPTER
    assert not {"hypothesis", "pytest", "torch"} & set(wrong["loaded"])


def test_as_a_script_it_ends_with_the_assertion(failures: Failures, tmp_path: Path) -> None:
    fault = next(iter(failures))
    shutil.copytree(PLUGINS, tmp_path, dirs_exist_ok=True)
    script = tmp_path / "snippet.py"
    script.write_text(_snippet(failures[fault]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "AssertionError" in done.stderr
    assert done.stdout.startswith("got      [[[10.]]]")


@pytest.mark.parametrize(
    ("spelled", "line"),
    [
        ("numpy", "from conformance.backends.numpy import backend"),
        ("mylib.plugin:made", "from mylib.plugin import made as backend"),
        ("plugin.py:it", "backend = runpy.run_path('plugin.py')['it']"),
        ("sub/plugin.py:it", "backend = runpy.run_path('sub/plugin.py')['it']"),
        ("/abs/it's/plugin.py:it", "backend = runpy.run_path(\"/abs/it's/plugin.py\")['it']"),
    ],
)
def test_it_loads_the_backend_as_the_user_spelled_it(spelled: str, line: str) -> None:
    backend = Backend("wrong", version="1")
    backend.implements("conv")(_nothing)
    result = run_unit(Unit("conv.shape.floor", 2, "float32"), backend, "smoke", spelled=spelled)
    assert line in _snippet(result).splitlines()
    compile(_snippet(result), "snippet", "exec")


def test_a_plugin_finds_its_neighbours_from_the_snippet_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE.parent)
    spelled = "broken_plugins/returns.py:nothing"  # imports correct.py, which is beside it
    unit = Unit("conv.shape.floor", 2, "float32")
    result = run_unit(unit, resolve(spelled), "smoke", spelled=spelled)
    script = tmp_path / "snippet.py"
    script.write_text(_snippet(result), encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "AssertionError: <class 'NoneType'>"
