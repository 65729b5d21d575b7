"""Calls and their arrays as Python source; a suffix numbers those of several calls."""

from __future__ import annotations

from typing import Any

from conformance.backend import Implementation
from conformance.cases.data import Arrays
from conformance.explain.literal import expression, literal
from conformance.operations import ARRAYS, Case


def assigned(case: Case, arrays: Arrays, suffix: str = "") -> list[str]:
    """The lines that make the arrays, each under its name."""
    names = ARRAYS[case.operation]
    return [
        f"{name}{suffix} = {'None' if array is None else literal(array)}"
        for name, array in zip(names, arrays, strict=True)
    ]


def made(
    case: Case,
    implementation: Implementation,
    keywords: dict[str, Any],
    suffix: str = "",
    function: str = "call",
) -> str:
    """The call of a function on these arrays."""
    names = [f"{name}{suffix}" for name in ARRAYS[case.operation]]
    passed = [f"{k}={expression(v)}" for k, v in implementation.passed(keywords).items()]
    return f"{function}({', '.join(names + passed)})"
