"""Which units -k selects: the expression means what it means to pytest."""

from __future__ import annotations

import typer
from _pytest.mark.expression import Expression

from conformance.suite.clause import clauses
from conformance.suite.selecting import none_selected
from conformance.suite.unit import Unit, units


def selected(only: str | None) -> list[Unit]:
    """The units that an expression like ``same-upper and not rank3`` selects; None selects all.

    Its words are looked for in the name of the item and of its file, as pytest does, capitals or
    not. Raises typer.BadParameter where it is none, or selects nothing.
    """
    if only is None:
        return units()
    try:
        expression = Expression.compile(only)
    except Exception as error:  # of another class in each version of pytest
        raise typer.BadParameter(
            f"{only!r} is no expression: {error}; words of a clause's id, joined by and, or, not",
            param_hint="-k",
        ) from None
    chosen = [u for u in units() if _matches(expression, u)]
    if not chosen:
        raise typer.BadParameter(none_selected(only), param_hint="-k")
    return chosen


def _matches(expression: Expression, unit: Unit) -> bool:
    topic = clauses()[unit.clause].topic.replace("-", "_")
    names = (f"{unit.clause}[rank{unit.rank}-{unit.dtype}]", f"test_{topic}.py")

    def found(word: str, /, **_: object) -> bool:
        return any(word.lower() in name for name in names)

    return expression.evaluate(found)
