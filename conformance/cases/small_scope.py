"""Small scope: every geometry up to a bound, in order of complexity, without randomness.

One axis is enumerated in full; two and three axes are products of a reduced set of axes that
holds unequal kernels, strides, dilations and paddings. A *source* maps (rank, effort) to cases;
the suite composes sources from the filters below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import TypeAlias

from conformance.cases.geometries import (
    OneAxis,
    Pads,
    Wanted,
    agrees,
    geometries,
)
from conformance.operations import Case, Operation
from conformance.parameters import AvgPool, Conv, LpPool, MaxPool, Parameters, Shape
from conformance.results.model import Effort
from reference_impl.geometry import Axis, LastWindow, Padding
from reference_impl.geometry import axes as walk
from reference_impl.padding import PaddingMode

Source: TypeAlias = Callable[[int, Effort], Iterable[Case]]
Channels: TypeAlias = tuple[int, int, int]  # C, O, groups

DENSE: tuple[Channels, ...] = ((1, 1, 1), (2, 2, 1), (1, 2, 1), (3, 2, 1), (2, 3, 1))
_POOL_CHANNELS = ((1, 1), (2, 1), (3, 2))  # C, N
GROUPED: tuple[Channels, ...] = ((2, 2, 2), (4, 4, 2), (2, 4, 2), (4, 2, 2), (6, 9, 3))


def padding_of(axes: tuple[OneAxis, ...], pads: Pads) -> Padding:
    """The padding of the axes as a call takes it."""
    if pads == "valid" or pads == "same_upper" or pads == "same_lower":  # noqa: PLR1714 - narrows
        return pads
    return tuple([(a.lo, a.hi) for a in axes])


def conv(
    *,
    pads: Pads = "none",
    stride: bool | None = None,
    dilation: bool | None = None,
    windows: bool | None = True,
    padded: bool = False,
    uneven: bool = False,
    channels: tuple[Channels, ...] = DENSE,
    bias: bool = False,
    flip: bool = False,
    mode: PaddingMode = "zeros",
    unbatched: bool = False,
    data: str = "distinct",
) -> Source:
    """Convolutions: ``None`` lets a filter be, True and False demand or exclude.

    ``padded`` demands some padding, ``uneven`` that the axes differ; channel forms are cycled.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        count = 0
        wanted = Wanted(pads, stride, dilation, windows, padded, uneven)
        for axes in geometries(rank, effort, wanted, "conv"):
            if not _within_limits(axes, pads, mode):
                continue
            c, o, g = channels[count % len(channels)]
            batch = () if unbatched else (1 + (count // len(channels)) % 2,)
            count += 1
            yield Case(
                "conv",
                Conv(
                    stride=tuple([a.s for a in axes]),
                    padding=padding_of(axes, pads),
                    dilation=tuple([a.d for a in axes]),
                    groups=g,
                    padding_mode=mode,
                    flip_kernel=flip,
                ),
                (
                    (*batch, c, *(a.i for a in axes)),
                    (o, c // g, *(a.k for a in axes)),
                    (o,) if bias else None,
                ),
                data,
            )

    return source


def _within_limits(axes: tuple[OneAxis, ...], pads: Pads, mode: PaddingMode) -> bool:
    """Whether each side keeps to the limit of the mode: reflect i - 1, circular i."""
    largest = {"reflect": -1, "circular": 0}
    if mode not in largest:
        return True
    size, kernel, stride, dilation, *_ = zip(*axes, strict=True)
    padded = walk(size, kernel, stride, dilation, padding_of(axes, pads))
    return all(max(a.lo, a.hi) <= a.size + largest[mode] for a in padded)


def pool(
    operation: Operation,
    *,
    pads: Pads = "none",
    stride: bool | None = None,
    dilation: bool | None = False,
    windows: bool | None = True,
    padded: bool = False,
    uneven: bool = False,
    last_window: LastWindow = "floor",
    partial: bool | None = None,
    empty: bool | None = False,
    count_include_pad: bool = True,
    divisors: tuple[int | None, ...] = (None,),
    powers: tuple[float, ...] = (2,),
    unbatched: bool = False,
    data: tuple[str, ...] = ("distinct",),
) -> Source:
    """Poolings with padding of at most half the kernel.

    ``partial`` demands or excludes a last window that overhangs, ``empty`` a window that reads
    no cell; data sets, divisors and powers are cycled.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        count = 0
        wanted = Wanted(pads, stride, dilation, windows, padded, uneven, empty, last_window)
        for axes in geometries(rank, effort, wanted, "pool"):
            parameters = _pool_parameters(
                operation,
                axes,
                pads,
                last_window,
                count_include_pad,
                divisors[count % len(divisors)],
                powers[(count + 3 * (count // 4)) % len(powers)],  # for who takes every fourth too
            )
            c, n = _POOL_CHANNELS[(count + count // 3) % 3]  # out of step with data and divisors
            shape = (*(() if unbatched else (n,)), c, *(a.i for a in axes))
            case = Case(operation, parameters, (shape,), data[count % len(data)])
            walk = case.axes()
            if agrees(empty, _reads_nothing(walk)) and agrees(partial, _overhangs(walk)):
                count += 1
                yield case

    return source


def _pool_parameters(
    operation: Operation,
    axes: tuple[OneAxis, ...],
    pads: Pads,
    last_window: LastWindow,
    count_include_pad: bool,
    divisor: int | None,
    power: float,
) -> Parameters:
    kernel, stride = tuple([a.k for a in axes]), tuple([a.s for a in axes])
    padding = padding_of(axes, pads)
    if operation == "avg_pool":
        return AvgPool(
            kernel=kernel,
            stride=stride,
            padding=padding,
            last_window=last_window,
            count_include_pad=count_include_pad,
            divisor_override=divisor,
        )
    if operation == "lp_pool":
        return LpPool.of(kernel, p=power, stride=stride, padding=padding, last_window=last_window)
    return MaxPool(
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=tuple([a.d for a in axes]),
        last_window=last_window,
    )


@cache
def _empty_axis(axis: Axis) -> bool:
    return any(axis.present(cell) == 0 for cell in range(axis.cells))


@cache
def _overhanging_axis(axis: Axis) -> bool:
    """Whether the last window reaches beyond the high padding, or is dropped for starting there.

    These are the cells where floor, ceil and ceil_keep part.
    """
    return (axis.padded - axis.extent) % axis.stride != 0


@cache
def _reads_nothing(axes: tuple[Axis, ...]) -> bool:
    """Whether some window reads no input cell at all."""
    return all(a.cells for a in axes) and any(_empty_axis(a) for a in axes)


@cache
def _overhangs(axes: tuple[Axis, ...]) -> bool:
    """Whether the last window of some axis is partial, or dropped."""
    return any(_overhanging_axis(a) for a in axes)


def beyond_the_limit(rank: int, effort: Effort) -> Iterator[Case]:
    """Padding one cell beyond what reflect (i - 1) and circular (i) allow, on one axis: on both
    sides of it, then on one."""
    for mode, excess in (("reflect", 0), ("circular", 1)):
        for i, k in ((2, 1), (2, 2), (3, 2)):
            pad = i + excess
            for pair in ((pad, pad), (pad, 0), (0, pad)):
                padding = [pair] + [(0, 0)] * (rank - 1)
                parameters = Conv.of(rank, padding=padding, padding_mode=mode)  # type: ignore[arg-type]
                yield Case("conv", parameters, ((1, 1, *[i] * rank), (1, 1, *[k] * rank), None))


def padding_makes_room(operation: Operation) -> Source:
    """Windows larger than the input, that fit because it is padded."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for i, k, s in ((2, 3, 1), (1, 3, 1), (1, 2, 2), (3, 4, 2), (2, 4, 1)):
            axes = (OneAxis(i, k, s, 1, k // 2, k // 2),) * rank
            padding = padding_of(axes, "symmetric")
            if operation == "conv":
                parameters: Parameters = Conv.of(rank, stride=s, padding=padding)
                shapes: tuple[Shape | None, ...] = ((1, 2, *[i] * rank), (2, 2, *[k] * rank), None)
            else:
                parameters = _pool_parameters(operation, axes, "symmetric", "floor", True, None, 2)
                shapes = ((1, 2, *[i] * rank),)
            data = "positive" if operation in ("avg_pool", "lp_pool") else "distinct"
            yield Case(operation, parameters, shapes, data)

    return source


def divisible(source: Source) -> Source:
    """Without the cases in which some window has nothing to count, and so the divisor 0."""

    def filtered(rank: int, effort: Effort) -> Iterator[Case]:
        for case in source(rank, effort):
            if all(a.counted(cell) for a in case.axes() for cell in range(a.cells)):
                yield case

    return filtered


def both(*sources: Source) -> Source:
    """The cases of several sources, one after the other."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        return chain.from_iterable(s(rank, effort) for s in sources)

    return source
