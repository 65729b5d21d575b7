"""A plain implementation whose inner product, or reduction, is given: every backend of this folder
is one of these functions with another arithmetic inside.

Per axis: i input extent, k kernel, s stride, d dilation, (lo, hi) padding, e = d(k-1)+1. A *track*
is an integer array (cells, taps) of the input cell that each tap of each window reads, PADDING or
OVERHANG where there is none.
"""

from math import prod
from typing import Literal, NamedTuple

import numpy as np

PADDING, OVERHANG = -1, -2
WHATEVER = {
    "rank": [1, 2, 3],
    "dtype": ["float32", "float64"],
    "padding": ["symmetric", "asymmetric", "valid", "same_upper", "same_lower"],
    "unbatched": True,
}
CONV = {
    **WHATEVER,
    "padding_mode": ["zeros", "reflect", "replicate", "circular"],
    "flip_kernel": True,
}
POOL = {**WHATEVER, "last_window": ["floor", "ceil", "ceil_keep"]}
AVG_POOL = {**POOL, "divisor_override": True}


# -- geometry


def pads(size, kernel, stride, dilation, padding):
    """(lo, hi) of every axis."""
    if not isinstance(padding, str):
        return padding
    known("padding", padding, ("valid", "same_upper", "same_lower"))
    found = []
    for i, k, s, d in zip(size, kernel, stride, dilation, strict=True):
        total = max((-(-i // s) - 1) * s + d * (k - 1) + 1 - i, 0) if padding != "valid" else 0
        half = total // 2
        found.append((half, total - half) if padding == "same_upper" else (total - half, half))
    return tuple(found)


def known(argument, name, names):
    """One of the names."""
    if name not in names:
        raise ValueError(f"{argument}={name!r} is not one of {names}")


class Freedom(NamedTuple):
    """What an implementation may choose where the specification leaves it open."""

    no_window: Literal["refused", "empty"] = "refused"
    partial_alone: Literal["refused", "computed"] = "computed"
    beyond_limit: Literal["refused", "periodic"] = "refused"
    empty_average: Literal["refused", "nan", "zero"] = "nan"


USUAL = Freedom()


def tracks(size, kernel, stride, dilation, padding, last_window="floor", mode="zeros", free=USUAL):
    """The track of every axis."""
    known("last_window", last_window, POOL["last_window"])
    known("padding_mode", mode, ("zeros", "reflect", "replicate", "circular"))
    least("kernel", kernel, len(size), 1)
    least("stride", stride, len(size), 1)
    least("dilation", dilation, len(size), 1)
    sides = pads(size, kernel, stride, dilation, padding)
    for pair in sides:
        least("padding", pair, 2, 0)
    rule = "floor" if padding in ("same_upper", "same_lower") else last_window
    walk = zip(size, kernel, stride, dilation, sides, strict=True)
    return [_track(i, k, s, d, lo, hi, rule, mode, free) for i, k, s, d, (lo, hi) in walk]


def _track(i, k, s, d, lo, hi, rule, mode, free):
    room = i + lo + hi - d * (k - 1) - 1
    cells = max(room // s + 1 if rule == "floor" else -(-room // s) + 1, 0)
    if cells == 0 and free.no_window == "refused":
        raise ValueError(f"a window of {d * (k - 1) + 1} cells does not fit into {i + lo + hi}")
    if room < 0 < cells and free.partial_alone == "refused":
        raise ValueError("no whole window fits")
    if rule == "ceil":
        cells = min(cells, -(-(i + lo) // s))
    at = np.arange(cells)[:, None] * s + np.arange(k) * d - lo
    if mode != "zeros":
        return _extended(at, i, max(lo, hi), mode, free)
    return np.where(at >= i + hi, OVERHANG, np.where((at < 0) | (at >= i), PADDING, at))


def _extended(at, i, largest, mode, free):
    if mode == "replicate":
        return np.clip(at, 0, i - 1)
    if largest > (i if mode == "circular" else i - 1) and free.beyond_limit == "refused":
        raise ValueError(f"padding {largest} is too much for {mode} with {i} cells")
    if mode == "circular":
        return at % i
    at = at % (2 * i - 2 or 1)  # there and back again
    return np.minimum(at, 2 * i - 2 - at)


def places(axes, size):
    """(cells, taps): where each tap of each window reads in the plane, or PADDING or OVERHANG."""
    flat, none = np.zeros((1, 1), np.int64), np.zeros((1, 1), np.int64)
    for track, i in zip(axes, size, strict=True):
        shape = (len(flat) * len(track), flat.shape[1] * track.shape[1])
        inside = np.maximum(track, 0)
        flat = (flat[:, None, :, None] * i + inside[:, None]).reshape(shape)
        none = np.minimum(none[:, None, :, None], np.minimum(track, 0)[:, None]).reshape(shape)
    return np.where(none < 0, none, flat)


def read(planes, where, fill):
    """What the taps read, (..., cells, taps): ``fill`` where there is no cell."""
    if planes.shape[-1] == 0:
        return np.full((*planes.shape[:-1], *where.shape), fill, planes.dtype)
    found = planes[..., np.maximum(where, 0)]
    return np.where(where < 0, planes.dtype.type(fill), found)


# -- operations


def conv(inner, free=USUAL):
    """Convolution by ``inner(x, w, b)``, the sums of products over the channels and taps, whose
    axes come first: x (C, T, N, G, 1, P) and w (C, T, 1, G, M, 1) give (N, G, M, P).

    b is (G, M, 1) or None.
    """

    def run(x, w, b, *, stride, padding, dilation, groups, padding_mode="zeros", flip_kernel=False):
        batch, w = operands(x, w, b, groups, len(stride), flip_kernel)
        n, size, kernel = len(batch), batch.shape[2:], w.shape[2:]
        axes = tracks(size, kernel, stride, dilation, padding, mode=padding_mode, free=free)
        where = places(axes, size)
        flat = batch.reshape(n, groups, -1, prod(size))
        windows = np.ascontiguousarray(np.transpose(read(flat, where, -0.0), (2, 4, 0, 1, 3)))
        weights = w.reshape(groups, len(w) // groups, *flat.shape[2:3], prod(kernel))
        weights = np.ascontiguousarray(np.transpose(weights, (2, 3, 0, 1)))
        bias = None if b is None else b.reshape(groups, -1, 1)
        y = inner(windows[:, :, :, :, None], weights[:, :, None, :, :, None], bias)
        assert y.dtype == x.dtype
        shape = (*x.shape[: -len(size) - 1], len(w), *map(len, axes))
        return np.ascontiguousarray(y).reshape(shape)

    return run


def conv_of_planes(correlate):
    """Convolution by ``correlate(x, w)``, which correlates padded planes at stride 1: x
    (N, G, 1, C, *size) and w (G, M, C, *kernel) give (N, G, M, *size - kernel + 1).

    A dilated kernel comes with zeros between its taps; a stride keeps every s-th cell.
    """

    def run(x, w, b, *, stride, padding, dilation, groups, padding_mode="zeros", flip_kernel=False):
        batch, w = operands(x, w, b, groups, len(stride), flip_kernel)
        n, size, kernel = len(batch), batch.shape[2:], w.shape[2:]
        tracks(size, kernel, stride, dilation, padding, mode=padding_mode)
        sides = pads(size, kernel, stride, dilation, padding)
        ones = (1,) * len(size)
        axes = tracks(size, ones, ones, ones, sides, mode=padding_mode)
        padded = read(batch.reshape(*batch.shape[:2], -1), places(axes, size), 0)
        padded = padded.reshape(n, groups, 1, -1, *map(len, axes))
        stuffed = np.zeros(
            (*w.shape[:2], *(d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))),
            w.dtype,
        )
        stuffed[(..., *(slice(None, None, d) for d in dilation))] = w
        y = correlate(padded, stuffed.reshape(groups, -1, *stuffed.shape[1:]))
        y = y[(..., *(slice(None, None, s) for s in stride))]
        if b is not None:
            y = y + b.reshape(groups, -1, *ones)
        assert y.dtype == x.dtype
        shape = (*x.shape[: -len(size) - 1], len(w), *y.shape[3:])
        return np.ascontiguousarray(y).reshape(shape)

    return run


def max_pool(maximum, free=USUAL):
    """Max pooling with indices by ``maximum(values, where)``: values (T, planes, P) hold -inf where
    there is no cell, where (T, P) holds the place of each tap or a negative number.

    It gives the maxima and their places, (planes, P).
    """

    def run(x, *, kernel, stride, padding, dilation, last_window):
        size = pooled(x, kernel)
        axes = tracks(size, kernel, stride, dilation, padding, last_window, free=free)
        where = places(axes, size)
        planes = x.reshape(prod(x.shape[: -len(size)]), prod(size))
        values = np.ascontiguousarray(np.moveaxis(read(planes, where, -np.inf), -1, 0))
        y, index = maximum(values, np.ascontiguousarray(where.T))
        shape = (*x.shape[: -len(size)], *map(len, axes))
        return y.reshape(shape), index.astype(np.int64).reshape(shape)

    return run


def avg_pool(average, free=USUAL):
    """Average pooling by ``average(values, divisor)``: values (T, planes, P) hold 0 where there is
    no cell, divisor (P,) is never 0. It gives the averages, (planes, P).
    """

    def run(x, *, kernel, stride, padding, last_window, count_include_pad, divisor_override=None):
        size = pooled(x, kernel)
        ones = (1,) * len(size)
        axes = tracks(size, kernel, stride, ones, padding, last_window, free=free)
        where = places(axes, size)
        divisor = divisors(where, count_include_pad, divisor_override)
        planes = x.reshape(prod(x.shape[: -len(size)]), prod(size))
        values = np.ascontiguousarray(np.moveaxis(read(planes, where, 0), -1, 0))
        y = average(values, np.where(divisor == 0, 1, divisor))
        assert y.dtype == x.dtype
        if free.empty_average == "refused" and not divisor.all():
            raise ValueError("a window counts no cell")
        y[:, divisor == 0] = 0 if free.empty_average == "zero" else np.nan
        return y.reshape(*x.shape[: -len(size)], *map(len, axes))

    return run


def avg_pool_of_planes(sums):
    """Average pooling by ``sums(x, axes)``, which adds up the windows of x (planes, *size), given
    by the track of each axis, to (planes, *cells).
    """

    def run(x, *, kernel, stride, padding, last_window, count_include_pad, divisor_override=None):
        size = pooled(x, kernel)
        axes = tracks(size, kernel, stride, (1,) * len(size), padding, last_window)
        divisor = divisors(places(axes, size), count_include_pad, divisor_override)
        total = sums(x.reshape(-1, *size), axes)
        assert total.dtype == x.dtype
        with np.errstate(invalid="ignore"):
            y = total / divisor.reshape(total.shape[1:]).astype(x.dtype)
        return y.reshape(*x.shape[: -len(size)], *map(len, axes))

    return run


def divisors(where, count_include_pad, override):
    """The divisor of each window."""
    if override is not None:
        if override == 0:
            raise ValueError("divisor_override is 0")
        return np.full(len(where), override)
    return (where >= (PADDING if count_include_pad else 0)).sum(axis=1)


# -- what is refused


def least(name, values, count, smallest):
    if len(values) != count or min(values) < smallest:
        raise ValueError(f"{name}={values}: expected {count} integers >= {smallest}")


def operands(x, w, b, groups, rank, flip):
    """x with a batch axis, and w flipped where it has to be; ValueError where they do not fit."""
    if any(a is not None and a.dtype != x.dtype for a in (w, b)):
        raise TypeError("x, w and b are not of one dtype")
    if w.ndim != rank + 2 or x.ndim not in (rank + 1, rank + 2):
        raise ValueError(f"x {x.shape} and w {w.shape} are not of rank {rank}")
    batch = x if x.ndim == rank + 2 else x[None]
    if groups < 1 or batch.shape[1] != groups * w.shape[1] or len(w) % groups:
        raise ValueError(f"x {x.shape} and w {w.shape} do not fit with {groups} groups")
    if b is not None and b.shape != (len(w),):
        raise ValueError(f"b {b.shape} does not fit to w {w.shape}")
    return batch, np.flip(w, tuple(range(2, w.ndim))) if flip else w


def pooled(x, kernel):
    """The size of the planes of x."""
    least("kernel", kernel, len(kernel), 1)
    if x.ndim not in (len(kernel) + 1, len(kernel) + 2):
        raise ValueError(f"x {x.shape} is not of rank {len(kernel)}")
    return x.shape[-len(kernel) :]
