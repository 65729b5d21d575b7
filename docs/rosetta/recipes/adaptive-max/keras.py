"""`keras.ops.adaptive_max_pool(x, output_size)`, channels last.

An output size of 1 can end the process in Keras 3.15.1 with TensorFlow on a CPU (a floating point
exception): two bins, and the larger of them.
"""

import keras
import numpy as np


def adaptive_max_pool2d(x, output_size):
    x = keras.ops.convert_to_tensor(np.transpose(x, (0, 2, 3, 1)))
    y = keras.ops.adaptive_max_pool(x, [max(cells, 2) for cells in output_size])
    for axis, cells in enumerate(output_size, 1):
        if cells == 1:
            y = keras.ops.max(y, axis, keepdims=True)
    return keras.ops.transpose(y, (0, 3, 1, 2))
