"""`tape.gradient(y, (x, w), output_gradients=gy)` of a `tf.GradientTape` that watches x and w.

Transpositions and padding stand under the tape too. On a CPU there is no gradient for groups, nor
for dilation with explicit padding: a call for each group, `VALID` after `tf.pad`.
"""

import tensorflow as tf


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    x, w = tf.constant(x), tf.constant(w)
    with tf.GradientTape() as tape:
        tape.watch((x, w))
        images = tf.pad(tf.transpose(x, (0, 2, 3, 1)), [(0, 0), *padding, (0, 0)])
        kernels = tf.transpose(w, (2, 3, 1, 0))
        parts = [
            tf.nn.conv2d(image, kernel, strides=stride, padding="VALID", dilations=dilation)
            for image, kernel in zip(
                tf.split(images, groups, -1), tf.split(kernels, groups, -1), strict=True
            )
        ]
        y = tf.transpose(tf.concat(parts, -1), (0, 3, 1, 2))
    return tape.gradient(y, (x, w), output_gradients=tf.constant(gy))
