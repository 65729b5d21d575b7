"""No indices in `keras.ops.max_pool`: `keras.ops.argmax` over the taps."""

import keras
import numpy as np


def max_pool2d_indices(x, kernel, stride, padding):
    plane = np.arange(x.shape[2] * x.shape[3]).reshape(x.shape[2:])
    x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    plane = np.pad(plane, padding, constant_values=-1)
    taps = [(t, u) for t in range(kernel[0]) for u in range(kernel[1])]
    ends = [n - k + 1 for n, k in zip(plane.shape, kernel, strict=True)]

    def tap(a, t, u):
        return a[..., t : t + ends[0] : stride[0], u : u + ends[1] : stride[1]]

    values = np.stack([tap(x, t, u) for t, u in taps])
    cells = np.stack([np.broadcast_to(tap(plane, t, u), values.shape[1:]) for t, u in taps])
    best = keras.ops.argmax(values, 0)  # the first of equal ones
    indices = keras.ops.take_along_axis(cells, keras.ops.expand_dims(best, 0), 0)[0]
    return keras.ops.max(values, 0), indices
