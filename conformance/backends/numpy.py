"""The backend written in NumPy: every operation native, from formulas of its own.

It shares no code with the reference, so that certifying it proves something. Convolution is
im2col and one matrix product per sample and group; pooling reduces one axis after the other.

Per axis: i input extent, k kernel, s stride, d dilation, (lo, hi) padding, e = d(k-1)+1.
"""

from __future__ import annotations

import os
import platform
from math import prod
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from conformance.backend import Backend

Array: TypeAlias = NDArray[Any]
Ints: TypeAlias = tuple[int, ...]
Padding: TypeAlias = str | tuple[tuple[int, int], ...]

DTYPES = (np.dtype(np.float32), np.dtype(np.float64))
PADDING_MODES = ("zeros", "reflect", "replicate", "circular")
LAST_WINDOWS = ("floor", "ceil", "ceil_keep")
#: what all four operations declare
COMMON: dict[str, Any] = {
    "rank": [1, 2, 3],
    "dtype": ["float32", "float64"],
    "padding": ["symmetric", "asymmetric", "valid", "same_upper", "same_lower"],
    "unbatched": True,
}


def environment() -> dict[str, str]:
    """What may change the rounding besides the version of NumPy: the BLAS and the machine."""
    configuration: Any = np.show_config(mode="dicts")
    blas = configuration["Build Dependencies"]["blas"]
    return {
        "blas": f"{blas['name']} {blas['version']}",
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE", "not set"),
        "machine": platform.machine(),
    }


backend = Backend("numpy", version=np.__version__, claims="standard", environment=environment)


