"""`np.linalg.norm(windows, p)` flattened, or the formula itself."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def lp_pool2d(x, p, kernel, stride):
    windows = sliding_window_view(np.abs(x) ** p, kernel, (2, 3))
    return windows[:, :, :: stride[0], :: stride[1]].sum((-2, -1)) ** (1 / p)
