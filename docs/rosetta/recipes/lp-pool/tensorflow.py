"""The average of `abs(x) ** p` times the cells of the window, then the root."""

import numpy as np
import tensorflow as tf


def lp_pool2d(x, p, kernel, stride):
    x = np.abs(np.transpose(x, (0, 2, 3, 1))) ** p * (kernel[0] * kernel[1])
    total = tf.nn.avg_pool2d(x, kernel, stride, "VALID")
    total = tf.sqrt(total) if p == 2 else total ** (1 / p)
    return tf.transpose(total, (0, 3, 1, 2))
