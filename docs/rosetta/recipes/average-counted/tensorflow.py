"""Pad with zeros, then `tf.nn.avg_pool2d(..., "VALID")`. Explicit padding is not accepted here."""

import numpy as np
import tensorflow as tf


def avg_pool2d(x, kernel, stride, padding):
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), ((0, 0), *padding, (0, 0)))
    return tf.transpose(tf.nn.avg_pool2d(x, kernel, stride, "VALID"), (0, 3, 1, 2))
