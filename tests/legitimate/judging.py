"""What the suite says of a backend of this folder."""

from collections.abc import Iterable

from conformance.backend import Backend
from conformance.results.model import ClauseResult, Effort, Status
from conformance.suite.clause import clauses
from conformance.suite.tiers import TIERS
from conformance.suite.unit import Unit, run_unit, units

#: what no correct backend may be told; REFUSED is of its own making
WRONG = (Status.FAIL, Status.ERROR, Status.VACUOUS)
DETERMINISTIC = ("examples", "small scope")
SPELLED = "tests/legitimate/catalogue.py:backend"


def judge(
    backend: Backend, unit: Unit, effort: Effort = "smoke", tiers=TIERS, seed: int | None = None
) -> ClauseResult:
    """The verdict on one unit."""
    return run_unit(unit, backend, effort, spelled=SPELLED, tiers=tiers, seed=seed)


def implemented(backend: Backend, among: Iterable[Unit] | None = None) -> list[Unit]:
    """The units of the operations that the backend has."""
    return [
        unit
        for unit in among or units()
        if clauses()[unit.clause].operation in backend.implementations
    ]


def deterministic(unit: Unit) -> bool:
    """Whether the unit has cases besides those that are drawn."""
    clause = clauses()[unit.clause]
    return clause.small_scope is not None or bool(clause.examples)


def alarm(result: ClauseResult) -> str | None:
    """What is held against the backend, or None."""
    if result.status not in WRONG:
        return None
    told = result.reason if result.failure is None else result.failure.message
    return f"{result.id} rank {result.rank} {result.dtype}: {result.status}\n{told}"
