"""The catalogue of rivals: what a plausible wrong implementation computes instead.

A case proves something only where the rivals that its clause lists come out differently, and the
cause of a failure is the rival that reproduces every cell. Each rival is recomputed by the
reference from changed parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from conformance.cases.data import Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.operations import Case, Operation
from reference_impl.geometry import GeometryError

Recompute: TypeAlias = Callable[[Case, Arrays], Outputs | None]


class Rival(Struct, frozen=True):
    """A wrong reading with a name, the words that describe it, and how to compute it."""

    name: str
    text: str
    operations: tuple[Operation, ...]
    recompute: Recompute

    def outputs(self, case: Case, arrays: Arrays) -> Outputs | None:
        """What the rival gives for the case, None where it is the same reading or no call."""
        try:
            return self.recompute(case, arrays)
        except GeometryError:
            return None


RIVALS: dict[str, Rival] = {}


def rival(name: str, text: str, operations: tuple[Operation, ...]) -> Callable[[Recompute], None]:
    """Register the decorated function under a name, with the words that describe the reading."""

    def register(recompute: Recompute) -> None:
        RIVALS[name] = Rival(name, text, operations, recompute)

    return register


def with_changes(case: Case, arrays: Arrays, **changes: Any) -> Outputs:
    """The reference's outputs with changed parameters."""
    return reference(replace(case, parameters=replace(case.parameters, **changes)), arrays)


def pads(case: Case) -> tuple[tuple[int, int], ...]:
    """The padding of every axis as a pair, a name resolved."""
    return tuple((a.lo, a.hi) for a in case.axes())


def rivals_of(operation: Operation) -> list[Rival]:
    """The rivals of an operation, in the order in which a cause is looked for."""
    return [r for r in RIVALS.values() if operation in r.operations]
