"""`tf.nn.depthwise_conv2d(x, w, [1, s, s, 1], padding)` with w of (kH, kW, C, m).

The strides have four entries here.
"""

import numpy as np
import tensorflow as tf


def depthwise2d(x, w, stride, padding):
    channels = x.shape[1]
    w = np.reshape(w, (channels, -1, *w.shape[2:]))  # C·m -> C, m
    w = np.transpose(w, (2, 3, 0, 1))
    x = np.transpose(x, (0, 2, 3, 1))
    pads = [(0, 0), *padding, (0, 0)]
    y = tf.nn.depthwise_conv2d(x, w, [1, *stride, 1], pads)
    return tf.transpose(y, (0, 3, 1, 2))
