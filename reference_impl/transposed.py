"""Transposed convolution: each input cell stamps the kernel onto the output."""

from math import prod
from typing import Any

from numpy.typing import NDArray

from reference_impl.geometry import (
    Axis,
    GeometryError,
    Padding,
    check_integer,
    check_shape,
    transposed_axes,
)
from reference_impl.window_product import input_adjoint, kernel_adjoint, window_product
from reference_impl.windows import IntArray, planes, window_map


def conv_transpose(
    x: NDArray[Any],
    w: NDArray[Any],
    b: NDArray[Any] | None = None,
    *,
    stride: tuple[int, ...],
    padding: Padding,
    output_padding: tuple[int, ...],
    dilation: tuple[int, ...],
    groups: int = 1,
) -> NDArray[Any]:
    r"""Transposed convolution of x (N, C, *size) or (C, *size) with w (C, O/groups, *kernel).

    $$y[n, m_0 + m, q] = b[m_0 + m] + \sum_{c,\, a s + t d - lo = q} x[n, c, a] \; w[c, m, t]$$

    per axis, where $c$ runs over the channels of the group whose output channels begin at $m_0$,
    and $0 \le q < (i-1)s - (lo+hi) + e + \text{output\_padding}$. "same" padding is that of a
    convolution over $i s$ cells, which are then the output. With output_padding < s the result is
    the adjoint of the convolution of the same parameters, plus the bias; with
    s <= output_padding < d it is the sum above and no adjoint. A cell that no tap reaches is the
    bias alone. Rank 1 to 3.

    Returns (N, O, *extent) or (O, *extent) of np.result_type(x, w); integers wrap, and never round.
    Raises GeometryError for an illegal parameter, a negative output extent, or shapes that do not
    fit together.

    >>> import numpy as np
    >>> conv_transpose(np.array([[1, 10]]), np.array([[[1, 2, 3]]]), stride=(2,),
    ...                padding=((0, 0),), output_padding=(1,), dilation=(1,))
    array([[ 1,  2, 13, 20, 30,  0]])
    """
    flat, walk = _checked(x, w, b, stride, padding, output_padding, dilation, groups)
    plane = prod(axis.size for axis in walk)
    y = input_adjoint(flat, _taps(w), _stamp_map(x, walk), groups, plane)
    y = y.reshape(_output_shape(x, w, walk, groups))
    if b is not None:
        y += b.reshape(len(b), *[1] * len(walk))
    return y


def conv_transpose_grad(
    gy: NDArray[Any],
    x: NDArray[Any],
    w: NDArray[Any],
    b: NDArray[Any] | None = None,
    *,
    stride: tuple[int, ...],
    padding: Padding,
    output_padding: tuple[int, ...],
    dilation: tuple[int, ...],
    groups: int = 1,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any] | None]:
    r"""The gradients (gx, gw, gb) of $\langle gy, \mathrm{conv\_transpose}(x, w, b) \rangle$.

    $$gx[n, c, a] = \sum_{m, t} w[c, m, t] \; gy[n,\, m_0 + m,\, a s + t d - lo]$$
    $$gw[c, m, t] = \sum_{n, a} x[n, c, a] \; gy[n,\, m_0 + m,\, a s + t d - lo] \qquad
    gb[m] = \sum_{n, q} gy[n, m, q]$$

    with gy 0 outside its plane: the gradient of x is a convolution of gy with w.

    gy has the shape of `conv_transpose`'s result, each gradient the shape of its array; gb is None
    without b. Dtypes np.result_type of what is multiplied; integers wrap.
    Raises GeometryError like `conv_transpose`, and for another shape of gy.

    >>> import numpy as np
    >>> plain = {"stride": (2,), "padding": ((0, 0),), "output_padding": (0,), "dilation": (1,)}
    >>> conv_transpose_grad(np.array([[1, 2, 3, 4, 5]]), np.array([[1, 10]]),
    ...                     np.array([[[1, 0, -1]]]), np.array([7]), **plain)
    (array([[-2, -2]]), array([[[31, 42, 53]]]), array([15]))
    """
    flat, walk = _checked(x, w, b, stride, padding, output_padding, dilation, groups)
    check_shape("gy", gy.shape, _output_shape(x, w, walk, groups))
    stamp_map = _stamp_map(x, walk)
    g = planes(gy, len(walk))
    gx = window_product(_taps(w), g, stamp_map, groups)
    gw = kernel_adjoint(flat, g, stamp_map, groups)
    gb = None if b is None else g.sum(axis=(0, 2), dtype=g.dtype)
    return gx.reshape(x.shape), gw.reshape(w.shape), gb


def _checked(
    x: NDArray[Any],
    w: NDArray[Any],
    b: NDArray[Any] | None,
    stride: tuple[int, ...],
    padding: Padding,
    output_padding: tuple[int, ...],
    dilation: tuple[int, ...],
    groups: int,
) -> tuple[NDArray[Any], tuple[Axis, ...]]:
    """The planes of x and the walk over the output, once everything fits together."""
    rank = w.ndim - 2
    if not 1 <= rank <= 3:
        raise GeometryError("w", w.shape, "shape (C, O/groups, *kernel) of rank 1 to 3")
    flat = planes(x, rank)
    channels = flat.shape[1]
    check_integer("groups", groups, 1)
    if channels % groups:
        raise GeometryError("groups", groups, f"a divisor of C = {channels}")
    if len(w) != channels:
        raise GeometryError("w.shape[0]", len(w), f"{channels}, the channels of x")
    if b is not None:
        check_shape("b", b.shape, (groups * w.shape[1],))
    walk = transposed_axes(x.shape[-rank:], w.shape[2:], stride, dilation, padding, output_padding)
    return flat, walk


def _stamp_map(x: NDArray[Any], walk: tuple[Axis, ...]) -> IntArray:
    """The output cell that each tap of each input cell reaches, (cells of x, taps).

    Windows beyond the input cells, which exist where output_padding >= s, are left out.
    """
    size, index_map = x.shape[-len(walk) :], window_map(walk)
    taps = index_map.shape[1]
    windows = index_map.reshape(*[axis.cells for axis in walk], taps)
    return windows[tuple(slice(i) for i in size)].reshape(prod(size), taps)


def _output_shape(
    x: NDArray[Any], w: NDArray[Any], walk: tuple[Axis, ...], groups: int
) -> tuple[int, ...]:
    return (*x.shape[: -len(walk) - 1], groups * w.shape[1], *[axis.size for axis in walk])


def _taps(w: NDArray[Any]) -> NDArray[Any]:
    """(C, O/groups, taps)."""
    return w.reshape(*w.shape[:2], prod(w.shape[2:]))
