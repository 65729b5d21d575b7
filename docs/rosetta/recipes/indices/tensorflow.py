"""`tf.nn.max_pool_with_argmax(x, ...)` gives (y·W + x)·C + c: divide by C.

Padding is `VALID` or `SAME`: for another one pad by hand, and translate to the unpadded plane.
"""

import numpy as np
import tensorflow as tf


def max_pool2d_indices(x, kernel, stride, padding):
    (top, _), (left, _) = padding
    width = x.shape[3]
    pads = ((0, 0), *padding, (0, 0))
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), pads, constant_values=-np.inf)
    y, flat = tf.nn.max_pool_with_argmax(x, kernel, stride, "VALID")
    cell = flat // x.shape[3]  # flat in the padded plane
    rows, columns = cell // x.shape[2] - top, cell % x.shape[2] - left
    return tf.transpose(y, (0, 3, 1, 2)), tf.transpose(rows * width + columns, (0, 3, 1, 2))
