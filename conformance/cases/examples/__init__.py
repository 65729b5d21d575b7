"""Worked examples of the tutorials, each with the number of the statement that it comes from.

A case of an example has ``data="row-..."``, which names its arrays here, so that it can be stored
and replayed like any other.
"""

from __future__ import annotations

from conformance.cases.examples import convolution, pooling, relations
from conformance.cases.examples.record import Arrays, Example
from conformance.operations import Case, Judged, Operation

EXAMPLES: tuple[Example, ...] = (
    *convolution.VALUES,
    *convolution.PRINTED,
    *convolution.SHAPES,
    *relations.RELATIONS,
    *pooling.MAXIMA,
    *pooling.AVERAGES,
    *pooling.SHAPES,
)
#: row of a tutorial, "lesson.statement" -> names of the examples that cover it
ROWS: dict[str, tuple[str, ...]] = {
    row: tuple(e.name for e in EXAMPLES if row in e.rows)
    for row in sorted(
        {row for e in EXAMPLES for row in e.rows}, key=lambda r: [int(n) for n in r.split(".")]
    )
}
_BY_DATA: dict[str, tuple[Example, Arrays]] = {
    case.data: (e, arrays) for e in EXAMPLES for case, arrays in zip(e.cases, e.arrays, strict=True)
}


def examples(operation: Operation, part: str) -> tuple[Judged, ...]:
    """What the clause ``<operation>.example.<part>`` is judged on."""
    return tuple(e.judged for e in EXAMPLES if e.operation == operation and e.part == part)


def find(judged: Judged) -> Example | None:
    """The example that is judged, None for anything else (a simpler form of an example, say)."""
    first = judged.cases[0] if hasattr(judged, "cases") else judged
    found = _BY_DATA.get(first.data) if isinstance(first, Case) else None
    return found[0] if found is not None and found[0].judged == judged else None


def recorded(data: str) -> Arrays | None:
    """The arrays of a case of an example by the name of its data, None for any other name."""
    found = _BY_DATA.get(data)
    return None if found is None else found[1]
