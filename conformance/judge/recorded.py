"""Holds a backend against a worked example: what was recorded, not what the reference gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from conformance.cases.examples import find
from conformance.cases.examples.record import Example
from conformance.judge.calling import Outcome
from conformance.judge.finding import Finding, Kind, Row
from conformance.judge.judge import Judge
from conformance.judge.meaning import ROUNDOFF
from conformance.judge.prepared import prepare, reference
from conformance.operations import Judged


def hold(judged: Judged, judge: Judge) -> None:
    """The outcome is what the example records, by its kind.

    What is no example is passed over: a simpler form of one that failed has nothing recorded.
    """
    example = find(judged)
    if example is None:
        return
    try:
        _BY_KIND[example.kind](example, judge)
    except Finding as finding:
        finding.note = f"worked example, row {example.name} of the tutorials: {example.text}"
        raise


def _values(example: Example, judge: Judge) -> None:
    judge.recorded(example.cases[0], example.outputs)


def _printed(example: Example, judge: Judge) -> None:
    """Printed maxima digit for digit, printed sums within the rounding of the print."""
    case, (expected, *indices) = example.cases[0], example.outputs
    if case.operation == "conv":
        judge.recorded(case, example.outputs, rounding(example, judge.dtype))
    else:
        judge.recorded(case, (expected.astype(judge.dtype), *indices))


def _shape(example: Example, judge: Judge) -> None:
    outcome = judge.outcome(example.cases[0])
    got = outcome.outputs[0].shape
    if got != example.shape:
        message = f"y has shape {got}, expected {example.shape}"
        raise _finding("shape", message, example, outcome)


def _relation(example: Example, judge: Judge) -> None:
    made = tuple(judge.declared(case)[1] for case in example.cases)
    outcomes = [judge.outcome(case, example.judged) for case in example.cases]
    outputs = [outcome.outputs[0] for outcome in outcomes]
    prepared = [prepare(case) for case in example.cases]
    shapes = [p.outputs[0].shape for p in prepared]
    assert example.relation is not None
    if [y.shape for y in outputs] == shapes:
        left, right = example.relation(*outputs)
        tolerated = judge.tolerated(example.cases[0], prepared[0])
        # Zeros satisfy almost any relation, and no example is about them.
        if (np.abs(left - right) <= tolerated).all() and left.any():
            return
    for at, case in enumerate(example.cases):
        try:
            judge.recorded(case, prepare(case).outputs)
        except Finding as finding:  # the call that is wrong by itself
            finding.row = Row(made, at)
            raise
    message = "the relation between the calls does not hold"
    raise _finding("values", message, example, outcomes[0])


def _finding(kind: Kind, message: str, example: Example, outcome: Outcome) -> Finding:
    return Finding(
        kind,
        message,
        outcome.case,
        arrays=outcome.arrays,
        expected=prepare(example.cases[0]).outputs,
        got=outcome.outputs,
        tolerated=0.5,
    )


def rounding(example: Example, dtype: str) -> float:
    r"""How far the print of a convolution may be from what its printed operands give.

    With h half a unit of the last digit of each number and G = |x| conv |w| + |b|, the largest of
    h_y + (|x| + h_x) conv (|w| + h_w) + |b| + h_b - G + (m + 4) u G over the cells: the rounding
    in the print of the result and of the operands, then that of operands and m terms in the dtype.
    """
    case = example.cases[0]
    *halves, half_of_result = example.halves
    sizes = [None if a is None else np.abs(a) for a in example.arrays[0]]
    widened = [None if a is None else a + h for a, h in zip(sizes, halves, strict=True)]
    total, most = (reference(case, tuple(arrays))[0] for arrays in (sizes, widened))
    bound: Any = half_of_result + (most - total) + (case.terms + 4) * ROUNDOFF[dtype] * total
    return float(bound.max())


_BY_KIND: dict[str, Callable[[Example, Judge], None]] = {
    "values": _values,
    "printed": _printed,
    "shape": _shape,
    "relation": _relation,
}
