"""Gradients of adaptive pooling, unpooling, unfold and fold."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.backends.numpy.adaptive import adaptive_max_pool_with_indices, bin_edges
from conformance.backends.numpy.checks import Array, Ints, Padding, check_array, check_rank
from conformance.backends.numpy.gradients import check_upstream
from conformance.backends.numpy.rearrangement import WHOLE, fold, unfold
from conformance.backends.numpy.unpooling import max_unpool
from conformance.backends.numpy.walk import stamp, walk


def unfold_grad(
    gy: Array, x: Array, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints
) -> tuple[Array]:
    """The gradient (gx,) of unfold: gy added where its columns were read.

    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_rank("kernel", kernel)
    check_array("x", x, (rank + 1, rank + 2))
    lead, size = x.shape[:-rank], x.shape[-rank:]
    axes = walk(size, kernel, stride, dilation, padding, last_window=WHOLE)
    cells = tuple(axis.cells for axis in axes)
    check_upstream(gy, x, (*lead[:-1], lead[-1] * prod(kernel), prod(cells)))
    return (stamp(gy.reshape(*lead, *kernel, *cells), axes),)


def fold_grad(
    gy: Array,
    columns: Array,
    *,
    output_size: Ints,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
) -> tuple[Array]:
    """The gradient (gcolumns,) of fold: every entry reads the cell that it was added to.

    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    steps = {"kernel": kernel, "stride": stride, "dilation": dilation}
    planes = fold(columns, output_size=output_size, padding=padding, **steps)
    check_upstream(gy, columns, planes.shape)
    return (unfold(gy, padding=padding, **steps),)


def max_unpool_grad(
    gy: Array, x: Array, indices: NDArray[np.int64], *, output_size: Ints
) -> tuple[Array, None]:
    """The gradient (gx, None) of max unpooling: every entry reads gy at its index.

    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    check_upstream(gy, x, max_unpool(x, indices, output_size=output_size).shape)
    places = indices + _starts(x, prod(output_size), len(output_size))
    return gy.ravel()[places], None


def adaptive_max_pool_grad(gy: Array, x: Array, *, output_size: Ints) -> tuple[Array]:
    """The gradient (gx,) of adaptive max pooling: gy added to the first maximum of its bin.

    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    highest, indices = adaptive_max_pool_with_indices(x, output_size=output_size)
    check_upstream(gy, x, highest.shape)
    rank = len(output_size)
    winners = indices + _starts(x, prod(x.shape[-rank:]), rank)
    gx = np.zeros(x.size, x.dtype)
    np.add.at(gx, winners.ravel(), gy.ravel())
    return (gx.reshape(x.shape),)


def adaptive_avg_pool_grad(gy: Array, x: Array, *, output_size: Ints) -> tuple[Array]:
    """The gradient (gx,) of adaptive average pooling: gy shared out evenly among its bin.

    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    edges = bin_edges(x, output_size)
    check_upstream(gy, x, (*x.shape[: -len(edges)], *output_size))
    gx = np.zeros(x.shape, x.dtype)
    for cell in np.ndindex(*output_size):
        within: list[Any] = [slice(*axis[at]) for axis, at in zip(edges, cell, strict=True)]
        cells = prod(part.stop - part.start for part in within)
        shares = gy[(..., *cell)] / x.dtype.type(cells)
        gx[(..., *within)] += shares.reshape(*shares.shape, *(1,) * len(edges))
    return (gx,)


def _starts(x: Array, plane: int, rank: int) -> NDArray[np.int64]:
    """Where the plane of every channel begins, in planes laid one behind the other."""
    lead = x.shape[:-rank]
    return np.arange(prod(lead)).reshape(*lead, *(1,) * rank) * plane
