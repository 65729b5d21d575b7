"""Make the arrays and keywords of a call in which one thing is broken."""

from __future__ import annotations

from typing import Any

import numpy as np

from conformance.cases.data import Arrays
from conformance.operations import ARRAYS, BadCall


def broken(bad: BadCall, arrays: Arrays) -> tuple[Arrays, dict[str, Any]]:
    """Return the arrays of the legal call and its keywords, with the one thing broken."""
    keywords = bad.legal.keywords()
    if bad.change == "keyword":
        keywords[bad.argument] = _keyword(bad)
        return arrays, keywords
    changed = list(arrays)
    at = ARRAYS[bad.legal.operation].index(bad.argument)
    old = changed[at]
    assert old is not None
    if bad.change == "shape":
        changed[at] = np.ones(tuple(bad.value), old.dtype)
    elif bad.change == "element":
        changed[at] = old.copy()
        changed[at].reshape(-1)[-1] = bad.value  # type: ignore[union-attr]  # it is an array
    else:
        changed[at] = old.astype(bad.value)
    return tuple(changed), keywords


def described(bad: BadCall) -> str:
    """The broken argument and its value, for a message."""
    if bad.change == "keyword":
        return f"{bad.argument}={_keyword(bad)!r}"
    value = _tuples(bad.value)
    if bad.change == "element":
        return f"{bad.argument} with the element {value}"
    return f"{bad.argument} of {bad.change} {value}"


def _keyword(bad: BadCall) -> Any:
    """The value of the broken keyword; a p is kept as text, since JSON has no NaN."""
    return float(bad.value) if bad.argument == "p" else _tuples(bad.value)


def _tuples(value: Any) -> Any:
    """Tuples where JSON made lists of them."""
    return tuple(_tuples(v) for v in value) if isinstance(value, list | tuple) else value
