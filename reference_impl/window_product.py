r"""The inner product of windows with kernels, and the two maps adjoint to it.

All that is linear about convolution follows from one form, linear in each of its arrays,

$$T(g, w, x) = \sum_{n, m, o} g[n, m, o] \sum_{c, t} w[m, c, t] \; x[n,\, c_0 + c,\, r(o, t)]$$

where $r(o, t)$ is the cell that tap $t$ of window $o$ reads (the index map), and $c$ runs over the
channels of the group of output channel $m$, which begin at $c_0$. The derivative of $T$ by $g$ is
the convolution; by $x$, the transposed convolution and the gradient of the input; by $w$, the
gradient of the kernel.

Arrays are flat here: $g$ (N, O, cells), $w$ (O, C/groups, taps), $x$ (N, C, plane), index_map
(cells, taps). Results are of np.result_type of both arrays; integers wrap.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.adjoint import scatter_add
from reference_impl.windows import IntArray, gather


def window_product(
    w: NDArray[Any], x: NDArray[Any], index_map: IntArray, groups: int
) -> NDArray[Any]:
    """By g: each window's inner product with the kernel of each output channel, (N, O, cells)."""
    product = _matmul(_rows(w, groups), _columns(x, index_map, groups))
    return product.reshape(len(x), len(w), len(index_map))


def input_adjoint(
    g: NDArray[Any], w: NDArray[Any], index_map: IntArray, groups: int, plane: int
) -> NDArray[Any]:
    """By x: each g times the kernel of its channel, added to the cells read, (N, C, plane)."""
    n, outputs, cells = g.shape
    _, per_group, taps = w.shape
    by_group = g.reshape(n, groups, outputs // groups, cells)
    columns = _matmul(_rows(w, groups).swapaxes(1, 2), by_group)
    stamps = columns.reshape(n, groups * per_group, taps, cells)
    return scatter_add(stamps, index_map.T, plane)


def kernel_adjoint(
    g: NDArray[Any], x: NDArray[Any], index_map: IntArray, groups: int
) -> NDArray[Any]:
    """By w: for each tap the sum of g times what the tap reads, (O, C/groups, taps)."""
    n, outputs, cells = g.shape
    by_group = g.reshape(n, groups, outputs // groups, cells)
    pairs = _matmul(by_group, _columns(x, index_map, groups).swapaxes(2, 3))
    total: NDArray[Any] = pairs.sum(axis=0, dtype=pairs.dtype)
    return total.reshape(outputs, x.shape[1] // groups, index_map.shape[1])


def _rows(w: NDArray[Any], groups: int) -> NDArray[Any]:
    """(groups, O/groups, C/groups * taps)."""
    outputs, per_group, taps = w.shape
    return w.reshape(groups, outputs // groups, per_group * taps)


def _columns(x: NDArray[Any], index_map: IntArray, groups: int) -> NDArray[Any]:
    """The unfolded input, (N, groups, C/groups * taps, cells)."""
    n, channels, _ = x.shape
    cells, taps = index_map.shape
    return gather(x, index_map.T, 0).reshape(n, groups, channels // groups * taps, cells)


def _matmul(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """The product of stacks of matrices, in np.result_type; of bfloat16 `@` makes float32."""
    product: NDArray[Any] = a @ b
    return product.astype(np.result_type(a, b), copy=False)
