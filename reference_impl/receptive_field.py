r"""Receptive field of a stack of layers along one axis, in integers only.

Which input cells can an output cell depend on? Layer by layer, with $j$ the product of the strides
of the layers below: the size grows by $d(k-1) j$, the start moves by $-lo \cdot j$.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reference_impl.geometry import Axis, check_integer


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution or pooling layer along one axis; raises GeometryError like Axis."""

    kernel: int
    stride: int = 1
    dilation: int = 1
    lo: int = 0
    hi: int = 0

    def __post_init__(self) -> None:
        self.over(0)

    def over(self, size: int) -> Axis:
        """The walk of this layer over an input of `size` cells."""
        return Axis(size, self.kernel, self.stride, self.dilation, self.lo, self.hi)


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The input cells that output cells depend on, along one axis.

    `size`: cells from the first to the last, with those that dilation skips. `jump`: input cells
    from one output cell to the next, the total stride. `start`: first coordinate of output cell 0
    in the unpadded input, negative where there is low padding.
    """

    size: int
    jump: int
    start: int

    def interval(self, cell: int) -> range:
        """The coordinates of output cell `cell`, which may lie outside of the input."""
        first = self.start + cell * self.jump
        return range(first, first + self.size)

    def clipped(self, cell: int, size: int) -> range:
        """The part of the interval inside an input of `size` cells.

        No cell outside of it matters. Inside, dilation and strides may skip some.
        """
        check_integer("size", size, 0)
        interval = self.interval(cell)
        return range(min(max(interval.start, 0), size), max(min(interval.stop, size), 0))


def receptive_field(layers: Sequence[Layer]) -> ReceptiveField:
    """The receptive field through `layers`, the one nearest to the input first.

    >>> receptive_field([Layer(2)]).size
    2
    >>> receptive_field([Layer(2), Layer(2)]).size
    3
    """
    size, jump, start = 1, 1, 0
    for layer in layers:
        size += layer.dilation * (layer.kernel - 1) * jump
        start -= layer.lo * jump
        jump *= layer.stride
    return ReceptiveField(size, jump, start)


def extents(layers: Sequence[Layer], size: int) -> tuple[int, ...]:
    """The number of cells after each layer, for an input of `size` cells (the floor rule).

    >>> extents([Layer(5), Layer(2, stride=2), Layer(5), Layer(2, stride=2)], 28)
    (24, 12, 8, 4)
    """
    sizes = []
    for layer in layers:
        size = layer.over(size).cells
        sizes.append(size)
    return tuple(sizes)
