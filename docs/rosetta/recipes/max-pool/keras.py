"""`keras.ops.max_pool(x, pool_size, strides, padding)`: `valid` or `same`, no dilation.

Pad with minus infinity first; a dilation is the maximum of shifted slices.
"""

from itertools import product

import keras
import numpy as np


def max_pool2d(x, kernel, stride, padding, dilation):
    x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    if max(dilation) == 1:
        y = keras.ops.max_pool(np.transpose(x, (0, 2, 3, 1)), kernel, stride, "valid")
        return keras.ops.transpose(y, (0, 3, 1, 2))
    extent = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    ends = [n - e + 1 for n, e in zip(x.shape[2:], extent, strict=True)]
    taps = product(range(0, extent[0], dilation[0]), range(0, extent[1], dilation[1]))
    slices = [x[:, :, t : t + ends[0] : stride[0], u : u + ends[1] : stride[1]] for t, u in taps]
    return keras.ops.max(keras.ops.stack(slices), 0)
