"""Convolution: im2col, and one matrix product per sample and group."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from conformance.backends.numpy.checks import (
    HALVES,
    Array,
    Ints,
    Padding,
    check_array,
    check_flag,
    check_member,
    is_integer,
)
from conformance.backends.numpy.walk import Axis, surround, walk, windows

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


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
    rank = check_operands(x, w, b, groups)
    check_member("padding_mode", padding_mode, PADDING_MODES)
    check_flag("flip_kernel", flip_kernel)
    if x.dtype in HALVES:
        with np.errstate(over="ignore"):
            return conv(
                x.astype(np.float32),
                w.astype(np.float32),
                None if b is None else b.astype(np.float32),
                stride=stride,
                padding=padding,
                dilation=dilation,
                groups=groups,
                padding_mode=padding_mode,
                flip_kernel=flip_kernel,
            ).astype(x.dtype)
    kernel = w.shape[2:]
    axes = walk(x.shape[-rank:], kernel, stride, dilation, padding, last_window="floor")
    cells = tuple(axis.cells for axis in axes)
    batch = x[np.newaxis] if x.ndim == rank + 1 else x
    if padding_mode == "zeros":
        batch = surround(batch, axes, 0)
    else:
        batch = extend(batch, axes, padding_mode)
    if flip_kernel:
        w = np.flip(w, axis=tuple(range(2, rank + 2)))

    outputs, terms = len(w) // groups, w.shape[1] * prod(kernel)
    y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)
    # Output block j reads input block j: both are contiguous, so the groups are a batch axis.
    matrices = w.reshape(groups, outputs, terms)
    results = y.reshape(len(batch), groups, outputs, prod(cells))
    with np.errstate(over="ignore", invalid="ignore"):
        # Sample by sample, so that the columns of one sample are all the memory it takes.
        for columns, result in zip(windows(batch, axes), results, strict=True):
            np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)
        if b is not None:
            y += b.reshape(len(b), *(1,) * rank)
    return y


def extend(x: Array, axes: list[Axis], mode: str) -> Array:
    """x extended over its padding by its own cells."""
    for number, axis in enumerate(axes, x.ndim - len(axes)):
        if axis.lo or axis.hi:
            x = x.take(sources(axis, mode), axis=number)
    return x


def sources(axis: Axis, mode: str) -> NDArray[np.int64]:
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


def check_operands(x: Array, w: Array, b: Array | None, groups: int) -> int:
    """Check the arrays of a convolution and return its rank."""
    check_array("w", w, (3, 4, 5))
    rank = w.ndim - 2
    check_array("x", x, (rank + 1, rank + 2))
    if w.dtype != x.dtype:
        raise TypeError(f"w.dtype={w.dtype}: expected {x.dtype}, that of x")
    if not is_integer(groups) or groups < 1:
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
    check_array("b", b, (1,))
    if b.dtype != x.dtype:
        raise TypeError(f"b.dtype={b.dtype}: expected {x.dtype}, that of x")
    if len(b) != len(w):
        raise ValueError(f"b.shape={b.shape}: expected ({len(w)},), one entry per output channel")
    return rank
