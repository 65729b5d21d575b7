"""No ceil mode: pad the end with what the last window overhangs. `same` is something else."""

import keras
import numpy as np


def max_pool2d_ceil(x, kernel, stride, padding):
    sides = zip(x.shape[2:], kernel, stride, padding, strict=True)
    padding = [(lo, hi + overhang(i, k, s, lo, hi)) for i, k, s, (lo, hi) in sides]
    pads = ((0, 0), *padding, (0, 0))
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), pads, constant_values=-np.inf)
    y = keras.ops.max_pool(x, kernel, stride, "valid")
    return keras.ops.transpose(y, (0, 3, 1, 2))


def overhang(size, kernel, stride, lo, hi):
    """Cells that the last window of ceil mode reaches beyond the high padding."""
    room = size + lo + hi - kernel
    cells = min(-(-room // stride) + 1, -(-(size + lo) // stride))
    return max((cells - 1) * stride - room, 0)
