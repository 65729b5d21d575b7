"""`tf.nn.conv2d(..., padding="SAME")`, with any stride and dilation."""

import numpy as np
import tensorflow as tf


def conv2d_same(x, w, stride, dilation):
    x = np.transpose(x, (0, 2, 3, 1))
    w = np.transpose(w, (2, 3, 1, 0))
    y = tf.nn.conv2d(x, w, strides=stride, padding="SAME", dilations=dilation)
    return tf.transpose(y, (0, 3, 1, 2))
