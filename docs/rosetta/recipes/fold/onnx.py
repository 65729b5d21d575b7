"""`Col2Im(columns, image_shape, block_shape)`; from opset 18.

Strides, pads and dilations are attributes.
"""

import numpy as np


def fold2d(columns, output_size, kernel, stride, padding, dilation):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    image, block = np.array(output_size, np.int64), np.array(kernel, np.int64)
    return run("Col2Im", columns, image, block, strides=stride, pads=pads, dilations=dilation)[0]
