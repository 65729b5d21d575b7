"""Which geometries small scope holds: one axis in full, products of a reduced set beyond.

Everything here is plain integers; :mod:`conformance.cases.small_scope` makes cases of it.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Literal, NamedTuple

from conformance.results.model import Effort
from reference_impl.geometry import Axis, LastWindow

Kind = Literal["conv", "transposed", "pool", "columns"]
Pads = Literal["none", "symmetric", "asymmetric", "any", "valid", "same_upper", "same_lower"]


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
_TRANSPOSED_BOUNDS: dict[Effort, _Bounds] = {
    "smoke": _Bounds(3, 3, 3, 2, 1),
    "standard": _Bounds(4, 3, 3, 3, 2),
    "thorough": _Bounds(6, 4, 4, 3, 3),
}
_COLUMNS_BOUNDS: dict[Effort, _Bounds] = {
    "smoke": _Bounds(4, 3, 2, 2, 1),
    "standard": _Bounds(5, 3, 3, 2, 2),
    "thorough": _Bounds(6, 4, 4, 3, 3),
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

_BOUNDS: dict[Kind, dict[Effort, _Bounds]] = {
    "conv": _CONV_BOUNDS,
    "transposed": _TRANSPOSED_BOUNDS,
    "pool": _POOL_BOUNDS,
    "columns": _COLUMNS_BOUNDS,
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


class Wanted(NamedTuple):
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
            agrees(self.stride, any(a.s > 1 for a in axes))
            and agrees(self.dilation, any(a.d > 1 for a in axes))
            and (same or agrees(self.windows, all(a.has_window for a in axes)))
            and not (self.padded and not any(a.lo or a.hi for a in axes))
            and not (self.pads == "asymmetric" and all(a.lo == a.hi for a in axes))
            and not (self.uneven and len(axes) > 1 and len(set(axes)) == 1)
        )


def agrees(wanted: bool | None, present: bool) -> bool:
    """Whether what is present is what was wanted; None lets be."""
    return wanted is None or wanted == present


@cache
def geometries(
    rank: int, effort: Effort, wanted: Wanted, kind: Kind
) -> tuple[tuple[OneAxis, ...], ...]:
    """Tuples of axes that meet what is wanted, in order of complexity."""
    one = rank == 1
    axes = _line(effort, wanted, kind) if one else _chosen(rank, effort, wanted, kind)
    found = sorted(product(axes, repeat=rank), key=_complexity)
    return tuple(geometry for geometry in found if wanted.met_by(geometry))


def _line(effort: Effort, wanted: Wanted, kind: Kind) -> tuple[OneAxis, ...]:
    """Every geometry of one axis within the bounds of the effort."""
    bounds = _BOUNDS[kind][effort]
    if wanted.pads.startswith("same"):
        bounds = _SAME_BOUNDS[effort]
    if wanted.pads in UNPADDED:
        bounds = bounds._replace(pad=0)
    line = _one_axis(bounds, kind == "pool")
    if wanted.pads == "symmetric":
        line = tuple(a for a in line if a.lo == a.hi)
    return line


def _chosen(rank: int, effort: Effort, wanted: Wanted, kind: Kind) -> tuple[OneAxis, ...]:
    """Axes of the reduced set: half of them with all that is demanded, half others."""
    listed = _POOL_AXES if kind == "pool" else _CONV_AXES
    if wanted.windows is False:
        listed = _TOO_SHORT
    elif wanted.empty:
        listed = (*_READING_NOTHING, *listed)
    elif wanted.pads.startswith("same"):
        listed = (*_SAME_AXES, *listed)
    possible = list(dict.fromkeys(wanted.possible(a) for a in listed))
    if kind == "pool":
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


UNPADDED = ("none", "valid", "same_upper", "same_lower")
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
