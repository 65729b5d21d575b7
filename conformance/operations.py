"""The operations, and what is judged of them: cases, bad calls, rows of calls.

A :class:`Case` adds to the keywords of one call the shapes of its arrays and the name of the data
they are filled with, so that it is a value that can be hashed, stored and replayed.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct

from conformance.parameters import AvgPool, Conv, ConvTranspose, Parameters, Shape
from reference_impl.geometry import Axis, LastWindow, axes, transposed_axes

Operation: TypeAlias = Literal[
    "conv", "conv_transpose", "max_pool", "max_pool_with_indices", "avg_pool"
]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
ARRAYS: dict[Operation, tuple[str, ...]] = {
    "conv": ("x", "w", "b"),
    "conv_transpose": ("x", "w", "b"),
    "max_pool": ("x",),
    "max_pool_with_indices": ("x",),
    "avg_pool": ("x",),
}
_axes = lru_cache(maxsize=8192)(axes)
_transposed_axes = lru_cache(maxsize=8192)(transposed_axes)


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
        if isinstance(self.parameters, Conv | ConvTranspose):
            return self.weight_shape[2:]
        return self.parameters.kernel

    @property
    def weight_shape(self) -> Shape:
        """The shape of w."""
        shape = self.shapes[1]
        assert shape is not None
        return shape

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
        p = self.parameters
        per_group = self.channels // p.groups if isinstance(p, Conv | ConvTranspose) else 1
        return per_group * prod(self.kernel)

    def axes(self) -> tuple[Axis, ...]:
        """The geometry of every spatial axis; of a transposed one the walk over its output."""
        p = self.parameters
        if isinstance(p, ConvTranspose):
            return _transposed_axes(
                self.size, self.kernel, p.stride, p.dilation, p.padding, p.output_padding
            )
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
