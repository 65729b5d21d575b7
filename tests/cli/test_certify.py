"""`convspec certify`: what it prints, writes and returns."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conformance.cli import certify
from conformance.results import store
from conformance.results.model import Status
from conformance.suite.unit import units

Invoke = Callable[..., Result]
Plugin = Callable[..., str]
SMOKE = ("--effort", "smoke")


def test_a_claim_that_does_not_hold_is_named_unit_by_unit(convspec: Invoke, plugin: Plugin) -> None:
    done = convspec("certify", plugin("claims_core"), *SMOKE)
    assert done.exit_code == 1
    assert "claims-core claims core, and does not reach it." in done.output
    assert re.search(r"  max-pool\S+  rank 2 float32  unsupported  max_pool is not", done.output)
    stored = store.read(Path("convspec-results/claims-core.json"))
    assert len(stored.clauses) == len(units())
    missing = stored.profiles["core"]["float32"]
    assert "avg-pool.value.mean" in missing
    assert "conv.stride.step" not in missing


def test_failures_of_a_backend_that_claims_nothing_are_shown(
    convspec: Invoke, plugin: Plugin
) -> None:
    done = convspec("certify", plugin("returns", "all_nan"), *SMOKE)
    assert done.exit_code == 1
    assert "all-nan claims nothing" in done.output
    failing = re.search(r"all-nan: (\d+) units of \d+ fail, so the exit status is 1:", done.output)
    stored = store.read(Path("convspec-results/all-nan.json"))
    assert failing is not None
    assert int(failing[1]) == sum(c.status is Status.FAIL for c in stored.clauses)
    assert re.search(r"^  conv\.bias\.grouped  rank 2 float32  FAIL", done.output, re.M)
    assert done.output.count("\nFAIL ") == 3
    assert re.search(r"\d+ more units fail. To see them: convspec replay \S+all-nan", done.output)


def test_the_rerun_command_that_is_shown_finds_the_same(convspec: Invoke, plugin: Plugin) -> None:
    done = convspec("certify", plugin("returns", "all_nan"), *SMOKE)
    shown = re.search(r"\n(FAIL .*?)\nrerun   convspec ([^\n]*)\n", done.output, re.S)
    assert shown is not None
    text, command = shown.groups()
    again = convspec(*command.split())
    assert again.exit_code == 1
    told, _, snippet = again.output.partition("\n\n")
    assert told.splitlines()[1:] == text.splitlines()[1:]
    assert "np.testing.assert_array_equal(got, expected)" in snippet
    compile(snippet, "snippet", "exec")


def test_a_crash_is_a_verdict_and_the_run_goes_on(convspec: Invoke, plugin: Plugin) -> None:
    done = convspec("certify", plugin("segfaults"), "-k", "conv.bias", *SMOKE)
    assert done.exit_code == 1
    assert "found   killed by SIGSEGV" in done.output
    assert "1 pass, 1 ERROR" in done.output


def test_a_partial_run_writes_nothing_and_says_so(convspec: Invoke, plugin: Plugin) -> None:
    done = convspec("certify", plugin("claims_core"), "-k", "stride.step", *SMOKE)
    assert done.exit_code == 0
    assert "a partial run certifies nothing; no file was written" in done.output
    assert "claims-core: nothing fails." in done.output
    assert not Path("convspec-results").exists()


def test_without_a_name_what_cannot_run_is_listed(
    convspec: Invoke, plugin: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [plugin("correct"), plugin("unavailable"), plugin("does_not_import")]
    monkeypatch.setattr(certify, "registered", lambda: dict.fromkeys(names))
    done = convspec("certify", "-k", "stride.step", *SMOKE)
    assert done.exit_code == 0
    assert "unavailable.py:backend: not run: there is no such device" in done.output
    assert "install 'a_library_that_is_not_installed'" in done.output


def test_progress_is_told_where_there_is_no_terminal(
    convspec: Invoke, plugin: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.cli.console.REPORTED_EVERY", 0.0)
    done = convspec("certify", plugin("correct"), "-k", "stride.step", *SMOKE)
    assert re.search(r"correct.py:backend: 1 of \d+ \(\S+stride.step\)", done.stderr)


def _known(path: Path, *identifiers: str) -> Path:
    entry = '[[known]]\nclause = "{}"\nreason = "to do"\nlink = "https://example.org/1"\n'
    path.write_text("\n".join(entry.format(i) for i in identifiers))
    return path


def test_a_claim_whose_gaps_are_all_known_breaks_nothing_but_is_not_certified(
    convspec: Invoke, plugin: Plugin, tmp_path: Path
) -> None:
    convspec("certify", plugin("claims_core"), *SMOKE)
    missing = store.read(Path("convspec-results/claims-core.json")).profiles["core"]["float32"]
    known = _known(tmp_path / "known.toml", *missing)
    done = convspec("certify", plugin("claims_core"), *SMOKE, "--known-failures", known)
    assert done.exit_code == 0
    assert "claims core and is not certified" in done.output
    assert "all known" in done.output
    assert "known unsupported" in done.output
    again = store.read(Path("convspec-results/claims-core.json"))
    assert again.profiles["core"]["float32"] == missing
    assert {c.known for c in again.clauses if c.id in missing} == {"to do (https://example.org/1)"}


def test_a_known_failure_shows_its_reason(convspec: Invoke, plugin: Plugin, tmp_path: Path) -> None:
    known = _known(tmp_path / "known.toml", "conv.stride.step")
    arguments = (plugin("returns", "all_nan"), "-k", "conv.stride.step", *SMOKE)
    done = convspec("certify", *arguments, "--known-failures", known)
    assert done.exit_code == 0
    assert "1 known FAIL" in done.output
    assert "all-nan: nothing fails but what was known to." in done.output
    assert "known   to do (https://example.org/1)" in done.output


def test_a_known_failure_that_passes_is_an_error(
    convspec: Invoke, plugin: Plugin, tmp_path: Path
) -> None:
    known = _known(tmp_path / "known.toml", "conv.stride.step")
    (tmp_path / "known.toml").write_text(known.read_text() + "rank = 2\n")
    arguments = (plugin("correct"), "-k", "conv.stride.step", *SMOKE)
    done = convspec("certify", *arguments, "--known-failures", known)
    assert done.exit_code == 1
    assert "known failure conv.stride.step rank=2 passes by now" in done.output


@pytest.mark.parametrize(
    ("attribute", "found"),
    [
        ("a_list", "list, not a NumPy array"),
        ("nothing", "None, not a NumPy array"),
        ("another_dtype", "dtype float16"),
        ("another_shape", "has shape"),
        ("all_nan", "got nan"),
        ("its_input", ""),
        ("an_error", "a legal call raised ValueError: no kernel for this shape"),
    ],
)
def test_what_is_not_the_result_fails_with_a_text(
    convspec: Invoke, plugin: Plugin, attribute: str, found: str
) -> None:
    done = convspec("certify", plugin("returns", attribute), "-k", "conv.stride.step", *SMOKE)
    assert done.exit_code == 1
    assert "1 FAIL" in done.output
    assert "FAIL conv.stride.step" in done.output
    assert found in done.output


def test_an_output_that_is_the_input_fails_at_the_border(convspec: Invoke, plugin: Plugin) -> None:
    done = convspec("certify", plugin("returns", "its_input"), "-k", "conv.border.outputs", *SMOKE)
    assert done.exit_code == 1
    assert "shares memory with" in done.output


def test_two_processes_write_what_one_writes(convspec: Invoke, plugin: Plugin) -> None:
    for folder, jobs in (("one", 1), ("two", 2)):
        convspec("certify", plugin("correct"), *SMOKE, "--results", folder, "--jobs", jobs)
    one, two = (store.read(Path(folder) / "correct.json") for folder in ("one", "two"))
    assert one.footer == two.footer
    assert one.footer.counts[Status.PASS] > 0
