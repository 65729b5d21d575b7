"""`np.put_along_axis` on flat planes."""

import numpy as np


def max_unpool2d(y, indices, output_size):
    flat = np.zeros((*y.shape[:2], output_size[0] * output_size[1]), y.dtype)
    np.put_along_axis(flat, indices.reshape(*y.shape[:2], -1), y.reshape(*y.shape[:2], -1), 2)
    return flat.reshape(*y.shape[:2], *output_size)
