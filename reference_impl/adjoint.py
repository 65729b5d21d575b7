r"""Scatter-add: the adjoint of the gather along the index map of the windows.

A gather is a linear map $A$ with one 1 in each row: tap after tap, the cell that is read. Its
adjoint $A^T$ sends what stands at a tap back to that cell, adding where several taps read it:
$\langle A x, y \rangle = \langle x, A^T y \rangle$. Transposed convolution, fold and every gradient
are such a walk run backwards.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.windows import IntArray


def scatter_add(values: NDArray[Any], index_map: IntArray, plane: int) -> NDArray[Any]:
    """Each value added to the cell its tap reads: (..., *index_map.shape) -> (..., plane).

    What belongs to a tap that reads nothing (-1) is dropped; a cell that no tap reads is 0. The
    dtype is that of `values`, and integers wrap.

    >>> scatter_add(np.array([[1, 2], [3, 4], [5, 6]]), np.array([[-1, 0], [0, 1], [1, 2]]), 3)
    array([5, 9, 6])
    """
    lead = values.shape[: values.ndim - index_map.ndim]
    # Index -1 is the cell appended behind the plane.
    total = np.zeros((*lead, plane + 1), dtype=values.dtype)
    np.add.at(total, (..., index_map), values)  # type: ignore[arg-type]  # the stub lacks "..."
    return total[..., :plane]


def scatter_at(values: NDArray[Any], indices: IntArray, plane: int) -> NDArray[Any]:
    """Like `scatter_add`, but every row with indices of its own: (..., cells) -> (..., plane).

    `values` and `indices` have the same shape.

    >>> scatter_at(np.array([[1, 2], [3, 4]]), np.array([[2, 2], [0, -1]]), 3)
    array([[0, 0, 3],
           [3, 0, 0]])
    """
    *lead, cells = values.shape
    rows = indices.reshape(int(np.prod(lead)), cells)
    offsets = np.arange(len(rows))[:, np.newaxis] * plane
    flat = np.where(rows < 0, -1, rows + offsets)
    return scatter_add(values.reshape(flat.shape), flat, len(rows) * plane).reshape(*lead, plane)
