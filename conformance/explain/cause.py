"""Which rival did the backend compute? Named only if it reproduces every cell."""

from __future__ import annotations

import numpy as np

from conformance.judge.finding import Finding
from conformance.judge.meaning import disagreement
from conformance.judge.prepared import Outputs, prepare
from conformance.judge.rivals import Rival, rivals_of


def cause(finding: Finding, dtype: str) -> str | None:
    """Return the rival that gives all that the backend gave, in words; None if none does."""
    if finding.kind not in ("values", "shape") or finding.got is None:
        return None
    prepared = prepare(finding.case)
    for rival in rivals_of(finding.case.operation):
        other = rival.outputs(finding.case, prepared.arrays)
        if other is not None and _equals(finding, dtype, other):
            return _worded(rival, finding, other)
    return None


def _equals(finding: Finding, dtype: str, other: Outputs) -> bool:
    got = finding.got
    if any(a.shape != other[0].shape for a in got):
        return False
    with np.errstate(all="ignore"):
        return disagreement(finding.case, dtype, "direct", other, got) is None


def _worded(rival: Rival, finding: Finding, other: Outputs) -> str:
    detail = "this reading"
    if rival.name == "pads-exchanged":
        pads = [(a.hi, a.lo) for a in finding.case.axes()]
        detail = f"padding {pads[0] if len(pads) == 1 else tuple(pads)}"
    count = other[0].size
    cells = "the only cell equals" if count == 1 else f"all {count} cells equal"
    return f"{cells} {detail}: {rival.text}"
