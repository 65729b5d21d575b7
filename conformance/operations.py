"""The operations, and what is judged of them: cases, bad calls, rows of calls.

A :class:`Case` adds to the keywords of one call the shapes of its arrays and the name of the data
they are filled with, so that it is a value that can be hashed, stored and replayed.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct

from conformance.parameters import (
    AdaptivePool,
    AvgPool,
    Conv,
    ConvTranspose,
    Fold,
    LpPool,
    MaxPool,
    MaxUnpool,
    Parameters,
    Shape,
)
from reference_impl.geometry import Axis, LastWindow, axes, bins, transposed_axes

Forward: TypeAlias = Literal[
    "conv",
    "conv_transpose",
    "max_pool",
    "max_pool_with_indices",
    "avg_pool",
    "lp_pool",
    "adaptive_avg_pool",
    "adaptive_max_pool",
    "adaptive_max_pool_with_indices",
    "max_unpool",
    "unfold",
    "fold",
]
Gradient: TypeAlias = Literal[
    "conv_grad",
    "conv_transpose_grad",
    "max_pool_grad",
    "avg_pool_grad",
    "lp_pool_grad",
    "adaptive_avg_pool_grad",
    "adaptive_max_pool_grad",
    "max_unpool_grad",
    "unfold_grad",
    "fold_grad",
]
Operation: TypeAlias = Forward | Gradient
GRADIENTS: tuple[Operation, ...] = get_args(Gradient)
OPERATIONS: tuple[Operation, ...] = (*get_args(Forward), *GRADIENTS)
#: the name of an array that holds positions instead of values; int64 whatever the dtype
INDICES = "indices"


def forward(operation: Operation) -> Operation:
    """The operation that a gradient is one of; any other operation itself."""
    return operation.removesuffix("_grad")  # type: ignore[return-value]  # all are listed above


def _arrays(operation: Operation) -> tuple[str, ...]:
    if operation in GRADIENTS:
        return ("gy", *_arrays(forward(operation)))
    if operation in ("conv", "conv_transpose"):
        return ("x", "w", "b")
    if operation == "max_unpool":
        return ("x", INDICES)
    return ("columns",) if operation == "fold" else ("x",)


def _outputs(operation: Operation) -> tuple[str, ...]:
    if operation in GRADIENTS:
        return tuple(f"g{name}" for name in _arrays(forward(operation)))
    if operation == "fold":
        return ("x",)
    if operation == "unfold":
        return ("columns",)
    return ("y", INDICES) if operation.endswith("_with_indices") else ("y",)


#: the arrays of every call, and what it returns, by name and in order
ARRAYS: dict[Operation, tuple[str, ...]] = {o: _arrays(o) for o in OPERATIONS}
OUTPUTS: dict[Operation, tuple[str, ...]] = {o: _outputs(o) for o in OPERATIONS}
_axes = lru_cache(maxsize=8192)(axes)
_transposed_axes = lru_cache(maxsize=8192)(transposed_axes)


def returns_tuple(operation: Operation) -> bool:
    """Whether a call returns a tuple of its outputs: any gradient does, even of one array."""
    return operation in GRADIENTS or len(OUTPUTS[operation]) > 1


class Case(Struct, frozen=True, tag="case"):
    """One call to be judged: operation, keywords, shapes of the arrays, name of the data set.

    ``shapes`` has one entry per array of the operation, None for an absent bias. ``data`` names
    a data set of :mod:`conformance.cases.data`; ``variant`` is read by clauses that call in a
    particular manner (a memory layout, say), and by data that is special in one place.
    """

    operation: Operation
    parameters: Parameters
    shapes: tuple[Shape | None, ...]
    data: str = "distinct"
    variant: str = ""

    @property
    def rank(self) -> int:
        """The number of spatial axes."""
        p = self.parameters
        return len(p.output_size if isinstance(p, AdaptivePool | MaxUnpool) else p.stride)

    def shape(self, name: str) -> Shape | None:
        """The shape of an array by its name, None for an absent bias."""
        return self.shapes[ARRAYS[self.operation].index(name)]

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the arrays that the call returns: no gradient of an absent bias, or of
        indices."""
        names = OUTPUTS[self.operation]
        if self.operation not in GRADIENTS:
            return names
        absent = {name for name, shape in zip(names, self.shapes[1:], strict=True) if shape is None}
        return tuple(name for name in names if name not in {*absent, f"g{INDICES}"})

    @property
    def input_shape(self) -> Shape:
        """The shape of x, of the columns for fold."""
        shape = self.shapes[self.operation in GRADIENTS]
        assert shape is not None
        return shape

    @property
    def size(self) -> Shape:
        """The spatial extents of x; for fold those of the planes that it makes."""
        if isinstance(self.parameters, Fold):
            return self.parameters.output_size
        return self.input_shape[-self.rank :]

    @property
    def kernel(self) -> Shape:
        """The spatial extents of the kernel."""
        p = self.parameters
        assert not isinstance(p, AdaptivePool | MaxUnpool)
        return self.weight_shape[2:] if isinstance(p, Conv | ConvTranspose) else p.kernel

    @property
    def weight_shape(self) -> Shape:
        """The shape of w."""
        shape = self.shape("w")
        assert shape is not None
        return shape

    @property
    def batched(self) -> bool:
        """Whether x has a batch axis."""
        spatial = 1 if isinstance(self.parameters, Fold) else self.rank
        return len(self.input_shape) == spatial + 2

    @property
    def channels(self) -> int:
        """The number of input channels."""
        if isinstance(self.parameters, Fold):
            return self.input_shape[-2] // prod(self.kernel)
        return self.input_shape[-self.rank - 1]

    @property
    def terms(self) -> int:
        """The largest number of products (conv) or cells (pooling) that one output cell sums."""
        p = self.parameters
        if isinstance(p, MaxUnpool):
            return 1
        if isinstance(p, AdaptivePool):
            extents = zip(self.size, p.output_size, strict=True)
            return prod(max(map(len, bins(i, o)), default=1) for i, o in extents)
        per_group = self.channels // p.groups if isinstance(p, Conv | ConvTranspose) else 1
        return per_group * prod(self.kernel)

    def axes(self) -> tuple[Axis, ...]:
        """The geometry of every spatial axis; of a transposed one the walk over its output."""
        p = self.parameters
        assert not isinstance(p, AdaptivePool | MaxUnpool)
        if isinstance(p, ConvTranspose):
            return _transposed_axes(
                self.size, self.kernel, p.stride, p.dilation, p.padding, p.output_padding
            )
        dilation = (1,) * self.rank if isinstance(p, AvgPool | LpPool) else p.dilation
        rule: LastWindow = p.last_window if isinstance(p, MaxPool | AvgPool | LpPool) else "floor"
        return _axes(self.size, self.kernel, p.stride, dilation, p.padding, rule)

    def keywords(self) -> dict[str, Any]:
        """The keywords of the plugin call, in the order of the published signature."""
        names = ("p" if f == "power" else f for f in type(self.parameters).__struct_fields__)
        return {name: getattr(self.parameters, name) for name in names}


class BadCall(Struct, frozen=True, tag="bad-call"):
    """A legal case in which one thing is broken: a keyword, or the shape, the dtype or the last
    element of an array."""

    legal: Case
    change: Literal["keyword", "shape", "dtype", "element"]
    argument: str
    value: Any
    rule: str


class Calls(Struct, frozen=True, tag="calls"):
    """Legal calls made one after the other, whose results are looked at only at the end."""

    cases: tuple[Case, ...]


#: whatever a clause judges at a time; the tag tells them apart in a result file
Judged: TypeAlias = Case | BadCall | Calls
