"""`tf.nn.conv2d_transpose(x, w, output_shape, strides, "VALID", dilations=)`, w of (kH, kW, O, C).

On a CPU dilation and explicit padding exclude each other: cut by hand.
"""

import numpy as np
import tensorflow as tf


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    size = [
        (i - 1) * s + d * (k - 1) + 1
        for i, s, d, k in zip(x.shape[2:], stride, dilation, w.shape[2:], strict=True)
    ]
    shape = [len(x), *size, w.shape[1]]
    x, w = np.transpose(x, (0, 2, 3, 1)), np.transpose(w, (2, 3, 1, 0))
    y = tf.nn.conv2d_transpose(x, w, shape, strides=stride, padding="VALID", dilations=dilation)
    (top, bottom), (left, right) = padding
    y = tf.transpose(y, (0, 3, 1, 2))
    return y[:, :, top : size[0] - bottom, left : size[1] - right]
