"""The suite as pytest runs it: one item per unit, verdicts, one message where it cannot run."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

import conformance.plugin  # noqa: F401 - before pytester takes note of what is imported
from conformance.cli.select import selected
from conformance.suite.unit import units

Run = Callable[..., pytest.RunResult]
TESTS = Path(__file__).parents[1]
EVEN = f"{TESTS / 'wrong_plugins' / 'paddings.py'}:even_kernels"
BROKEN = TESTS / "broken_plugins"
LITTLE = """
from conformance import Backend, Unsupported
from conformance.backends.numpy import backend as numpy

backend = Backend("little", version="1")

@backend.implements("conv", rank=[1], dilation=False)
def conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 2:
        raise Unsupported("stride above 2")
    parameters = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return numpy.implementations["conv"].function(x, w, b, **parameters)
"""


SLOW = """
import time
from conformance import Backend
from conformance.backends.numpy import backend as numpy

backend = Backend("slow", version="1")

@backend.implements("conv", rank=[1])
def conv(x, w, b, **keywords):
    time.sleep(0.02)
    return numpy.implementations["conv"].function(x, w, b, **keywords)
"""


def _text(result: pytest.RunResult) -> str:
    return f"{result.stdout.str()}\n{result.stderr.str()}"


def _one_message(result: pytest.RunResult, *parts: str) -> None:
    """One line of error, exit status 4, no traceback."""
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    errors = [line for line in _text(result).splitlines() if line.startswith("ERROR: ")]
    assert len(errors) == 1
    assert "Traceback" not in _text(result)
    for part in parts:
        assert part in errors[0]


def test_a_right_backend_passes(judge: Run) -> None:
    result = judge("--backend", "numpy", "--effort", "smoke", "-k", "same")
    result.assert_outcomes(passed=sum("same" in unit.clause for unit in units()))


def test_the_full_names_of_the_options_work_too(judge: Run) -> None:
    names = ("--convspec-backend=numpy", "--convspec-effort=smoke", "--convspec-case-seed=3")
    judge(*names, "-k", "conv.large.dense and rank1").assert_outcomes(passed=2)


@pytest.mark.parametrize(
    "words",
    ["same", "SAME-upper and not rank3", "conv.pad or float64 and ties", "test_same and float32"],
)
def test_an_expression_selects_what_it_selects_for_certify(judge: Run, words: str) -> None:
    result = judge("--collect-only", "-q", "-k", words)
    listed = {line.rpartition("::")[2] for line in result.outlines if "::" in line}
    assert listed == {f"{u.clause}[rank{u.rank}-{u.dtype}]" for u in selected(words)}


def test_a_topic_and_an_item_can_be_named(judge: Run, pytester: pytest.Pytester) -> None:
    item = "conformance.suite.test_same::conv.pad.same-upper[rank1-float32]"
    result = pytester.runpytest_inprocess("--pyargs", item, "--backend=numpy", "--effort=smoke")
    result.assert_outcomes(passed=1)


def test_the_first_failure_stops_with_text_command_and_snippet(
    judge: Run, pytester: pytest.Pytester
) -> None:
    result = judge("--backend", EVEN, "--effort", "smoke", "-k", "conv.pad.same", "-x")
    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert "FAIL conv.pad.same-upper   even-kernels 1.2, rank 1, float32" in text
    assert "padded on the other side" in text
    assert "np.testing.assert_array_equal(got, expected)" in text
    assert "plugin.py" not in text  # no frame of ours

    # With CI set, pytest repeats the text in its summary.
    again = next(line for line in text.splitlines() if line.startswith("rerun "))
    pytest_, *options = shlex.split(again.removeprefix("rerun"))
    assert pytest_ == "pytest"
    result = pytester.runpytest_inprocess(*options, "-p", "no:cacheprovider")
    result.assert_outcomes(failed=1, deselected=len(units()) - 1)


def test_what_is_not_declared_or_refused_is_skipped_with_its_reason(
    judge: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(little=LITTLE)
    options = ("--backend", "little.py:backend", "--effort", "smoke", "-rs")
    result = judge(*options, "-k", "conv.dilation or conv.stride.step and float32 and rank1")
    result.assert_outcomes(skipped=11)
    result.stdout.fnmatch_lines(
        [
            "*unsupported: conv dilation=True is not declared*",
            "*refused: stride above 2 (* cases)*",
        ],
        consecutive=False,
    )
    assert "convspec: 1 refused: declared, yet the backend raised" in _text(result)


def test_junit_xml_holds_status_and_number_of_cases(judge: Run, pytester: pytest.Pytester) -> None:
    options = ("--backend", "numpy", "--effort", "smoke", "-k", "no-window and conv and rank1")
    judge(*options, "--junitxml=report.xml").assert_outcomes(passed=2)
    cases = ElementTree.parse(pytester.path / "report.xml").getroot().iter("testcase")
    judged = []
    for case in cases:
        found = {p.get("name"): p.get("value") for p in case.iter("property")}
        assert found["status"] == "observed"
        assert found["observed"] == "refused"
        judged.append(found["cases"])
    assert judged == ["8", "2"]  # of float32 and float64


def test_xdist_shares_the_items(judge: Run) -> None:
    options = ("--backend=numpy", "--effort=smoke", "-k", "conv.pad.same-upper")
    judge(*options, "-n", "2").assert_outcomes(passed=12)


def _alone(plugin: str, folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run the suite in a process that the plugin may end."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--pyargs"]
    spelled = f"{BROKEN / plugin}.py:backend"
    chosen = ["-k", "conv.stride.step and rank2 and float32", "--effort", "smoke", *options]
    return subprocess.run(
        [*command, "conformance", "--backend", spelled, *chosen],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("plugin", ["sleeps_for_ever", "holds_the_lock"])
def test_a_case_without_an_end_ends_the_run_as_failed(plugin: str, tmp_path: Path) -> None:
    done = _alone(plugin, tmp_path, "--timeout", "1")
    assert done.returncode == 1
    assert f"{plugin}.py" in done.stderr
    if plugin == "sleeps_for_ever":
        assert "ERROR conv.stride.step   sleeps-for-ever 1, rank 2, float32" in done.stderr
        assert "found   no answer for 1 s (--timeout)" in done.stderr
        assert "in strided_conv: time.sleep(3600)" in done.stderr


def test_a_case_that_is_slow_but_in_time_passes(judge: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(slow=SLOW)
    options = ("--backend", "slow.py:backend", "--effort=smoke", "--timeout=0.6")
    result = judge(*options, "-k", "conv.bias.grouped and float32 and rank1")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("plugin", ["exits_with_zero", "raises_system_exit"])
def test_an_exit_of_the_backend_is_a_failure_like_another(plugin: str, tmp_path: Path) -> None:
    done = _alone(plugin, tmp_path)
    assert done.returncode == 1
    assert "found   a legal call raised SystemExit: " in done.stdout
    assert "1 failed" in done.stdout


def test_a_limit_of_time_below_0_is_refused(judge: Run) -> None:
    _one_message(judge("--backend=numpy", "--timeout=-1"), "--timeout -1.0: expected at least 0")


def test_clauses_are_listed_without_a_backend(judge: Run) -> None:
    result = judge("--collect-only", "-q", "-k", "conv.pad.same-upper and rank1")
    assert result.ret == 0
    assert "conv.pad.same-upper[rank1-float32]" in result.stdout.str()


@pytest.mark.parametrize(
    ("spelled", "parts"),
    [
        ("nunpy", ["'nunpy' is not registered. Did you mean 'numpy'?"]),
        ("nowhere.plugin:backend", ["there is no module 'nowhere'"]),
        (BROKEN / "no_such_file.py", ["say which attribute"]),
        (f"{BROKEN / 'does_not_import.py'}:backend", ["does_not_import.py:3", "install 'a_lib"]),
        (f"{BROKEN / 'exits_on_import.py'}:backend", ["SystemExit: usage"]),
        (f"{BROKEN / 'misspelt_capability.py'}:backend", ["did you mean 'dilation'?"]),
        (f"{BROKEN / 'misspelt_value.py'}:backend", ["did you mean 'same_upper'?"]),
        (f"{BROKEN / 'wrong_signature.py'}:backend", ["it does not take stride, padding"]),
        (f"{BROKEN / 'unavailable.py'}:backend", ["cannot run here: there is no such device"]),
    ],
)
def test_a_backend_that_cannot_be_used_is_one_message(
    judge: Run, spelled: str, parts: list[str]
) -> None:
    _one_message(judge("--backend", str(spelled)), *parts)


def test_no_backend_is_one_message(judge: Run) -> None:
    _one_message(judge(), "--backend NAME, one of numpy,", "path/to/file.py:attribute")


def test_no_clause_selected_is_an_error(judge: Run) -> None:
    done = judge("--backend=numpy", "-k", "sane")
    _one_message(done, "no clause matches 'sane'; did you mean 'same'")


def test_under_xdist_too_an_unknown_backend_is_one_message(judge: Run) -> None:
    _one_message(judge("--backend=nunpy", "-n", "2"), "'nunpy' is not registered")


def test_under_xdist_too_nothing_selected_is_no_pass(judge: Run) -> None:
    result = judge("--backend=numpy", "-k", "sane", "-n", "1")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "ERROR: no clause matches 'sane'" in _text(result)


def test_an_unknown_effort_is_refused_by_pytest(judge: Run) -> None:
    result = judge("--backend=numpy", "--effort=tiny")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "invalid choice: 'tiny'" in _text(result)
