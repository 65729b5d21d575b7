"""`tf.nn.conv1d(x, w, stride, "VALID", dilations=)`, x in NWC, w in WIO; pad first."""

import numpy as np
import tensorflow as tf


def conv1d(x, w, stride, padding, dilation, groups):
    assert x.shape[1] == w.shape[1] * groups
    x = np.pad(np.transpose(x, (0, 2, 1)), ((0, 0), *padding, (0, 0)))
    w = np.transpose(w, (2, 1, 0))
    y = tf.nn.conv1d(x, w, stride[0], "VALID", dilations=dilation[0])
    return tf.transpose(y, (0, 2, 1))
