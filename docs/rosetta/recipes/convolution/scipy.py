"""`scipy.signal.correlate(x, w, mode="valid")`: one plane, no stride, no dilation, no groups.

The stride is a slice of the result; the dilation is zeros between the taps.
"""

import numpy as np
from scipy import signal


def conv2d(x, w, stride, padding, dilation, groups):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    taps = np.zeros((*w.shape[:2], *extent), w.dtype)
    taps[:, :, :: dilation[0], :: dilation[1]] = w
    outputs, inputs = len(w) // groups, w.shape[1]
    planes = [
        [
            sum(
                signal.correlate(image[m // outputs * inputs + c], taps[m, c], "valid", "direct")
                for c in range(inputs)
            )
            for m in range(len(w))
        ]
        for image in x
    ]
    return np.array(planes)[:, :, :: stride[0], :: stride[1]]
