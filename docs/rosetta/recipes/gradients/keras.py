"""Keras has no function for it: its backend differentiates, here `tf.GradientTape`.

With the backend JAX it is `jax.vjp`, with torch `torch.autograd.grad`. `keras.ops.conv` refuses
strides and dilation above 1 together, so the stride is a slice; on a CPU there is no gradient for
groups.
"""

import keras
import tensorflow as tf


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    x, w, gy = (keras.ops.convert_to_tensor(array) for array in (x, w, gy))
    with tf.GradientTape() as tape:
        tape.watch((x, w))
        images = keras.ops.pad(keras.ops.transpose(x, (0, 2, 3, 1)), ((0, 0), *padding, (0, 0)))
        kernels = keras.ops.transpose(w, (2, 3, 1, 0))
        parts = [
            keras.ops.conv(image, kernel, padding="valid", dilation_rate=dilation)
            for image, kernel in zip(
                keras.ops.split(images, groups, -1),
                keras.ops.split(kernels, groups, -1),
                strict=True,
            )
        ]
        y = keras.ops.transpose(keras.ops.concatenate(parts, -1), (0, 3, 1, 2))
        y = y[:, :, :: stride[0], :: stride[1]]
    return tape.gradient(y, (x, w), output_gradients=gy)
