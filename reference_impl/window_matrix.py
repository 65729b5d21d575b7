r"""A convolution of one channel as a matrix: the kernel unrolled, a row for each output cell.

With x and y flattened row-major, $y = M x$: column $q$ of row $o$ holds the sum of the taps with
which window $o$ reads cell $q$. The transposed convolution is $M^T$, which restores the shape of x
and not its values.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.adjoint import scatter_at
from reference_impl.geometry import Padding, axes, spatial_rank
from reference_impl.padding import PaddingMode
from reference_impl.windows import window_map


def kernel_matrix(
    w: NDArray[Any],
    *,
    size: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    padding_mode: PaddingMode = "zeros",
) -> NDArray[Any]:
    """The matrix (cells, plane) of the cross-correlation of a plane of `size` with w (*kernel).

    Dense, in the dtype of w, and meant to be looked at. Rank 1 to 3.
    Raises GeometryError for an illegal parameter.

    >>> kernel_matrix(np.array([1, 2, 3]), size=(4,), stride=(1,), padding=((1, 1),), dilation=(1,))
    array([[2, 3, 0, 0],
           [1, 2, 3, 0],
           [0, 1, 2, 3],
           [0, 0, 1, 2]])
    """
    spatial_rank("size", size)
    index_map = window_map(axes(size, w.shape, stride, dilation, padding), padding_mode)
    rows = np.broadcast_to(w.reshape(-1), index_map.shape)
    return scatter_at(rows, index_map, int(np.prod(size)))


def matrix_text(matrix: NDArray[Any]) -> str:
    """A matrix as text, one line for each row, with a dot for each 0.

    >>> kernel = np.arange(1, 5).reshape(2, 2)
    >>> plain = {"stride": (1, 1), "padding": "valid", "dilation": (1, 1)}
    >>> print(matrix_text(kernel_matrix(kernel, size=(3, 3), **plain)))
    1 2 . 3 4 . . . .
    . 1 2 . 3 4 . . .
    . . . 1 2 . 3 4 .
    . . . . 1 2 . 3 4
    """
    rows = [["." if value == 0 else str(value) for value in row] for row in matrix.tolist()]
    width = max((len(entry) for row in rows for entry in row), default=0)
    return "\n".join(" ".join(entry.rjust(width) for entry in row) for row in rows)
