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

from conformance.operations import AvgPool, Case, Conv, MaxPool, Operation, Parameters, Shape
from conformance.results.model import Effort
from reference_impl.geometry import Axis, LastWindow, Padding
from reference_impl.padding import PaddingMode

Source: TypeAlias = Callable[[int, Effort], Iterable[Case]]
Pads = Literal["none", "symmetric", "asymmetric", "any", "valid", "same_upper", "same_lower"]
Channels: TypeAlias = tuple[int, int, int]  # C, O, groups

DENSE: tuple[Channels, ...] = ((1, 1, 1), (2, 2, 1), (1, 2, 1), (3, 2, 1), (2, 3, 1))
_POOL_CHANNELS = ((1, 1), (2, 1), (3, 2))  # C, N
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
    "smoke": _Bounds(5, 4, 3, 3, 0),
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
        (3, 2, 2, 1, 1, 1),
        (1, 1, 1, 1, 0, 0),
        (4, 2, 3, 1, 1, 1),
        (5, 3, 1, 1, 1, 0),
    )
)
_AXIS_COUNT: dict[int, dict[Effort, int]] = {
    2: {"smoke": 4, "standard": 12, "thorough": 12},
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
        if axis.lo == axis.hi == 0 and axis.k > 1:
            return axis._replace(hi=1)
        return axis._replace(hi=0) if axis.lo == axis.hi else axis
    return axis._replace(lo=0, hi=0)


class _Wanted(NamedTuple):
    """What is asked of a geometry; None lets be, True and False demand or exclude."""

    pads: Pads
    stride: bool | None
    dilation: bool | None
    windows: bool | None
    padded: bool
    uneven: bool
    empty: bool | None = False
    last_window: LastWindow = "floor"

    def possible(self, axis: OneAxis) -> OneAxis:
        """The axis with what is excluded taken away."""
        s = 1 if self.stride is False else axis.s
        d = 1 if self.dilation is False else axis.d
        return _with_pads(axis._replace(s=s, d=d), self.pads)

    def serves(self, axis: OneAxis) -> bool:
        """Whether the axis has all that is demanded."""
        return (
            not (self.stride and axis.s == 1)
            and not (self.dilation and axis.d == 1)
            and not (self.padded and axis.lo + axis.hi == 0)
            and not (self.pads == "asymmetric" and axis.lo == axis.hi)
        )

    def met_by(self, axes: tuple[OneAxis, ...]) -> bool:
        """Whether the geometry as a whole is what was asked for."""
        same = self.pads.startswith("same")
        return (
            _agrees(self.stride, any(a.s > 1 for a in axes))
            and _agrees(self.dilation, any(a.d > 1 for a in axes))
            and (same or _agrees(self.windows, all(a.has_window for a in axes)))
            and not (self.padded and not any(a.lo or a.hi for a in axes))
            and not (self.pads == "asymmetric" and all(a.lo == a.hi for a in axes))
            and not (self.uneven and len(axes) > 1 and len(set(axes)) == 1)
        )


def _agrees(wanted: bool | None, present: bool) -> bool:
    return wanted is None or wanted == present


@cache
def _geometries(
    rank: int, effort: Effort, wanted: _Wanted, pooling: bool
) -> tuple[tuple[OneAxis, ...], ...]:
    """Tuples of axes that meet what is wanted, in order of complexity."""
    one = rank == 1
    axes = _line(effort, wanted, pooling) if one else _chosen(rank, effort, wanted, pooling)
    found = sorted(product(axes, repeat=rank), key=_complexity)
    return tuple(geometry for geometry in found if wanted.met_by(geometry))


def _line(effort: Effort, wanted: _Wanted, pooling: bool) -> tuple[OneAxis, ...]:
    """Every geometry of one axis within the bounds of the effort."""
    bounds = _POOL_BOUNDS[effort] if pooling else _CONV_BOUNDS[effort]
    if wanted.pads.startswith("same"):
        bounds = _SAME_BOUNDS[effort]
    if wanted.pads in _UNPADDED:
        bounds = bounds._replace(pad=0)
    line = _one_axis(bounds, pooling)
    if wanted.pads == "symmetric":
        line = tuple(a for a in line if a.lo == a.hi)
    return line


def _chosen(rank: int, effort: Effort, wanted: _Wanted, pooling: bool) -> tuple[OneAxis, ...]:
    """Axes of the reduced set: half of them with all that is demanded, half others."""
    listed = _POOL_AXES if pooling else _CONV_AXES
    if wanted.windows is False:
        listed = _TOO_SHORT
    elif wanted.empty:
        listed = (*_READING_NOTHING, *listed)
    elif wanted.pads.startswith("same"):
        listed = (*_SAME_AXES, *listed)
    possible = list(dict.fromkeys(wanted.possible(a) for a in listed))
    if pooling:
        possible = [a for a in possible if max(a.lo, a.hi) <= a.k // 2]
    serving = [a for a in possible if wanted.serves(a)]
    if wanted.last_window != "floor":
        serving = _parting(serving)
    others = [a for a in possible if not wanted.serves(a)]
    count = _AXIS_COUNT[rank][effort]
    kept = serving[: max((count + 1) // 2, count - len(others))]
    return (*kept, *others[: count - len(kept)])


def _parting(axes: list[OneAxis]) -> list[OneAxis]:
    """The axes, in front those on which the last-window rules part: first dropped, then partial."""

    def cells(axis: OneAxis) -> tuple[int, ...]:
        rules: tuple[LastWindow, ...] = ("floor", "ceil", "ceil_keep")
        return tuple(Axis(*axis, last_window=rule).cells for rule in rules)

    dropped = [a for a in axes if cells(a)[1] != cells(a)[2]]
    partial = [a for a in axes if cells(a)[0] != cells(a)[1]]
    return list(dict.fromkeys((*dropped[:1], *partial[:1], *dropped, *partial, *axes)))


_UNPADDED = ("none", "valid", "same_upper", "same_lower")
# With a stride the total is another, odd, or clamped because the stride exceeds the kernel.
_SAME_AXES = (
    OneAxis(4, 3, 2),
    OneAxis(4, 2, 2),
    OneAxis(2, 1, 3),
    OneAxis(5, 4, 3),
    OneAxis(5, 2, 1, 3),
)
_TOO_SHORT = (OneAxis(3, 2), OneAxis(2, 3), OneAxis(1, 3, 2), OneAxis(2, 2, 1, 3))
# Straddling the input with two taps; starting behind it with a wide stride.
_READING_NOTHING = (OneAxis(1, 2, 1, 2, 1, 1), OneAxis(3, 2, 4, 1, 1, 1), OneAxis(2, 2, 1, 3, 1, 1))


def _padding(axes: tuple[OneAxis, ...], pads: Pads) -> Padding:
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
        wanted = _Wanted(pads, stride, dilation, windows, padded, uneven)
        for axes in _geometries(rank, effort, wanted, False):
            if not _within_limits(axes, pads, mode):
                continue
            c, o, g = channels[count % len(channels)]
            batch = () if unbatched else (1 + (count // len(channels)) % 2,)
            count += 1
            yield Case(
                "conv",
                Conv(
                    stride=tuple([a.s for a in axes]),
                    padding=_padding(axes, pads),
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
        wanted = _Wanted(pads, stride, dilation, windows, padded, uneven, empty, last_window)
        for axes in _geometries(rank, effort, wanted, True):
            parameters = _pool_parameters(
                operation,
                axes,
                pads,
                last_window,
                count_include_pad,
                divisors[count % len(divisors)],
            )
            c, n = _POOL_CHANNELS[(count + count // 3) % 3]  # out of step with data and divisors
            shape = (*(() if unbatched else (n,)), c, *(a.i for a in axes))
            case = Case(operation, parameters, (shape,), data[count % len(data)])
            walk = case.axes()
            if _agrees(empty, _reads_nothing(walk)) and _agrees(partial, _overhangs(walk)):
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
    kernel, stride = tuple([a.k for a in axes]), tuple([a.s for a in axes])
    padding = _padding(axes, pads)
    if operation == "avg_pool":
        return AvgPool(
            kernel=kernel,
            stride=stride,
            padding=padding,
            last_window=last_window,
            count_include_pad=count_include_pad,
            divisor_override=divisor,
        )
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
    """Padding one cell beyond what reflect (i - 1) and circular (i) allow, on one axis."""
    for mode, excess in (("reflect", 0), ("circular", 1)):
        for i, k in ((2, 1), (2, 2), (3, 2)):
            pad = i + excess
            padding = [(pad, pad)] + [(0, 0)] * (rank - 1)
            parameters = Conv.of(rank, padding=padding, padding_mode=mode)  # type: ignore[arg-type]
            yield Case("conv", parameters, ((1, 1, *[i] * rank), (1, 1, *[k] * rank), None))


def padding_makes_room(operation: Operation) -> Source:
    """Windows larger than the input, that fit because it is padded."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for i, k, s in ((2, 3, 1), (1, 3, 1), (1, 2, 2), (3, 4, 2), (2, 4, 1)):
            axes = (OneAxis(i, k, s, 1, k // 2, k // 2),) * rank
            padding = _padding(axes, "symmetric")
            if operation == "conv":
                parameters: Parameters = Conv.of(rank, stride=s, padding=padding)
                shapes: tuple[Shape | None, ...] = ((1, 2, *[i] * rank), (2, 2, *[k] * rank), None)
            else:
                parameters = _pool_parameters(operation, axes, "symmetric", "floor", True, None)
                shapes = ((1, 2, *[i] * rank),)
            data = "positive" if operation == "avg_pool" else "distinct"
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
