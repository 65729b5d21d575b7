"""`keras.ops.depthwise_conv(x, w, strides, padding)` with w of (kH, kW, C, m)."""

import keras
import numpy as np


def depthwise2d(x, w, stride, padding):
    w = np.reshape(w, (x.shape[1], -1, *w.shape[2:]))  # C·m -> C, m
    w = np.transpose(w, (2, 3, 0, 1))
    x = np.pad(np.transpose(x, (0, 2, 3, 1)), ((0, 0), *padding, (0, 0)))
    y = keras.ops.depthwise_conv(x, w, strides=stride, padding="valid")
    return keras.ops.transpose(y, (0, 3, 1, 2))
