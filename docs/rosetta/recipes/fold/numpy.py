"""Add each tap's plane where it came from, then cut the padding off."""

import numpy as np


def fold2d(columns, output_size, kernel, stride, padding, dilation):
    (top, bottom), (left, right) = padding
    height, width = output_size[0] + top + bottom, output_size[1] + left + right
    rows, cells = [
        (n - d * (k - 1) - 1) // s + 1
        for n, k, s, d in zip((height, width), kernel, stride, dilation, strict=True)
    ]
    taps = columns.reshape(len(columns), -1, *kernel, rows, cells)
    y = np.zeros((*taps.shape[:2], height, width), columns.dtype)
    for t, u in np.ndindex(*kernel):
        r, c = t * dilation[0], u * dilation[1]
        span = slice(r, r + rows * stride[0], stride[0]), slice(c, c + cells * stride[1], stride[1])
        y[:, :, *span][:, :, :rows, :cells] += taps[:, :, t, u]
    return y[:, :, top : height - bottom, left : width - right]
