"""`mode="same"` of `scipy.signal` is `SAME_LOWER`: for the other one pad by hand, then `valid`."""

import numpy as np
from scipy import signal


def conv2d_same(x, w, stride, dilation):
    given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
    x = np.pad(x, ((0, 0), (0, 0), *[same_pads(*axis) for axis in given]))
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    taps = np.zeros((*w.shape[:2], *extent), w.dtype)
    taps[:, :, :: dilation[0], :: dilation[1]] = w
    planes = [[sum(map(correlate, image, kernels)) for kernels in taps] for image in x]
    return np.array(planes)[:, :, :: stride[0], :: stride[1]]


def correlate(plane, kernel):
    return signal.correlate(plane, kernel, mode="valid", method="direct")


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the end."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total // 2, total - total // 2
