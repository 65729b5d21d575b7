"""`keras.ops.conv(x, w, strides, padding="valid", dilation_rate=)`, x in NDHWC, w in DHWIO.

Padding is `valid` or `same` only: pad first. Strides and dilation above 1 exclude each other.
"""

import keras
import numpy as np


def conv3d(x, w, stride, padding, dilation, groups):
    x = np.pad(np.transpose(x, (0, 2, 3, 4, 1)), ((0, 0), *padding, (0, 0)))
    w = np.transpose(w, (2, 3, 4, 1, 0))
    if max(stride) > 1:  # dilation by zeros between the taps
        extent = [d * (k - 1) + 1 for k, d in zip(w.shape[:3], dilation, strict=True)]
        wide = np.zeros((*extent, *w.shape[3:]), w.dtype)
        wide[tuple(slice(None, None, d) for d in dilation)] = w
        w, dilation = wide, (1, 1, 1)
    pieces = zip(np.split(x, groups, -1), np.split(w, groups, -1), strict=True)
    parts = [
        keras.ops.conv(a, b, strides=stride, padding="valid", dilation_rate=dilation)
        for a, b in pieces
    ]
    return keras.ops.transpose(keras.ops.concatenate(parts, -1), (0, 4, 1, 2, 3))
