"""`tf.nn.max_pool2d(x, ksize, strides, padding)`; a dilation needs `tf.nn.pool` and stride 1."""

import numpy as np
import tensorflow as tf


def max_pool2d(x, kernel, stride, padding, dilation):
    pads = ((0, 0), *padding, (0, 0))
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), pads, constant_values=-np.inf)
    if max(dilation) == 1:
        y = tf.nn.max_pool2d(x, kernel, stride, "VALID")
    else:
        y = tf.nn.pool(x, kernel, "MAX", padding="VALID", dilations=dilation)
        y = y[:, :: stride[0], :: stride[1]]
    return tf.transpose(y, (0, 3, 1, 2))
