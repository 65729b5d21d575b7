"""`tf.nn.conv3d(x, w, [1, s, s, s, 1], "VALID", dilations=)`, x in NDHWC, w in DHWIO.

Strides and dilations have five entries. Pad first; there are no groups: a call for each.
"""

import numpy as np
import tensorflow as tf


def conv3d(x, w, stride, padding, dilation, groups):
    x = np.pad(np.transpose(x, (0, 2, 3, 4, 1)), ((0, 0), *padding, (0, 0)))
    w = np.transpose(w, (2, 3, 4, 1, 0))
    pieces = zip(np.split(x, groups, -1), np.split(w, groups, -1), strict=True)
    parts = [
        tf.nn.conv3d(a, b, [1, *stride, 1], "VALID", dilations=[1, *dilation, 1]) for a, b in pieces
    ]
    return tf.transpose(tf.concat(parts, -1), (0, 4, 1, 2, 3))
