"""The words by which clauses are selected, and what was meant where they select none."""

from __future__ import annotations

import re
from difflib import get_close_matches

from conformance.suite.clause import clauses
from conformance.suite.unit import units

_WORD = re.compile(r"[\w.:+\-\[\]]+")


def none_selected(expression: str) -> str:
    """Say that an expression like ``same-uper and rank1`` selects no clause, and what is close."""
    words = [w for w in _WORD.findall(expression) if w not in ("and", "or", "not")]
    known = _known()
    strange = [w for w in words if not any(w.lower() in k for k in known)]
    close = [m for w in strange for m in get_close_matches(w.lower(), known, 2, 0.7)]
    hint = f"; did you mean {' or '.join(map(repr, dict.fromkeys(close)))}?" if close else ""
    if words and not strange:
        hint = ": each of its words is found, but no clause has what they ask for together"
    return f"no clause matches {expression!r}{hint} (`convspec list clauses` shows them all)"


def _known() -> list[str]:
    """Ids and their ends, down to the last part; topics, ranks, dtypes."""
    known: dict[str, None] = {}
    for identifier, tested in clauses().items():
        parts = identifier.split(".")
        known |= dict.fromkeys(".".join(parts[at:]) for at in range(len(parts)))
        known |= dict.fromkeys((parts[0], parts[1], f"test_{tested.topic.replace('-', '_')}.py"))
    for unit in units():
        known |= dict.fromkeys((f"rank{unit.rank}", unit.dtype, f"rank{unit.rank}-{unit.dtype}"))
    return list(known)
