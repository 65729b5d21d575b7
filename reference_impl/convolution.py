"""Convolution: at each window, the inner product of what the taps read with the kernel."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference_impl.geometry import GeometryError, Padding, axes, check_integer
from reference_impl.padding import PaddingMode
from reference_impl.windows import gather, window_map


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

    >>> conv(np.arange(9).reshape(1, 3, 3), np.array([[[[0, 1], [2, 3]]]]),
    ...      stride=(1, 1), padding="valid", dilation=(1, 1))
    array([[[19, 25],
            [37, 43]]])
    """
    rank = w.ndim - 2
    if not 1 <= rank <= 3:
        raise GeometryError("w", w.shape, "shape (O, C/groups, *kernel) of rank 1 to 3")
    if x.ndim == rank + 1:
        x = x[np.newaxis]
        batched = False
    elif x.ndim == rank + 2:
        batched = True
    else:
        raise GeometryError("x", x.shape, f"{rank + 2} axes, or {rank + 1} without a batch")
    n, c, *size = x.shape
    outputs, per_group, *kernel = w.shape
    _check_channels(c, outputs, per_group, groups, b)

    walk = axes(tuple(size), tuple(kernel), stride, dilation, padding)
    extents = [axis.cells for axis in walk]
    taps, cells = prod(kernel), prod(extents)
    # The unfolded input: a row for each channel and tap, a column for each window.
    columns = gather(x.reshape(n, c, prod(size)), window_map(walk, padding_mode).T, 0)
    rows = w.reshape(outputs, per_group, taps)
    if flip_kernel:
        rows = rows[:, :, ::-1]  # all axes reversed is the row-major order reversed
    y: NDArray[Any] = rows.reshape(groups, outputs // groups, per_group * taps) @ columns.reshape(
        n, groups, per_group * taps, cells
    )
    y = y.reshape(n, outputs, *extents)
    if b is not None:
        y += b.reshape(outputs, *[1] * rank)
    return y if batched else y[0]


def _check_channels(
    channels: int, outputs: int, per_group: int, groups: int, b: NDArray[Any] | None
) -> None:
    check_integer("groups", groups, 1)
    if channels % groups or outputs % groups:
        raise GeometryError("groups", groups, f"a divisor of C = {channels} and O = {outputs}")
    if per_group != channels // groups:
        raise GeometryError(
            "w.shape[1]", per_group, f"{channels // groups}, C = {channels} over groups = {groups}"
        )
    if b is not None and b.shape != (outputs,):
        raise GeometryError("b.shape", b.shape, f"{(outputs,)}, one bias per output channel")
