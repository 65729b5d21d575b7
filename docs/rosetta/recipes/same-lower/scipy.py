"""`signal.correlate(x, w, mode="same")` at stride 1; with a stride, pad by hand, then `valid`.

A slice of the result of `same` is not the padding of a stride: its windows begin elsewhere.
"""

import numpy as np
from scipy import signal


def conv2d_same_lower(x, w, stride, dilation):
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    taps = np.zeros((*w.shape[:2], *extent), w.dtype)
    taps[:, :, :: dilation[0], :: dilation[1]] = w
    mode = "same"
    if max(stride) > 1:
        given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
        x = np.pad(x, ((0, 0), (0, 0), *[same_pads(*axis) for axis in given]))
        mode = "valid"
    planes = [
        [
            sum(signal.correlate(p, k, mode, "direct") for p, k in zip(image, ks, strict=True))
            for ks in taps
        ]
        for image in x
    ]
    return np.array(planes)[:, :, :: stride[0], :: stride[1]]


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the beginning."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total - total // 2, total // 2
