"""What did the backend compute instead? Named only if it reproduces every cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import numpy as np
from msgspec.structs import replace

from conformance.cases.data import arrays as filled
from conformance.judge.finding import Finding, Kind, Row
from conformance.judge.meaning import disagreement
from conformance.judge.prepared import Outputs, prepare, reference
from conformance.judge.rivals import rivals_of
from conformance.operations import ARRAYS
from reference_impl.geometry import GeometryError


def cause(
    finding: Finding,
    dtype: str,
    others: Callable[[], Sequence[Finding]] = tuple,
    likely: Sequence[str] = (),
) -> str | None:
    """Return the reading that gives all that the backend gave, in words; None if none does.

    Small cases fit many readings: of those that fit, it is the one that most of the ``others``
    fit too, which are findings of the same clause, and of equals one of the ``likely`` rivals.
    None if it fits fewer than three in four of the others, which are asked for only where a
    reading fits.
    """
    if finding.kind not in ("values", "shape") or not finding.got:
        return None
    fitting = list(_fitting(finding, dtype))
    if not fitting:
        return None
    found = others()
    seen = Counter(reading for other in found for reading, _ in _fitting(other, dtype))
    # the first of equals
    reading, words = max(fitting, key=lambda pair: (seen[pair[0]], pair[0] in likely))
    return words if 4 * seen[reading] >= 3 * len(found) else None


def _fitting(finding: Finding, dtype: str) -> Iterator[tuple[str, str]]:
    """The readings that give all that the backend gave: what they are called, and in words."""
    if any(shape is not None and 0 in shape for shape in finding.case.shapes):
        return  # readings are told apart by what they read
    for reading, words, outputs in _readings(finding):
        count = outputs[0].size
        if count and _equals(finding, dtype, outputs):
            cells = "the only cell equals" if count == 1 else f"all {count} cells equal"
            yield reading, f"{cells} {words}"


def _readings(finding: Finding) -> Iterator[tuple[str, str, Outputs]]:
    """What may have been computed: what it is called, in words, and what comes of it."""
    if finding.row is not None:
        for words, came in _of_the_row(finding.row, finding.kind):
            yield words, words, came
    case = finding.case
    arrays = filled(case)
    for rival in rivals_of(case.operation):
        outputs = rival.outputs(case, arrays)
        if outputs is not None:
            detail = "this reading"
            if rival.name == "pads-exchanged":
                pads = [(a.hi, a.lo) for a in case.axes()]
                detail = f"padding {pads[0] if len(pads) == 1 else tuple(pads)}"
            yield rival.name, f"{detail}: {rival.text}", outputs


def _of_the_row(row: Row, kind: Kind) -> Iterator[tuple[str, Outputs]]:
    """A later call's result; this call with an array, or the keywords, of another one; an
    earlier call's result."""
    case = row.cases[row.at]
    arrays = filled(case)
    others = [(number, c) for number, c in enumerate(row.cases, 1) if c != case]
    for number, other in reversed(others):
        if number > row.at + 1 and kind == "values":
            yield f"the result of call {number}: both in the same memory?", prepare(other).outputs
    for number, other in others:
        if other.operation != case.operation:
            continue
        for at, name in enumerate(ARRAYS[case.operation]):
            if other.shapes[at] == case.shapes[at]:
                mixed = (*arrays[:at], filled(other)[at], *arrays[at + 1 :])
                with suppress(GeometryError):  # indices may not fit, say
                    yield f"this call with the {name} of call {number}", reference(case, mixed)
        if other.shapes == case.shapes:
            changed = replace(case, parameters=other.parameters)
            with suppress(GeometryError):
                yield f"this call with the keywords of call {number}", reference(changed, arrays)
    for number, other in reversed(others):
        if number <= row.at:
            yield f"the result of call {number}", prepare(other).outputs


def _equals(finding: Finding, dtype: str, outputs: Outputs) -> bool:
    got = finding.got
    if [a.shape for a in got] != [a.shape for a in outputs[: len(got)]]:
        return False
    with np.errstate(all="ignore"):
        case, bounds = finding.case, (finding.tolerated, finding.roundings)
        return disagreement(case, dtype, outputs, got, *bounds) is None
