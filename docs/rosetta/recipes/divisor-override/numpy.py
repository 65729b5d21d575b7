"""`sliding_window_view(...).sum((-2, -1))` over an x padded with zeros, divided by the number."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def avg_pool2d_divided(x, kernel, stride, padding, divisor):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    windows = sliding_window_view(x, kernel, (2, 3))[:, :, :: stride[0], :: stride[1]]
    return windows.sum((-2, -1)) / divisor
