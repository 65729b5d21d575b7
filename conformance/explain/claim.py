"""What a snippet asserts, kind by kind of finding: the rule of the judge as source text."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from conformance.explain.literal import literal
from conformance.judge.finding import Finding
from conformance.judge.meaning import ROUNDOFF
from conformance.judge.prepared import AVERAGES
from conformance.operations import ARRAYS, INDICES, OUTPUTS, Case, returns_tuple


def makes_the_call(finding: Finding) -> bool:
    """Whether the claim is about how the call goes, and not about what it returns."""
    return finding.kind in ("accepted", "modified", "aliased", "refusal")


def on_the_call(finding: Finding, call: str) -> list[str]:
    """The lines that make the call and watch how it goes."""
    if finding.kind == "accepted":
        return [
            "try:",
            f"    got = {call}",
            "except Exception as error:",
            '    print("refused:", error)',
            "else:",
            '    raise AssertionError(f"accepted, and returned {got}")',
        ]
    if finding.kind == "modified":
        name = finding.argument
        return [
            f"before = {name}.copy()",
            call,
            f'print("before", before.tolist())\nprint("after ", {name}.tolist())',
            f"assert {name}.tobytes() == before.tobytes()",
        ]
    return _refusal(finding, call) if finding.kind == "refusal" else _aliased(finding, call)


def _aliased(finding: Finding, call: str) -> list[str]:
    owned = "got" if returns_tuple(finding.case.operation) else "[got]"
    if finding.argument is not None:
        other, lines = f"[{finding.argument}]", [f"got = {call}"]
    else:
        other = owned.replace("got", "again")
        lines = [f"got = {call}", f"again = {_renewed(finding, call, '{0}.copy()')}"]
    return [
        *lines,
        f"shared = [np.shares_memory(y, other) for y in {owned} for other in {other}]",
        'assert not any(shared), "memory is shared"',
    ]


def _refusal(finding: Finding, call: str) -> list[str]:
    calls = (
        call,
        *(_renewed(finding, call, v) for v in ("{0}[::-1] * 2", "{0} * 0", "{0} * -1000")),
    )
    return [
        "",
        "",
        "def outcome(*arrays, **keywords):",
        "    try:",
        "        call(*arrays, **keywords)",
        "    except Exception as error:",
        "        print(repr(error))",
        "        return type(error).__name__",
        '    print("accepted")',
        '    return "accepted"',
        "",
        "",
        "outcomes = [",
        *[f"    {c.replace('call(', 'outcome(', 1)}," for c in calls],
        "]",
        'assert len(set(outcomes)) == 1, f"a refusal may depend on parameters only: {outcomes}"',
    ]


def _renewed(finding: Finding, call: str, form: str) -> str:
    """The call with another array in the place of each one that is given."""
    names = ARRAYS[finding.case.operation]
    given = [
        name if array is None or name == INDICES else form.format(name)
        for name, array in zip(names, finding.arrays, strict=True)
    ]
    return call.replace(f"call({', '.join(names)}", f"call({', '.join(given)}", 1)


def on_the_result(finding: Finding, dtype: str) -> list[str]:
    """The assertions on ``got``."""
    case = finding.case
    if finding.kind == "type":
        return _of_type(case)
    if finding.kind == "dtype":
        wanted = {name: "int64" if name == INDICES else dtype for name in case.outputs}
        return [
            f'assert {_got(case, name)}.dtype == "{kind}", {_got(case, name)}.dtype'
            for name, kind in wanted.items()
        ]
    if finding.kind in ("values", "shape", "not-uniform"):
        return _compared(finding, dtype)
    return []


def _got(case: Case, name: str) -> str:
    """How an output is reached in what came."""
    at = OUTPUTS[case.operation].index(name)
    return f"got[{at}]" if returns_tuple(case.operation) else "got"


def _of_type(case: Case) -> list[str]:
    names = OUTPUTS[case.operation]
    lines = []
    if returns_tuple(case.operation):
        lines.append(f"assert isinstance(got, tuple) and len(got) == {len(names)}, type(got)")
    for name in names:
        got = _got(case, name)
        test = f"isinstance({got}, np.ndarray)" if name in case.outputs else f"{got} is None"
        lines.append(f"assert {test}, type({got})")
    return lines


def _compared(finding: Finding, dtype: str) -> list[str]:
    case, expected = finding.case, finding.expected
    if case.operation in AVERAGES and len(expected) > 1:
        return _compared_averages(case, expected, dtype)
    if case.outputs == ("y", INDICES):
        return _compared_indices(case, *expected)
    lines: list[str] = []
    roundings = finding.roundings or (None,) * len(expected)
    for name, exact, units in zip(case.outputs, expected, roundings, strict=True):
        got = _got(case, name)
        test = f"np.testing.assert_array_equal({got}, expected)"
        if units is not None:
            bound = literal(np.asarray(units * ROUNDOFF[dtype], np.float64))
            test = f"assert (abs({got} - expected) <= {bound}).all(), {got} - expected"
        elif finding.tolerated:
            bound = repr(finding.tolerated)
            test = f"assert (abs({got} - expected) < {bound}).all(), {got} - expected"
        lines += [*_shaped(exact, got), test]
    return lines


def _shaped(expected: Any, got: str = "got") -> list[str]:
    return [
        f"expected = {literal(expected)}",
        'print("expected", expected)',
        f"assert {got}.shape == expected.shape, ({got}.shape, expected.shape)",
    ]


def _compared_averages(case: Case, expected: Any, dtype: str) -> list[str]:
    with np.errstate(all="ignore"):
        mean = (expected[0] / expected[1]).astype(np.float64)
    relative = (case.terms + 3) * ROUNDOFF[dtype] + 2.0**-52
    lines = _shaped(mean)
    if not np.isnan(mean).any():
        return [*lines, f"np.testing.assert_allclose(got, expected, rtol={relative!r})"]
    return [
        *lines,
        "empty = np.isnan(expected)  # windows without a cell",
        f"np.testing.assert_allclose(got[~empty], expected[~empty], rtol={relative!r})",
        "assert np.isnan(got[empty]).all() or (got[empty] == 0).all()",
    ]


def _compared_indices(case: Case, y: Any, indices: Any) -> list[str]:
    lines = [
        f"expected = {literal(y)}",
        f"indices = {literal(indices)}",
        'print("expected", expected, indices)',
        "assert got[0].shape == got[1].shape == expected.shape, [y.shape for y in got]",
        "np.testing.assert_array_equal(got[0], expected)",
    ]
    if (indices >= 0).all():
        return [*lines, "np.testing.assert_array_equal(got[1], indices)"]
    cells = prod(case.size)
    return [
        *lines,
        "empty = indices == -1  # windows without a cell",
        "np.testing.assert_array_equal(got[1][~empty], indices[~empty])",
        f"assert ((got[1] >= -1) & (got[1] < {cells})).all()",
        "assert (got[1][empty] == -1).all() or (got[1][empty] >= 0).all()",
    ]
