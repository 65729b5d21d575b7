"""Every clause kills a mutant, every mutant is killed by its clause, and the kill matrix is of
today's mutants."""

from collections import Counter

import msgspec
import pytest
from msgspec.structs import replace

from conformance.registry import resolve
from conformance.results.model import Effort
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit
from tests.mutants import matrix, runs
from tests.mutants.catalogue import mutants
from tests.mutants.mutant import Mutant, MutantError, diff, load, mutated

EVERY = [mutant for several in mutants().values() for mutant in several]
RANDOM = [mutant for mutant in EVERY if mutant.tier == "random"]
RUNS = list(dict.fromkeys((runs.unit(m), runs.effort(m), runs.tiers(m)) for m in EVERY))


def _names(several: list[Mutant]) -> list[str]:
    return [mutant.name for mutant in several]


def test_there_are_enough_mutants_each_with_a_name_of_its_own() -> None:
    assert len(EVERY) >= 60
    assert len(RANDOM) >= 10
    assert [name for name, times in Counter(_names(EVERY)).items() if times > 1] == []


def test_every_clause_has_a_mutant_and_every_mutant_is_in_the_file_of_its_topic() -> None:
    named = {mutant.clause for mutant in EVERY}
    assert [clause for clause in clauses() if clause not in named] == []
    strays = [
        m.name
        for topic, several in mutants().items()
        for m in several
        if clauses()[m.clause].topic != topic
    ]
    assert strays == []


@pytest.mark.parametrize("mutant", EVERY, ids=_names(EVERY))
def test_a_mutant_is_killed_by_its_clause(mutant: Mutant) -> None:
    for effort in runs.efforts(mutant):
        result = runs.judge(runs.unit(mutant), load(mutant), effort, runs.tiers(mutant))
        if runs.killed(result):
            return
    raise AssertionError(f"{result.status} after {result.cases} cases")


@pytest.mark.parametrize(
    ("unit", "effort", "tiers"),
    RUNS,
    ids=[f"{u.clause}-{u.rank}-{u.dtype}-{e}" for u, e, _ in RUNS],
)
def test_the_backend_without_a_fault_satisfies_the_same_clause(
    unit: Unit, effort: Effort, tiers: tuple[str, ...]
) -> None:
    assert runs.judge(unit, resolve("numpy"), effort, tiers).status.satisfies


@pytest.mark.parametrize("mutant", RANDOM, ids=_names(RANDOM))
def test_only_random_cases_kill_a_mutant_that_says_so(mutant: Mutant) -> None:
    results = runs.deterministic(mutant)
    assert sum(result.cases for result in results) > 500
    assert [result.id for result in results if runs.killed(result)] == []


def test_the_kill_matrix_is_of_these_mutants_and_each_is_killed_by_its_clause() -> None:
    kept = msgspec.json.decode(matrix.FILE.read_bytes(), type=matrix.Matrix)
    again = "run python -m tests.mutants.matrix"
    described = [
        (topic, m.name, m.text, m.clause, m.rank, m.dtype, _fault(diff(m)))
        for topic, several in mutants().items()
        for m in several
    ]
    in_file = [
        (k.topic, k.name, k.text, k.clause, k.rank, k.dtype, _fault(k.diff)) for k in kept.mutants
    ]
    assert in_file == described, again
    assert [k.name for k in kept.mutants if k.clause not in k.killed_by] == [], again
    at_smoke = sum(k.effort == "smoke" for k in kept.mutants)
    assert at_smoke >= 0.95 * len(kept.mutants)
    random = {mutant.name for mutant in RANDOM}
    assert {k.name for k in kept.mutants if k.survived} == random, again


def _fault(text: str) -> list[str]:
    """The changed lines of a diff, wherever they stand in the file."""
    return [line for line in text.splitlines() if line[0] in "+-"]


def test_a_mutant_that_does_not_fit_the_backend_is_refused() -> None:
    one = EVERY[0]
    with pytest.raises(MutantError, match=f"{one.name}: 'no such text' occurs 0 times"):
        mutated(replace(one, replace=(("no such text", ""),)))
    with pytest.raises(MutantError, match=r"occurs \d+ times"):
        mutated(replace(one, replace=(("axes", "axis"),)))


def test_a_mutant_of_more_than_five_lines_is_refused() -> None:
    with pytest.raises(MutantError, match="changes 6 lines, expected 1 to 5"):
        mutated(replace(EVERY[0], replace=(("DTYPES = ", "\n" * 6 + "DTYPES = "),)))
    with pytest.raises(MutantError, match="changes 0 lines"):
        mutated(replace(EVERY[0], replace=()))
