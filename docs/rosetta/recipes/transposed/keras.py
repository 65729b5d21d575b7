"""`keras.ops.conv_transpose(x, w, strides, padding="valid")`, w of (kH, kW, O, C), then a cut.

Padding is `valid` or `same`, and `same` is not torch's padding: cut by hand.
"""

import keras
import numpy as np


def conv_transpose2d(x, w, stride, padding, output_padding):
    size = [
        (i - 1) * s + k + extra
        for i, s, k, extra in zip(x.shape[2:], stride, w.shape[2:], output_padding, strict=True)
    ]
    x = np.transpose(x, (0, 2, 3, 1))
    w = np.transpose(w, (2, 3, 1, 0))
    y = keras.ops.conv_transpose(x, w, strides=stride, padding="valid")
    y = keras.ops.transpose(y, (0, 3, 1, 2))[:, :, : size[0], : size[1]]
    missing = [n - have for n, have in zip(size, y.shape[2:], strict=True)]
    y = keras.ops.pad(y, ((0, 0), (0, 0), (0, missing[0]), (0, missing[1])))
    (top, bottom), (left, right) = padding
    return y[:, :, top : size[0] - bottom, left : size[1] - right]
