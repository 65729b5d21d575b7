"""Runs of a mutant: against its own clause, against all clauses of its operation, and through the
deterministic tiers alone."""

from __future__ import annotations

from conformance.backend import Backend
from conformance.results.model import ClauseResult, Effort, Status
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit, run_unit
from tests.mutants.mutant import MODULE, Mutant, load

SPELLED = f"{MODULE}:backend"
DETERMINISTIC = ("examples", "small scope")


def unit(mutant: Mutant) -> Unit:
    """The clause that must kill the mutant, at its rank and dtype."""
    return Unit(mutant.clause, mutant.rank, mutant.dtype)


def units(mutant: Mutant) -> list[Unit]:
    """All clauses of the mutant's operation at its rank and dtype."""
    operation = clauses()[mutant.clause].operation
    return [
        Unit(clause.id, mutant.rank, mutant.dtype)
        for clause in clauses().values()
        if clause.operation == operation
        and mutant.rank in clause.ranks
        and mutant.dtype in clause.dtypes
    ]


def tiers(mutant: Mutant) -> tuple[str, ...]:
    """The tiers in which its own clause must kill it."""
    return DETERMINISTIC if mutant.tier == "small scope" else ("random",)


def efforts(mutant: Mutant) -> tuple[Effort, ...]:
    """The efforts at one of which its own clause must kill it: the least first.

    The draws of "smoke" are few and change with the version of Hypothesis: whether they meet a
    fault is luck.
    """
    return ("smoke", "standard") if mutant.tier == "small scope" else ("standard",)


def effort(mutant: Mutant) -> Effort:
    """The least effort of those."""
    return efforts(mutant)[0]


def judge(
    found: Unit, backend: Backend, effort: Effort, among: tuple[str, ...] | None = None
) -> ClauseResult:
    """The verdict of one unit, in the tiers of the effort or in these."""
    return run_unit(found, backend, effort, spelled=SPELLED, tiers=among)


def killed(result: ClauseResult) -> bool:
    """Whether the clause found the fault; a vacuous or refused verdict is no finding."""
    return result.status is Status.FAIL


def deterministic(mutant: Mutant) -> list[ClauseResult]:
    """The verdicts of all clauses of its operation in the deterministic tiers at effort standard,
    on one instance of the mutant, which keeps its state from one to the next."""
    backend = load(mutant)
    return [judge(found, backend, "standard", DETERMINISTIC) for found in units(mutant)]