@backend.implements("conv", padding_mode=PADDING_MODES, flip_kernel=True, **COMMON)
def conv(
    x: Array,
    w: Array,
    b: Array | None,
    *,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
    groups: int,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Array:
    """Cross-correlate x (N, C, *size) or (C, *size) with w (O, C/groups, *kernel); add b (O,).

    Returns a new array (N, O, *cells) or (O, *cells) of the dtype of x, w and b, in which the sums
    are taken. Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = _check_operands(x, w, b, groups)
    _check_member("padding_mode", padding_mode, PADDING_MODES)
    _check_flag("flip_kernel", flip_kernel)
    kernel = w.shape[2:]
    axes = _walk(x.shape[-rank:], kernel, stride, dilation, padding, last_window="floor")
    cells = tuple(axis.cells for axis in axes)
    batch = x[np.newaxis] if x.ndim == rank + 1 else x
    if padding_mode == "zeros":
        batch = _surround(batch, axes, 0)
    else:
        batch = _extend(batch, axes, padding_mode)
    if flip_kernel:
        w = np.flip(w, axis=tuple(range(2, rank + 2)))

    outputs, terms = len(w) // groups, w.shape[1] * prod(kernel)
    y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)
    # Output block j reads input block j: both are contiguous, so the groups are a batch axis.
    matrices = w.reshape(groups, outputs, terms)
    results = y.reshape(len(batch), groups, outputs, prod(cells))
    with np.errstate(over="ignore", invalid="ignore"):
        # Sample by sample, so that the columns of one sample are all the memory it takes.
        for windows, result in zip(_windows(batch, axes), results, strict=True):
            np.matmul(matrices, windows.reshape(groups, terms, prod(cells)), out=result)
        if b is not None:
            y += b.reshape(len(b), *(1,) * rank)
    return y


@backend.implements("max_pool", last_window=LAST_WINDOWS, **COMMON)
def max_pool(
    x: Array, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints, last_window: str
) -> Array:
    """Maximum of each window of x (N, C, *size) or (C, *size), as (..., *cells).

    Padding never wins; a window without a cell gives -inf; NaN propagates. Any padding is taken.
    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    size = _pooled_size(x, kernel)
    axes = _walk(size, kernel, stride, dilation, padding, last_window=last_window)
    return _reduce(_surround(x, axes, -np.inf), axes, np.maximum)


@backend.implements("max_pool_with_indices", last_window=LAST_WINDOWS, **COMMON)
def max_pool_with_indices(
    x: Array, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints, last_window: str
) -> tuple[Array, NDArray[np.int64]]:
    """The result of `max_pool`, and where each maximum stands in the plane of its channel.

    The index is row-major over the unpadded plane, int64: of equal maxima the first, of several
    NaN the first, and -1 for a window without a cell.
    """
    size = _pooled_size(x, kernel)
    axes = _walk(size, kernel, stride, dilation, padding, last_window=last_window)
    lead = x.shape[: -len(axes)]
    cells = tuple(axis.cells for axis in axes)
    taps = prod(kernel)
    padded = _surround(x, axes, -np.inf)
    plane = _surround(np.arange(prod(size), dtype=np.int64).reshape(size), axes, -1)
    places = _windows(plane, axes).reshape(taps, *cells)
    values = _windows(padded, axes).reshape(*lead, taps, *cells)
    winner = values.argmax(axis=len(lead))  # the first of equal values, or the first NaN
    grid = np.indices(cells, sparse=True)
    index = places[(winner, *grid)]
    # Padding comes first only where every cell is -inf: then the first tap on a cell has won.
    present = (places >= 0).argmax(axis=0)
    index = np.where(index < 0, places[(present, *grid)], index)
    return _reduce(padded, axes, np.maximum), index


@backend.implements("avg_pool", last_window=LAST_WINDOWS, divisor_override=True, **COMMON)
def avg_pool(
    x: Array,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    last_window: str,
    count_include_pad: bool,
    divisor_override: int | None = None,
) -> Array:
    """Sum of each window of x (N, C, *size) or (C, *size) over its divisor, as (..., *cells).

    The divisor counts the input cells, with `count_include_pad` the explicit padding too, never
    what overhangs it; `divisor_override` replaces it. A window without a counted cell gives NaN.
    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    size = _pooled_size(x, kernel)
    undilated = (1,) * len(size)
    axes = _walk(size, kernel, stride, undilated, padding, last_window=last_window)
    _check_flag("count_include_pad", count_include_pad)
    if divisor_override is not None and not _is_integer(divisor_override):
        raise TypeError(f"divisor_override={divisor_override!r}: expected None or an integer")
    if divisor_override == 0:
        raise ValueError("divisor_override=0: expected an integer other than 0")
    sums = _reduce(_surround(x, axes, 0), axes, np.add)
    divisor: Any = divisor_override
    if divisor_override is None:
        divisor = _divisors(axes, count_include_pad).astype(x.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums /= divisor
    return sums


class _Axis(NamedTuple):
    """The walk of the windows along one axis: window o reads o*stride + t*dilation - lo."""

    size: int
    kernel: int
    stride: int
    dilation: int
    lo: int
    hi: int
    cells: int

    @property
    def reach(self) -> int:
        """Where the last window ends, counted from the start of the low padding."""
        return (self.cells - 1) * self.stride + self.dilation * (self.kernel - 1) + 1


def _walk(
    size: Ints, kernel: Ints, stride: Ints, dilation: Ints, padding: Padding, *, last_window: str
) -> list[_Axis]:
    """The walk along every axis; ValueError or TypeError for illegal parameters."""
    rank = len(size)
    _check_integers("kernel", kernel, rank, 1)
    _check_integers("stride", stride, rank, 1)
    _check_integers("dilation", dilation, rank, 1)
    _check_padding(padding, rank)
    _check_member("last_window", last_window, LAST_WINDOWS)
    pairs = ((0, 0),) * rank if isinstance(padding, str) else padding
    axes = []
    for i, k, s, d, pair in zip(size, kernel, stride, dilation, pairs, strict=True):
        extent = d * (k - 1) + 1
        if padding in ("same_upper", "same_lower"):
            cells = -(-i // s)
            lo, hi = _same_padding(padding, i, extent, (cells - 1) * s)
        else:
            lo, hi = pair
            cells = _count_windows(i, extent, s, pair, last_window)
        axes.append(_Axis(i, k, s, d, lo, hi, cells))
    return axes


def _same_padding(name: Padding, size: int, extent: int, last_start: int) -> tuple[int, int]:
    """The padding with which the window that starts last ends where the padded input ends."""
    total = max(last_start + extent - size, 0)
    smaller = total // 2
    larger = total - smaller
    if name == "same_lower":
        return larger, smaller
    return smaller, larger


def _count_windows(size: int, extent: int, stride: int, pair: tuple[int, int], rule: str) -> int:
    """The number of windows under the last-window rule; ValueError where none fits."""
    lo, hi = pair
    room = size + lo + hi - extent
    windows = room // stride + 1
    if rule != "floor":
        windows = -(-room // stride) + 1
    if windows < 1:
        raise ValueError(
            f"kernel: it spans {extent} cells, expected at most {size + lo + hi}, the padded input"
        )
    if rule == "ceil":  # the last one starts in the input or its low padding
        windows = min(windows, -(-(size + lo) // stride))
    return windows


def _pooled_size(x: Array, kernel: Ints) -> Ints:
    """The extents of the axes that the kernel walks; ValueError or TypeError for another x."""
    if not isinstance(kernel, tuple) or len(kernel) not in (1, 2, 3):
        raise ValueError(f"kernel={kernel!r}: expected a tuple of 1, 2 or 3 integers")
    rank = len(kernel)
    _check_array("x", x, (rank + 1, rank + 2))
    return x.shape[-rank:]


def _surround(x: Array, axes: list[_Axis], fill: float) -> Array:
    """x with `fill` before it, and behind it as far as the windows reach."""
    lead = x.shape[: -len(axes)]
    extents = tuple(max(axis.lo + axis.size, axis.reach) for axis in axes)
    if lead + extents == x.shape:
        return x
    padded: Array = np.full(lead + extents, fill, x.dtype)
    inside: list[Any] = [slice(axis.lo, axis.lo + axis.size) for axis in axes]
    padded[(..., *inside)] = x
    return padded


def _extend(x: Array, axes: list[_Axis], mode: str) -> Array:
    """x extended over its padding by its own cells."""
    for number, axis in enumerate(axes, x.ndim - len(axes)):
        if axis.lo or axis.hi:
            x = x.take(_sources(axis, mode), axis=number)
    return x


def _sources(axis: _Axis, mode: str) -> NDArray[np.int64]:
    """The input cell that each cell of the padded axis repeats; ValueError beyond the limit."""
    limits = {"reflect": axis.size - 1, "circular": axis.size}
    limit = limits.get(mode, axis.lo + axis.hi)
    if axis.size == 0 or max(axis.lo, axis.hi) > limit:
        raise ValueError(
            f"padding=({axis.lo}, {axis.hi}): expected at most {limit} on a side of {axis.size} "
            f"cells, with padding_mode={mode!r}"
        )
    last = axis.size - 1
    position = np.arange(-axis.lo, axis.size + axis.hi)
    if mode == "replicate":
        return np.clip(position, 0, last)
    if mode == "circular":
        return position % axis.size
    position = abs(position)  # reflected at the first cell,
    return last - abs(last - position)  # and at the last one


def _windows(x: Array, axes: list[_Axis]) -> Array:
    """A view (..., *kernel, *cells) of the padded x; a wrong stride cannot leave its memory."""
    x = np.ascontiguousarray(x)
    lead = x.ndim - len(axes)
    shape = [*x.shape[:lead], *[axis.kernel for axis in axes], *[axis.cells for axis in axes]]
    steps = list(zip(axes, x.strides[lead:], strict=True))
    tap_steps = [axis.dilation * step for axis, step in steps]
    cell_steps = [axis.stride * step for axis, step in steps]
    return np.ndarray(shape, x.dtype, x, 0, [*x.strides[:lead], *tap_steps, *cell_steps])


def _reduce(x: Array, axes: list[_Axis], merge: np.ufunc) -> Array:
    """Merge the taps of every window of the padded x, one axis after the other."""
    with np.errstate(over="ignore", invalid="ignore"):
        for number, axis in enumerate(axes, x.ndim - len(axes)):
            before = (slice(None),) * number
            span = max((axis.cells - 1) * axis.stride + 1, 0)
            merged = x[(*before, slice(0, span, axis.stride))].copy()
            for tap in range(1, axis.kernel):
                start = tap * axis.dilation
                merge(merged, x[(*before, slice(start, start + span, axis.stride))], out=merged)
            x = merged
    return x


def _divisors(axes: list[_Axis], count_include_pad: bool) -> NDArray[np.int64]:
    """The cells that each window counts: the product of those along every axis."""
    divisors = np.ones((), np.int64)
    for axis in axes:
        first, end = axis.lo, axis.lo + axis.size
        if count_include_pad:
            first, end = 0, axis.lo + axis.size + axis.hi
        start = np.arange(axis.cells) * axis.stride
        stop = start + axis.kernel
        counted = np.minimum(stop, end) - np.maximum(start, first)
        divisors = np.multiply.outer(divisors, np.maximum(counted, 0))
    return divisors


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_integers(argument: str, value: Ints, rank: int, least: int) -> None:
    expected = f"a tuple of {rank} integers >= {least}"
    if not isinstance(value, tuple) or not all(_is_integer(entry) for entry in value):
        raise TypeError(f"{argument}={value!r}: expected {expected}")
    if len(value) != rank or min(value) < least:
        raise ValueError(f"{argument}={value!r}: expected {expected}")


def _check_padding(padding: Padding, rank: int) -> None:
    if isinstance(padding, str):
        _check_member("padding", padding, ("valid", "same_upper", "same_lower"))
        return
    if not isinstance(padding, tuple):
        raise TypeError(f"padding={padding!r}: expected a tuple of {rank} pairs, or a name")
    if len(padding) != rank:
        raise ValueError(f"padding={padding!r}: expected {rank} pairs (lo, hi)")
    for pair in padding:
        _check_integers("padding", pair, 2, 0)


def _check_member(argument: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{argument}={value!r}: expected one of {', '.join(allowed)}")


def _check_flag(argument: str, value: bool) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{argument}={value!r}: expected True or False")


def _check_array(argument: str, array: Array, dimensions: tuple[int, ...]) -> None:
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{argument}={array!r}: expected a NumPy array")
    if array.dtype not in DTYPES:
        raise TypeError(f"{argument}.dtype={array.dtype}: expected float32 or float64")
    if array.ndim not in dimensions:
        allowed = " or ".join(str(d) for d in dimensions)
        raise ValueError(f"{argument}.shape={array.shape}: expected {allowed} dimensions")


def _check_operands(x: Array, w: Array, b: Array | None, groups: int) -> int:
    """Check the arrays of a convolution and return its rank."""
    _check_array("w", w, (3, 4, 5))
    rank = w.ndim - 2
    _check_array("x", x, (rank + 1, rank + 2))
    if w.dtype != x.dtype:
        raise TypeError(f"w.dtype={w.dtype}: expected {x.dtype}, that of x")
    if not _is_integer(groups) or groups < 1:
        raise ValueError(f"groups={groups!r}: expected an integer >= 1")
    channels = x.shape[-rank - 1]
    if channels % groups:
        raise ValueError(f"groups={groups}: expected a divisor of the {channels} channels of x")
    if len(w) % groups:
        raise ValueError(f"groups={groups}: expected a divisor of the {len(w)} outputs of w")
    if w.shape[1] * groups != channels:
        raise ValueError(f"w.shape={w.shape}: expected {channels // groups} channels per group")
    if b is None:
        return rank
    _check_array("b", b, (1,))
    if b.dtype != x.dtype:
        raise TypeError(f"b.dtype={b.dtype}: expected {x.dtype}, that of x")
    if len(b) != len(w):
        raise ValueError(f"b.shape={b.shape}: expected ({len(w)},), one entry per output channel")
    return rank
