"""Every clause is well formed: a sentence, an id, a topic, rivals that can be told apart."""

import re
from typing import Any

import pytest

from conformance.judge.rivals import RIVALS
from conformance.suite.clause import Clause, ClauseError, clause, clauses, modules

CLAUSES = list(clauses().values())
WORD = "[a-z]+(-[a-z]+)*"


def test_ids_are_dotted_words_that_begin_with_the_operation() -> None:
    for tested in CLAUSES:
        assert re.fullmatch(rf"{WORD}(\.{WORD})+", tested.id)
        assert tested.id.startswith(tested.operation.replace("_", "-") + ".")


def test_texts_are_sentences() -> None:
    for tested in CLAUSES:
        begins_with_a_name = re.match(r"'?[a-z]\w*'?( |\()", tested.text)
        assert tested.text[0].isupper() or begins_with_a_name, tested.text
        assert re.fullmatch(r"\S+( \S+){3,}\.", tested.text), tested.text


def test_topics_are_the_names_of_the_files() -> None:
    for tested in CLAUSES:
        module = tested.function.__module__
        assert module == "conformance.suite.test_" + tested.topic.replace("-", "_")
        assert tested.line > 1


def test_rivals_are_readings_of_the_operation() -> None:
    for tested in CLAUSES:
        assert len(set(tested.rivals)) == len(tested.rivals)
        for name in tested.rivals:
            assert tested.operation in RIVALS[name].operations, (tested.id, name)


def test_every_clause_has_cases_at_every_rank_that_it_is_for() -> None:
    for tested in CLAUSES:
        for rank in tested.ranks:
            cases = [c for c in tested.examples if _rank(c) == rank]
            if tested.small_scope is not None:
                cases += [next(iter(tested.small_scope(rank, "smoke")))]
            assert cases or tested.random is not None, (tested.id, rank)


def _rank(judged: Any) -> int:
    cases = getattr(judged, "cases", None) or [getattr(judged, "legal", judged)]
    return int(cases[0].rank)


def test_core_requires_nothing_that_an_implementation_defines() -> None:
    assert not [c.id for c in CLAUSES if c.defined_by == "implementation" and c.level == "core"]


def test_topics_of_the_suite_are_all_there() -> None:
    assert {c.function.__module__ for c in CLAUSES} == set(modules())


def _silent(case: Any, judge: Any) -> None:
    pass


def _spoken(case: Any, judge: Any) -> None:
    """Something is so."""


@pytest.mark.parametrize(
    ("function", "identifier", "needs", "message"),
    [
        (_silent, "conv.a", (), "_silent has no docstring, so it says nothing"),
        (_spoken, "con.a", (), "con.a: its first part names no operation"),
        (_spoken, "conv.a", "dilatoin", "conv.a: needs 'dilatoin', which cannot be declared"),
        (_spoken, "conv.a", "count_include_pad=True", "conv.a: needs 'count_include_pad=True'"),
        (_spoken, "conv.a", "padding=same", "conv.a: needs 'padding=same', allowed are"),
    ],
)
def test_a_clause_that_is_not_well_formed_is_an_error(
    function: Any, identifier: str, needs: Any, message: str
) -> None:
    with pytest.raises(ClauseError, match=re.escape(message)):
        clause(identifier, needs=needs)(function)


def test_a_clause_is_made_of_its_function() -> None:
    made = clause("conv.a.b", needs=["padding=same_upper", "bias"], level="core")(_spoken)
    assert isinstance(made, Clause)
    assert made.text == "Something is so."
    assert made.needs == (("padding", "same_upper"), ("bias", True))
    assert made.defined_by == "specification"
