"""What a law says of a case: calls, and the equations that hold between their results."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import TypeAlias

from msgspec import Struct

from conformance.cases.data import Array, Arrays
from conformance.cases.data import arrays as filled
from conformance.operations import ARRAYS, Case, Operation
from conformance.parameters import Parameters

#: the most products in a call that a law makes of a case
MOST_PRODUCTS = 1_500_000


class Call(Struct, frozen=True):
    """One call on exact arrays of its own; ``case`` holds its parameters and shapes."""

    case: Case
    arrays: Arrays


class Related(Struct, frozen=True):
    """Calls, and equations between their arrays and results.

    The sides of an equation are Python: an array or a result is called by its name and the number
    of the call, from 1, as in ``("y1", "y2[..., ::2]")``. Failure text and snippet show the same.
    """

    calls: tuple[Call, ...]
    equations: tuple[tuple[str, str], ...]


#: the law on a case; None where it says nothing of it
Law: TypeAlias = Callable[[Case], Related | None]


def related(*calls: Call, **equations: str) -> Related:
    """Calls and equations, each written ``y1="y2 + y3"``."""
    return Related(calls, tuple(equations.items()))


def call(operation: Operation, parameters: Parameters, *arrays: Array | None) -> Call:
    """A call on these arrays."""
    shapes = tuple(None if a is None else a.shape for a in arrays)
    return Call(Case(operation, parameters, shapes), arrays)


@lru_cache(maxsize=8)  # a law asks several times
def whole(case: Case) -> Call:
    """The case itself."""
    return Call(case, filled(case))


def array(case: Case, name: str) -> Array:
    """An array of the case that is there."""
    found = whole(case).arrays[ARRAYS[case.operation].index(name)]
    assert found is not None
    return found


def affordable(made: Call) -> bool:
    """Whether the call is not too large to be made for a law."""
    case = made.case
    outputs = case.weight_shape[0] if "w" in ARRAYS[case.operation] else case.channels
    cells = prod(axis.cells for axis in case.axes())
    return case.input_shape[0] * outputs * cells * case.terms <= MOST_PRODUCTS


def along(rank: int, axis: int, taken: str) -> str:
    """The index that takes a slice along one axis: ``..., ::2, :``."""
    return ", ".join(["...", *(taken if n == axis else ":" for n in range(rank))])
