"""Words that select nothing: what was meant."""

import pytest

from conformance.suite.selecting import none_selected


@pytest.mark.parametrize(
    ("expression", "meant"),
    [
        ("same-uper", "'same-upper'"),
        ("conv.pad.same-uper", "'conv.pad.same-upper'"),
        ("Chanels and rank1", "'channels'"),
        ("max_pool and ceil", "'max-pool'"),
        ("not float23", "'float32'"),
        ("(strid.per-axis)", "'stride.per-axis'"),
    ],
)
def test_the_closest_name_is_suggested(expression: str, meant: str) -> None:
    said = none_selected(expression)
    assert said.startswith(f"no clause matches {expression!r}; did you mean ")
    assert meant in said


def test_what_is_like_nothing_suggests_nothing() -> None:
    assert none_selected("zzzz") == (
        "no clause matches 'zzzz' (`convspec list clauses` shows them all)"
    )


def test_words_that_do_not_meet_are_told_apart_from_strange_ones() -> None:
    assert "each of its words is found" in none_selected("same-upper and stride.step")
