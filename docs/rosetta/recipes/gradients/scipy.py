"""`signal.convolve(stretched gy, w, "full")` for x, `signal.correlate(x, gy, "valid")` for w.

Stretched: with zeros between the cells, as the stride or the dilation says.
"""

import numpy as np
from scipy import signal


def stretched(array, steps):
    shape = [(n - 1) * s + 1 for n, s in zip(array.shape[2:], steps, strict=True)]
    wide = np.zeros((*array.shape[:2], *shape), array.dtype)
    wide[:, :, :: steps[0], :: steps[1]] = array
    return wide


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    (top, bottom), (left, right) = padding
    padded = np.pad(x, ((0, 0), (0, 0), *padding))
    gx, gw = np.zeros_like(padded), np.zeros_like(w)
    gy, taps = stretched(gy, stride), stretched(w, dilation)
    height, width = (a + b - 1 for a, b in zip(gy.shape[2:], taps.shape[2:], strict=True))
    for n, o, c in np.ndindex(len(x), *w.shape[:2]):
        own = o // (len(w) // groups) * w.shape[1] + c  # the input channel
        gx[n, own, :height, :width] += signal.convolve(gy[n, o], taps[o, c], "full", "direct")
        seen = signal.correlate(padded[n, own], gy[n, o], "valid", "direct")
        gw[o, c] += seen[:: dilation[0], :: dilation[1]][: w.shape[2], : w.shape[3]]
    return gx[:, :, top : gx.shape[2] - bottom, left : gx.shape[3] - right], gw
