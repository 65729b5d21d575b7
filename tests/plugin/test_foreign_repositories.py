"""While convspec is installed, other people's repositories work as before."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.suite.unit import units

OWN_OPTIONS = """
def pytest_addoption(parser):
    parser.addoption("--backend", default="mine")
    parser.addoption("--effort", type=int, default=1)
"""
USES_THEM = """
import sys

def test_own_options(request) -> None:
    assert request.config.getoption("--backend") == "theirs"
    assert request.config.getoption("--effort") == 3
    assert not any(name.startswith(("conformance", "numpy")) for name in sys.modules)
"""
OWN_PACKAGE = """
from conformance import {name}

def test_own_package() -> None:
    assert {name}
"""
FLOORS = sum("shape.floor" in unit.clause for unit in units())
SUITE = ("--pyargs", "conformance", "--backend=numpy", "--effort=smoke", "-k", "shape.floor")


def _one_message(done: "subprocess.CompletedProcess[str]") -> None:
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    text = done.stdout + done.stderr
    assert text.count("ERROR: ") == 1
    assert "hides the package of the same name that convspec installed" in text
    assert "Traceback" not in text


@pytest.fixture
def own_options(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(OWN_OPTIONS, encoding="utf-8")
    (tmp_path / "test_own.py").write_text(USES_THEM, encoding="utf-8")


@pytest.fixture(params=["a package", "a folder"])
def own_package(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A package, or a folder with a module, of our name; its tests beside and inside of it."""
    package = tmp_path / "conformance"
    package.mkdir()
    (package / "theirs.py").write_text("answer = 42\n", encoding="utf-8")
    if request.param == "a package":
        (package / "__init__.py").write_text("", encoding="utf-8")
        (package / "test_inside.py").write_text(OWN_PACKAGE.format(name="theirs"), encoding="utf-8")
    (tmp_path / "test_beside.py").write_text("def test_beside() -> None: pass\n", encoding="utf-8")
    return str(request.param)


def test_their_options_are_theirs_and_nothing_of_ours_is_imported(
    own_options: None, shell: Any
) -> None:
    done = shell("--backend=theirs", "--effort=3")
    assert done.returncode == 0, done.stdout


def test_our_suite_runs_beside_their_options(own_options: None, shell: Any) -> None:
    done = shell(*SUITE)
    assert done.returncode == 0, done.stdout
    assert f"{FLOORS} passed" in done.stdout


def test_their_package_of_our_name_is_theirs(own_package: str, shell: Any) -> None:
    done = shell("conformance", "test_beside.py")
    assert done.returncode == 0, done.stdout
    assert f"{2 if own_package == 'a package' else 1} passed" in done.stdout


def test_the_suite_is_collected_or_one_message_says_what_hides_it(
    own_package: str, shell: Any
) -> None:
    done = shell(*SUITE)
    if done.returncode == 0:
        assert f"{FLOORS} passed" in done.stdout
    else:
        assert shell.prefers_the_folder
        _one_message(done)


def test_the_plain_options_do_not_exist_elsewhere(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_one() -> None: pass")
    refused = pytester.runpytest_inprocess("--backend=numpy")
    assert refused.ret == pytest.ExitCode.USAGE_ERROR
    refused.stderr.fnmatch_lines("*unrecognized arguments: --backend=numpy")
    pytester.runpytest_inprocess("--convspec-backend=numpy").assert_outcomes(passed=1)


def test_an_expression_too_long_for_a_file_name_is_no_file(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_one() -> None: pass")
    words = " or ".join(["test_one", *(f"word{n}" for n in range(200))])
    pytester.runpytest_inprocess("-k", words).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("convspec_pytest", ["conformance", "reference_impl", "numpy"]),
        ("conformance", ["torch", "hypothesis", "pytest", "typer", "conformance.suite"]),
        ("conformance.registry", ["torch", "hypothesis", "pytest", "conformance.suite"]),
        ("conformance.plugin", ["torch", "hypothesis", "typer", "conformance.suite"]),
        ("conformance.suite.unit", ["torch", "pytest", "typer"]),
    ],
)
def test_imports_are_light(module: str, absent: list[str]) -> None:
    script = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert module in loaded
    assert not set(absent) & set(loaded)
