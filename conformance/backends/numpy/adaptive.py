"""Adaptive pooling: as many bins along an axis as the output has cells."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.backends.numpy.checks import Array, Ints, check_array, check_integers, check_rank


def adaptive_avg_pool(x: Array, *, output_size: Ints) -> Array:
    """The mean of each bin of x (N, C, *size) or (C, *size), as (..., *output_size).

    Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    edges = bin_edges(x, output_size)
    divisor = np.ones((), x.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        for number, axis in enumerate(edges, x.ndim - len(edges)):
            before: tuple[Any, ...] = (slice(None),) * number
            shape = (*x.shape[:number], len(axis), *x.shape[number + 1 :])
            sums = np.empty(shape, x.dtype)
            for cell, (start, stop) in enumerate(axis):
                sums[(*before, cell)] = x[(*before, slice(start, stop))].sum(axis=number)
            counts = np.array([stop - start for start, stop in axis], x.dtype)
            x, divisor = sums, np.multiply.outer(divisor, counts)
        return x / divisor


def adaptive_max_pool(x: Array, *, output_size: Ints) -> Array:
    """The maximum of each bin of x (N, C, *size) or (C, *size), as (..., *output_size).

    NaN propagates. Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]


def adaptive_max_pool_with_indices(
    x: Array, *, output_size: Ints
) -> tuple[Array, NDArray[np.int64]]:
    """The result of `adaptive_max_pool`, and where each maximum stands in the plane of its channel.

    The index is row-major over the plane, int64: of equal maxima the first, of several NaN the
    first.
    """
    edges = bin_edges(x, output_size)
    lead, size = x.shape[: -len(edges)], x.shape[-len(edges) :]
    plane = np.arange(prod(size), dtype="int64").reshape(size)
    places = plane[_taps(edges)]
    places = places.reshape(*output_size, prod(places.shape[len(edges) :]))
    values = x.reshape(*lead, prod(size))[..., places]
    winner = values.argmax(axis=-1)
    index = places[(*np.indices(output_size, sparse=True), winner)]
    return np.take_along_axis(values, winner[..., np.newaxis], -1)[..., 0], index


def bin_edges(x: Array, output_size: Ints) -> list[list[tuple[int, int]]]:
    """Per axis the first cell of every bin and the one behind its last; checks the arguments."""
    rank = check_rank("output_size", output_size)
    check_integers("output_size", output_size, rank, 0)
    check_array("x", x, (rank + 1, rank + 2))
    edges = []
    for i, o in zip(x.shape[-rank:], output_size, strict=True):
        if i == 0 < o:
            raise ValueError(f"output_size={output_size}: expected 0 bins of an axis of 0 cells")
        edges.append([(a * i // o, -(-(a + 1) * i // o)) for a in range(o)])
    return edges


def _taps(edges: list[list[tuple[int, int]]]) -> Any:
    """The index of every tap of every bin along each axis, shaped to give (*cells, *taps).

    A bin narrower than the widest one repeats its last cell, which changes no maximum.
    """
    rank = len(edges)
    index = []
    for number, axis in enumerate(edges):
        widest = max((stop - start for start, stop in axis), default=1)
        cells = np.array([[min(s + t, e - 1) for t in range(widest)] for s, e in axis], np.intp)
        shape = [1] * (2 * rank)
        shape[number], shape[rank + number] = len(axis), widest
        index.append(cells.reshape(shape))
    return tuple(index)
