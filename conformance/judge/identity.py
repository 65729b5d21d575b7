"""The adjoint identity: what every gradient of a linear operation has to satisfy."""

from __future__ import annotations

import numpy as np

from conformance.cases.data import arrays as filled
from conformance.cases.gradients import forward_of
from conformance.judge.finding import Finding
from conformance.judge.judge import Judge
from conformance.judge.prepared import prepare, reference
from conformance.operations import Case


def adjoint(case: Case, judge: Judge) -> None:
    """<x, gx> and <w, gw> are <gy, y>, with y the result of the forward call without a bias.

    On integers all three are the same number. What a transform leaves of an integer is less than
    half a unit, and rounded away first.
    """
    outcome = judge.outcome(case)
    gy, x, w, _ = filled(case)
    (y,) = reference(forward_of(case), (x, w, None))
    wanted = int((gy * y).sum())
    for name, array, gradient in zip("xw", (x, w), outcome.outputs, strict=False):
        assert array is not None
        found = None
        if gradient.shape == array.shape:
            found = float((array * np.rint(gradient.astype(np.float64))).sum())
        if found != wanted:
            message = f"<{name}, g{name}> is {found}, but <gy, y> is {wanted}"
            raise Finding(
                "values",
                message,
                case,
                arrays=outcome.arrays,
                expected=prepare(case).outputs,
                got=outcome.outputs,
                tolerated=judge.tolerated(case, prepare(case)),
            )
