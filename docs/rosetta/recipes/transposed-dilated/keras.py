"""`keras.ops.conv_transpose(x, w, strides, padding="valid", dilation_rate=)`, w of (kH, kW, O, C).

Padding is `valid` or `same`: cut by hand. The layer `Conv2DTranspose` refuses strides and dilation
above 1 together.
"""

import keras
import numpy as np


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    size = [
        (i - 1) * s + d * (k - 1) + 1
        for i, s, d, k in zip(x.shape[2:], stride, dilation, w.shape[2:], strict=True)
    ]
    x, w = np.transpose(x, (0, 2, 3, 1)), np.transpose(w, (2, 3, 1, 0))
    y = keras.ops.conv_transpose(x, w, strides=stride, padding="valid", dilation_rate=dilation)
    (top, bottom), (left, right) = padding
    y = keras.ops.transpose(y, (0, 3, 1, 2))
    return y[:, :, top : size[0] - bottom, left : size[1] - right]
