"""`tf.nn.conv2d_transpose(x, w, output_shape, strides, padding)`, w of (kH, kW, O, C).

There is no output_padding: `output_shape` says it. Padding is what the forward convolution pads.
"""

import numpy as np
import tensorflow as tf


def conv_transpose2d(x, w, stride, padding, output_padding):
    size = [
        (i - 1) * s - lo - hi + k + extra
        for i, s, (lo, hi), k, extra in zip(
            x.shape[2:], stride, padding, w.shape[2:], output_padding, strict=True
        )
    ]
    x = np.transpose(x, (0, 2, 3, 1))
    pads = [(0, 0), *padding, (0, 0)]
    shape = [len(x), *size, w.shape[1]]
    w = np.transpose(w, (2, 3, 1, 0))
    y = tf.nn.conv2d_transpose(x, w, shape, strides=stride, padding=pads)
    return tf.transpose(y, (0, 3, 1, 2))
