"""No name for it: the mean of each bin."""

import tensorflow as tf


def adaptive_avg_pool2d(x, output_size):
    rows, columns = bins(x.shape[2], output_size[0]), bins(x.shape[3], output_size[1])
    x = tf.constant(x)
    means = [[tf.reduce_mean(x[:, :, r, c], (2, 3)) for c in columns] for r in rows]
    return tf.stack([tf.stack(row, -1) for row in means], -2)


def bins(size, cells):
    return [slice(a * size // cells, -(-(a + 1) * size // cells)) for a in range(cells)]
