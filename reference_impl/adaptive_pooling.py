r"""Adaptive pooling: as many windows as the output has cells, each over its bin of the input.

Per axis, cell $a$ of $o$ reads $[\lfloor a i / o \rfloor,\ \lceil (a+1) i / o \rceil)$, in integers
(`geometry.bins`). Global pooling is the output size 1.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.adjoint import scatter_at
from reference_impl.geometry import check_extents, check_shape
from reference_impl.pooling import highest, quotient, shares
from reference_impl.windows import IntArray, bin_map, gather, planes


def adaptive_max_pool(x: NDArray[Any], *, output_size: tuple[int, ...]) -> NDArray[Any]:
    """The values of `adaptive_max_pool_with_indices`."""
    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]


def adaptive_max_pool_with_indices(
    x: NDArray[Any], *, output_size: tuple[int, ...]
) -> tuple[NDArray[Any], IntArray]:
    """The maximum of each bin of x (N, C, *size) or (C, *size), and where it stands.

    Returns (y, indices), both (N, C, *output_size) or (C, *output_size); dtypes, ties, indices and
    NaN as in `max_pool_with_indices`.
    Raises GeometryError for a negative extent, or bins of an empty axis.

    >>> adaptive_max_pool_with_indices(np.array([[3, 1, 4, 1, 5]]), output_size=(3,))
    (array([[3, 4, 5]]), array([[0, 2, 4]]))
    """
    flat, index_map = _binned(x, output_size)
    y, indices = highest(flat, index_map)
    shape = _output_shape(x, output_size)
    return y.reshape(shape), indices.reshape(shape)


def adaptive_max_pool_grad(
    gy: NDArray[Any], x: NDArray[Any], *, output_size: tuple[int, ...]
) -> tuple[NDArray[Any]]:
    """The gradient (gx,) of adaptive max pooling: each bin's gy added to the cell at its index.

    gy has the shape of the result, gx that of x and the dtype of gy.
    Raises GeometryError like `adaptive_max_pool`, and for another shape of gy.
    """
    flat, index_map = _binned(x, output_size)
    check_shape("gy", gy.shape, _output_shape(x, output_size))
    _, indices = highest(flat, index_map)
    gx = scatter_at(planes(gy, len(output_size)), indices, flat.shape[-1])
    return (gx.reshape(x.shape),)


def adaptive_avg_pool_terms(
    x: NDArray[Any], *, output_size: tuple[int, ...]
) -> tuple[NDArray[Any], IntArray]:
    """Sum and number of the cells of each bin of x (N, C, *size) or (C, *size), apart and so exact.

    Returns (total, divisor): total (N, C, *output_size) or (C, *output_size), in the dtype of
    np.sum (64 bits for integers); divisor int64 of shape (*output_size).
    Raises GeometryError for a negative extent, or bins of an empty axis.

    >>> adaptive_avg_pool_terms(np.array([[3, 1, 4, 1, 5]]), output_size=(3,))
    (array([[4, 6, 6]]), array([2, 3, 2]))
    """
    flat, index_map = _binned(x, output_size)
    total: NDArray[Any] = gather(flat, index_map, 0).sum(axis=-1)
    return total.reshape(_output_shape(x, output_size)), _counts(index_map).reshape(output_size)


def adaptive_avg_pool(x: NDArray[Any], *, output_size: tuple[int, ...]) -> NDArray[Any]:
    """The mean of each bin, floating: dtype of x, float64 where x is integer."""
    total, divisor = adaptive_avg_pool_terms(x, output_size=output_size)
    return quotient(total, divisor, x.dtype)


def adaptive_avg_pool_grad_terms(
    gy: NDArray[Any], x: NDArray[Any], *, output_size: tuple[int, ...]
) -> tuple[NDArray[Any], int]:
    """The gradient of adaptive average pooling as numerators over one denominator, and so exact.

    Returns (total, divisor) like `avg_pool_grad_terms`: every bin divides its gy by its own number
    of cells. gy has the shape of the result, and x only gives its shape.
    Raises GeometryError like `adaptive_avg_pool`, and for another shape of gy.

    >>> adaptive_avg_pool_grad_terms(np.array([[1, 10]]), np.array([[5, 5, 5]]), output_size=(2,))
    (array([[ 1, 11, 10]]), 2)
    """
    flat, index_map = _binned(x, output_size)
    check_shape("gy", gy.shape, _output_shape(x, output_size))
    g = planes(gy, len(output_size))
    total, common = shares(g, _counts(index_map), index_map, flat.shape[-1])
    return total.reshape(x.shape), common


def adaptive_avg_pool_grad(
    gy: NDArray[Any], x: NDArray[Any], *, output_size: tuple[int, ...]
) -> tuple[NDArray[Any]]:
    """The quotient (gx,) of `adaptive_avg_pool_grad_terms`, floating: dtype of gy, or float64."""
    total, divisor = adaptive_avg_pool_grad_terms(gy, x, output_size=output_size)
    return (quotient(total, divisor, gy.dtype),)


def _binned(x: NDArray[Any], output_size: tuple[int, ...]) -> tuple[NDArray[Any], IntArray]:
    """The planes of x and the index map of the bins."""
    rank = check_extents("output_size", output_size)
    return planes(x, rank), bin_map(x.shape[-rank:], output_size)


def _output_shape(x: NDArray[Any], output_size: tuple[int, ...]) -> tuple[int, ...]:
    return (*x.shape[: -len(output_size)], *output_size)


def _counts(index_map: IntArray) -> IntArray:
    """The number of cells that each window reads."""
    counts: IntArray = np.count_nonzero(index_map >= 0, axis=-1).astype(np.int64)
    return counts
