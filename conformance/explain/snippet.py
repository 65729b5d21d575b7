"""A script that shows a failure with NumPy and the backend's adapter alone."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np

from conformance.backend import Implementation
from conformance.cases.data import Array, Arrays
from conformance.judge.finding import Finding
from conformance.judge.meaning import ROUNDOFF
from conformance.judge.prepared import prepare, typed
from conformance.operations import ARRAYS, Calls, Case, Judged
from conformance.registry import location

_MOST_LITERAL = 2000
_LAYOUT_CODE = {
    "fortran": "{0} = np.asfortranarray({0})",
    "reversed": "{0} = np.flip(np.flip({0}).copy())",
    "every-second": "{0} = np.repeat({0}, 2, axis=-1)[..., ::2]",
    "channels-last": "{0} = np.moveaxis(np.moveaxis({0}, 1, -1).copy(), -1, 1)"
    " if {0}.ndim > 1 else {0}",
    "read-only": "{0}.flags.writeable = False",
}


def snippet(
    clause_id: str,
    finding: Finding,
    judged: Judged | None,
    implementation: Implementation,
    spelled: str,
    dtype: str,
) -> str:
    """Return Python source that makes the call, prints what came, and asserts what should."""
    lines = [
        f'"""{clause_id}: {_plain(finding.message)}"""',
        "import numpy as np",
        *_load(spelled),
        "",
        f'call = backend.implementations["{finding.case.operation}"].function',
    ]
    if isinstance(judged, Calls):
        return "\n".join([*lines, *_sequence(judged, finding, implementation, dtype), ""])
    lines += _assign(finding.case, finding.arrays)
    if finding.case.variant in _LAYOUT_CODE:
        code = _LAYOUT_CODE[finding.case.variant]
        names = zip(ARRAYS[finding.case.operation], finding.arrays, strict=True)
        lines += [code.format(name) for name, array in names if array is not None]
    call = _call(finding.case, implementation, finding.keywords)
    lines += _claim(finding, call, dtype)
    return "\n".join([*lines, ""])


def _plain(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _load(spelled: str) -> list[str]:
    target, attribute = location(spelled)
    if target.endswith(".py"):
        return ["import runpy", "", f'backend = runpy.run_path("{target}")["{attribute}"]']
    name = "" if attribute == "backend" else " as backend"
    return [f"from {target} import {attribute}{name}"]


def _literal(array: Array) -> str:
    if array.size > _MOST_LITERAL:
        packed = base64.b64encode(zlib.compress(array.tobytes())).decode()
        return (
            f'np.frombuffer(__import__("zlib").decompress(__import__("base64").b64decode('
            f'"{packed}")), "{array.dtype}").reshape({array.shape}).copy()'
        )
    text = repr(array.tolist()).replace("inf", "np.inf").replace("nan", "np.nan")
    if array.size == 0:
        return f'np.zeros({array.shape}, dtype="{array.dtype}")'
    return f'np.array({text}, dtype="{array.dtype}")'


def _assign(case: Case, arrays: Arrays, suffix: str = "") -> list[str]:
    names = ARRAYS[case.operation]
    return [
        f"{name}{suffix} = {'None' if array is None else _literal(array)}"
        for name, array in zip(names, arrays, strict=True)
    ]


def _call(
    case: Case, implementation: Implementation, keywords: dict[str, Any], suffix: str = ""
) -> str:
    names = [f"{name}{suffix}" for name in ARRAYS[case.operation]]
    passed = [f"{k}={v!r}" for k, v in implementation.passed(keywords).items()]
    return f"call({', '.join(names + passed)})"


def _claim(finding: Finding, call: str, dtype: str) -> list[str]:
    """The lines that make the call and assert what the clause says."""
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
        name = finding.message.rsplit(" ", 1)[-1]
        return [
            f"before = {name}.copy()",
            call,
            f"print('before', before.tolist())\nprint('after ', {name}.tolist())",
            f"assert np.array_equal({name}, before)",
        ]
    if finding.kind == "aliased" and "two calls" in finding.message:
        return [f"first = {call}", f"second = {call}", "assert not np.shares_memory(first, second)"]
    if finding.kind == "aliased":
        name = finding.message.rsplit(" ", 1)[-1]
        return [f"got = {call}", f"assert not np.may_share_memory(got, {name})"]
    if finding.kind == "dtype":
        return [
            f"got = {call}",
            "got = got if isinstance(got, tuple) else (got,)",
            'print("got", [y.dtype for y in got])',
            f'assert [str(y.dtype) for y in got] == ["{dtype}", "int64"][: len(got)]',
        ]
    lines = [f"got = {call}", 'print("got     ", got)']
    if finding.kind in ("values", "shape"):
        return [*lines, *_compared(finding.case, finding.expected, dtype)]
    return lines if finding.kind == "raised" else [*lines, f"# {finding.message}"]


def _compared(case: Case, expected: Any, dtype: str, suffix: str = "") -> list[str]:
    """Assertions on ``got`` against the expected arrays."""
    if case.operation == "avg_pool":
        with np.errstate(all="ignore"):
            mean = (expected[0] / expected[1]).astype(np.float64)
        relative = (case.terms + 3) * ROUNDOFF[dtype] + 2.0**-52
        wanted, test = mean, f"np.testing.assert_allclose(got{suffix}, expected, rtol={relative!r})"
    elif case.operation == "max_pool_with_indices":
        return [
            f"expected = {_literal(expected[0])}",
            f"indices = {_literal(expected[1])}",
            'print("expected", expected, indices)',
            f"np.testing.assert_array_equal(got{suffix}[0], expected)",
            f"np.testing.assert_array_equal(got{suffix}[1], indices)",
        ]
    else:
        wanted = expected[0]
        test = f"np.testing.assert_allclose(got{suffix}, expected, rtol=0, atol=0.499)"
    return [
        f"expected = {_literal(wanted)}",
        'print("expected", expected)',
        f"assert got{suffix}.shape == expected.shape, (got{suffix}.shape, expected.shape)",
        test,
    ]


def _sequence(
    calls: Calls, finding: Finding, implementation: Implementation, dtype: str
) -> list[str]:
    """Every call of a sequence, then the assertion on the one that failed."""
    lines = []
    wrong = 0
    for number, case in enumerate(calls.cases):
        arrays = typed(prepare(case).arrays, dtype)
        lines += _assign(case, arrays, str(number))
        lines.append(f"got{number} = {_call(case, implementation, case.keywords(), str(number))}")
        if case == finding.case:
            wrong = number
    if finding.kind not in ("values", "shape"):
        return [*lines, f"# {finding.message}"]
    return [*lines, *_compared(finding.case, finding.expected, dtype, str(wrong))]
