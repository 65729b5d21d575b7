"""The parameter records: one universal vocabulary for the keywords of every call.

A record is frozen and validated; ``of`` builds it from the usual sugar, an int for every axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, TypeAlias

from msgspec import Struct

from reference_impl.geometry import LastWindow, Padding
from reference_impl.padding import PaddingMode

Shape: TypeAlias = tuple[int, ...]


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


class ConvTranspose(Struct, frozen=True, tag="conv_transpose", kw_only=True):
    """The keywords of a transposed convolution."""

    stride: Shape
    padding: Padding
    output_padding: Shape
    dilation: Shape
    groups: int = 1

    @classmethod
    def of(
        cls,
        rank: int,
        *,
        stride: int | Sequence[int] = 1,
        padding: int | str | Sequence[Any] = 0,
        output_padding: int | Sequence[int] = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
    ) -> ConvTranspose:
        """Build a record from the usual sugar: ints for every axis, names for padding."""
        if groups < 1:
            raise ParameterError("groups", groups, "an integer of at least 1")
        return cls(
            stride=per_axis("stride", stride, rank, 1),
            padding=padding_pairs(padding, rank),
            output_padding=per_axis("output_padding", output_padding, rank, 0),
            dilation=per_axis("dilation", dilation, rank, 1),
            groups=groups,
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


class LpPool(Struct, frozen=True, tag="lp_pool", kw_only=True):
    """The keywords of lp pooling; ``power`` is p, None for infinity, which JSON cannot hold."""

    power: float | None
    kernel: Shape
    stride: Shape
    padding: Padding
    last_window: LastWindow = "floor"

    @classmethod
    def of(
        cls,
        kernel: Sequence[int],
        *,
        p: float,
        stride: int | Sequence[int] | None = None,
        padding: int | str | Sequence[Any] = 0,
        last_window: LastWindow = "floor",
    ) -> LpPool:
        """Build a record from the usual sugar; the stride defaults to the kernel."""
        rank = len(kernel)
        if not p > 0:
            raise ParameterError("p", p, "a number above 0, or infinity")
        return cls(
            power=None if p == inf else float(p),
            kernel=per_axis("kernel", kernel, rank, 1),
            stride=per_axis("stride", kernel if stride is None else stride, rank, 1),
            padding=padding_pairs(padding, rank),
            last_window=last_window,
        )

    @property
    def p(self) -> float:
        """The power as it is passed: a float, infinity where ``power`` is None."""
        return inf if self.power is None else self.power


class AdaptivePool(Struct, frozen=True, tag="adaptive_pool", kw_only=True):
    """The keywords of adaptive average and max pooling."""

    output_size: Shape

    @classmethod
    def of(cls, output_size: Sequence[int]) -> AdaptivePool:
        """Build a record: one output extent of at least 0 per spatial axis."""
        return cls(output_size=per_axis("output_size", output_size, len(output_size), 0))


class MaxUnpool(Struct, frozen=True, tag="max_unpool", kw_only=True):
    """The keywords of max unpooling."""

    output_size: Shape

    @classmethod
    def of(cls, output_size: Sequence[int]) -> MaxUnpool:
        """Build a record: one output extent of at least 0 per spatial axis."""
        return cls(output_size=per_axis("output_size", output_size, len(output_size), 0))


class Unfold(Struct, frozen=True, tag="unfold", kw_only=True):
    """The keywords of unfold (im2col)."""

    kernel: Shape
    stride: Shape
    padding: Padding
    dilation: Shape

    @classmethod
    def of(
        cls,
        kernel: Sequence[int],
        *,
        stride: int | Sequence[int] = 1,
        padding: int | str | Sequence[Any] = 0,
        dilation: int | Sequence[int] = 1,
    ) -> Unfold:
        """Build a record from the usual sugar: ints for every axis, names for padding."""
        rank = len(kernel)
        return cls(
            kernel=per_axis("kernel", kernel, rank, 1),
            stride=per_axis("stride", stride, rank, 1),
            padding=padding_pairs(padding, rank),
            dilation=per_axis("dilation", dilation, rank, 1),
        )


class Fold(Struct, frozen=True, tag="fold", kw_only=True):
    """The keywords of fold (col2im); ``output_size`` is the extent of the planes it makes."""

    output_size: Shape
    kernel: Shape
    stride: Shape
    padding: Padding
    dilation: Shape

    @classmethod
    def of(
        cls,
        output_size: Sequence[int],
        kernel: Sequence[int],
        *,
        stride: int | Sequence[int] = 1,
        padding: int | str | Sequence[Any] = 0,
        dilation: int | Sequence[int] = 1,
    ) -> Fold:
        """Build a record from the usual sugar: ints for every axis, names for padding."""
        rank = len(kernel)
        return cls(
            output_size=per_axis("output_size", output_size, rank, 0),
            kernel=per_axis("kernel", kernel, rank, 1),
            stride=per_axis("stride", stride, rank, 1),
            padding=padding_pairs(padding, rank),
            dilation=per_axis("dilation", dilation, rank, 1),
        )


Parameters: TypeAlias = (
    Conv | ConvTranspose | MaxPool | AvgPool | LpPool | AdaptivePool | MaxUnpool | Unfold | Fold
)
