"""`keras.ops.conv(x, w, strides, padding="valid", dilation_rate=)`, x in NLC, w in LIO.

Padding is `valid` or `same` only: pad first. Strides and dilation above 1 exclude each other.
"""

import keras
import numpy as np


def conv1d(x, w, stride, padding, dilation, groups):
    x = np.pad(np.transpose(x, (0, 2, 1)), ((0, 0), *padding, (0, 0)))
    w = np.transpose(w, (2, 1, 0))
    if stride[0] > 1:  # dilation by zeros between the taps
        wide = np.zeros((dilation[0] * (len(w) - 1) + 1, *w.shape[1:]), w.dtype)
        wide[:: dilation[0]] = w
        w, dilation = wide, (1,)
    pieces = zip(np.split(x, groups, -1), np.split(w, groups, -1), strict=True)
    parts = [
        keras.ops.conv(a, b, strides=stride, padding="valid", dilation_rate=dilation)
        for a, b in pieces
    ]
    return keras.ops.transpose(keras.ops.concatenate(parts, -1), (0, 2, 1))
