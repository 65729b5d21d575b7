"""A snippet shows the failure again, with NumPy and the adapter alone, and shows it mended."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conformance import Backend
from conformance.registry import resolve
from conformance.suite.unit import Unit, run_unit

HERE = Path(__file__).parent
PLUGINS = HERE.parent / "wrong_plugins"
#: what an adapter needs to be loaded
ADAPTER = {"conformance.backend", "conformance.capabilities", "conformance.operations"}


@pytest.fixture(scope="session")
def run_all(failures, tmp_path_factory):
    """Run every snippet in a folder that holds nothing but the plugins."""

    def run(folder: Path):
        scripts = tmp_path_factory.mktemp("snippets")
        for fault, result in failures.items():
            name = f"{fault.name}-{fault.tier}.py"
            (scripts / name).write_text(result.failure.snippet, encoding="utf-8")
        report = scripts / "report.json"
        command = [sys.executable, HERE / "snippets.py", scripts, report]
        subprocess.run(command, cwd=folder, check=True, timeout=120)
        return json.loads(report.read_text(encoding="utf-8"))

    return run


@pytest.fixture(scope="session")
def wrong(run_all, tmp_path_factory):
    """How the snippets end on the wrong plugins."""
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copytree(PLUGINS, folder, dirs_exist_ok=True)
    return run_all(folder)


@pytest.fixture(scope="session")
def mended(run_all, failures, tmp_path_factory):
    """How they end on plugins of the same names that are right."""
    folder = tmp_path_factory.mktemp("mended")
    for fault in failures:
        file, attribute = fault.spelled.split(":")
        with (folder / file).open("a", encoding="utf-8") as plugin:
            print(f"from conformance.backends.numpy import backend as {attribute}", file=plugin)
    return run_all(folder)


def test_it_fails_on_the_wrong_plugin(fault, wrong):
    expected = "RuntimeError" if fault.kind == "raised" else "AssertionError"
    assert wrong["ends"][f"{fault.name}-{fault.tier}"] == expected


def test_it_passes_on_a_right_one(fault, mended):
    assert mended["ends"][f"{fault.name}-{fault.tier}"] == ""


def test_it_loads_nothing_of_the_suite(wrong):
    ours = {name for name in wrong["loaded"] if name.startswith("conformance.")}
    assert {name for name in ours if not name.startswith("conformance.backends")} == ADAPTER
    assert not {"hypothesis", "pytest", "torch"} & set(wrong["loaded"])


def test_as_a_script_it_ends_with_the_assertion(failures, tmp_path):
    fault = next(iter(failures))
    shutil.copytree(PLUGINS, tmp_path, dirs_exist_ok=True)
    script = tmp_path / "snippet.py"
    script.write_text(failures[fault].failure.snippet, encoding="utf-8")
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
def test_it_loads_the_backend_as_the_user_spelled_it(spelled, line):
    backend = Backend("wrong", version="1")
    backend.implements("conv")(lambda x, w, b, **keywords: None)
    result = run_unit(Unit("conv.shape.floor", 2, "float32"), backend, "smoke", spelled=spelled)
    assert line in result.failure.snippet.splitlines()
    compile(result.failure.snippet, "snippet", "exec")


def test_a_plugin_finds_its_neighbours_from_the_snippet_too(tmp_path, monkeypatch):
    monkeypatch.chdir(HERE.parent)
    spelled = "broken_plugins/returns.py:nothing"  # imports correct.py, which is beside it
    unit = Unit("conv.shape.floor", 2, "float32")
    result = run_unit(unit, resolve(spelled), "smoke", spelled=spelled)
    script = tmp_path / "snippet.py"
    script.write_text(result.failure.snippet, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "AssertionError: <class 'NoneType'>"
