"""Unfold and fold: the windows of the input as columns, and columns added back to a plane."""

from math import prod
from typing import Any

from numpy.typing import NDArray

from reference_impl.adjoint import scatter_add
from reference_impl.geometry import Axis, GeometryError, Padding, axes, check_extents, check_shape
from reference_impl.windows import gather, walked, window_map


def unfold(
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
) -> NDArray[Any]:
    r"""The windows of x (N, C, *size) or (C, *size) as columns (im2col); padding reads 0.

    $$\text{columns}[n,\, c \cdot \text{taps} + t,\, o] = x[n, c, o s + t d - lo]$$

    with taps and output cells flattened row-major. Convolution is the product of the flattened
    kernels with these columns.

    Returns (N, C * taps, cells) or (C * taps, cells) in the dtype of x.
    Raises GeometryError for an illegal parameter or a shape that does not fit.

    >>> import numpy as np
    >>> unfold(np.array([[1, 2, 3, 4]]), kernel=(2,), stride=(1,), padding=((0, 0),), dilation=(1,))
    array([[1, 2, 3],
           [2, 3, 4]])
    """
    flat, walk = walked(x, kernel, stride, padding, dilation)
    columns = gather(flat, window_map(walk).T, 0)
    return columns.reshape(_column_shape(x, walk))


def fold(
    columns: NDArray[Any],
    *,
    output_size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
) -> NDArray[Any]:
    r"""The adjoint of unfold: columns (N, C * taps, cells) or (C * taps, cells) added to a plane.

    $$x[n, c, q] = \sum_{o s + t d - lo = q} \text{columns}[n,\, c \cdot \text{taps} + t,\, o]$$

    What falls on padding is dropped, overlaps add, cells that no window covers are 0. So
    fold(unfold(x)) is x times the number of windows that cover each cell.

    Returns (N, C, *output_size) or (C, *output_size) in the dtype of columns; integers wrap.
    Raises GeometryError for an illegal parameter, a number of rows that is no multiple of the
    taps, or a number of columns other than the product of the output extents (the floor rule).

    >>> import numpy as np
    >>> fold(np.array([[1, 2, 3], [2, 3, 4]]), output_size=(4,), kernel=(2,), stride=(1,),
    ...      padding=((0, 0),), dilation=(1,))
    array([[1, 4, 6, 4]])
    """
    check_extents("output_size", output_size)
    walk = axes(output_size, kernel, stride, dilation, padding)
    index_map = window_map(walk)
    cells, taps = index_map.shape
    if columns.ndim not in (2, 3):
        raise GeometryError("columns", columns.shape, "3 axes, or 2 without a batch")
    *batch, rows, found = columns.shape
    if rows % taps:
        raise GeometryError("columns.shape[-2]", rows, f"a multiple of the {taps} taps")
    if found != cells:
        raise GeometryError("columns.shape[-1]", found, f"{cells}, the number of windows")
    stamps = columns.reshape(*batch, rows // taps, taps, cells)
    x = scatter_add(stamps, index_map.T, prod(output_size))
    return x.reshape(*batch, rows // taps, *output_size)


def unfold_grad(
    gy: NDArray[Any],
    x: NDArray[Any],
    *,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
) -> tuple[NDArray[Any]]:
    """The gradient (gx,) of unfold: fold of gy, which has the shape of unfold's result.

    gx has the shape of x. Raises GeometryError like `unfold`, and for another shape of gy.
    """
    _, walk = walked(x, kernel, stride, padding, dilation)
    check_shape("gy", gy.shape, _column_shape(x, walk))
    steps = {"kernel": kernel, "stride": stride, "dilation": dilation}
    return (fold(gy, output_size=x.shape[-len(walk) :], padding=padding, **steps),)


def fold_grad(
    gy: NDArray[Any],
    columns: NDArray[Any],
    *,
    output_size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: Padding,
    dilation: tuple[int, ...],
) -> tuple[NDArray[Any]]:
    """The gradient (gcolumns,) of fold: unfold of gy, which has the shape of fold's result.

    gcolumns has the shape of columns. Raises GeometryError like `fold`, and for another shape of
    gy.
    """
    steps = {"kernel": kernel, "stride": stride, "dilation": dilation}
    y = fold(columns, output_size=output_size, padding=padding, **steps)
    check_shape("gy", gy.shape, y.shape)
    return (unfold(gy, padding=padding, **steps),)


def _column_shape(x: NDArray[Any], walk: tuple[Axis, ...]) -> tuple[int, ...]:
    *batch, channels = x.shape[: -len(walk)]
    taps, cells = prod(axis.kernel for axis in walk), prod(axis.cells for axis in walk)
    return (*batch, channels * taps, cells)
