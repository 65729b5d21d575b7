"""What cannot be used is one message that names it and says what to do; no traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conformance.cli import certify
from conformance.judge.self_check import SelfCheckError
from conformance.operations import Case
from conformance.parameters import Conv

Invoke = Callable[..., Result]
Plugin = Callable[..., str]


def _one_message(done: Result, *parts: str) -> None:
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    told = " ".join(done.output.replace("│", " ").split())
    for part in parts:
        assert part in told


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("does_not_import", ["does_not_import.py:3", "install 'a_library"]),
        ("crashes_on_import", ["crashes_on_import.py", "killed by SIGSEGV"]),
        ("exits_on_import", ["SystemExit: usage: exits_on_import FILE"]),
        ("wrong_signature", ["conv(x, w, b, *, strides, pads) has the wrong signature"]),
        ("misspelt_capability", ["'dilatoin' is unknown; did you mean 'dilation'?"]),
        ("misspelt_value", ["'same_uper' is unknown; did you mean 'same_upper'?"]),
        ("claims_nonsense", ["claims 'cor', which is no profile; did you mean 'core'?"]),
        ("unavailable", ["is not available: there is no such device"]),
        ("no_such_file", ["there is no file"]),
    ],
)
def test_a_plugin_that_cannot_be_used(
    convspec: Invoke, plugin: Plugin, name: str, parts: list[str]
) -> None:
    done = convspec("certify", plugin(name))
    _one_message(done, *parts)
    assert not Path("convspec-results").exists()


def test_an_unknown_backend(convspec: Invoke) -> None:
    _one_message(convspec("certify", "numpi"), "'numpi' is not registered. Did you mean 'numpy'?")


def test_an_attribute_that_is_no_backend(convspec: Invoke, plugin: Plugin) -> None:
    _one_message(
        convspec("certify", plugin("correct", "conv")), "not a conformance.Backend", "correct"
    )


def test_two_backends_of_one_name(convspec: Invoke, plugin: Plugin) -> None:
    twice = plugin("correct")
    _one_message(convspec("certify", twice, twice, "-k", "stride.step"), "certify them apart")


def test_nothing_that_can_be_run(
    convspec: Invoke, plugin: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certify, "registered", lambda: {plugin("unavailable"): None})
    _one_message(convspec("certify"), "no registered backend can be run", "no such device")


def test_a_results_folder_that_takes_no_files(convspec: Invoke, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = convspec("certify", "numpy", "--results", "file/folder")
    _one_message(done, "the results folder cannot be written", "name another with --results")


def test_a_folder_in_the_place_of_the_result_file_is_noticed_first(
    convspec: Invoke, plugin: Plugin
) -> None:
    Path("convspec-results/correct.json").mkdir(parents=True)
    done = convspec("certify", plugin("correct"))
    _one_message(done, "correct.json: is a folder, in the place of the result file")
    assert "1 of" not in done.stderr


def test_a_filter_that_is_no_expression(convspec: Invoke) -> None:
    _one_message(convspec("certify", "numpy", "-k", "same and ("), "is no expression")


def test_a_filter_that_matches_nothing(convspec: Invoke) -> None:
    _one_message(
        convspec("certify", "numpy", "-k", "strid.step"),
        "no clause matches 'strid.step'",
        "'stride.step'",
    )


@pytest.mark.parametrize(
    ("option", "value"),
    [("--effort", "lots"), ("--timeout", "0"), ("--memory", "1"), ("--jobs", "0")],
)
def test_an_option_out_of_range(convspec: Invoke, option: str, value: str) -> None:
    _one_message(convspec("certify", "numpy", option, value), option)


def test_known_failures_of_two_backends(convspec: Invoke, tmp_path: Path) -> None:
    (tmp_path / "known.toml").touch()
    done = convspec("certify", "numpy", "torch-cpu", "--known-failures", "known.toml")
    _one_message(done, "name exactly one")


def test_known_failures_that_cannot_be_read(convspec: Invoke) -> None:
    done = convspec("certify", "numpy", "--known-failures", "nothing.toml")
    _one_message(done, "nothing.toml: cannot be read")


def test_a_reference_that_its_oracle_contradicts(
    convspec: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagree() -> int:
        raise SelfCheckError(Case("conv", Conv.of(1), ((1, 1, 1), (1, 1, 1), None)))

    monkeypatch.setattr(certify, "self_check", disagree)
    _one_message(convspec("certify", "numpy"), "no verdict of it counts")


def test_a_folder_named_conformance_in_the_working_directory(
    tmp_path: Path, plugin: Plugin
) -> None:
    (tmp_path / "conformance").mkdir()
    (tmp_path / "conformance" / "__init__.py").write_text("raise ImportError('not this one')")
    command = "from conformance.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", command, "certify", plugin("correct"), "-k", "stride.step"],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
