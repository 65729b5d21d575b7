"""The failure text: what the clause says, the call, the cell, the cause."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import inf, prod
from pathlib import Path
from typing import Any

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.cases.data import arrays as filled
from conformance.explain.gradient import made_of_gy
from conformance.judge.finding import Finding, Row
from conformance.judge.laws.related import Related
from conformance.judge.meaning import Mismatch
from conformance.judge.prepared import AVERAGES, typed
from conformance.operations import ARRAYS, GRADIENTS, INDICES, Case, Operation
from conformance.parameters import AdaptivePool, AvgPool, Conv, ConvTranspose
from conformance.results.model import ClauseResult
from reference_impl.windows import bin_map, divisors, window_map

_MOST_CELLS = 40
_MOST_TERMS = 9


def failure_text(*, title: str, says: str, finding: Finding, dtype: str, cause: str | None) -> str:
    """Compose the lines of a failure; each begins with one word that says what it holds."""
    lines = [f"FAIL {title}", f"says    {says}"]
    if finding.related is not None:
        lines += _law_lines(finding.related, dtype)
    elif finding.row is None:
        lines.append(f"call    {_call(finding.case, finding.arrays, finding.keywords)}")
    else:
        lines += _row_lines(finding, finding.row, dtype)
    if finding.mismatch is not None:
        lines.append(f"cell    {cell_text(finding, finding.mismatch)}")
    lines += [f"found   {words}" for words in _found(finding)]
    if finding.may_refuse and finding.got:
        names = finding.case.outputs
        came = [f"{n}={_array_text(a)}" for n, a in zip(names, finding.got, strict=True)]
        lines.append(f"got     {' '.join(came)}")
    if finding.earlier is not None:
        lines.append(f"earlier {_case(finding.earlier, dtype)}")
    if cause is not None:
        lines.append(f"cause   {cause}")
    lines += [f"note    {note}" for note in (finding.note, _unwritten(finding)) if note]
    return "\n".join(lines)


def rerun(result_file: Path | str, result: ClauseResult) -> str:
    """The command that judges the stored case of a failure again."""
    return f"convspec replay {result_file} {result.id} --rank {result.rank} --dtype {result.dtype}"


def _law_lines(related: Related, dtype: str) -> list[str]:
    """Every call of a law, and its equations."""
    calls = [
        f"call {number}  {c.case.operation} "
        f"{_call(c.case, typed(c.case, c.arrays, dtype), c.case.keywords())}"
        for number, c in enumerate(related.calls, 1)
    ]
    return [*calls, *(f"law     {left} = {right}" for left, right in related.equations)]


def _row_lines(finding: Finding, row: Row, dtype: str) -> list[str]:
    """Every call of a row, and which one is at fault, where that is known."""
    lines = [f"call {number}  {_case(case, dtype)}" for number, case in enumerate(row.cases, 1)]
    if row.together:
        return [*lines, f"fault   in call {row.at + 1}, all made in threads at the same time"]
    if finding.kind in ("values", "shape") and row.at + 1 < len(row.cases):
        lines.append(f"result  of call {row.at + 1}, looked at after all {len(row.cases)} calls")
    elif finding.kind != "process":
        lines.append(f"fault   in call {row.at + 1}")
    return lines


def _found(finding: Finding) -> list[str]:
    """What came, unless the line of the cell says it all."""
    mismatch = finding.mismatch
    if mismatch is None:
        return [finding.message]
    if 1 < mismatch.count < mismatch.total:
        return [f"{finding.message}, all within {mismatch.output}{_box(mismatch, finding)}"]
    alone = f"{mismatch.count} of {mismatch.total} cells of {mismatch.output} disagree"
    return [] if finding.message == alone else [finding.message]


def _box(mismatch: Mismatch, finding: Finding) -> str:
    """Where the wrong cells are, as a slice of each axis."""
    shape = finding.expected[finding.case.outputs.index(mismatch.output)].shape
    sides = [
        str(first)
        if first == last
        else ":"
        if (first, last + 1) == (0, n)
        else f"{first}:{last + 1}"
        for (first, last), n in zip(mismatch.within, shape, strict=True)
    ]
    return f"[{','.join(sides)}]"


def _unwritten(finding: Finding) -> str | None:
    """A word on cells that hold the NaN with which the judge fills freed memory."""
    mismatch = finding.mismatch
    if mismatch is None or mismatch.output == INDICES:
        return None
    if not all(a is None or np.isfinite(a).all() for a in finding.arrays):
        return None
    wrong = finding.got[finding.case.outputs.index(mismatch.output)]
    if np.isnan(wrong).sum() != mismatch.count:
        return None
    return "every wrong cell is NaN, as freed memory is before the call: was it ever written?"


def _case(case: Case, dtype: str) -> str:
    """A legal call on one line."""
    return _call(case, typed(case, filled(case), dtype), case.keywords())


def _call(case: Case, arrays: Arrays, keywords: dict[str, Any]) -> str:
    """The call on one line: small arrays in full, large ones by shape."""
    names = ARRAYS[case.operation]
    parts = [
        f"{name}={_array_text(array)}"
        for name, array in zip(names, arrays, strict=False)
        if array is not None
    ]
    parts += [f"{name}={_value_text(value)}" for name, value in _telling(keywords)]
    return " ".join(parts)


def _telling(keywords: dict[str, Any]) -> list[tuple[str, Any]]:
    """The keywords without those optional ones that hold their default."""
    defaults = {"padding_mode": "zeros", "flip_kernel": False, "divisor_override": None}
    return [(k, v) for k, v in keywords.items() if k not in defaults or v != defaults[k]]


def _value_text(value: Any) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        return _value_text(value[0])
    return str(value).replace(" ", "")


def _array_text(array: Array) -> str:
    if array.size > _MOST_CELLS:
        return f"{array.dtype}{array.shape}".replace(" ", "")
    lead = 0
    while lead < array.ndim - 1 and array.shape[lead] == 1:
        lead += 1
    return _elements(array[(0,) * lead])


def _elements(array: Array) -> str:
    if array.ndim > 1:
        inner = [_elements(a) for a in array]
    elif array.dtype.kind in "iu":
        inner = [str(v) for v in array]
    else:
        inner = [f"{v:.9g}" for v in array]
    return f"[{' '.join(inner)}]"


def cell_text(finding: Finding, mismatch: Mismatch) -> str:
    """The first wrong cell: what it should be and of which terms, and what came."""
    case = finding.case
    cell = ",".join(map(str, mismatch.cell))
    if mismatch.output == INDICES:
        expected, got = (_index(case, mismatch, i) for i in (mismatch.expected, mismatch.got))
    else:
        gradient = case.operation in GRADIENTS
        made_of = (made_of_gy if gradient else _made_of)(case, finding, mismatch)
        expected = f"{_number(mismatch.expected)}{f' = {made_of}' if made_of else ''}"
        got = _number(mismatch.got)
    return f"{mismatch.output}[{cell}]  expected {expected};  got {got}"


def _number(value: Any) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def _index(case: Case, mismatch: Mismatch, index: int) -> str:
    """An index, and the cell of x that it names."""
    cells = int(np.prod(case.size))
    if not 0 <= index < cells:
        return f"{index}, outside the plane of {cells} cells"
    return f"{index} for {_label(case, mismatch.cell[: -case.rank], index)}"


def _made_of(case: Case, finding: Finding, mismatch: Mismatch) -> str:
    """The terms of a cell, from the geometry; empty where one line cannot hold them."""
    if case.operation in _OTHERS:
        return _OTHERS[case.operation](case, finding, mismatch.cell)
    if case.operation not in ("conv", "max_pool", "max_pool_with_indices", "avg_pool"):
        return ""
    walk = case.axes()
    spatial = mismatch.cell[-case.rank :]
    flat = int(np.ravel_multi_index(spatial, tuple(a.cells for a in walk)))
    p = case.parameters
    mode = p.padding_mode if isinstance(p, Conv) else "zeros"
    taps = window_map(walk, mode)[flat]
    lead = mismatch.cell[: -case.rank]
    if isinstance(p, Conv):
        return _products(case, finding, taps, lead)
    cells = [_label(case, lead, int(t)) for t in taps if t >= 0]
    divisor = 0
    if isinstance(p, AvgPool):
        divisor = int(divisors(walk, p.count_include_pad, p.divisor_override)[flat])
    return _merged(case, cells, divisor)


def _binned(case: Case, _: Finding, cell: tuple[int, ...]) -> str:
    """What an adaptive bin merges."""
    p = case.parameters
    assert isinstance(p, AdaptivePool)
    lead, spatial = cell[: -case.rank], cell[-case.rank :]
    flat = int(np.ravel_multi_index(spatial, p.output_size))
    taps = bin_map(case.size, p.output_size)[flat]
    cells = [_label(case, lead, int(t)) for t in taps if t >= 0]
    return _merged(case, cells, len(cells))


def _norm(case: Case, _: Finding, cell: tuple[int, ...]) -> str:
    """The norm of what a window of lp pooling reads."""
    p = case.keywords()["p"]
    walk, lead = case.axes(), cell[: -case.rank]
    flat = int(np.ravel_multi_index(cell[-case.rank :], tuple(a.cells for a in walk)))
    cells = [f"abs({_label(case, lead, int(t))})" for t in window_map(walk)[flat] if t >= 0]
    if len(cells) > _MOST_TERMS:
        return f"norm of {len(cells)} cells"
    if p == inf or not cells:
        return f"max({', '.join(cells)})" if cells else "no cell is read"
    if p == 1:
        return " + ".join(cells)
    return f"({' + '.join(f'{c}^{p:g}' for c in cells)})^(1/{p:g})"


def _merged(case: Case, cells: list[str], divisor: int) -> str:
    """The cells of which a pooling takes the average or the maximum."""
    if case.operation in AVERAGES:
        total = " + ".join(cells) or "0"
        return f"({total if len(cells) <= _MOST_TERMS else f'{len(cells)} cells'}) / {divisor}"
    if len(cells) > _MOST_TERMS:
        return f"maximum of {len(cells)} cells"
    return f"max({', '.join(cells)})" if cells else "the identity of max: no cell is read"


def _products(case: Case, finding: Finding, taps: Array, lead: tuple[int, ...]) -> str:
    assert isinstance(case.parameters, Conv)
    w = finding.arrays[1]
    assert w is not None
    *sample, output = lead
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
    return _sum(terms, finding, output)


def _stamped(case: Case, finding: Finding, cell: tuple[int, ...]) -> str:
    """The products of a transposed convolution: which input cells reach this one, by which tap."""
    assert isinstance(case.parameters, ConvTranspose)
    w = finding.arrays[1]
    assert w is not None
    lead, spatial = cell[: -case.rank], cell[-case.rank :]
    *sample, output = lead
    group, row = divmod(output, w.shape[1])
    per_group = len(w) // case.parameters.groups
    reaching = [
        [(a, t) for a in range(i) for t in range(axis.kernel) if axis.position(a, t) == q]
        for i, axis, q in zip(case.size, case.axes(), spatial, strict=True)
    ]
    terms = []
    for c, pairs in product(range(group * per_group, (group + 1) * per_group), product(*reaching)):
        source = int(np.ravel_multi_index([a for a, _ in pairs], case.size))
        weight = w[(c, row, *(t for _, t in pairs))]
        terms.append(f"{weight:.9g}*{_label(case, (*sample, c), source)}")
    return _sum(terms, finding, output)


def _written(case: Case, finding: Finding, cell: tuple[int, ...]) -> str:
    """The entries of x whose index names a cell of an unpooling."""
    indices = finding.arrays[1]
    assert indices is not None
    lead, spatial = cell[: -case.rank], cell[-case.rank :]
    index = int(np.ravel_multi_index(spatial, case.keywords()["output_size"]))
    entries = np.flatnonzero(indices[lead].reshape(-1) == index)
    named = [_label(case, lead, int(entry)) for entry in entries[:_MOST_TERMS]]
    return f"{' = '.join(named)}, of index {index}" if named else f"no index is {index}"


def _read(case: Case, _: Finding, cell: tuple[int, ...]) -> str:
    """The cell of x that an entry of an unfold reads."""
    *sample, row, column = cell
    channel, tap = divmod(row, prod(case.kernel))
    source = int(window_map(case.axes())[column, tap])
    return "padding" if source < 0 else _label(case, (*sample, channel), source)


def _folded(case: Case, _: Finding, cell: tuple[int, ...]) -> str:
    """The entries of the columns that a cell of a fold adds."""
    lead, spatial = cell[: -case.rank], cell[-case.rank :]
    *sample, channel = lead
    plane = int(np.ravel_multi_index(spatial, case.size))
    taps = prod(case.kernel)
    kept = sample if case.batched and case.input_shape[0] > 1 else []
    terms = [
        f"columns[{','.join(map(str, (*kept, channel * taps + int(tap), int(column))))}]"
        for column, tap in np.argwhere(window_map(case.axes()) == plane)
    ]
    return " + ".join(terms) if 0 < len(terms) <= _MOST_TERMS else f"sum of {len(terms)} entries"


#: the operations that walk no windows of their input, or not forwards
_OTHERS: dict[Operation, Callable[[Case, Finding, tuple[int, ...]], str]] = {
    "conv_transpose": _stamped,
    "adaptive_avg_pool": _binned,
    "adaptive_max_pool": _binned,
    "adaptive_max_pool_with_indices": _binned,
    "lp_pool": _norm,
    "max_unpool": _written,
    "unfold": _read,
    "fold": _folded,
}


def _sum(terms: list[str], finding: Finding, output: int) -> str:
    """The terms and the bias, or how many there are."""
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
