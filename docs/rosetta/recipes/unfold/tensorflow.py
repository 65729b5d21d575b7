"""`tf.image.extract_patches(x, sizes, strides, rates, padding)`: tap first, then channel.

Transposed here to channel, then tap. Padding is `VALID` or `SAME`: pad first.
"""

import numpy as np
import tensorflow as tf


def unfold2d(x, kernel, stride, padding, dilation):
    channels = x.shape[1]
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), ((0, 0), *padding, (0, 0)))
    y = tf.image.extract_patches(x, (1, *kernel, 1), (1, *stride, 1), (1, *dilation, 1), "VALID")
    y = tf.reshape(y, (len(x), -1, kernel[0] * kernel[1], channels))
    return tf.reshape(tf.transpose(y, (0, 3, 2, 1)), (len(x), channels * y.shape[2], -1))
