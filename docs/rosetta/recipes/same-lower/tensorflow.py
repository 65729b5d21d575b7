"""No name for it: explicit padding, one pair for each of the four axes."""

import numpy as np
import tensorflow as tf


def conv2d_same_lower(x, w, stride, dilation):
    given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
    pads = [(0, 0), *[same_pads(*axis) for axis in given], (0, 0)]
    x = np.transpose(x, (0, 2, 3, 1))
    w = np.transpose(w, (2, 3, 1, 0))
    y = tf.nn.conv2d(x, w, strides=stride, padding=pads, dilations=dilation)
    return tf.transpose(y, (0, 3, 1, 2))


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the beginning."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total - total // 2, total // 2
