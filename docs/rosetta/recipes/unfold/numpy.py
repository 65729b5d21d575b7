"""A transposed window view; the copy is made by `reshape`."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def unfold2d(x, kernel, stride, padding, dilation):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    extent = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    (r, c), (a, b) = stride, dilation
    windows = sliding_window_view(x, extent, (2, 3))[:, :, ::r, ::c, ::a, ::b]
    rows = x.shape[1] * kernel[0] * kernel[1]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(len(x), rows, -1)
