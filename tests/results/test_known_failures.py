"""The known-failures file: obliged to say why and where, and never stale."""

from pathlib import Path

import pytest

from conformance.known_failures import KnownFailuresError, load, mark
from conformance.results.model import ClauseResult, Status

IDS = ("conv.pad.same-upper", "conv.stride.step")
ENTRY = """
[[known]]
clause = "conv.stride.step"
reason = "rounds up"
link = "https://example.org/1"
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "known.toml"
    path.write_text(text)
    return path


def _unit(status: Status, rank: int = 2, identifier: str = "conv.stride.step") -> ClauseResult:
    return ClauseResult(id=identifier, rank=rank, dtype="float32", topic="stride", status=status)


def test_what_fails_is_marked_with_reason_and_link(tmp_path: Path) -> None:
    failing, passing = _unit(Status.FAIL), _unit(Status.PASS, rank=1)
    assert mark(load(_file(tmp_path, ENTRY), IDS), [failing, passing]) == []
    assert failing.known == "rounds up (https://example.org/1)"
    assert passing.known is None


def test_an_entry_whose_units_pass_is_stale(tmp_path: Path) -> None:
    (stale,) = mark(load(_file(tmp_path, ENTRY), IDS), [_unit(Status.PASS)])
    assert stale == ("known failure conv.stride.step passes by now: remove or correct the entry")


def test_units_that_are_not_declared_keep_no_entry_alive(tmp_path: Path) -> None:
    entries = load(_file(tmp_path, ENTRY), IDS)
    assert mark(entries, [_unit(Status.PASS), _unit(Status.UNSUPPORTED, rank=3)])
    assert not mark(entries, [_unit(Status.UNSUPPORTED)])


def test_an_entry_that_covers_no_unit_is_stale(tmp_path: Path) -> None:
    entries = load(_file(tmp_path, ENTRY + "rank = 7\n"), IDS)
    (stale,) = mark(entries, [_unit(Status.FAIL)])
    assert "conv.stride.step rank=7 matches no rank or dtype" in stale


def test_an_entry_for_one_rank_leaves_the_others_alone(tmp_path: Path) -> None:
    one, two = _unit(Status.FAIL, rank=1), _unit(Status.ERROR, rank=2)
    assert mark(load(_file(tmp_path, ENTRY + "rank = 2\n"), IDS), [one, two]) == []
    assert one.known is None
    assert two.known is not None


def test_entries_of_clauses_that_were_not_run_are_left_alone(tmp_path: Path) -> None:
    entries = load(_file(tmp_path, ENTRY), IDS)
    assert mark(entries, [_unit(Status.PASS, identifier="conv.pad.same-upper")]) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[known]\n", "is not TOML"),
        (ENTRY.replace("link", "lnik"), "unknown field `lnik`"),
        (ENTRY.replace('reason = "rounds up"', ""), "missing required field `reason`"),
        (ENTRY.replace("rounds up", " "), "reason is empty"),
        (ENTRY.replace("https://example.org/1", "#1"), "expected the address of the issue"),
        (ENTRY.replace("stride.step", "stride.stp"), "did you mean 'conv.stride.step'?"),
        (ENTRY + 'rank = "2"\n', "Expected `int | null`"),
        ("[[knwon]]\n", "unknown field `knwon`"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(KnownFailuresError) as caught:
        load(_file(tmp_path, text), IDS)
    assert message in str(caught.value)
    assert "known.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnownFailuresError, match="cannot be read"):
        load(tmp_path / "nothing.toml", IDS)
