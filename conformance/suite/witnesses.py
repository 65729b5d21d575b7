"""More failing cases of a clause: what fits the first by chance does not fit them all."""

from __future__ import annotations

from itertools import chain, islice

from conformance.backend import Backend
from conformance.judge.calling import Watch
from conformance.judge.finding import Finding, NotDeclared, Refused
from conformance.judge.judge import Judge
from conformance.operations import Judged
from conformance.suite.clause import Clause

#: so many cases are tried, until so many have failed
TRIED, ENOUGH = 120, 16


def witnesses(
    tested: Clause, rank: int, dtype: str, backend: Backend, first: Judged | None, watch: Watch
) -> list[Finding]:
    """Findings on other cases of the clause where one call gave a wrong result."""
    judge = Judge(backend, dtype, watch=watch)
    scope = () if tested.small_scope is None else tested.small_scope(rank, "smoke")
    found: list[Finding] = []
    for case in islice(chain(tested.examples_of(rank), scope), TRIED):
        if case == first or len(found) == ENOUGH:
            continue
        try:
            tested(case, judge)
        except (Refused, NotDeclared):
            continue
        except Finding as finding:
            if finding.kind in ("values", "shape") and finding.row is None:
                found.append(finding)
    return found
