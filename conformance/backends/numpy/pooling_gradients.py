"""Gradients of max and average pooling: gy added at the indices, or shared out by the divisors."""

from __future__ import annotations

from math import prod

import numpy as np

from conformance.backends.numpy.checks import HALVES, Array, Ints, Padding, narrowed, widened
from conformance.backends.numpy.gradients import check_upstream
from conformance.backends.numpy.pooling import (
    check_divisor,
    divisors,
    max_pool_with_indices,
    pooled_size,
)
from conformance.backends.numpy.walk import stamp, walk


def max_pool_grad(
    gy: Array,
    x: Array,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
    last_window: str,
) -> tuple[Array]:
    """The gradient (gx,) of max pooling: the gy of each window added to the cell at its index.

    A new array of the shape and dtype of x; a window without a cell adds nothing. Raises
    ValueError or TypeError, naming the argument, for what has no meaning.
    """
    pooled_size(x, kernel)
    if x.dtype in HALVES and gy.dtype == x.dtype:
        halves: tuple[Array] = narrowed(
            x.dtype,
            max_pool_grad(
                *widened(gy, x),
                kernel=kernel,
                stride=stride,
                padding=padding,
                dilation=dilation,
                last_window=last_window,
            ),
        )
        return halves
    y, index = max_pool_with_indices(
        x, kernel=kernel, stride=stride, padding=padding, dilation=dilation, last_window=last_window
    )
    check_upstream(gy, x, y.shape)
    lead = x.shape[: -len(kernel)]
    planes, cells = prod(lead), prod(y.shape[len(lead) :])
    gx = np.zeros((planes, prod(x.shape[len(lead) :]) + 1), x.dtype)  # the last for index -1
    plane = np.arange(planes)[:, np.newaxis]
    np.add.at(gx, (plane, index.reshape(planes, cells)), gy.reshape(planes, cells))
    return (gx[:, :-1].reshape(x.shape).copy(),)


def avg_pool_grad(
    gy: Array,
    x: Array,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    last_window: str,
    count_include_pad: bool,
    divisor_override: int | None = None,
) -> tuple[Array]:
    """The gradient (gx,) of average pooling: each cell of a window gets its gy over its divisor.

    A new array of the shape and dtype of x; a window with nothing to count gives nothing. Raises
    ValueError or TypeError, naming the argument, for what has no meaning.
    """
    size = pooled_size(x, kernel)
    rank = len(size)
    axes = walk(size, kernel, stride, (1,) * rank, padding, last_window=last_window)
    check_divisor(count_include_pad, divisor_override)
    check_upstream(gy, x, (*x.shape[:-rank], *[axis.cells for axis in axes]))
    counts = divisors(axes, count_include_pad=count_include_pad)
    share = gy / np.maximum(counts, 1, dtype=x.dtype)
    if divisor_override is not None:
        share = gy / x.dtype.type(divisor_override)
    taps = share.reshape(*x.shape[:-rank], *(1,) * rank, *share.shape[-rank:])
    columns = np.broadcast_to(taps, (*x.shape[:-rank], *kernel, *share.shape[-rank:]))
    return (stamp(columns, axes),)
