"""`MaxUnpool(y, indices, shape)`: its indices count batch and channels, so add n·C·H·W and c·H·W.

Without the third input the shape is guessed from `kernel_shape` and `strides`.
"""

import numpy as np


def max_unpool2d(y, indices, output_size):
    n, c = y.shape[:2]
    plane = output_size[0] * output_size[1]
    offsets = np.arange(n * c, dtype=np.int64).reshape(n, c, 1, 1) * plane
    shape = np.array([n, c, *output_size], np.int64)
    kernel = [a // b for a, b in zip(output_size, y.shape[2:], strict=True)]
    return run("MaxUnpool", y, indices + offsets, shape, kernel_shape=kernel, strides=kernel)[0]
