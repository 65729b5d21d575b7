r"""The walk of windows along one axis, in integers only.

Per axis: $i$ input extent, $k$ kernel, $s$ stride, $d$ dilation, $(lo, hi)$ padding.
Window $o$ reads, with its tap $t$, the coordinate $o s + t d - lo$ of the unpadded input.
Everything else about convolution and pooling (shapes, index maps, divisors, receptive fields)
follows from that line. Division rounds towards minus infinity throughout.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, get_args

LastWindow: TypeAlias = Literal["floor", "ceil", "ceil_keep"]
"""Which windows exist: only whole ones; also one that overhangs the end, if it starts inside the
input or its low padding; also one that starts beyond."""

AutoPadding: TypeAlias = Literal["valid", "same_upper", "same_lower"]
"""No padding; or the padding for `ceil(i / s)` cells, its larger half at the end or the beginning.
"""

Padding: TypeAlias = tuple[tuple[int, int], ...] | AutoPadding
"""A pair (lo, hi) for each axis, or the name of a rule that computes them."""

_LAST_WINDOWS: Final = get_args(LastWindow)


class GeometryError(ValueError):
    """An argument with which the operation has no meaning.

    Attributes: `argument` (its name), `value` (what was given), `expected` (in words).
    """

    def __init__(self, argument: str, value: object, expected: str) -> None:
        super().__init__(argument, value, expected)
        self.argument = argument
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.argument} is {self.value!r}, expected {self.expected}"


def check_integer(argument: str, value: object, least: int) -> None:
    """Raise GeometryError unless `value` is an int of at least `least` (a bool is no int here)."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise GeometryError(argument, value, f"an integer >= {least}")


