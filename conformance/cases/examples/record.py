"""What a worked example is, and the notation in which the examples are written.

Arrays are written as they are printed: ``1 2 / 3 4`` is a plane of two rows, ``|`` separates
planes, ``||`` groups of planes. Leading axes of extent 1 are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from conformance.operations import Calls, Case, Operation
from conformance.parameters import Conv, Shape

Kind = Literal["values", "printed", "shape", "relation"]
Array: TypeAlias = NDArray[Any]
Arrays: TypeAlias = tuple[Array | None, ...]
#: the outputs of the calls, in order -> the two sides of an equality
Relation: TypeAlias = Callable[..., tuple[Array, Array]]
Call: TypeAlias = tuple[Case, Arrays]
SEPARATORS = ("||", "|", "/")


class Example(Struct, frozen=True, kw_only=True, eq=False):
    """A worked example: numbers of a tutorial, or worked out by hand for what it says in words.

    ``rows`` number the statements that it covers, ``part`` is the last word of the id of the
    clause that it is judged by, ``arrays`` has an entry per call. What is recorded, by kind:

    - values: ``outputs``, integers; of average pooling the sums and the divisors;
    - printed: ``outputs`` in decimals, and in ``halves`` half a unit of the last digit of each
      array of the call and of the output, 0 for integers;
    - shape: ``shape``, that of the output;
    - relation: ``relation``, an equality between the outputs of several calls.
    """

    name: str
    rows: tuple[str, ...]
    kind: Kind
    part: str
    text: str
    judged: Case | Calls
    arrays: tuple[Arrays, ...]
    outputs: tuple[Array, ...] = ()
    halves: Arrays = ()
    shape: Shape = ()
    relation: Relation | None = None

    @property
    def cases(self) -> tuple[Case, ...]:
        """The calls."""
        return self.judged.cases if isinstance(self.judged, Calls) else (self.judged,)

    @property
    def operation(self) -> Operation:
        """What is called."""
        return self.cases[0].operation


def _parsed(text: str, number: Callable[[str], float], separators: Sequence[str]) -> Array:
    if not separators:
        return np.array([number(digits) for digits in text.split()])
    parts = [_parsed(part, number, separators[1:]) for part in text.split(separators[0])]
    return np.stack(parts) if len(parts) > 1 else parts[0]


def grid(text: str) -> Array:
    """The numbers of a printed array: int64, or float64 where a decimal point is printed."""
    return _parsed(text, float if "." in text else int, SEPARATORS)


def half_units(text: str) -> Array:
    """Half a unit of the last printed digit of every number, 0 for integers."""
    return _parsed(text, _half_unit, SEPARATORS)


def _half_unit(digits: str) -> float:
    unit = Decimal((0, (1,), int(Decimal(digits).as_tuple().exponent)))
    return float(unit / 2) if "." in digits else 0.0


def full(array: Array | str, ndim: int) -> Array:
    """The array with leading axes of extent 1 up to ``ndim`` axes."""
    found = grid(array) if isinstance(array, str) else array
    return found.reshape((1,) * (ndim - found.ndim) + found.shape)


def conv(x: Array | str, w: Array | str, b: str | None = None, **keywords: Any) -> Call:
    """A call of a convolution with the sugar of ``Conv.of``; ``rank`` is 2 unless given."""
    rank, batched = keywords.pop("rank", 2), keywords.pop("batched", True)
    arrays = full(x, rank + 1 + batched), full(w, rank + 2), None if b is None else grid(b)
    shapes = tuple(None if a is None else a.shape for a in arrays)
    return Case("conv", Conv.of(rank, **keywords), shapes), arrays


def example(
    rows: str, text: str, kind: Kind, *calls: Call, part: str | None = None, **recorded: Any
) -> Example:
    """Build an example, whose cases carry its name as the name of their data.

    The first of ``rows`` is its name: a row, with a label where several examples have that row.
    """
    name, *others = rows.split()
    judged: list[Case] = []
    for number, (case, _) in enumerate(calls):
        suffix = f"/{number}" if kind == "relation" else ""
        judged.append(replace(case, data=f"row-{name}{suffix}"))
    return Example(
        name=name,
        rows=(name.partition("-")[0], *others),
        kind=kind,
        part=part or kind,
        text=text,
        judged=Calls(tuple(judged)) if kind == "relation" else judged[0],
        arrays=tuple(arrays for _, arrays in calls),
        **recorded,
    )
