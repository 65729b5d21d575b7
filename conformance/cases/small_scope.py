"""Small scope: every geometry up to a bound, in order of complexity, without randomness.

One axis is enumerated in full; two and three axes are products of a reduced set of axes that
holds unequal kernels, strides, dilations and paddings. A *source* maps (rank, effort) to cases;
the suite composes sources from the filters below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, product
from typing import Literal, NamedTuple, TypeAlias

from conformance.operations import AvgPool, Case, Conv, MaxPool, Operation, Parameters
from conformance.results.model import Effort
from reference_impl.geometry import Axis, LastWindow
from reference_impl.padding import PaddingMode

Source: TypeAlias = Callable[[int, Effort], Iterable[Case]]
Pads = Literal["none", "symmetric", "asymmetric", "any", "valid", "same_upper", "same_lower"]
Channels: TypeAlias = tuple[int, int, int]  # C, O, groups

DENSE: tuple[Channels, ...] = ((1, 1, 1), (2, 2, 1), (1, 2, 1), (3, 2, 1), (2, 3, 1))
GROUPED: tuple[Channels, ...] = ((2, 2, 2), (4, 4, 2), (2, 4, 2), (4, 2, 2), (6, 9, 3))
DEPTHWISE: tuple[Channels, ...] = ((2, 2, 2), (3, 3, 3), (2, 4, 2), (3, 6, 3), (2, 6, 2))


class OneAxis(NamedTuple):
    """The geometry of one axis: extent, kernel, stride, dilation, padding."""

    i: int
    k: int
    s: int = 1
    d: int = 1
    lo: int = 0
    hi: int = 0

    @property
    def has_window(self) -> bool:
        """Whether a whole window fits: P >= e."""
        return self.i + self.lo + self.hi >= self.d * (self.k - 1) + 1


class _Bounds(NamedTuple):
    i: int
    k: int
    s: int
    d: int
    pad: int


_CONV_BOUNDS: dict[Effort, _Bounds] = {
    "smoke": _Bounds(4, 3, 3, 2, 1),
    "standard": _Bounds(7, 4, 3, 3, 2),
    "thorough": _Bounds(9, 5, 4, 3, 3),
}
_SAME_BOUNDS: dict[Effort, _Bounds] = {
    "smoke": _Bounds(5, 4, 3, 2, 0),
    "standard": _Bounds(9, 5, 3, 3, 0),
    "thorough": _Bounds(12, 7, 5, 4, 0),
}
_POOL_BOUNDS: dict[Effort, _Bounds] = {
    "smoke": _Bounds(5, 3, 3, 2, 1),
    "standard": _Bounds(7, 4, 4, 2, 2),
    "thorough": _Bounds(9, 5, 5, 3, 2),
}

# Each set in the order in which lower efforts cut it off.
_CONV_AXES = tuple(
    OneAxis(*a)
    for a in (
        (3, 2, 1, 1, 0, 0),
        (4, 3, 1, 1, 1, 1),
        (4, 2, 2, 1, 0, 1),
        (5, 2, 1, 2, 0, 0),
        (5, 3, 2, 1, 1, 0),
        (6, 2, 3, 1, 0, 0),
        (1, 1, 1, 1, 0, 0),
        (6, 3, 2, 2, 2, 1),
        (5, 1, 2, 1, 0, 0),
        (3, 1, 1, 1, 1, 0),
        (4, 3, 1, 1, 2, 2),
        (5, 2, 2, 3, 1, 1),
    )
)
_POOL_AXES = tuple(
    OneAxis(*a)
    for a in (
        (4, 2, 2, 1, 0, 0),
        (5, 3, 2, 1, 1, 1),
        (5, 2, 2, 1, 0, 0),
        (6, 3, 2, 1, 0, 1),
        (7, 3, 3, 1, 0, 0),
        (5, 3, 1, 2, 1, 0),
        (1, 1, 1, 1, 0, 0),
        (4, 2, 3, 1, 1, 1),
        (5, 3, 1, 1, 1, 0),
    )
)
_AXIS_COUNT: dict[int, dict[Effort, int]] = {
    2: {"smoke": 6, "standard": 12, "thorough": 12},
    3: {"smoke": 3, "standard": 5, "thorough": 8},
}


def _complexity(axes: tuple[OneAxis, ...]) -> tuple[int, tuple[OneAxis, ...]]:
    return sum(a.i + a.k + a.s + a.d + a.lo + a.hi - 2 for a in axes), axes


@cache
def _one_axis(bounds: _Bounds, pads_within_half: bool) -> tuple[OneAxis, ...]:
    """Every axis within the bounds; k = 1 only undilated, where the dilation has no effect."""

    def limit(k: int) -> range:
        return range(min(bounds.pad, k // 2) + 1 if pads_within_half else bounds.pad + 1)

    found = [
        OneAxis(i, k, s, d, lo, hi)
        for i in range(1, bounds.i + 1)
        for k in range(1, bounds.k + 1)
        for s in range(1, bounds.s + 1)
        for d in range(1, (bounds.d if k > 1 else 1) + 1)
        for lo in limit(k)
        for hi in limit(k)
    ]
    return tuple(sorted(found, key=lambda a: _complexity((a,))))


def _with_pads(axis: OneAxis, pads: Pads) -> OneAxis:
    """The axis of a reduced set, its padding turned into the wanted kind."""
    if pads == "any":
        return axis
    if pads == "symmetric":
        return axis._replace(lo=max(axis.lo, axis.hi), hi=max(axis.lo, axis.hi))
    if pads == "asymmetric":
        return axis._replace(hi=axis.hi + 1) if axis.lo == axis.hi and axis.k > 1 else axis
    return axis._replace(lo=0, hi=0)


@cache
def _geometries(
    rank: int, effort: Effort, pads: Pads, pooling: bool
) -> tuple[tuple[OneAxis, ...], ...]:
    """Tuples of axes in order of complexity; the padding is of the wanted kind throughout."""
    if rank == 1:
        bounds = _POOL_BOUNDS[effort] if pooling else _CONV_BOUNDS[effort]
        if pads.startswith("same"):
            bounds = _SAME_BOUNDS[effort]
        line = _one_axis(bounds._replace(pad=0) if pads in _UNPADDED else bounds, pooling)
        if pads == "symmetric":
            line = tuple(a for a in line if a.lo == a.hi)
        return tuple((a,) for a in line)
    chosen = (_POOL_AXES if pooling else _CONV_AXES)[: _AXIS_COUNT[rank][effort]]
    axes = dict.fromkeys(_with_pads(a, pads) for a in chosen)
    if pooling:
        axes = dict.fromkeys(a for a in axes if max(a.lo, a.hi) <= a.k // 2)
    if pads.startswith("same"):  # 5 cells at stride 3 and an even kernel: both sides padded
        axes |= dict.fromkeys((OneAxis(5, 4, 3), OneAxis(2, 1, 3)))
    return tuple(sorted(product(axes, repeat=rank), key=_complexity))


_UNPADDED = ("none", "valid", "same_upper", "same_lower")


def _asymmetric(axes: tuple[OneAxis, ...]) -> bool:
    return any(a.lo != a.hi for a in axes)


def _wanted(flag: bool | None, present: bool) -> bool:
    return flag is None or flag == present


def _filtered(
    rank: int,
    effort: Effort,
    pads: Pads,
    pooling: bool,
    *,
    stride: bool | None,
    dilation: bool | None,
    windows: bool | None,
    uneven: bool,
) -> Iterator[tuple[OneAxis, ...]]:
    for axes in _geometries(rank, effort, pads, pooling):
        if pads == "asymmetric" and not _asymmetric(axes):
            continue
        if uneven and len(set(axes)) == 1:
            continue
        if (
            _wanted(stride, any(a.s > 1 for a in axes))
            and _wanted(dilation, any(a.d > 1 for a in axes))
            and (pads.startswith("same") or _wanted(windows, all(a.has_window for a in axes)))
        ):
            yield axes


def _padding(axes: tuple[OneAxis, ...], pads: Pads) -> str | tuple[tuple[int, int], ...]:
    if pads in ("valid", "same_upper", "same_lower"):
        return pads
    return tuple((a.lo, a.hi) for a in axes)


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
        for axes in _filtered(
            rank,
            effort,
            pads,
            False,
            stride=stride,
            dilation=dilation,
            windows=windows,
            uneven=uneven and rank > 1,
        ):
            if padded and not any(a.lo or a.hi for a in axes):
                continue
            if not _within_limits(axes, pads, mode):
                continue
            c, o, g = channels[count % len(channels)]
            batch = () if unbatched else (1 + (count // len(channels)) % 2,)
            count += 1
            yield Case(
                "conv",
                Conv.of(
                    rank,
                    stride=[a.s for a in axes],
                    padding=_padding(axes, pads),
                    dilation=[a.d for a in axes],
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
    """Whether explicit padding keeps to the limit of the mode: reflect i - 1, circular i."""
    largest = {"reflect": -1, "circular": 0}
    if mode not in largest or pads in _UNPADDED:
        return True
    return all(max(a.lo, a.hi) <= a.i + largest[mode] for a in axes)


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
    unbatched: bool = False,
    data: tuple[str, ...] = ("distinct",),
) -> Source:
    """Poolings with padding of at most half the kernel.

    ``partial`` demands or excludes a last window that overhangs, ``empty`` a window that reads
    no cell; data sets and divisors are cycled.
    """

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        count = 0
        for axes in _filtered(
            rank,
            effort,
            pads,
            True,
            stride=stride,
            dilation=dilation,
            windows=windows,
            uneven=uneven and rank > 1,
        ):
            if padded and not any(a.lo or a.hi for a in axes):
                continue
            parameters = _pool_parameters(
                operation,
                axes,
                pads,
                last_window,
                count_include_pad,
                divisors[count % len(divisors)],
            )
            c, n = ((1, 1), (2, 1), (3, 2))[count % 3]
            shape = (*(() if unbatched else (n,)), c, *(a.i for a in axes))
            case = Case(operation, parameters, (shape,), data[count % len(data)])
            if _wanted(empty, reads_nothing(case)) and _wanted(partial, overhangs(case)):
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
) -> Parameters:
    kernel, stride = [a.k for a in axes], [a.s for a in axes]
    padding = _padding(axes, pads)
    if operation == "avg_pool":
        return AvgPool.of(
            kernel,
            stride=stride,
            padding=padding,
            last_window=last_window,
            count_include_pad=count_include_pad,
            divisor_override=divisor,
        )
    dilation = [a.d for a in axes]
    return MaxPool.of(
        kernel, stride=stride, padding=padding, dilation=dilation, last_window=last_window
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


def reads_nothing(case: Case) -> bool:
    """Whether some window of the case reads no input cell at all."""
    axes = case.axes()
    return all(a.cells for a in axes) and any(_empty_axis(a) for a in axes)


def overhangs(case: Case) -> bool:
    """Whether the last window of some axis is partial, or dropped."""
    return any(_overhanging_axis(a) for a in case.axes())


def both(*sources: Source) -> Source:
    """The cases of several sources, one after the other."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        return chain.from_iterable(s(rank, effort) for s in sources)

    return source
