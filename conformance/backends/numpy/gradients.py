"""Gradients of the convolutions: matrix products of gy with the weight, and with what was read."""

from __future__ import annotations

from math import prod
from typing import TypeAlias

import numpy as np

from conformance.backends.numpy.checks import (
    HALVES,
    Array,
    Ints,
    Padding,
    check_array,
    check_flag,
    check_member,
    narrowed,
    widened,
)
from conformance.backends.numpy.convolution import PADDING_MODES, check_operands, extend, sources
from conformance.backends.numpy.transposed import check_stamped, grown
from conformance.backends.numpy.walk import Axis, stamp, surround, walk, windows

Gradients: TypeAlias = tuple[Array, Array, Array | None]


def conv_grad(
    gy: Array,
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
) -> Gradients:
    """The gradients (gx, gw, gb) of a convolution, for gy of the shape of its result.

    New arrays of the shapes and the dtype of x, w and b, in which the sums are taken; gb is None
    without b. Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_operands(x, w, b, groups=groups)
    check_member("padding_mode", padding_mode, PADDING_MODES)
    check_flag("flip_kernel", value=flip_kernel)
    if x.dtype in HALVES and gy.dtype == x.dtype:
        halves: Gradients = narrowed(
            x.dtype,
            conv_grad(
                *widened(gy, x, w, b),
                stride=stride,
                padding=padding,
                dilation=dilation,
                groups=groups,
                padding_mode=padding_mode,
                flip_kernel=flip_kernel,
            ),
        )
        return halves
    *lead, channels = x.shape[:-rank]
    size, kernel, taps = x.shape[-rank:], w.shape[2:], tuple(range(2, rank + 2))
    axes = walk(size, kernel, stride, dilation, padding, last_window="floor")
    cells = [axis.cells for axis in axes]
    check_upstream(gy, x, (*lead, len(w), *cells))
    batch = x.reshape(prod(lead), channels, *size)
    zeros = padding_mode == "zeros"
    padded = surround(batch, axes, 0) if zeros else extend(batch, axes, padding_mode)
    share, terms = len(w) // groups, w.shape[1] * prod(kernel)
    steep = gy.reshape(prod(lead), groups, share, prod(cells))
    matrices = (np.flip(w, taps) if flip_kernel else w).reshape(groups, share, terms)
    with np.errstate(over="ignore", invalid="ignore"):
        columns = np.matmul(matrices.swapaxes(1, 2), steep)
        gx = _gathered(columns.reshape(prod(lead), channels, *kernel, *cells), axes, padding_mode)
        gw = np.zeros((groups, share, terms), x.dtype)
        for sample, read in zip(steep, windows(padded, axes), strict=True):
            gw += sample @ read.reshape(groups, terms, prod(cells)).swapaxes(1, 2)
        gb = None if b is None else steep.sum(axis=(0, 3)).reshape(len(w))
    gw = gw.reshape(w.shape)
    return gx.reshape(x.shape), np.flip(gw, taps).copy() if flip_kernel else gw, gb


def conv_transpose_grad(
    gy: Array,
    x: Array,
    w: Array,
    b: Array | None,
    *,
    stride: Ints,
    padding: Padding,
    output_padding: Ints,
    dilation: Ints,
    groups: int,
) -> Gradients:
    """The gradients (gx, gw, gb) of a transposed convolution, for gy of the shape of its result.

    New arrays of the shapes and the dtype of x, w and b, in which the sums are taken; gb is None
    without b. Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_stamped(x, w, b, groups=groups)
    if x.dtype in HALVES and gy.dtype == x.dtype:
        halves: Gradients = narrowed(
            x.dtype,
            conv_transpose_grad(
                *widened(gy, x, w, b),
                stride=stride,
                padding=padding,
                output_padding=output_padding,
                dilation=dilation,
                groups=groups,
            ),
        )
        return halves
    *lead, _ = x.shape[:-rank]
    size: Ints = x.shape[-rank:]
    kernel: Ints = w.shape[2:]
    axes = grown(size, kernel, stride, padding, output_padding=output_padding, dilation=dilation)
    outputs, extents = groups * w.shape[1], [axis.size for axis in axes]
    check_upstream(gy, x, (*lead, outputs, *extents))
    steep = gy.reshape(prod(lead), outputs, *extents)
    share, terms = len(w) // groups, w.shape[1] * prod(kernel)
    batch = x.reshape(prod(lead), groups, share, prod(size))
    matrices = w.reshape(groups, share, terms)
    under = windows(surround(steep, axes, 0), axes)
    gx, gw = np.empty_like(batch), np.zeros_like(matrices)
    with np.errstate(over="ignore", invalid="ignore"):
        for sample, read, result in zip(batch, under, gx, strict=True):
            stamped = read.reshape(groups, terms, prod(size))
            np.matmul(matrices, stamped, out=result)
            gw += sample @ stamped.swapaxes(1, 2)
        gb = None if b is None else steep.sum(axis=(0, *range(2, rank + 2)))
    return gx.reshape(x.shape), gw.reshape(w.shape), gb


def check_upstream(gy: Array, x: Array, shape: Ints) -> None:
    """gy has the shape of the result, and the dtype of x."""
    check_array("gy", gy, (len(shape),))
    if gy.dtype != x.dtype:
        raise TypeError(f"gy.dtype={gy.dtype}: expected {x.dtype}, that of x")
    if gy.shape != shape:
        raise ValueError(f"gy.shape={gy.shape}: expected {shape}, the shape of the result")


def _gathered(columns: Array, axes: list[Axis], mode: str) -> Array:
    """The columns stamped onto planes; what falls on padding dropped, or added to its source."""
    if mode == "zeros":
        return stamp(columns, axes)
    wide = [axis._replace(size=axis.lo + axis.size + axis.hi, lo=0, hi=0) for axis in axes]
    plane = stamp(columns, wide)
    for number, axis in enumerate(axes, plane.ndim - len(axes)):
        rows = np.moveaxis(plane, number, 0)
        folded = np.zeros((axis.size, *rows.shape[1:]), rows.dtype)
        np.add.at(folded, sources(axis, mode), rows)
        plane = np.moveaxis(folded, 0, number)
    return plane
