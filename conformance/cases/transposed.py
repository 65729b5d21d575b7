"""Small scope of transposed convolutions; see :mod:`conformance.cases.small_scope`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal

from conformance.cases.geometries import OneAxis, Pads, Wanted, geometries
from conformance.cases.small_scope import DENSE, Channels, Source, padding_of
from conformance.operations import Case
from conformance.parameters import ConvTranspose, Shape
from conformance.results.model import Effort

Extra = Literal["none", "below stride", "beyond stride"]


def conv_transpose(
    *,
    pads: Pads = "none",
    stride: bool | None = None,
    dilation: bool | None = None,
    extra: Extra = "none",
    padded: bool = False,
    uneven: bool = False,
    gaps: bool = False,
    channels: tuple[Channels, ...] = DENSE,
    bias: bool = False,
    unbatched: bool = False,
    data: str = "distinct",
) -> Source:
    """Transposed convolutions whose output has at least one cell.

    ``extra`` says how large some output_padding is, ``gaps`` asks for strides beyond the kernel
    alone; the other filters are those of :func:`conformance.cases.small_scope.conv`.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        count = 0
        wanted = Wanted(pads, stride, dilation, None, padded, uneven)
        chosen = _gapped(rank) if gaps else geometries(rank, effort, wanted, "transposed")
        for axes in chosen:
            for added in _output_paddings(axes, extra, count):
                if not pads.startswith("same") and min(map(_extent, axes, added)) < 1:
                    continue
                c, o, g = channels[count % len(channels)]
                batch = () if unbatched else (1 + (count // len(channels)) % 2,)
                count += 1
                yield Case(
                    "conv_transpose",
                    ConvTranspose(
                        stride=tuple([a.s for a in axes]),
                        padding=padding_of(axes, pads),
                        output_padding=added,
                        dilation=tuple([a.d for a in axes]),
                        groups=g,
                    ),
                    (
                        (*batch, c, *(a.i for a in axes)),
                        (c, o // g, *(a.k for a in axes)),
                        (o,) if bias else None,
                    ),
                    data,
                )

    return source


def _gapped(rank: int) -> list[tuple[OneAxis, ...]]:
    """Geometries in which some stride exceeds the kernel."""
    listed = (OneAxis(2, 1, 2), OneAxis(3, 2, 3), OneAxis(2, 1, 3), OneAxis(2, 2, 1))
    found = product(listed, repeat=rank)
    return [axes for axes in found if any(a.s > a.k for a in axes)]


def _extent(axis: OneAxis, added: int) -> int:
    """The output extent."""
    return (axis.i - 1) * axis.s + axis.d * (axis.k - 1) + 1 - axis.lo - axis.hi + added


def _output_paddings(axes: tuple[OneAxis, ...], extra: Extra, turn: int) -> Iterator[Shape]:
    """All output paddings of one axis; of several the largest, and one that takes turns."""
    if extra == "none":
        yield (0,) * len(axes)
        return
    limits = [a.s if extra == "below stride" else max(a.s, a.d) for a in axes]
    found: list[Shape] = [(added,) for added in range(limits[0])]
    if len(axes) > 1:
        turning = tuple((turn + n) % limit for n, limit in enumerate(limits))
        found = list(dict.fromkeys((turning, tuple(limit - 1 for limit in limits))))
    for added in found:
        beyond = any(more >= a.s for more, a in zip(added, axes, strict=True))
        if any(added) and beyond == (extra == "beyond stride"):
            yield added
