"""The catalogue of rivals: what a plausible wrong implementation computes instead.

A case proves something only where the rivals that its clause lists come out differently, and the
cause of a failure is the rival that reproduces every cell. Each rival is recomputed by the
reference from changed parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from conformance.cases.data import Array, Arrays
from conformance.cases.gradients import forward_of, output_shape
from conformance.judge.prepared import Outputs, reference
from conformance.operations import GRADIENTS, Case, Operation
from conformance.parameters import Shape
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
    """The reference's outputs with changed parameters.

    Where the windows of a gradient are then others, gy is cut, or 0 stands for what it lacks.
    """
    changed = replace(case, parameters=replace(case.parameters, **changes))
    if case.operation in GRADIENTS and arrays[0] is not None:
        arrays = (_fitted(arrays[0], output_shape(forward_of(changed))), *arrays[1:])
    return reference(changed, arrays)


def _fitted(gy: Array, shape: Shape) -> Array:
    """gy cut to the shape, or with zeros at the high ends."""
    fitted = np.zeros(shape, gy.dtype)
    common = tuple(slice(min(pair)) for pair in zip(gy.shape, shape, strict=True))
    fitted[common] = gy[common]
    return fitted


def pads(case: Case) -> tuple[tuple[int, int], ...]:
    """The padding of every axis as a pair, a name resolved."""
    return tuple((a.lo, a.hi) for a in case.axes())


def rivals_of(operation: Operation) -> list[Rival]:
    """The rivals of an operation, in the order in which a cause is looked for."""
    return [r for r in RIVALS.values() if operation in r.operations]
