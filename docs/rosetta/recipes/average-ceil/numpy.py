"""Zeros for the padding, which counts; NaN for the overhang, which does not."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def avg_pool2d_ceil(x, kernel, stride, padding):
    sides = zip(x.shape[2:], kernel, stride, padding, strict=True)
    beyond = [(0, overhang(i, k, s, lo, hi)) for i, k, s, (lo, hi) in sides]
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    x = np.pad(x, ((0, 0), (0, 0), *beyond), constant_values=np.nan)
    windows = sliding_window_view(x, kernel, (2, 3))[:, :, :: stride[0], :: stride[1]]
    return np.nanmean(windows, (-2, -1))


def overhang(size, kernel, stride, lo, hi):
    """Cells that the last window of ceil mode reaches beyond the high padding."""
    room = size + lo + hi - kernel
    cells = min(-(-room // stride) + 1, -(-(size + lo) // stride))
    return max((cells - 1) * stride - room, 0)
