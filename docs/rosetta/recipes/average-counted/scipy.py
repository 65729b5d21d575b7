"""`signal.correlate` with a kernel of ones; `ndimage.uniform_filter` centres and rounds."""

import numpy as np
from scipy import signal


def avg_pool2d(x, kernel, stride, padding):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    total = signal.correlate(x, np.ones((1, 1, *kernel), x.dtype), "valid", "direct")
    return total[:, :, :: stride[0], :: stride[1]] / (kernel[0] * kernel[1])
