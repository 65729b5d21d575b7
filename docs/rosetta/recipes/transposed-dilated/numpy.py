"""Each cell of x stamps the kernel onto the output, its taps apart; stamps add."""

import numpy as np


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    (n, _, height, width), (_, channels, kh, kw) = x.shape, w.shape
    full = [
        (i - 1) * s + d * (k - 1) + 1
        for i, s, d, k in zip(x.shape[2:], stride, dilation, w.shape[2:], strict=True)
    ]
    y = np.zeros((n, channels, *full), x.dtype)
    for t, u in np.ndindex(kh, kw):
        row, column = t * dilation[0], u * dilation[1]
        rows = slice(row, row + (height - 1) * stride[0] + 1, stride[0])
        columns = slice(column, column + (width - 1) * stride[1] + 1, stride[1])
        y[:, :, rows, columns] += np.einsum("nchw,co->nohw", x, w[:, :, t, u])
    (top, bottom), (left, right) = padding
    return y[:, :, top : full[0] - bottom, left : full[1] - right]
