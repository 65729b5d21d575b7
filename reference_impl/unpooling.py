"""Max-unpooling: maxima put back where they stood, all else zero."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.geometry import GeometryError, check_extents, check_shape
from reference_impl.windows import IntArray, planes


def max_unpool(x: NDArray[Any], indices: IntArray, *, output_size: tuple[int, ...]) -> NDArray[Any]:
    r"""x (N, C, *cells) or (C, *cells) put at its indices in planes of `output_size` cells.

    $$y[n, c, \mathrm{indices}[n, c, a]] = x[n, c, a]$$ and 0 elsewhere.

    The indices are those of `max_pool_with_indices`: of the shape of x, flat and row-major in the
    plane of (n, c). A cell that is named several times gets one of the values, never their sum: the
    last in row-major order here, any of them in a backend; those of a max pooling are equal.

    Returns (N, C, *output_size) or (C, *output_size) in the dtype of x.
    Raises GeometryError for an index outside of the plane, -1 included, and for shapes that differ.

    >>> max_unpool(np.array([[5, 9]]), np.array([[1, 2]]), output_size=(4,))
    array([[0, 5, 9, 0]])
    """
    flat, places = _checked(x, indices, output_size)
    y = np.zeros((*flat.shape[:2], prod(output_size)), dtype=x.dtype)
    np.put_along_axis(y, places, flat, axis=-1)
    return y.reshape(_output_shape(x, output_size))


def max_unpool_grad(
    gy: NDArray[Any], x: NDArray[Any], indices: IntArray, *, output_size: tuple[int, ...]
) -> tuple[NDArray[Any], None]:
    r"""The gradient (gx, None) of max-unpooling.

    $$gx[n, c, a] = gy[n, c, \mathrm{indices}[n, c, a]]$$

    Each entry reads its index, those that name the same cell included; the indices have no
    gradient. gy has the shape of the result, gx that of x and the dtype of gy.
    Raises GeometryError like `max_unpool`, and for another shape of gy.

    >>> max_unpool_grad(np.array([[1, 2, 3, 4]]), np.array([[5, 9]]), np.array([[1, 2]]),
    ...                 output_size=(4,))
    (array([[2, 3]]), None)
    """
    _, places = _checked(x, indices, output_size)
    check_shape("gy", gy.shape, _output_shape(x, output_size))
    gx = np.take_along_axis(planes(gy, len(output_size)), places, axis=-1)
    return gx.reshape(x.shape), None


def _checked(
    x: NDArray[Any], indices: IntArray, output_size: tuple[int, ...]
) -> tuple[NDArray[Any], IntArray]:
    """The planes of x and of the indices, (N, C, cells) each."""
    rank = check_extents("output_size", output_size)
    flat = planes(x, rank)
    check_shape("indices", indices.shape, x.shape)
    if indices.dtype.kind not in "iu":
        raise GeometryError("indices.dtype", indices.dtype.name, "integers")
    outside = indices[(indices < 0) | (indices >= prod(output_size))]
    if outside.size:
        raise GeometryError(
            "indices", int(outside[0]), f"indices from 0 to {prod(output_size) - 1}"
        )
    return flat, planes(indices, rank)


def _output_shape(x: NDArray[Any], output_size: tuple[int, ...]) -> tuple[int, ...]:
    return (*x.shape[: -len(output_size)], *output_size)
