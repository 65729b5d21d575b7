"""Verdicts that belong together, and which of them tells most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import prod

from conformance.judge.rivals import RIVALS
from conformance.results.model import ClauseResult, Failure
from conformance.suite.clause import LEVELS, Clause, clauses

_CAUSE = re.compile(r"(?:all \d+ cells equal|the only cell equals) (?:[^:]*: )?")


def by_cause(failed: Iterable[ClauseResult]) -> list[list[ClauseResult]]:
    """Failures in groups of one operation and one cause, or of one clause where no cause is
    known; the most telling group first, and in each group the most telling failure."""
    groups: dict[tuple[str, str], list[ClauseResult]] = {}
    for result in failed:
        assert result.failure is not None
        cause = result.failure.cause
        words = result.id if cause is None else _CAUSE.sub("", cause)
        groups.setdefault((result.id.split(".")[0], words), []).append(result)
    ordered = [sorted(group, key=_telling) for group in groups.values()]
    return sorted(ordered, key=lambda group: _telling(group[0]))


def _telling(result: ClauseResult) -> tuple[bool, int, bool, bool, bool, int, int]:
    """Less tells more: not known, of a low level, one call that fails alone, with a cause, one
    that the clause is about, of few cells."""
    failure, clause = result.failure, clauses().get(result.id)
    assert failure is not None
    return (
        result.known is not None,
        LEVELS.index(clause.level) if clause is not None else len(LEVELS),
        failure.alone is False or _is_row(failure),
        failure.cause is None,
        not _about(clause, failure.cause),
        sum(prod(array["shape"]) for array in failure.arrays.values()),
        result.rank,
    )


def _is_row(failure: Failure) -> bool:
    """Whether it takes several calls to see it."""
    case = failure.case
    return isinstance(case, list) or (isinstance(case, dict) and "cases" in case)


def _about(clause: Clause | None, cause: str | None) -> bool:
    """Whether a clause is there to tell the cause apart."""
    rivals = () if clause is None or cause is None else clause.rivals
    return any(RIVALS[name].text in (cause or "") for name in rivals)


def places(results: Sequence[ClauseResult]) -> str:
    """The ranks and dtypes of some verdicts on one clause: ``rank 1, 2 float32``."""
    dtypes_of: dict[int, tuple[str, ...]] = {}
    for result in results:
        dtypes_of[result.rank] = (*dtypes_of.get(result.rank, ()), result.dtype)
    ranks_of: dict[tuple[str, ...], list[int]] = {}
    for rank, dtypes in sorted(dtypes_of.items()):
        ranks_of.setdefault(tuple(sorted(dtypes)), []).append(rank)
    return "; ".join(
        f"rank {', '.join(map(str, ranks))} {', '.join(dtypes)}"
        for dtypes, ranks in ranks_of.items()
    )


def by_clause(results: Iterable[ClauseResult]) -> list[list[ClauseResult]]:
    """Verdicts in groups of one clause, status and reason, in their order."""
    groups: dict[tuple[str, str, str | None], list[ClauseResult]] = {}
    for result in results:
        why = result.known or result.reason
        groups.setdefault((result.id, result.status, why), []).append(result)
    return list(groups.values())
