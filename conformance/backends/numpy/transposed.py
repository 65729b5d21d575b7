"""Transposed convolution: one matrix product per group, whose columns are stamped and added."""

from __future__ import annotations

from math import prod

import numpy as np

from conformance.backends.numpy.checks import (
    HALVES,
    Array,
    Ints,
    Padding,
    check_array,
    check_integers,
    check_padding,
    is_integer,
)
from conformance.backends.numpy.walk import Axis, same_padding, stamp


def conv_transpose(
    x: Array,
    w: Array,
    b: Array | None,
    *,
    stride: Ints,
    padding: Padding,
    output_padding: Ints,
    dilation: Ints,
    groups: int,
) -> Array:
    """Stamp w (C, O/groups, *kernel) once for each cell of x (N, C, *size) or (C, *size); add b.

    Returns a new array (N, O, *extents) or (O, *extents) of the dtype of x, w and b, in which the
    sums are taken. Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_stamped(x, w, b, groups)
    if x.dtype in HALVES:
        with np.errstate(over="ignore"):
            return conv_transpose(
                x.astype(np.float32),
                w.astype(np.float32),
                None if b is None else b.astype(np.float32),
                stride=stride,
                padding=padding,
                output_padding=output_padding,
                dilation=dilation,
                groups=groups,
            ).astype(x.dtype)
    size, kernel = x.shape[-rank:], w.shape[2:]
    axes = grown(size, kernel, stride, padding, output_padding, dilation)
    batch = x.reshape(prod(x.shape[: -rank - 1]), groups, len(w) // groups, prod(size))
    share, outputs = len(w) // groups, groups * w.shape[1]
    matrices = w.reshape(groups, share, w.shape[1] * prod(kernel)).swapaxes(1, 2)
    with np.errstate(over="ignore", invalid="ignore"):
        columns = np.matmul(matrices, batch)
        y = stamp(columns.reshape(len(batch), outputs, *kernel, *size), axes)
        if b is not None:
            np.add(y, b.reshape(outputs, *(1,) * rank), out=y)
    return y.reshape(*x.shape[: -rank - 1], *y.shape[1:])


def grown(
    size: Ints,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    output_padding: Ints,
    dilation: Ints,
) -> list[Axis]:
    """Per axis the walk over the output, of which every input cell is a window."""
    rank = len(size)
    steps = (("kernel", kernel), ("stride", stride), ("dilation", dilation))
    for name, values in steps:
        check_integers(name, values, rank, 1)
    check_integers("output_padding", output_padding, rank, 0)
    check_padding(padding, len(size))
    pairs = padding if isinstance(padding, tuple) else ((0, 0),) * rank
    axes = []
    per_axis = zip(size, stride, kernel, dilation, pairs, output_padding, strict=True)
    for i, s, k, d, pair, extra in per_axis:
        extent = 1 + d * (k - 1)
        same = padding in ("same_upper", "same_lower")
        if extra >= (1 if same else max(s, d)):
            expected = "0 beside 'same'" if same else f"less than {max(s, d)}"
            raise ValueError(f"output_padding={output_padding}: expected {expected}")
        length = i * s if same else (i - 1) * s + extent - sum(pair) + extra
        lo, hi = same_padding(padding, length, extent, (i - 1) * s) if same else pair
        if length < 0:
            raise ValueError(f"padding={padding}: it cuts off {-length} cells more than there are")
        axes.append(Axis(length, k, s, d, lo, hi, i))
    return axes


def check_stamped(x: Array, w: Array, b: Array | None, groups: int) -> int:
    """Check the arrays of a transposed convolution and return its rank."""
    check_array("w", w, (3, 4, 5))
    rank = w.ndim - 2
    check_array("x", x, (rank + 1, rank + 2))
    if w.dtype != x.dtype:
        raise TypeError(f"w.dtype={w.dtype}: expected {x.dtype}, that of x")
    if not is_integer(groups) or groups < 1:
        raise ValueError(f"groups={groups!r}: expected an integer of at least 1")
    channels = x.shape[-rank - 1]
    if len(w) != channels:
        raise ValueError(f"w.shape={w.shape}: expected {channels} rows, the channels of x")
    if channels % groups:
        raise ValueError(f"groups={groups}: expected a divisor of the {channels} rows of w")
    if b is not None:
        check_array("b", b, (1,))
        if b.dtype != x.dtype:
            raise TypeError(f"b.dtype={b.dtype}: expected {x.dtype}, like x")
        if b.shape != (groups * w.shape[1],):
            raise ValueError(
                f"b.shape={b.shape}: expected ({groups * w.shape[1]},), one per output"
            )
    return rank
