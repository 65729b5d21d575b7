"""`signal.convolve(stretched, wide, mode="full")`: zeros between cells, and between taps."""

import numpy as np
from scipy import signal


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    x, w = stretched(x, stride), stretched(w, dilation)
    y = np.array(
        [
            [
                sum(signal.convolve(image[c], w[c, m], "full", "direct") for c in range(len(w)))
                for m in range(w.shape[1])
            ]
            for image in x
        ]
    )
    (top, bottom), (left, right) = padding
    return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]


def stretched(x, step):
    wide = [(i - 1) * s + 1 for i, s in zip(x.shape[2:], step, strict=True)]
    y = np.zeros((*x.shape[:2], *wide), x.dtype)
    y[:, :, :: step[0], :: step[1]] = x
    return y
