"""Holds a backend against a law: its own results, against each other."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from types import CodeType
from typing import Any

import numpy as np

from conformance.cases.data import Array
from conformance.judge.calling import Outcome
from conformance.judge.finding import Finding, Kind
from conformance.judge.judge import Judge
from conformance.judge.laws.related import Call, Law, Related
from conformance.judge.meaning import ROUNDOFF, disagreement
from conformance.judge.norms import norm_units
from conformance.judge.prepared import AVERAGES, reference, roundings
from conformance.judge.spelling import spelled
from conformance.operations import ARRAYS, Case
from conformance.parameters import AdaptivePool, AvgPool, LpPool

#: the most products of a call whose own result is looked at where a law is broken
_MOST_REVIEWED = 3_000_000


def hold(law: Law, case: Case, judge: Judge) -> None:
    """The equations hold between what the backend gives, exactly where sums are integers.

    What a declared transform leaves of an integer is rounded away, and it gets 0 for NaN. Averages,
    norms and their gradients may be as far apart as each may be from the exact one. A case of which
    the law says nothing is passed over.
    """
    related = law(case)
    if related is None:
        return
    suited = [_suited(call, judge) for call in related.calls]
    outcomes = judge.given([(call.case, call.arrays) for call in suited], case)
    calls = tuple(Call(o.case, call.arrays) for o, call in zip(outcomes, suited, strict=True))
    related = Related(calls, related.equations)
    names: dict[str, Any] = {"np": np}
    for number, (call, outcome) in enumerate(zip(calls, outcomes, strict=True), 1):
        names |= _named(number, ARRAYS[call.case.operation], call.arrays)
        results = [_settled(y, call, judge) for y in outcome.outputs]
        names |= _named(number, call.case.outputs, results)
    relative = allowance(related, judge.dtype)
    for left, right in related.equations:
        found = _broken(left, right, names, relative)
        if found is not None:
            raise _finding(case, related, outcomes, judge, *found)


def allowance(related: Related, dtype: str) -> float:
    """How far apart the sides may be, relative to the right one: twice what a result may err.

    Of the gradient of an average or a norm that is so where gy is nowhere negative.
    """
    error = max(_units(call.case) for call in related.calls) * ROUNDOFF[dtype]
    return 2 * error / (1 - error)


def _units(case: Case) -> float:
    """How far a result may be from the exact one, in unit roundoffs; 0 where sums are exact."""
    p = case.parameters
    if isinstance(p, LpPool):
        return norm_units(case, p.p)
    if isinstance(p, AvgPool) or case.operation in AVERAGES:
        return case.terms + 3
    if case.operation == "adaptive_avg_pool_grad":
        assert isinstance(p, AdaptivePool)
        covering = (o // i + 2 for i, o in zip(case.size, p.output_size, strict=True))
        return prod(covering) + 3
    return 0.0


def _suited(call: Call, judge: Judge) -> Call:
    """The call, without NaN where a declared transform may spread it."""
    if not judge.transforms(call.case):
        return call
    plain = tuple(None if a is None else np.nan_to_num(a) for a in call.arrays)
    return Call(call.case, plain)


def _settled(y: Array, call: Call, judge: Judge) -> Array:
    """A result in float64; of a transform the nearest integers."""
    if y.dtype == np.int64:
        return y
    wide: Array = y.astype(np.float64)
    return np.rint(wide) if judge.transforms(call.case) else wide


def _named(number: int, names: tuple[str, ...], arrays: Any) -> dict[str, Array]:
    return {f"{name}{number}": a for name, a in zip(names, arrays, strict=True)}


def _broken(
    left: str, right: str, names: dict[str, Any], relative: float
) -> tuple[Kind, str] | None:
    """Where an equation does not hold, in words."""
    with np.errstate(invalid="ignore"):
        try:
            sides = [np.asarray(eval(_compiled(side), names)) for side in (left, right)]
        except (IndexError, ValueError) as error:  # a shape, or an index, that is no such thing
            return "values", f"the law {left} = {right} cannot be taken: {error}"
        one, other = sides
        if one.shape != other.shape:
            return "shape", f"{left} has shape {one.shape}, {right} has shape {other.shape}"
        wrong = one != other
        if not wrong.any():
            return None
        wrong &= ~(np.abs(one - other) <= relative * np.abs(other))
        wrong &= ~(np.isnan(one) & np.isnan(other))
    if not wrong.any():
        return None
    cell = tuple(int(n) for n in np.unravel_index(wrong.argmax(), wrong.shape))
    at = f"[{','.join(map(str, cell))}] is " if cell else ""
    return "values", (
        f"{left} = {right} is broken in {np.count_nonzero(wrong)} of {wrong.size} cells: "
        f"{at}{one[cell]:.9g} on the left, {other[cell]:.9g} on the right"
    )


@lru_cache(maxsize=1024)
def _compiled(side: str) -> CodeType:
    return compile(side, "<law>", "eval")


def _finding(
    case: Case,
    related: Related,
    outcomes: list[Outcome],
    judge: Judge,
    kind: Kind,
    message: str,
) -> Finding:
    made = spelled(case, judge.backend)
    finding = Finding(kind, message, made, arrays=outcomes[0].arrays)
    finding.related = related
    finding.rounded = any(judge.transforms(call.case) for call in related.calls)
    finding.note = _at_fault(related, outcomes, judge)
    return finding


def _at_fault(related: Related, outcomes: list[Outcome], judge: Judge) -> str | None:
    """Which of the calls the reference takes for wrong, where it can tell in a moment."""
    wrong = []
    for number, (call, outcome) in enumerate(zip(related.calls, outcomes, strict=True), 1):
        if sum(a.size for a in call.arrays if a is not None) > _MOST_REVIEWED:
            return None
        exact = reference(call.case, call.arrays)
        tolerated = 0.5 if judge.transforms(call.case) else 0.0
        # the first of an average is its sum, of the same shape
        same = [y.shape for y in outcome.outputs] == [
            y.shape for y in exact[: len(outcome.outputs)]
        ]
        apart = roundings(call.case, call.arrays, exact)
        args = (call.case, judge.dtype, exact, outcome.outputs, tolerated, apart)
        if not same or disagreement(*args) is not None:
            wrong.append(f"call {number}")
    are = "is" if len(wrong) == 1 else "are"
    return f"by the reference {' and '.join(wrong)} {are} wrong" if wrong else None
