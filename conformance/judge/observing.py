"""What is left to the implementation: one of several readings, the same one in every case."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from conformance.judge.calling import Outcome
from conformance.judge.finding import Finding
from conformance.judge.judge import Judge
from conformance.judge.meaning import ROUNDOFF, disagreement
from conformance.judge.prepared import AVERAGES, Outputs, prepare
from conformance.operations import Case


def observe(
    judge: Judge, case: Case, outcome: Outcome, readings: Mapping[str, Outputs], none: str
) -> None:
    """The outputs are those of one of the readings, cell for cell; where only one fits it is
    recorded, and must be the same in every case.

    ``none`` says what is wrong where no reading fits.
    """
    expected = next(iter(readings.values()))
    for name, exact, y in zip(case.outputs, expected, outcome.outputs, strict=False):
        if y.shape != exact.shape:
            message = f"{name} has shape {y.shape}, expected {exact.shape}"
            raise judge.wrong("shape", message, outcome, expected)
    prepared = prepare(case)
    bounds = judge.tolerated(case, prepared), prepared.roundings
    fitting = [
        behaviour
        for behaviour, outputs in readings.items()
        if disagreement(case, judge.dtype, outputs, outcome.outputs, *bounds) is None
    ]
    if not fitting:
        raise judge.wrong("values", none, outcome, expected, prepared.roundings)
    if len(fitting) > 1:
        return
    try:
        judge.saw(fitting[0], case)
    except Finding as finding:
        earlier = next(iter(judge.observed))
        if earlier in readings:
            finding.expected, finding.got = readings[earlier], outcome.outputs
        raise


def contained(judge: Judge, case: Case, *, nan_for_infinite: bool = False) -> None:
    """A cell that is not finite makes so what reads it alone, or spreads within its plane.

    With ``nan_for_infinite`` what should be infinite may be NaN, where all of it is.
    """
    outcome, prepared = judge.outcome(case), prepare(case)
    y = outcome.outputs[0]
    exact = prepared.outputs[0]
    if y.shape != exact.shape:
        message = f"{case.outputs[0]} has shape {y.shape}, expected {exact.shape}"
        raise judge.wrong("shape", message, outcome, prepared.outputs)
    if case.operation in AVERAGES:
        exact = exact / prepared.outputs[1]
    y = y.astype(np.float64)
    infinite = np.isinf(exact)
    as_nan = nan_for_infinite and bool(infinite.any() and np.isnan(y[infinite]).all())
    if as_nan:
        exact = np.where(infinite, np.nan, exact)
    units = next(iter(prepared.roundings), None)
    near = np.zeros(y.shape, bool)
    if units is not None:
        with np.errstate(invalid="ignore"):
            near = np.isfinite(exact) & (np.abs(y - exact) <= units * ROUNDOFF[judge.dtype])
    unlike = ~near & (y != exact) & ~(np.isnan(y) & np.isnan(exact))
    planes = ~np.isfinite(exact).all(axis=tuple(range(-case.rank, 0)), keepdims=True)
    if (unlike & ~(planes & ~np.isfinite(y))).any():
        message = "a cell is wrong that does not stand in the plane of the NaN or infinity"
        raise judge.wrong("values", message, outcome, prepared.outputs, prepared.roundings)
    stays = "stays in its windows as NaN" if as_nan else "stays in its windows"
    judge.saw("spreads within its plane" if unlike.any() else stays, case)


def formula_or_refused(judge: Judge, case: Case, behaviour: str) -> None:
    """The call is refused, or follows the formula, which is recorded as the behaviour."""
    outcome = judge.attempt(case, prepare(case).outputs)
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    observe(judge, case, outcome, {behaviour: prepare(case).outputs}, "a cell is wrong")


def no_window_or_refused(judge: Judge, case: Case) -> None:
    """The call, in which no window fits, is refused, or gives an empty output."""
    outcome = judge.attempt(case)
    if outcome.error is not None:
        judge.saw("refused", case)
    elif outcome.outputs[0].size == 0:
        judge.saw("an empty output", case)
    else:
        message = f"no window fits, yet the output has shape {outcome.outputs[0].shape}"
        raise judge.wrong("shape", message, outcome, prepare(case).outputs)
