"""Pad with zeros; `tf.nn.avg_pool2d(..., "VALID")` times the cells of the window is the sum."""

import numpy as np
import tensorflow as tf


def avg_pool2d_divided(x, kernel, stride, padding, divisor):
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), ((0, 0), *padding, (0, 0)))
    total = tf.nn.avg_pool2d(x, kernel, stride, "VALID") * (kernel[0] * kernel[1])
    return tf.transpose(total / divisor, (0, 3, 1, 2))
