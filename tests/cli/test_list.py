"""`convspec list` and `convspec schema`."""

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

from conformance.capabilities import CAPABILITIES
from conformance.cli import list as list_command
from conformance.results import store
from conformance.results.environment import suite_info
from conformance.suite.clause import clauses
from conformance.suite.profiles import PROFILES

Invoke = Callable[..., Result]
Plugin = Callable[..., str]


def test_a_clause_is_a_line_that_fits(convspec: Invoke) -> None:
    lines = convspec("list", "clauses").output.splitlines()
    assert [line.split()[0] for line in lines] == list(clauses())
    assert max(map(len, lines)) <= 100
    for line, c in zip(lines, clauses().values(), strict=True):
        _, level, text = line.split(maxsplit=2)
        assert level == c.level
        assert c.text.startswith(text.removesuffix("…"))


def test_where_there_is_no_room_a_clause_is_its_name(
    convspec: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_command.out, "width", 20)
    lines = convspec("list", "clauses", "-k", "conv.pad.per-side").output
    assert lines == "conv.pad.per-side  standard  …\n"


def test_the_clauses_that_an_expression_selects_are_listed(convspec: Invoke) -> None:
    lines = convspec("list", "clauses", "-k", "conv.pad. and same and not strided").output
    assert [line.split()[0] for line in lines.splitlines()] == [
        "conv.pad.same-upper",
        "conv.pad.same-lower",
        "conv.pad.same-dilated",
    ]


def test_only_clauses_are_selected(convspec: Invoke) -> None:
    for option in (("-k", "numpy"), ("--wide",)):
        done = convspec("list", "backends", *option)
        assert done.exit_code == 2
        assert "-k and --wide are for" in done.stderr


def test_the_version_is_told(convspec: Invoke) -> None:
    done = convspec("--version")
    info = suite_info()
    assert done.output == f"convspec {info.version}, specification {info.specification}\n"
    assert done.exit_code == 0


def test_clauses_are_listed_with_their_whole_text(convspec: Invoke) -> None:
    lines = convspec("list", "clauses", "--wide").output.splitlines()
    assert len(lines) == 1 + len(clauses())
    for line, c in zip(lines[1:], clauses().values(), strict=True):
        assert line.startswith(c.id)
        assert c.text in line


def test_every_capability_is_listed(convspec: Invoke) -> None:
    lines = convspec("list", "capabilities").output.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(CAPABILITIES)


def test_no_line_ends_in_blanks_where_there_is_no_terminal(convspec: Invoke) -> None:
    lines = convspec("list", "profiles").output.splitlines()
    assert all(line == line.rstrip() for line in lines)


def test_in_a_narrow_terminal_every_row_is_a_paragraph(
    convspec: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_command.out, "width", 60)
    lines = convspec("list", "capabilities").output.splitlines()
    assert max(map(len, lines)) <= 60
    assert [line for line in lines if not line.startswith(" ")] == list(CAPABILITIES)


def test_every_profile_is_listed(convspec: Invoke) -> None:
    lines = convspec("list", "profiles").output.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(PROFILES)


def test_backends_are_listed_with_what_keeps_them_from_running(
    convspec: Invoke, plugin: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [plugin("claims_core"), plugin("unavailable"), plugin("crashes_on_import")]
    monkeypatch.setattr(list_command, "registered", lambda: dict.fromkeys(names))
    done = convspec("list", "backends")
    assert done.exit_code == 0
    claims, unavailable, crashes = done.output.splitlines()[1:4]
    assert claims.split()[1:] == ["1", "core", "yes"]
    assert "no: there is no such device" in unavailable
    assert "killed by SIGSEGV" in crashes


def test_the_schema_is_printed_whole(convspec: Invoke) -> None:
    assert json.loads(convspec("schema").output) == store.schema()


@pytest.mark.parametrize("command", ["certify", "list", "replay", "schema"])
def test_the_help_of_a_command_has_an_example(convspec: Invoke, command: str) -> None:
    done = convspec(command, "--help")
    assert done.exit_code == 0
    assert f"convspec {command}" in done.output
