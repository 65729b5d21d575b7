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

from conformance.operations import Calls, Case, Conv, Operation, Shape

Kind = Literal["values", "printed", "shape", "relation"]
Array: TypeAlias = NDArray[Any]
Arrays: TypeAlias = tuple[Array | None, ...]
#: the outputs of the calls, in order -> the two sides of an equality
Relation: TypeAlias = Callable[..., tuple[Array, Array]]
Call: TypeAlias = tuple[Case, Arrays]


class Example(Struct, frozen=True, kw_only=True, eq=False):
    """A worked example: numbers of a tutorial (or worked out by hand for what it says in words).

    ``rows`` number the statements that it covers, ``part`` is the last word of the clause that it
    is judged by, ``arrays`` has an entry per call. By kind there is:

    - values: ``outputs``, integers or copies of inputs, to be met exactly; of average pooling the
      sums and the divisors;
    - printed: ``outputs`` in decimals, ``halves`` half a unit of the last digit of each input and
      of the output, 0 where it is exact;
    - shape: ``shape`` of the output;
    - relation: ``relation`` between the outputs of the calls.
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


def _parse(text: str, number: Callable[[str], float], separators: Sequence[str]) -> Array:
    if not separators:
        return np.array([number(digits) for digits in text.split()])
    parts = [_parse(part, number, separators[1:]) for part in text.split(separators[0])]
    return np.stack(parts) if len(parts) > 1 else parts[0]


def grid(text: str) -> Array:
    """The numbers of a printed array: int64, or float64 where a decimal point is printed."""
    return _parse(text, float if "." in text else int, ("||", "|", "/"))


def half_units(text: str) -> Array:
    """Half a unit of the last digit of every number, 0 for integers."""

    def half(digits: str) -> float:
        exponent = Decimal(digits).as_tuple().exponent
        assert isinstance(exponent, int)
        return 0.5 * 10.0**exponent if exponent < 0 else 0.0

    return _parse(text, half, ("||", "|", "/"))


def full(array: Array | str, ndim: int) -> Array:
    """The array with leading axes of extent 1 up to ``ndim`` axes."""
    found = grid(array) if isinstance(array, str) else array
    return found.reshape((1,) * (ndim - found.ndim) + found.shape)


def conv_call(
    x: Array | str,
    w: Array | str,
    b: str | None = None,
    *,
    rank: int = 2,
    batched: bool = True,
    **keywords: Any,
) -> Call:
    """A call of a convolution; the keywords are the sugar of ``Conv.of``."""
    arrays = (
        full(x, rank + 1 + batched),
        full(w, rank + 2),
        None if b is None else grid(b),
    )
    shapes = tuple(None if a is None else a.shape for a in arrays)
    return Case("conv", Conv.of(rank, **keywords), shapes), arrays


def example(
    rows: str,
    text: str,
    kind: Kind,
    calls: Sequence[Call],
    *,
    label: str = "",
    part: str | None = None,
    **expected: Any,
) -> Example:
    """Build an example, whose cases carry its name as the name of their data.

    The name is the first row, with the label where several examples have that row.
    """
    covered = tuple(rows.split())
    name = "-".join(filter(None, (covered[0], label)))
    cases = tuple(
        replace(case, data=f"row-{name}/{n}" if kind == "relation" else f"row-{name}")
        for n, (case, _) in enumerate(calls)
    )
    return Example(
        name=name,
        rows=covered,
        kind=kind,
        part=part or kind,
        text=text,
        judged=Calls(cases) if kind == "relation" else cases[0],
        arrays=tuple(arrays for _, arrays in calls),
        **expected,
    )
