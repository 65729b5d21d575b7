"""`signal.correlate` with a kernel of ones, divided by the number."""

import numpy as np
from scipy import signal


def avg_pool2d_divided(x, kernel, stride, padding, divisor):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    total = signal.correlate(x, np.ones((1, 1, *kernel), x.dtype), "valid", "direct")
    return total[:, :, :: stride[0], :: stride[1]] / divisor
