"""`argmax` over the taps of each window; the same windows of the plane's own numbers."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d_indices(x, kernel, stride, padding):
    plane = np.arange(x.shape[2] * x.shape[3]).reshape(x.shape[2:])
    x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    plane = np.pad(plane, padding, constant_values=-1)
    r, c = stride
    values = sliding_window_view(x, kernel, (2, 3))[:, :, ::r, ::c]
    cells = sliding_window_view(plane, kernel)[::r, ::c]
    values = values.reshape(*values.shape[:4], -1)
    cells = np.broadcast_to(cells.reshape(*cells.shape[:2], -1), values.shape)
    best = values.argmax(-1)[..., None]  # the first of equal ones
    return values.max(-1), np.take_along_axis(cells, best, -1)[..., 0]
