r"""Padding modes: which input cell a coordinate outside the input stands for.

zeros: none, the value is 0. reflect: the mirror image in the border cell, which is not repeated.
replicate: the nearest cell. circular: the cell at $q \bmod i$.
"""

from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from reference_impl.geometry import GeometryError, check_integer

PaddingMode: TypeAlias = Literal["zeros", "reflect", "replicate", "circular"]


def mode_source(position: int, size: int, mode: PaddingMode) -> int | None:
    r"""The input cell at coordinate $q$ of an axis of $i$ cells, None where zeros stand.

    reflect: $-q$ below 0 and $2(i-1) - q$ above $i-1$. replicate: $\min(\max(q, 0), i-1)$.
    circular: $q \bmod i$. Beyond the limit of a mode (`check_limits`) this is the periodic
    extension of the same map. An axis without cells has no source.

    >>> [mode_source(q, 3, "reflect") for q in range(-2, 5)]
    [2, 1, 0, 1, 2, 1, 0]
    """
    if 0 <= position < size:
        return position
    if mode == "zeros" or size == 0:
        return None
    if mode == "replicate":
        return min(max(position, 0), size - 1)
    if mode == "circular":
        return position % size
    if mode == "reflect":
        period = max(2 * (size - 1), 1)
        return min(position % period, -position % period)
    raise GeometryError("mode", mode, f"one of {get_args(PaddingMode)}")


def check_limits(size: int, lo: int, hi: int, mode: PaddingMode) -> None:
    r"""Raise GeometryError where a side exceeds the limit of the mode.

    Each side by itself: reflect $lo, hi \le i-1$; circular $lo, hi \le i$; replicate any, if
    $i \ge 1$. Sides of 0 are legal for every size; dilation does not enter.
    """
    if mode not in get_args(PaddingMode):
        raise GeometryError("padding_mode", mode, f"one of {get_args(PaddingMode)}")
    widest = max(lo, hi)
    if mode == "zeros" or widest == 0:
        return
    if size == 0:
        raise GeometryError("padding", (lo, hi), f"no padding for {mode!r} on an axis of 0 cells")
    if mode == "reflect" and widest > size - 1:
        raise GeometryError("padding", (lo, hi), f"at most {size - 1} a side for 'reflect'")
    if mode == "circular" and widest > size:
        raise GeometryError("padding", (lo, hi), f"at most {size} a side for 'circular'")


def pad(x: NDArray[Any], padding: tuple[tuple[int, int], ...], mode: PaddingMode) -> NDArray[Any]:
    """`x` with its last len(padding) axes extended by (lo, hi) cells each; dtype of `x`.

    Raises GeometryError for a negative side, or one beyond the limit of the mode.

    >>> pad(np.array([1, 2, 3]), ((2, 1),), "reflect")
    array([3, 2, 1, 2, 3, 2])
    """
    for axis, (lo, hi) in enumerate(padding, start=x.ndim - len(padding)):
        check_integer("lo", lo, 0)
        check_integer("hi", hi, 0)
        size = x.shape[axis]
        check_limits(size, lo, hi, mode)
        sources = [mode_source(position, size, mode) for position in range(-lo, size + hi)]
        # Index -1 is the zero appended behind the last cell.
        indices = np.array([-1 if cell is None else cell for cell in sources], dtype=np.int64)
        zero = np.zeros_like(x, shape=(*x.shape[:axis], 1, *x.shape[axis + 1 :]))
        x = np.concatenate([x, zero], axis=axis).take(indices, axis=axis)
    return x
