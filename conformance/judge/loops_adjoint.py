"""The loop oracle of transposed convolution, unfold, fold, unpooling, and of every gradient.

Standard library only, like :mod:`conformance.judge.loops`, on whose tape it lays its windows.
A transposed convolution is written as stamping: the kernel is put down once for each input cell,
and the edges are cut off afterwards. A gradient is not derived but measured: :func:`gradient`
reads every partial derivative of an affine function off its value at one point.

Arrays are flat row-major sequences with their shapes.
"""

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Final

from conformance.judge.loops import (
    OVERHANG,
    PADDING,
    Shape,
    Window,
    flat_index,
    lay_tracks,
    same_sides,
    split_shape,
)

_BASE: Final = 2**64


def conv_transpose(
    x: Sequence[int],
    x_shape: Shape,
    w: Sequence[int],
    w_shape: Shape,
    b: Sequence[int] | None,
    *,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    output_padding: Shape,
    dilation: Shape,
    groups: int,
) -> tuple[list[int], Shape]:
    """Values and shape of the transposed convolution of x (N, C, *size) or (C, *size).

    Raises ValueError where more is cut off than there is.
    """
    inputs, per_group, *kernel = w_shape
    batch, size = split_shape(x_shape, len(kernel))
    stamps, extents = [], []
    for a, i in enumerate(size):
        sides = padding if isinstance(padding, str) else padding[a]
        axis, extent = _stamps(i, kernel[a], stride[a], dilation[a], sides, output_padding[a])
        stamps.append(axis)
        extents.append(extent)
    taps = list(product(*(range(k) for k in kernel)))
    share = inputs // groups

    y = []
    for n, m in product(range(batch), range(groups * per_group)):
        plane = [0 if b is None else b[m]] * prod(extents)
        for c in range(m // per_group * share, (m // per_group + 1) * share):
            for cell, stamp in enumerate(product(*stamps)):
                value = x[(n * inputs + c) * prod(size) + cell]
                for tap, labels in zip(taps, product(*stamp), strict=True):
                    if min(labels) >= 0:
                        weight = (c * per_group + m % per_group) * prod(kernel)
                        weight += flat_index(tap, kernel)
                        plane[flat_index(labels, extents)] += value * w[weight]
        y += plane
    return y, (*x_shape[: -len(size) - 1], groups * per_group, *extents)


def _stamps(
    i: int, k: int, s: int, d: int, sides: tuple[int, int] | str, extra: int
) -> tuple[list[Window], int]:
    """The labels under the taps of each input cell's stamp on one axis, and the output extent."""
    sheet = (i - 1) * s + d * (k - 1) + 1 + extra
    if sides == "valid":
        lo, extent = 0, sheet
    elif isinstance(sides, str):
        lo, extent = same_sides(i * s, k, s, d, sides)[0], i * s
    else:
        lo, extent = sides[0], sheet - sum(sides)
    if extent < 0:
        raise ValueError(f"{-extent} more cells are cut off than there are")
    labels = [PADDING] * lo + list(range(extent)) + [OVERHANG] * max(sheet - lo - extent, 0)
    return [tuple(labels[a * s : a * s + k * d : d]) for a in range(i)], extent


def unfold(
    x: Sequence[int],
    x_shape: Shape,
    *,
    kernel: Shape,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    dilation: Shape,
) -> tuple[list[int], Shape]:
    """Values and shape of the windows as columns: rows by channel, then tap."""
    size = x_shape[-len(kernel) :]
    windows = list(product(*lay_tracks(size, kernel, stride, dilation, padding, "floor", "zeros")))
    columns = []
    for plane in range(prod(x_shape[: -len(size)])):
        for tap in product(*(range(k) for k in kernel)):
            for window in windows:
                labels = [track[t] for track, t in zip(window, tap, strict=True)]
                outside = min(labels) < 0
                columns.append(0 if outside else x[plane * prod(size) + flat_index(labels, size)])
    *batch, channels = x_shape[: -len(size)]
    return columns, (*batch, channels * prod(kernel), len(windows))


def fold(
    columns: Sequence[int],
    columns_shape: Shape,
    *,
    output_size: Shape,
    kernel: Shape,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    dilation: Shape,
) -> tuple[list[int], Shape]:
    """Values and shape of the plane onto which the columns are added."""
    windows = list(
        product(*lay_tracks(output_size, kernel, stride, dilation, padding, "floor", "zeros"))
    )
    *batch, rows, _ = columns_shape
    shape = (*batch, rows // prod(kernel), *output_size)
    x = [0] * prod(shape)
    column = iter(columns)
    for plane in range(prod(shape[: -len(output_size)])):
        for tap in product(*(range(k) for k in kernel)):
            for window in windows:
                value = next(column)
                labels = [track[t] for track, t in zip(window, tap, strict=True)]
                if min(labels) >= 0:
                    x[plane * prod(output_size) + flat_index(labels, output_size)] += value
    return x, shape


def max_unpool(
    x: Sequence[int], x_shape: Shape, indices: Sequence[int], *, output_size: Shape
) -> list[int]:
    """The values at their indices in planes of `output_size`, 0 elsewhere.

    Raises ValueError for an index outside of its plane.
    """
    cells, plane = prod(x_shape[-len(output_size) :]), prod(output_size)
    y = [0] * (prod(x_shape[: -len(output_size)]) * plane)
    for entry, (value, index) in enumerate(zip(x, indices, strict=True)):
        if not 0 <= index < plane:
            raise ValueError(f"index {index} is outside of a plane of {plane} cells")
        y[entry // cells * plane + index] = value
    return y


def max_pool_grad(
    gy: Sequence[int], indices: Sequence[int], x_shape: Shape, rank: int
) -> list[int]:
    """Each gy added to the cell at its index; -1 is no cell. As many gy for each plane of x."""
    planes, plane = prod(x_shape[:-rank]), prod(x_shape[-rank:])
    gx = [0] * (planes * plane)
    for entry, (value, index) in enumerate(zip(gy, indices, strict=True)):
        if index >= 0:
            gx[entry // (len(gy) // planes) * plane + index] += value
    return gx


def gradient(function: Callable[[list[int]], int], count: int) -> list[int]:
    """The partial derivatives of an affine function of `count` integers, all below 2**63.

    With the argument j at B**j the function is, above its value at 0, the number whose digits in
    base B are the derivatives. Raises ValueError where there are other digits.
    """
    rest = function([_BASE**j for j in range(count)]) - function([0] * count)
    derivatives = []
    for _ in range(count):
        digit = (rest + _BASE // 2) % _BASE - _BASE // 2
        derivatives.append(digit)
        rest = (rest - digit) // _BASE
    if rest:
        raise ValueError("the function is not affine, or a derivative exceeds 2**63")
    return derivatives


def inner(gy: Sequence[int], y: Sequence[int]) -> int:
    """The sum of the products, of which a gradient with upstream gy is the derivative."""
    return sum(g * value for g, value in zip(gy, y, strict=True))
