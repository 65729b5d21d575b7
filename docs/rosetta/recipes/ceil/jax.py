"""No ceil mode: pad the end with what the last window overhangs, and cut what is dropped."""

import numpy as np
from jax import lax


def max_pool2d_ceil(x, kernel, stride, padding):
    sides = zip(x.shape[2:], kernel, stride, padding, strict=True)
    padding = [(lo, hi + overhang(i, k, s, lo, hi)) for i, k, s, (lo, hi) in sides]
    window, strides = (1, 1, *kernel), (1, 1, *stride)
    return lax.reduce_window(x, -np.inf, lax.max, window, strides, [(0, 0), (0, 0), *padding])


def overhang(size, kernel, stride, lo, hi):
    """Cells that the last window of ceil mode reaches beyond the high padding."""
    room = size + lo + hi - kernel
    cells = min(-(-room // stride) + 1, -(-(size + lo) // stride))
    return max((cells - 1) * stride - room, 0)
