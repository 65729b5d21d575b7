"""`tf.nn.conv2d(x, w, strides, padding, dilations=)`, x in NHWC, w in HWIO.

Padding is one pair for each of the four axes. Groups are not named: w has C/groups input channels.
"""

import numpy as np
import tensorflow as tf


def conv2d(x, w, stride, padding, dilation, groups):
    assert x.shape[1] == w.shape[1] * groups
    x = np.transpose(x, (0, 2, 3, 1))
    w = np.transpose(w, (2, 3, 1, 0))
    pads = [(0, 0), *padding, (0, 0)]
    y = tf.nn.conv2d(x, w, strides=stride, padding=pads, dilations=dilation)
    return tf.transpose(y, (0, 3, 1, 2))
