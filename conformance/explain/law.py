"""The part of a snippet that shows a broken law: every call, and both sides of its equations."""

from __future__ import annotations

from conformance.backend import Backend
from conformance.explain.calls import assigned, made
from conformance.judge.finding import Finding
from conformance.judge.laws.holding import allowance
from conformance.judge.laws.related import Related
from conformance.judge.prepared import typed
from conformance.operations import INDICES, OUTPUTS, returns_tuple


def of_law(finding: Finding, related: Related, backend: Backend, dtype: str) -> list[str]:
    """The calls, then an assertion for each equation."""
    operations = dict.fromkeys(call.case.operation for call in related.calls)
    lines = [f'{name} = backend.implementations["{name}"].function' for name in operations]
    lines.append("")
    results: list[str] = []
    for number, call in enumerate(related.calls, 1):
        case, operation = call.case, call.case.operation
        lines += assigned(case, typed(case, call.arrays, dtype), str(number))
        names = [f"{name}{number}" for name in OUTPUTS[operation]]
        source = made(
            case, backend.implementations[operation], case.keywords(), str(number), operation
        )
        comma = "," if returns_tuple(operation) and len(names) == 1 else ""
        lines.append(f"{', '.join(names)}{comma} = {source}")
        results += [f"{name}{number}" for name in case.outputs if name != INDICES]
    wide = "np.rint(y.astype(float))" if finding.rounded else "y.astype(float)"
    several = f"{', '.join(results)}{',' if len(results) == 1 else ''}"
    lines.append(f"{several} = [{wide} for y in ({several})]")
    allowed = allowance(related, dtype)
    for left, right in related.equations:
        lines += [
            f"left = {left}",
            f"right = {right}",
            'print("left ", left)',
            'print("right", right)',
            "assert left.shape == right.shape, (left.shape, right.shape)",
            f"assert (abs(left - right) <= {allowed!r} * abs(right)).all(), left - right"
            if allowed
            else "np.testing.assert_array_equal(left, right)",
        ]
    return lines
