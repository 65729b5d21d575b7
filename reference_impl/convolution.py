"""Convolution: at each window, the inner product of what the taps read with the kernel."""

from math import prod
from typing import Any

from numpy.typing import NDArray

from reference_impl.geometry import Axis, GeometryError, Padding, axes, check_integer, check_shape
from reference_impl.padding import PaddingMode
from reference_impl.window_product import input_adjoint, kernel_adjoint, window_product
from reference_impl.windows import planes, window_map


def conv(
    x: NDArray[Any],
    w: NDArray[Any],
    b: NDArray[Any] | None = None,
    *,
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int = 1,
    padding_mode: PaddingMode = "zeros",
    flip_kernel: bool = False,
) -> NDArray[Any]:
    r"""Cross-correlation of x (N, C, *size) or (C, *size) with w (O, C/groups, *kernel).

    $$y[n, m, o] = b[m] + \sum_{c} \sum_{t} w[m, c, t] \; x[n,\, c_0 + c,\, o s + t d - lo]$$

    per axis, where $c$ runs over the C/groups channels of the group of output channel $m$, which
    begin at $c_0$. x is 0 outside its plane, or what `padding_mode` says; a padding cell is
    multiplied like any other. `flip_kernel` makes it convolution proper: every spatial axis of
    the kernel reversed, not the channels. Rank 1 to 3.

    Returns (N, O, *cells) or (O, *cells) of np.result_type(x, w); integers wrap, and never round.
    A window larger than the padded input leaves an output extent of 0.
    Raises GeometryError for an illegal parameter or shapes that do not fit together.

    >>> import numpy as np
    >>> conv(np.arange(9).reshape(1, 3, 3), np.array([[[[0, 1], [2, 3]]]]),
    ...      stride=(1, 1), padding="valid", dilation=(1, 1))
    array([[[19, 25],
            [37, 43]]])
    """
    flat, walk = _checked(x, w, b, stride, padding, dilation, groups)
    index_map = window_map(walk, padding_mode)
    y = window_product(_taps(w, flip_kernel), flat, index_map, groups)
    y = y.reshape(_output_shape(x, w, walk))
    if b is not None:
        y += b.reshape(len(b), *[1] * len(walk))
    return y


def conv_grad(
    gy: NDArray[Any],
    x: NDArray[Any],
    w: NDArray[Any],
    b: NDArray[Any] | None = None,
    *,
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int = 1,
    padding_mode: PaddingMode = "zeros",
    flip_kernel: bool = False,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any] | None]:
    r"""The gradients (gx, gw, gb) of $\langle gy, \mathrm{conv}(x, w, b) \rangle$.

    $$gx[n, c_0 + c, q] = \sum_{m,\, o s + t d - lo = q} gy[n, m, o] \; w[m, c, t]$$
    $$gw[m, c, t] = \sum_{n, o} gy[n, m, o] \; x[n,\, c_0 + c,\, o s + t d - lo] \qquad
    gb[m] = \sum_{n, o} gy[n, m, o]$$

    Padding with zeros gets no gradient; under another `padding_mode` what falls on a padding cell
    is added to the cell that stands there. Cells that no window reads get 0.

    gy has the shape of `conv`'s result, each gradient the shape of its array; gb is None without
    b. Dtypes np.result_type of what is multiplied; integers wrap.
    Raises GeometryError like `conv`, and for another shape of gy.

    >>> import numpy as np
    >>> one = {"stride": (1,), "padding": ((1, 0),), "dilation": (1,)}
    >>> conv_grad(np.array([[1, 10, 100]]), np.array([[5, 6, 7]]), np.array([[[2, 3]]]), **one)
    (array([[ 23, 230, 300]]), array([[[650, 765]]]), None)
    """
    flat, walk = _checked(x, w, b, stride, padding, dilation, groups)
    index_map = window_map(walk, padding_mode)
    check_shape("gy", gy.shape, _output_shape(x, w, walk))
    g = planes(gy, len(walk))
    gx = input_adjoint(g, _taps(w, flip_kernel), index_map, groups, flat.shape[-1])
    gw = kernel_adjoint(g, flat, index_map, groups)
    if flip_kernel:
        gw = gw[:, :, ::-1]
    gb = None if b is None else g.sum(axis=(0, 2), dtype=g.dtype)
    return gx.reshape(x.shape), gw.reshape(w.shape), gb


def _checked(
    x: NDArray[Any],
    w: NDArray[Any],
    b: NDArray[Any] | None,
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
    groups: int,
) -> tuple[NDArray[Any], tuple[Axis, ...]]:
    """The planes of x and the walk over them, once everything fits together."""
    rank = w.ndim - 2
    if not 1 <= rank <= 3:
        raise GeometryError("w", w.shape, "shape (O, C/groups, *kernel) of rank 1 to 3")
    flat = planes(x, rank)
    channels, (outputs, per_group) = flat.shape[1], w.shape[:2]
    check_integer("groups", groups, 1)
    if channels % groups or outputs % groups:
        raise GeometryError("groups", groups, f"a divisor of C = {channels} and O = {outputs}")
    if per_group != channels // groups:
        raise GeometryError(
            "w.shape[1]", per_group, f"{channels // groups}, C = {channels} over groups = {groups}"
        )
    if b is not None:
        check_shape("b", b.shape, (outputs,))
    return flat, axes(x.shape[-rank:], w.shape[2:], stride, dilation, padding)


def _output_shape(x: NDArray[Any], w: NDArray[Any], walk: tuple[Axis, ...]) -> tuple[int, ...]:
    return (*x.shape[: -len(walk) - 1], len(w), *[axis.cells for axis in walk])


def _taps(w: NDArray[Any], flip_kernel: bool) -> NDArray[Any]:
    """(O, C/groups, taps)."""
    flat = w.reshape(*w.shape[:2], prod(w.shape[2:]))
    # All axes reversed is the row-major order reversed.
    return flat[:, :, ::-1] if flip_kernel else flat
