"""The failure text: what the clause says, the call, the cell, the cause."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from conformance.judge.finding import Finding
from conformance.judge.meaning import Mismatch
from conformance.operations import ARRAYS, AvgPool, Case, Conv
from conformance.results.model import ClauseResult
from reference_impl.windows import divisors, window_map

_MOST_CELLS = 40
_MOST_TERMS = 9


def failure_text(
    *, title: str, says: str, finding: Finding, cause: str | None, note: str | None = None
) -> str:
    """Compose the lines of a failure; each begins with one word that says what it holds."""
    lines = [f"FAIL {title}", f"says    {says}", f"call    {call_text(finding)}"]
    if finding.mismatch is not None:
        lines.append(f"cell    {cell_text(finding.case, finding, finding.mismatch)}")
    if finding.mismatch is None or finding.kind != "values" or "(" in finding.message:
        lines.append(f"found   {finding.message}")
    if cause is not None:
        lines.append(f"cause   {cause}")
    if note is not None:
        lines.append(f"note    {note}")
    return "\n".join(lines)


def rerun(result_file: Path | str, result: ClauseResult) -> str:
    """The command that judges the stored case of a failure again."""
    return (
        f"convspec replay {result_file} {result.id} --rank {result.rank} --dtype {result.dtype}"
    )


def call_text(finding: Finding) -> str:
    """The call on one line: small arrays in full, large ones by shape."""
    names = ARRAYS[finding.case.operation]
    parts = [
        f"{name}={_array_text(array)}"
        for name, array in zip(names, finding.arrays, strict=False)
        if array is not None
    ]
    parts += [f"{name}={_value_text(value)}" for name, value in _telling(finding)]
    return " ".join(parts)


def _telling(finding: Finding) -> list[tuple[str, Any]]:
    """The keywords without those optional ones that hold their default."""
    defaults = {"padding_mode": "zeros", "flip_kernel": False, "divisor_override": None}
    keywords = finding.keywords.items()
    return [(k, v) for k, v in keywords if k not in defaults or v != defaults[k]]


def _value_text(value: Any) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        return _value_text(value[0])
    return str(value).replace(" ", "")


def _array_text(array: np.ndarray[Any, Any]) -> str:
    if array.size > _MOST_CELLS:
        return f"{array.dtype}{array.shape}".replace(" ", "")
    lead = 0
    while lead < array.ndim - 1 and array.shape[lead] == 1:
        lead += 1
    return _row(array[(0,) * lead])


def _row(array: np.ndarray[Any, Any]) -> str:
    inner = (_row(a) for a in array) if array.ndim > 1 else (f"{v:.9g}" for v in array)
    return f"[{' '.join(inner)}]"


def cell_text(case: Case, finding: Finding, mismatch: Mismatch) -> str:
    """The first wrong cell: what it should be and of which terms, and what came."""
    cell = ",".join(map(str, mismatch.cell))
    expected = _number(mismatch.expected)
    made_of = _made_of(case, finding, mismatch)
    equals = f" = {made_of}" if made_of and mismatch.output == "y" else ""
    return (
        f"{mismatch.output}[{cell}]  expected {expected}{equals};  got {_number(mismatch.got)}"
    )


def _number(value: Any) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def _made_of(case: Case, finding: Finding, mismatch: Mismatch) -> str:
    """The terms of a cell, from the geometry; empty where there are too many to read."""
    walk = case.axes()
    spatial = mismatch.cell[-case.rank :]
    flat = int(np.ravel_multi_index(spatial, tuple(a.cells for a in walk)))
    p = case.parameters
    mode = p.padding_mode if isinstance(p, Conv) else "zeros"
    taps = window_map(walk, mode)[flat]
    channel = mismatch.cell[-case.rank - 1]
    sample = mismatch.cell[:1] if case.batched else ()
    if isinstance(p, Conv):
        return _products(case, finding, taps, sample, channel)
    cells = [_label(case, (*sample, channel), int(t)) for t in taps if t >= 0]
    if len(cells) > _MOST_TERMS:
        return f"{'mean' if isinstance(p, AvgPool) else 'maximum'} of {len(cells)} cells"
    if isinstance(p, AvgPool):
        divisor = divisors(walk, p.count_include_pad, p.divisor_override)[flat]
        return f"({' + '.join(cells) or '0'}) / {divisor}"
    return f"max({', '.join(cells)})" if cells else "the identity of max: no cell is read"


def _products(
    case: Case,
    finding: Finding,
    taps: np.ndarray[Any, Any],
    sample: tuple[int, ...],
    output: int,
) -> str:
    assert isinstance(case.parameters, Conv)
    w = finding.arrays[1]
    assert w is not None
    per_group = w.shape[1]
    first = output // (len(w) // case.parameters.groups) * per_group
    kernel = w[output].reshape(per_group, -1)
    if case.parameters.flip_kernel:
        kernel = kernel[:, ::-1]
    terms = [
        f"{kernel[c, t]:.9g}*{_label(case, (*sample, first + c), int(taps[t]))}"
        for c, t in product(range(per_group), range(len(taps)))
        if taps[t] >= 0
    ]
    if len(terms) > _MOST_TERMS:
        return f"sum of {len(terms)} products"
    if finding.arrays[2] is not None:
        terms.append(f"{finding.arrays[2][output]:.9g}")
    return " + ".join(terms) or "0"


def _label(case: Case, lead: tuple[int, ...], flat: int) -> str:
    """x[...] with the leading indices left out that can only be 0."""
    spatial = tuple(int(i) for i in np.unravel_index(flat, case.size))
    kept = lead if any(n > 1 for n in case.input_shape[: -case.rank]) else ()
    return f"x[{','.join(map(str, (*kept, *spatial)))}]"
