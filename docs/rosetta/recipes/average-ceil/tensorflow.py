"""Sums of x over sums of ones; the ones stand for the padding too, not for the overhang."""

import numpy as np
import tensorflow as tf


def avg_pool2d_ceil(x, kernel, stride, padding):
    sides = zip(x.shape[2:], kernel, stride, padding, strict=True)
    beyond = [(0, overhang(i, k, s, lo, hi)) for i, k, s, (lo, hi) in sides]
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), ((0, 0), *padding, (0, 0)))
    pads, cells = ((0, 0), *beyond, (0, 0)), kernel[0] * kernel[1]
    mean = tf.nn.avg_pool2d(np.pad(x, pads) * cells, kernel, stride, "VALID")
    count = tf.nn.avg_pool2d(np.pad(np.ones_like(x), pads) * cells, kernel, stride, "VALID")
    return tf.transpose(mean / count, (0, 3, 1, 2))


def overhang(size, kernel, stride, lo, hi):
    """Cells that the last window of ceil mode reaches beyond the high padding."""
    room = size + lo + hi - kernel
    cells = min(-(-room // stride) + 1, -(-(size + lo) // stride))
    return max((cells - 1) * stride - room, 0)
