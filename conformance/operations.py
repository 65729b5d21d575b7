"""The parameter records: one universal vocabulary for every call that convspec judges.

A record holds the keywords of one call; a :class:`Case` adds the shapes of its arrays and the
name of the data they are filled with, so that a case is a value that can be hashed, stored and
replayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct

from reference_impl.geometry import Axis, LastWindow, Padding, axes
from reference_impl.padding import PaddingMode

Operation: TypeAlias = Literal["conv", "max_pool", "max_pool_with_indices", "avg_pool"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
ARRAYS: dict[Operation, tuple[str, ...]] = {
    "conv": ("x", "w", "b"),
    "max_pool": ("x",),
    "max_pool_with_indices": ("x",),
    "avg_pool": ("x",),
}
Shape: TypeAlias = tuple[int, ...]
_axes = lru_cache(maxsize=8192)(axes)


class ParameterError(ValueError):
    """A parameter is outside the vocabulary: names the argument, its value, what was expected."""

    def __init__(self, argument: str, value: object, expected: str) -> None:
        super().__init__(f"{argument}={value!r}: expected {expected}")


def per_axis(argument: str, value: int | Sequence[int], rank: int, minimum: int) -> Shape:
    """Return ``value`` as a tuple of ``rank`` ints; an int stands for every axis.

    Raises ParameterError when an entry is not an int of at least ``minimum``.
    """
    values = (value,) * rank if isinstance(value, int) else tuple(value)
    wrong_type = any(not isinstance(v, int) or isinstance(v, bool) for v in values)
    if len(values) != rank or wrong_type or min(values, default=minimum) < minimum:
        raise ParameterError(argument, value, f"{rank} integers of at least {minimum}")
    return values


def padding_pairs(padding: int | str | Sequence[Any], rank: int) -> Padding:
    """Return padding as one (lo, hi) pair per axis, or as the name it is.

    An int pads every side alike; one int per axis pads both sides of that axis.
    Raises ParameterError on a negative entry or an unknown name.
    """
    if isinstance(padding, str):
        if padding not in ("valid", "same_upper", "same_lower"):
            raise ParameterError("padding", padding, "'valid', 'same_upper' or 'same_lower'")
        return padding  # type: ignore[return-value]  # narrowed by the line above
    entries = (padding,) * rank if isinstance(padding, int) else tuple(padding)
    pairs = tuple((p, p) if isinstance(p, int) else tuple(p) for p in entries)
    if len(pairs) != rank or any(len(pair) != 2 or min(pair) < 0 for pair in pairs):
        raise ParameterError("padding", padding, f"{rank} pairs (lo, hi) of integers >= 0")
    return pairs


class Conv(Struct, frozen=True, tag="conv", kw_only=True):
    """The keywords of a convolution; per-axis tuples have one entry per spatial axis."""

    stride: Shape
    padding: Padding
    dilation: Shape
    groups: int = 1
    padding_mode: PaddingMode = "zeros"
    flip_kernel: bool = False

    @classmethod
    def of(
        cls,
        rank: int,
        *,
        stride: int | Sequence[int] = 1,
        padding: int | str | Sequence[Any] = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        padding_mode: PaddingMode = "zeros",
        flip_kernel: bool = False,
    ) -> Conv:
        """Build a record from the usual sugar: ints for every axis, names for padding."""
        if groups < 1:
            raise ParameterError("groups", groups, "an integer of at least 1")
        return cls(
            stride=per_axis("stride", stride, rank, 1),
            padding=padding_pairs(padding, rank),
            dilation=per_axis("dilation", dilation, rank, 1),
            groups=groups,
            padding_mode=padding_mode,
            flip_kernel=flip_kernel,
        )


class MaxPool(Struct, frozen=True, tag="max_pool", kw_only=True):
    """The keywords of max pooling, with or without indices."""

    kernel: Shape
    stride: Shape
    padding: Padding
    dilation: Shape
    last_window: LastWindow = "floor"

    @classmethod
    def of(
        cls,
        kernel: Sequence[int],
        *,
        stride: int | Sequence[int] | None = None,
        padding: int | str | Sequence[Any] = 0,
        dilation: int | Sequence[int] = 1,
        last_window: LastWindow = "floor",
    ) -> MaxPool:
        """Build a record from the usual sugar; the stride defaults to the kernel."""
        rank = len(kernel)
        return cls(
            kernel=per_axis("kernel", kernel, rank, 1),
            stride=per_axis("stride", kernel if stride is None else stride, rank, 1),
            padding=padding_pairs(padding, rank),
            dilation=per_axis("dilation", dilation, rank, 1),
            last_window=last_window,
        )


class AvgPool(Struct, frozen=True, tag="avg_pool", kw_only=True):
    """The keywords of average pooling."""

    kernel: Shape
    stride: Shape
    padding: Padding
    last_window: LastWindow = "floor"
    count_include_pad: bool = True
    divisor_override: int | None = None

    @classmethod
    def of(
        cls,
        kernel: Sequence[int],
        *,
        stride: int | Sequence[int] | None = None,
        padding: int | str | Sequence[Any] = 0,
        last_window: LastWindow = "floor",
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> AvgPool:
        """Build a record from the usual sugar; the stride defaults to the kernel."""
        rank = len(kernel)
        if divisor_override == 0:
            raise ParameterError("divisor_override", 0, "None or an integer other than 0")
        return cls(
            kernel=per_axis("kernel", kernel, rank, 1),
            stride=per_axis("stride", kernel if stride is None else stride, rank, 1),
            padding=padding_pairs(padding, rank),
            last_window=last_window,
            count_include_pad=count_include_pad,
            divisor_override=divisor_override,
        )


Parameters: TypeAlias = Conv | MaxPool | AvgPool


class Case(Struct, frozen=True, tag="case"):
    """One call to be judged: operation, keywords, shapes of the arrays, name of the data set.

    ``shapes`` has one entry per array of the operation, None for an absent bias. ``data`` names
    a data set of :mod:`conformance.cases.data`; ``variant`` is read by clauses that call in a
    particular manner (a memory layout, say).
    """

    operation: Operation
    parameters: Parameters
    shapes: tuple[Shape | None, ...]
    data: str = "distinct"
    variant: str = ""

    @property
    def rank(self) -> int:
        """The number of spatial axes."""
        return len(self.parameters.stride)

    @property
    def input_shape(self) -> Shape:
        """The shape of x."""
        shape = self.shapes[0]
        assert shape is not None
        return shape

    @property
    def size(self) -> Shape:
        """The spatial extents of x."""
        return self.input_shape[-self.rank :]

    @property
    def kernel(self) -> Shape:
        """The spatial extents of the kernel."""
        if isinstance(self.parameters, Conv):
            weight = self.shapes[1]
            assert weight is not None
            return weight[2:]
        return self.parameters.kernel

    @property
    def batched(self) -> bool:
        """Whether x has a batch axis."""
        return len(self.input_shape) == self.rank + 2

    @property
    def channels(self) -> int:
        """The number of input channels."""
        return self.input_shape[-self.rank - 1]

    @property
    def terms(self) -> int:
        """The largest number of products (conv) or cells (pooling) that one output cell sums."""
        taps = prod(self.kernel)
        weight = self.shapes[1] if isinstance(self.parameters, Conv) else None
        return taps if weight is None else taps * weight[1]

    def axes(self) -> tuple[Axis, ...]:
        """The geometry of every spatial axis."""
        p = self.parameters
        dilation = (1,) * self.rank if isinstance(p, AvgPool) else p.dilation
        rule: LastWindow = "floor" if isinstance(p, Conv) else p.last_window
        return _axes(self.size, self.kernel, p.stride, dilation, p.padding, rule)

    def keywords(self) -> dict[str, Any]:
        """The keywords of the plugin call, in the order of the published signature."""
        fields = type(self.parameters).__struct_fields__
        return {name: getattr(self.parameters, name) for name in fields}


class BadCall(Struct, frozen=True, tag="bad-call"):
    """A legal case in which one thing is broken: a keyword, or the shape or dtype of an array."""

    legal: Case
    change: Literal["keyword", "shape", "dtype"]
    argument: str
    value: Any
    rule: str


class Calls(Struct, frozen=True, tag="calls"):
    """Legal calls made one after the other, whose results are looked at only at the end."""

    cases: tuple[Case, ...]


#: whatever a clause judges at a time; the tag tells them apart in a result file
Judged: TypeAlias = Case | BadCall | Calls
