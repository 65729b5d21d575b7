"""The one table of what a backend can declare: name, allowed values, default, a line of text.

What is declared is what is tested and must then be accepted. What is not declared never reaches
the backend's function and shows as *unsupported*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeAlias

from msgspec import Struct

from conformance.operations import OPERATIONS, AvgPool, Case, Conv, Operation

Value: TypeAlias = bool | int | str
#: capability -> value -> None where native, else how the adapter composes it
Declared: TypeAlias = dict[str, dict[Value, str | None]]
POOLS: tuple[Operation, ...] = ("max_pool", "max_pool_with_indices", "avg_pool")
DILATED: tuple[Operation, ...] = ("conv", "max_pool", "max_pool_with_indices")


class Capability(Struct, frozen=True):
    """One thing that can be declared of an operation."""

    name: str
    values: tuple[Value, ...]
    default: tuple[Value, ...]
    text: str
    operations: tuple[Operation, ...] = OPERATIONS

    @property
    def is_flag(self) -> bool:
        """Whether it is declared by a plain True or False."""
        return self.values == (True,)


CAPABILITIES: dict[str, Capability] = {
    c.name: c
    for c in (
        Capability("rank", (1, 2, 3), (2,), "Number of spatial axes."),
        Capability("dtype", ("float32", "float64"), ("float32",), "Element type of all arrays."),
        Capability("stride", (True,), (True,), "Strides above 1, another one per axis."),
        Capability("dilation", (True,), (True,), "Dilations above 1, per axis.", DILATED),
        Capability("groups", (True,), (True,), "More than one group, depthwise too.", ("conv",)),
        Capability("bias", (True,), (True,), "A bias per output channel.", ("conv",)),
        Capability(
            "padding",
            ("symmetric", "asymmetric", "valid", "same_upper", "same_lower"),
            ("symmetric",),
            "Which paddings reach the function: pairs with lo = hi, pairs with lo != hi, "
            "or the three names.",
        ),
        Capability(
            "padding_mode",
            ("zeros", "reflect", "replicate", "circular"),
            ("zeros",),
            "What a padded cell holds.",
            ("conv",),
        ),
        Capability(
            "flip_kernel",
            (True,),
            (),
            "Convolution proper: every spatial axis of the kernel reversed.",
            ("conv",),
        ),
        Capability(
            "last_window",
            ("floor", "ceil", "ceil_keep"),
            ("floor",),
            "Which windows at the high end count: whole ones; partial ones that start inside; all.",
            POOLS,
        ),
        Capability(
            "count_include_pad",
            (True, False),
            (True, False),
            "Whether explicit padding counts in the divisor.",
            ("avg_pool",),
        ),
        Capability(
            "divisor_override", (True,), (), "A divisor given by the caller.", ("avg_pool",)
        ),
        Capability("unbatched", (True,), (), "x without a batch axis gives y without one."),
        Capability(
            "arithmetic",
            ("direct", "transform"),
            ("direct",),
            "Sums of products taken directly, or through FFT or Winograd.",
            ("conv",),
        ),
        Capability(
            "cost",
            ("per-call", "per-shape"),
            ("per-call",),
            "Whether each new shape is compiled; such a backend gets few shapes.",
        ),
    )
}


class Emulated(Struct, frozen=True):
    """A value that the adapter composes from other calls of the backend."""

    how: str


class CapabilityError(ValueError):
    """A declaration that the table does not know: names it, and what is allowed."""


def _unknown(what: str, given: object, allowed: Iterable[object]) -> CapabilityError:
    names = [str(a) for a in allowed]
    close = get_close_matches(str(given), names, 1)
    hint = f"; did you mean {close[0]!r}?" if close else "."
    return CapabilityError(f"{what} {given!r} is unknown{hint} Allowed: {', '.join(names)}.")


def _entries(capability: Capability, given: Any) -> dict[Value, str | None]:
    """Normalise one declaration to value -> None (native) or how it is emulated."""
    if isinstance(given, Emulated) and capability.is_flag:
        return {True: given.how}
    if capability.is_flag:
        if not isinstance(given, bool):
            raise CapabilityError(
                f"{capability.name}={given!r}: expected True, False or emulated('how')"
            )
        return {True: None} if given else {}
    if isinstance(given, str | int):
        given = [given]
    if not isinstance(given, Mapping):
        given = dict.fromkeys(given, True)
    entries: dict[Value, str | None] = {}
    for value, support in given.items():
        if value not in capability.values:
            raise _unknown(f"{capability.name}: value", value, capability.values)
        if support is not False:
            entries[value] = support.how if isinstance(support, Emulated) else None
    return entries


def declare(operation: Operation, given: Mapping[str, Any]) -> Declared:
    """Return the full declaration of an operation: what was given, and defaults for the rest.

    Raises CapabilityError on a misspelt name or value, or one that is not of this operation.
    """
    table = {n: c for n, c in CAPABILITIES.items() if operation in c.operations}
    for name in given:
        if name not in table:
            raise _unknown(f"{operation}: capability", name, table)
    return {
        name: _entries(c, given[name]) if name in given else dict.fromkeys(c.default)
        for name, c in table.items()
    }


def requirements(case: Case, dtype: str) -> list[tuple[str, Value]]:
    """What a backend must have declared for this case to reach its function."""
    p = case.parameters
    needed: list[tuple[str, Value]] = [("rank", case.rank), ("dtype", dtype)]
    if max(p.stride) > 1:
        needed.append(("stride", True))
    if not isinstance(p, AvgPool) and max(p.dilation) > 1:
        needed.append(("dilation", True))
    if isinstance(p.padding, str):
        needed.append(("padding", p.padding))
    elif any(lo != hi for lo, hi in p.padding):
        needed.append(("padding", "asymmetric"))
    elif any(lo for lo, _ in p.padding):
        needed.append(("padding", "symmetric"))
    if not case.batched:
        needed.append(("unbatched", True))
    if isinstance(p, Conv):
        needed.append(("padding_mode", p.padding_mode))
        if p.groups > 1:
            needed.append(("groups", True))
        if case.shapes[2] is not None:
            needed.append(("bias", True))
        if p.flip_kernel:
            needed.append(("flip_kernel", True))
        return needed
    needed.append(("last_window", p.last_window))
    if isinstance(p, AvgPool):
        needed.append(("count_include_pad", p.count_include_pad))
        if p.divisor_override is not None:
            needed.append(("divisor_override", True))
    return needed
