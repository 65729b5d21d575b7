"""The gradient of `tf.image.extract_patches`, by `tf.GradientTape`."""

import tensorflow as tf


def fold2d(columns, output_size, kernel, stride, padding, dilation):
    taps = kernel[0] * kernel[1]
    n, channels = len(columns), columns.shape[1] // taps
    x = tf.zeros((n, *output_size, channels))
    given = (1, *kernel, 1), (1, *stride, 1), (1, *dilation, 1), "VALID"
    with tf.GradientTape() as tape:
        tape.watch(x)
        patches = tf.image.extract_patches(tf.pad(x, ((0, 0), *padding, (0, 0))), *given)
    wanted = tf.reshape(columns, (n, channels, taps, -1))
    wanted = tf.reshape(tf.transpose(wanted, (0, 3, 2, 1)), patches.shape)
    return tf.transpose(tape.gradient(patches, x, wanted), (0, 3, 1, 2))