def _ceil_div(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


@dataclass(frozen=True, slots=True)
class Axis:
    r"""The walk of one window along one axis.

    All extents count cells. `size` ($i$), `lo` and `hi` are at least 0; `kernel` ($k$), `stride`
    ($s$) and `dilation` ($d$) at least 1. Raises GeometryError otherwise.

    >>> Axis(size=5, kernel=2, stride=2).cells
    2
    >>> Axis(size=5, kernel=2, stride=2, last_window="ceil").cells
    3
    """

    size: int
    kernel: int
    stride: int = 1
    dilation: int = 1
    lo: int = 0
    hi: int = 0
    last_window: LastWindow = "floor"

    def __post_init__(self) -> None:
        check_integer("size", self.size, 0)
        check_integer("kernel", self.kernel, 1)
        check_integer("stride", self.stride, 1)
        check_integer("dilation", self.dilation, 1)
        check_integer("lo", self.lo, 0)
        check_integer("hi", self.hi, 0)
        if self.last_window not in _LAST_WINDOWS:
            raise GeometryError("last_window", self.last_window, f"one of {_LAST_WINDOWS}")

    @property
    def extent(self) -> int:
        r"""Cells from the first to the last tap of a window: $e = d(k-1) + 1$."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def padded(self) -> int:
        r"""Extent of the padded input: $P = i + lo + hi$."""
        return self.size + self.lo + self.hi

    @property
    def cells(self) -> int:
        r"""Number of windows, which is the output extent; 0 when there is no window.

        floor: $\lfloor (P-e)/s \rfloor + 1$, the windows that lie in the padded input.
        ceil_keep: $\lceil (P-e)/s \rceil + 1$, and one that overhangs it where a step is left over.
        ceil: the same, but at most $\lceil (i+lo)/s \rceil$, those that start before the high
        padding.
        """
        room = self.padded - self.extent
        if self.last_window == "floor":
            return max(room // self.stride + 1, 0)
        kept = max(_ceil_div(room, self.stride) + 1, 0)
        if self.last_window == "ceil_keep":
            return kept
        return min(kept, _ceil_div(self.size + self.lo, self.stride))

    def position(self, cell: int, tap: int) -> int:
        r"""Coordinate in the unpadded input, $o s + t d - lo$; it may lie outside of it."""
        return cell * self.stride + tap * self.dilation - self.lo

    def source(self, cell: int, tap: int) -> int | None:
        """The input cell that the tap reads, None where there is no such cell."""
        position = self.position(cell, tap)
        return position if 0 <= position < self.size else None

    def present(self, cell: int) -> int:
        """Number of taps of the window on input cells."""
        return sum(self.source(cell, tap) is not None for tap in range(self.kernel))

    def counted(self, cell: int) -> int:
        """Number of taps on input cells or explicit padding, the overhang left out."""
        return sum(
            0 <= self.position(cell, tap) + self.lo < self.padded for tap in range(self.kernel)
        )


def same_padding(
    size: int, kernel: int, stride: int, dilation: int, larger: Literal["upper", "lower"]
) -> tuple[int, int]:
    r"""The padding (lo, hi) of one axis for $o = \lceil i/s \rceil$ output cells.

    In total $\max((o-1)s + e - i,\ 0)$, clamped before it is split; of an odd total the larger
    half goes to the end ("upper") or to the beginning ("lower").

    >>> same_padding(4, 2, 1, 1, "upper")
    (0, 1)
    >>> same_padding(3, 1, 3, 1, "upper")
    (0, 0)
    """
    axis = Axis(size, kernel, stride, dilation)
    cells = _ceil_div(size, stride)
    total = max((cells - 1) * stride + axis.extent - size, 0)
    smaller = total // 2
    return (smaller, total - smaller) if larger == "upper" else (total - smaller, smaller)


def bins(size: int, cells: int) -> tuple[range, ...]:
    r"""The input cells that each of `cells` adaptive windows of one axis reads.

    Bin $a$ is $[\lfloor a i / o \rfloor,\ \lceil (a+1) i / o \rceil)$: the cells that touch the
    $a$-th of $o$ equal parts. No bin is empty; they overlap where $o$ does not divide $i$, and
    repeat where $o > i$. Raises GeometryError for negative extents, or bins of an empty axis.

    >>> bins(5, 3)
    (range(0, 2), range(1, 4), range(3, 5))
    """
    check_integer("size", size, 0)
    check_integer("output_size", cells, 0)
    if size == 0 < cells:
        raise GeometryError("output_size", cells, "0 bins of an axis of 0 cells")
    return tuple(range(a * size // cells, _ceil_div((a + 1) * size, cells)) for a in range(cells))


def spatial_rank(argument: str, value: object) -> int:
    """The number of entries of a per-axis argument; GeometryError unless a tuple of 1 to 3."""
    if not isinstance(value, tuple) or not 1 <= len(value) <= 3:
        raise GeometryError(argument, value, "a tuple of 1 to 3 integers")
    return len(value)


def check_extents(argument: str, value: object) -> int:
    """The number of entries of a shape argument; GeometryError unless 1 to 3 integers >= 0."""
    rank = spatial_rank(argument, value)
    for extent in value:  # type: ignore[attr-defined]  # spatial_rank saw a tuple
        check_integer(argument, extent, 0)
    return rank


def check_shape(argument: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """Raise GeometryError unless the array called `argument` has the shape expected."""
    if shape != expected:
        raise GeometryError(f"{argument}.shape", shape, f"{expected}")


def _check_rank(argument: str, value: object, rank: int) -> None:
    if not isinstance(value, tuple) or len(value) != rank:
        raise GeometryError(argument, value, f"a tuple of {rank}, one entry per axis")


def resolve_padding(
    padding: Padding,
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
) -> tuple[tuple[int, int], ...]:
    """The pair (lo, hi) of each axis: explicit pairs as they are, the named rules computed.

    Raises GeometryError for another name, or for another number of axes than `size` has.
    """
    rank = len(size)
    if isinstance(padding, tuple):
        _check_rank("padding", padding, rank)
        for pair in padding:
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise GeometryError("padding", padding, "a pair (lo, hi) for each axis")
        return padding
    if padding == "valid":
        return ((0, 0),) * rank
    if padding == "same_upper":
        larger: Literal["upper", "lower"] = "upper"
    elif padding == "same_lower":
        larger = "lower"
    else:
        raise GeometryError("padding", padding, f"pairs (lo, hi) or one of {get_args(AutoPadding)}")
    return tuple(
        same_padding(i, k, s, d, larger)
        for i, k, s, d in zip(size, kernel, stride, dilation, strict=True)
    )


def axes(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
    last_window: LastWindow = "floor",
) -> tuple[Axis, ...]:
    """One Axis per spatial axis. With "same" padding the extent is ceil(i/s), the floor rule's.

    Raises GeometryError where an argument is illegal or has not one entry per axis of `size`.
    """
    rank = len(size)
    _check_rank("kernel", kernel, rank)
    _check_rank("stride", stride, rank)
    _check_rank("dilation", dilation, rank)
    pairs = resolve_padding(padding, size, kernel, stride, dilation)
    # With s > e ceil_keep would add a window to those that "same" asks for.
    rule = "floor" if padding in ("same_upper", "same_lower") else last_window
    return tuple(
        Axis(i, k, s, d, lo, hi, rule)
        for i, k, s, d, (lo, hi) in zip(size, kernel, stride, dilation, pairs, strict=True)
    )


def transposed_axes(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: Padding,
    output_padding: tuple[int, ...],
) -> tuple[Axis, ...]:
    r"""The walk over the output plane that a transposed convolution runs backwards.

    Each Axis has the size $o = (i-1)s - (lo+hi) + e + \text{output\_padding}$, with "same"
    padding $o = i s$, where `size` ($i$) is the extent of the transposed convolution's input. Its
    first $i$ windows are the input cells; further ones exist only where output_padding >= s.
    Raises GeometryError like `axes`, for an output_padding that is not below max(s, d) or not 0
    beside "same", and for $o < 0$.

    >>> transposed_axes((3,), (2,), (2,), (1,), ((0, 1),), (1,))[0].size
    6
    """
    plain = axes(size, kernel, stride, dilation, padding)
    same = padding in ("same_upper", "same_lower")
    _check_rank("output_padding", output_padding, len(size))
    for axis, extra in zip(plain, output_padding, strict=True):
        check_integer("output_padding", extra, 0)
        limit = 1 if same else max(axis.stride, axis.dilation)
        if extra >= limit:
            raise GeometryError("output_padding", extra, f"less than {limit}")
    if same:
        grown = tuple(axis.size * axis.stride for axis in plain)
        return axes(grown, kernel, stride, dilation, padding)
    return tuple(_grown(axis, extra) for axis, extra in zip(plain, output_padding, strict=True))


def _grown(axis: Axis, extra: int) -> Axis:
    """The axis of the same walk over the output of a transposed convolution."""
    size = (axis.size - 1) * axis.stride - (axis.lo + axis.hi) + axis.extent + extra
    if size < 0:
        raise GeometryError(
            "x", axis.size, f"an extent whose transposed convolution is >= 0, not {size}"
        )
    return replace(axis, size=size)
