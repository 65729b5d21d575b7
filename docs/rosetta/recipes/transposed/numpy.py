"""Each cell of x stamps the kernel onto the output; stamps add."""

import numpy as np


def conv_transpose2d(x, w, stride, padding, output_padding):
    (n, _, height, width), (_, channels, kh, kw) = x.shape, w.shape
    full = [
        (i - 1) * s + k + extra
        for i, s, k, extra in zip(x.shape[2:], stride, w.shape[2:], output_padding, strict=True)
    ]
    y = np.zeros((n, channels, *full), x.dtype)
    for t, u in np.ndindex(kh, kw):
        rows = slice(t, t + height * stride[0], stride[0])
        columns = slice(u, u + width * stride[1], stride[1])
        y[:, :, rows, columns][:, :, :height, :width] += np.einsum(
            "nchw,co->nohw", x, w[:, :, t, u]
        )
    (top, bottom), (left, right) = padding
    return y[:, :, top : full[0] - bottom, left : full[1] - right]
