"""`tf.pad(x, pairs, "REFLECT")`; there is no name for the others: gather the source cells."""

import numpy as np
import tensorflow as tf


def pad2d(x, padding, mode):
    if mode == "reflect":
        return tf.pad(x, ((0, 0), (0, 0), *padding), "REFLECT")
    for axis, (lo, hi) in enumerate(padding, 2):
        source = np.arange(-lo, x.shape[axis] + hi)
        size = x.shape[axis]
        source = source.clip(0, size - 1) if mode == "replicate" else source % size
        x = tf.gather(x, source, axis=axis)
    return x
