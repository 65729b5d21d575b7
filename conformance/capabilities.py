"""The one table of what a backend can declare: name, allowed values, default, a line of text.

What is declared is what is tested and must then be accepted. What is not declared never reaches
the backend's function and shows as *unsupported*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from math import inf
from typing import Any, TypeAlias

from msgspec import Struct

from conformance.operations import OPERATIONS, Case, Operation, forward
from conformance.parameters import (
    AdaptivePool,
    AvgPool,
    Conv,
    ConvTranspose,
    LpPool,
    MaxPool,
    MaxUnpool,
)
from reference_impl.geometry import Padding

Value: TypeAlias = bool | int | str
#: capability -> value -> None where native, else how the adapter composes it
Declared: TypeAlias = dict[str, dict[Value, str | None]]
CONVOLUTIONS: tuple[Operation, ...] = ("conv", "conv_transpose")
POOLS: tuple[Operation, ...] = ("max_pool", "max_pool_with_indices", "avg_pool", "lp_pool")
REARRANGEMENTS: tuple[Operation, ...] = ("unfold", "fold")
DILATED: tuple[Operation, ...] = (*CONVOLUTIONS, *POOLS[:2], *REARRANGEMENTS)
WALKS: tuple[Operation, ...] = (*CONVOLUTIONS, *POOLS, *REARRANGEMENTS)


#: what every clause is judged at, if it does not say otherwise
FLOATS = ("float32", "float64")
DTYPES = (*FLOATS, "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8")


class Capability(Struct, frozen=True):
    """One thing that can be declared of an operation; of its gradient too."""

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
        Capability("dtype", DTYPES, ("float32",), "Element type of all arrays."),
        Capability("stride", (True,), (True,), "Strides above 1, another one per axis.", WALKS),
        Capability("dilation", (True,), (True,), "Dilations above 1, per axis.", DILATED),
        Capability("groups", (True,), (True,), "More than one group, depthwise too.", CONVOLUTIONS),
        Capability("bias", (True,), (True,), "A bias per output channel.", CONVOLUTIONS),
        Capability(
            "padding",
            ("none", "symmetric", "asymmetric", "valid", "same_upper", "same_lower"),
            ("none", "symmetric"),
            "Which paddings reach the function: pairs (0, 0), pairs with lo = hi, pairs with "
            "lo != hi, or the three names. Who declares pairs takes (0, 0) too.",
            WALKS,
        ),
        Capability(
            "padding_mode",
            ("zeros", "reflect", "replicate", "circular"),
            ("zeros",),
            "What a padded cell holds.",
            ("conv",),
        ),
        Capability(
            "output_padding",
            (True,),
            (True,),
            "Cells added at the high end of the output, fewer than the stride.",
            ("conv_transpose",),
        ),
        Capability(
            "output_padding_beyond_stride",
            (True,),
            (),
            "As many as the stride or more, fewer than the dilation.",
            ("conv_transpose",),
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
        Capability(
            "p",
            ("even", "odd", "fraction", "inf", "below_one"),
            ("even", "odd", "fraction", "inf"),
            "Which powers reach the function: even and odd integers, other numbers above 1, "
            "infinity, numbers between 0 and 1.",
            ("lp_pool",),
        ),
        Capability("unbatched", (True,), (), "x without a batch axis gives y without one."),
        Capability(
            "arithmetic",
            ("direct", "transform", "narrow"),
            ("direct",),
            "Sums of products taken directly, or through FFT or Winograd; narrow: those of float16 "
            "and bfloat16 in the format of the operands.",
            CONVOLUTIONS,
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
    names = {str(a): a for a in allowed}
    close = get_close_matches(str(given), names, 1)
    hint = f"; did you mean {names[close[0]]!r}?" if close else "."
    return CapabilityError(f"{what} {given!r} is unknown{hint} Allowed: {', '.join(names)}.")


def _entries(capability: Capability, given: Any) -> dict[Value, str | None]:
    """Normalise one declaration to value -> None (native) or how it is emulated."""
    if capability.is_flag:
        return _supported(capability.name, {True: given})
    if isinstance(given, str | int):
        given = [given]
    if not isinstance(given, Iterable):
        allowed = ", ".join(map(str, capability.values))
        raise CapabilityError(f"{capability.name}={given!r}: expected a list of some of {allowed}")
    pairs = list(given.items() if isinstance(given, Mapping) else [(v, True) for v in given])
    for value, _ in pairs:
        if not any(type(value) is type(a) and value == a for a in capability.values):
            raise _unknown(f"{capability.name}: value", value, capability.values)
    return _supported(capability.name, dict(pairs))


def _supported(name: str, entries: Mapping[Value, object]) -> dict[Value, str | None]:
    """The values that are supported, each with how it is emulated, None where native."""
    for value, support in entries.items():
        if not isinstance(support, bool | Emulated):
            which = name if value is True else f"{name}: {value}"
            raise CapabilityError(f"{which}={support!r}: expected True, False or emulated('how')")
    return {
        value: support.how if isinstance(support, Emulated) else None
        for value, support in entries.items()
        if support is not False
    }


def declare(operation: Operation, given: Mapping[str, Any]) -> Declared:
    """Return the full declaration of an operation: what was given, and defaults for the rest.

    Raises CapabilityError on a misspelt name or value, or one that is not of this operation.
    """
    table = {n: c for n, c in CAPABILITIES.items() if forward(operation) in c.operations}
    for name in given:
        if name in CAPABILITIES and name not in table:
            owners = ", ".join(CAPABILITIES[name].operations)
            raise CapabilityError(f"{operation}: capability {name!r} is one of {owners} alone")
        if name not in table:
            raise _unknown(f"{operation}: capability", name, table)
    try:
        declared = {
            name: _entries(c, given[name]) if name in given else dict.fromkeys(c.default)
            for name, c in table.items()
        }
    except CapabilityError as error:
        raise CapabilityError(f"{operation}: {error}") from None
    if not {"symmetric", "asymmetric"}.isdisjoint(declared.get("padding", ())):
        declared["padding"].setdefault("none")
    return declared


def requirements(case: Case, dtype: str) -> list[tuple[str, Value]]:
    """What a backend must have declared for this case to reach its function."""
    p = case.parameters
    needed: list[tuple[str, Value]] = [("rank", case.rank), ("dtype", dtype)]
    if not case.batched:
        needed.append(("unbatched", True))
    if isinstance(p, AdaptivePool | MaxUnpool):
        return needed
    if max(p.stride) > 1:
        needed.append(("stride", True))
    if not isinstance(p, AvgPool | LpPool) and max(p.dilation) > 1:
        needed.append(("dilation", True))
    needed.append(("padding", kind_of_padding(p.padding)))
    if isinstance(p, Conv | ConvTranspose):
        if p.groups > 1:
            needed.append(("groups", True))
        if case.shape("b") is not None:
            needed.append(("bias", True))
        return needed + (_of_conv(p) if isinstance(p, Conv) else _of_transposed(p))
    return needed + (_of_pool(p) if isinstance(p, MaxPool | AvgPool | LpPool) else [])


def kind_of_padding(padding: Padding) -> str:
    """The value of the capability ``padding`` that a padding is one of."""
    if isinstance(padding, str):
        return padding
    if any(lo != hi for lo, hi in padding):
        return "asymmetric"
    return "symmetric" if any(lo for lo, _ in padding) else "none"


def _of_pool(p: MaxPool | AvgPool | LpPool) -> list[tuple[str, Value]]:
    needed: list[tuple[str, Value]] = [("last_window", p.last_window)]
    if isinstance(p, LpPool):
        needed.append(("p", _kind_of_power(p.p)))
    if isinstance(p, AvgPool):
        needed.append(("count_include_pad", p.count_include_pad))
        if p.divisor_override is not None:
            needed.append(("divisor_override", True))
    return needed


def _kind_of_power(p: float) -> str:
    """The value of the capability ``p`` that a power is one of."""
    if p == inf:
        return "inf"
    if p < 1:
        return "below_one"
    if p % 1:
        return "fraction"
    return "odd" if p % 2 else "even"


def _of_conv(p: Conv) -> list[tuple[str, Value]]:
    flipped: list[tuple[str, Value]] = [("flip_kernel", True)] if p.flip_kernel else []
    return [("padding_mode", p.padding_mode), *flipped]


def _of_transposed(p: ConvTranspose) -> list[tuple[str, Value]]:
    needed: list[tuple[str, Value]] = []
    if max(p.output_padding) > 0:
        needed.append(("output_padding", True))
    if any(extra >= s for extra, s in zip(p.output_padding, p.stride, strict=True)):
        needed.append(("output_padding_beyond_stride", True))
    return needed
