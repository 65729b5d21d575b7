"""`scipy.signal.correlate(x, w, mode="valid")`, of any rank: no stride, no dilation, no groups.

The stride is a slice of the result; the dilation is zeros between the taps.
"""

import numpy as np
from scipy import signal


def conv3d(x, w, stride, padding, dilation, groups):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    taps = np.zeros((*w.shape[:2], *extent), w.dtype)
    taps[(..., *(slice(None, None, d) for d in dilation))] = w
    outputs, inputs = len(w) // groups, w.shape[1]
    volumes = [
        [
            sum(
                signal.correlate(sample[m // outputs * inputs + c], taps[m, c], "valid", "direct")
                for c in range(inputs)
            )
            for m in range(len(w))
        ]
        for sample in x
    ]
    return np.array(volumes)[(..., *(slice(None, None, s) for s in stride))]
