"""`tf.tensor_scatter_nd_update`; `tf.scatter_nd` would *add* equal indices."""

import numpy as np
import tensorflow as tf


def max_unpool2d(y, indices, output_size):
    n, c = y.shape[:2]
    planes = np.broadcast_to(np.arange(n * c).reshape(n, c, 1, 1), y.shape)
    where = np.stack([planes.ravel(), indices.ravel()], -1)
    flat = tf.zeros((n * c, output_size[0] * output_size[1]), y.dtype)
    return tf.reshape(tf.tensor_scatter_nd_update(flat, where, y.ravel()), (n, c, *output_size))
