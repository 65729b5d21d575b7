"""A script that shows a failure with NumPy and the backend's adapter alone.

It ends with an AssertionError, or with the backend's own exception, where the backend still fails,
and quietly where it does not.
"""

from __future__ import annotations

from pathlib import PurePath

from conformance.backend import Backend, Implementation
from conformance.cases.data import arrays as filled
from conformance.explain.calls import assigned, made
from conformance.explain.claim import makes_the_call, on_the_call, on_the_result
from conformance.explain.law import of_law
from conformance.judge.finding import Finding, Row
from conformance.judge.prepared import typed
from conformance.operations import ARRAYS, INDICES, Case
from conformance.registry import location

#: as in :mod:`conformance.judge.layouts`
_LAYOUT_CODE = {
    "fortran": "{0} = np.asfortranarray({0})",
    "reversed": "{0} = np.flip(np.flip({0}).copy())",
    "every-second": "{0} = np.stack([{0}, {1}], -1).reshape(*{0}.shape[:-1], -1)[..., ::2]",
    "channels-last": "{0} = np.moveaxis(np.moveaxis({0}, 1, -1).copy(), -1, 1)",
    "read-only": "{0}.flags.writeable = False",
}


def snippet(clause_id: str, finding: Finding, backend: Backend, spelled: str, dtype: str) -> str:
    """Return Python source that makes the call, prints what came, and asserts what should.

    It is to be run where the user named the backend: ``spelled`` may be a relative path.
    """
    implementation = backend.implementations[finding.case.operation]
    lines = [
        f'"""{clause_id}: {_plain(finding.message)}"""',
        *_load(spelled),
        *(["import ml_dtypes  # gives NumPy the dtype bfloat16"] if dtype == "bfloat16" else []),
    ]
    if finding.related is not None:
        return "\n".join([*lines, *of_law(finding, finding.related, backend, dtype), ""])
    lines += [f'call = backend.implementations["{finding.case.operation}"].function', ""]
    if finding.row is not None:
        lines += _row(finding.row, finding, implementation, dtype)
    elif finding.earlier is not None and finding.expected is None:
        lines += _pair(finding, finding.earlier, implementation, dtype)
    else:
        lines += _one(finding, implementation, dtype)
    return "\n".join([*lines, ""])


def _plain(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _load(spelled: str) -> list[str]:
    target, attribute = location(spelled)
    if target.endswith(".py"):
        return [
            "import runpy",
            "import sys",
            "",
            "import numpy as np",
            "",
            f"sys.path.append({str(PurePath(target).parent)!r})",
            f"backend = runpy.run_path({target!r})[{attribute!r}]",
        ]
    name = "" if attribute == "backend" else " as backend"
    return ["import numpy as np", "", f"from {target} import {attribute}{name}", ""]


def _one(finding: Finding, implementation: Implementation, dtype: str) -> list[str]:
    """A single call, and the claim on it."""
    case = finding.case
    lines = _legal(finding, implementation, dtype)
    lines += [line for line in assigned(case, finding.arrays) if line not in lines]
    lines += _lay_out(finding)
    call = made(case, implementation, finding.keywords)
    if makes_the_call(finding):
        return [*lines, *on_the_call(finding, call)]
    if finding.may_refuse:
        lines += [
            "try:",
            f"    got = {call}",
            "except Exception as error:",
            '    print("refused, as it may be:", error)',
            "    raise SystemExit from None",
        ]
    else:
        lines.append(f"got = {call}")
    return [*lines, 'print("got     ", got)', *on_the_result(finding, dtype)]


def _legal(finding: Finding, implementation: Implementation, dtype: str) -> list[str]:
    """The legal call beside a bad one that was accepted, since it was made before."""
    if finding.kind != "accepted":
        return []
    case = finding.case
    given = assigned(case, typed(case, filled(case), dtype))
    return [*given, f"{made(case, implementation, case.keywords())}  # legal"]


def _lay_out(finding: Finding) -> list[str]:
    code = _LAYOUT_CODE.get(finding.case.variant)
    if code is None:
        return []
    return [
        code.format(name, f"0 * {name} - 1" if name == INDICES else f"{name} * np.nan")
        for name, array in zip(ARRAYS[finding.case.operation], finding.arrays, strict=True)
        if array is not None and not ("moveaxis" in code and array.ndim < 2)
    ]


def _row(row: Row, finding: Finding, implementation: Implementation, dtype: str) -> list[str]:
    """Every call of a row, then the claim on the one at fault."""
    lines: list[str] = []
    calls: list[str] = []
    for number, case in enumerate(row.cases, 1):
        first = row.cases.index(case) + 1
        if first < number:
            lines += [
                f"{name}{number} = {name}{first}{'' if shape is None else '.copy()'}"
                for name, shape in zip(ARRAYS[case.operation], case.shapes, strict=True)
            ]
        else:
            lines += assigned(case, typed(case, filled(case), dtype), str(number))
        calls.append(made(case, implementation, case.keywords(), str(number)))
        if not row.together:
            lines.append(f"got{number} = {calls[-1]}")
    claim = on_the_result(finding, dtype)
    if row.together:
        return [*lines, *_in_threads(calls, row.at, claim)]
    return [*lines, f"got = got{row.at + 1}", 'print("got     ", got)', *claim]


def _in_threads(calls: list[str], at: int, claim: list[str]) -> list[str]:
    """The calls as the judge makes them, each time with the claim on one of them."""
    return [
        "",
        "# The first call is stopped before each of its lines while the others are made; then all",
        "# are made at the same time.",
        "from conformance.judge.threads import in_threads",
        "",
        "calls = [",
        *[f"    lambda: {call}," for call in calls],
        "]",
        f"for got in in_threads(calls, times=16)[{at}]:",
        "    if isinstance(got, Exception):",
        "        raise got",
        *[f"    {line}" for line in claim if not line.startswith("print")],
    ]


def _pair(finding: Finding, earlier: Case, implementation: Implementation, dtype: str) -> list[str]:
    """Two calls that must behave alike, as far as the clauses tell behaviours apart."""
    lines: list[str] = []
    calls = []
    for number, case in enumerate((earlier, finding.case), 1):
        lines += assigned(case, typed(case, filled(case), dtype), str(number))
        call = made(case, implementation, case.keywords(), str(number))
        calls.append(call.replace("call(", "behaviour(", 1))
    indices = INDICES in finding.case.outputs
    return [
        "",
        "def behaviour(*arrays, **keywords):",
        "    try:",
        "        got = call(*arrays, **keywords)",
        "    except Exception as error:",
        '        print("refused:", error)',
        '        return "refused"',
        '    print("got", got)',
        f"    return bool(np.any({'got[1] == -1' if indices else 'np.isnan(got)'}))",
        "",
        "",
        *lines,
        f"assert {calls[0]} == {calls[1]}",
    ]
