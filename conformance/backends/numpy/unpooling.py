"""Max unpooling: every value written to its place among all planes."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from conformance.backends.numpy.checks import Array, Ints, check_array, check_integers, check_rank


def max_unpool(x: Array, indices: NDArray[np.int64], *, output_size: Ints) -> Array:
    """Planes (..., *output_size) that hold x (N, C, *cells) or (C, *cells) at its indices, else 0.

    An index is flat and row-major in the plane of its channel; of several values at one index the
    last is kept. Raises ValueError or TypeError, naming the argument, for what has no meaning.
    """
    rank = check_rank("output_size", output_size)
    check_integers("output_size", output_size, rank, 0)
    check_array("x", x, (rank + 1, rank + 2))
    plane = prod(output_size)
    places = _check_indices(indices, x, plane)
    lead = x.shape[:-rank]
    first = np.arange(prod(lead)).reshape(*lead, *(1,) * rank) * plane
    y = np.zeros(prod(lead) * plane, x.dtype)
    y[(places + first).ravel()] = x.ravel()
    return y.reshape(*lead, *output_size)


def _check_indices(indices: NDArray[np.int64], x: Array, plane: int) -> NDArray[np.int64]:
    """Integers like x in shape, all of them inside the plane."""
    if not isinstance(indices, np.ndarray) or indices.dtype.kind not in "iu":
        raise TypeError(f"indices={indices!r}: expected a NumPy array of integers")
    if indices.shape != x.shape:
        raise ValueError(f"indices.shape={indices.shape}: expected {x.shape}, that of x")
    outside = (indices < 0) | (indices >= plane)
    if outside.any():
        raise ValueError(
            f"indices: {indices[outside][0]} is among them, expected 0 to {plane - 1}, the cells "
            "of a plane"
        )
    return indices
