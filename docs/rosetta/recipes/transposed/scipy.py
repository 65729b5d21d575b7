"""`signal.convolve(stretched, w, mode="full")`, with zeros between the cells of x.

The one place where the flip of `convolve` is what is wanted.
"""

import numpy as np
from scipy import signal


def conv_transpose2d(x, w, stride, padding, output_padding):
    wide = [(i - 1) * s + 1 for i, s in zip(x.shape[2:], stride, strict=True)]
    stretched = np.zeros((*x.shape[:2], *wide), x.dtype)
    stretched[:, :, :: stride[0], :: stride[1]] = x
    y = np.array(
        [
            [
                sum(signal.convolve(image[c], w[c, m], "full", "direct") for c in range(len(w)))
                for m in range(w.shape[1])
            ]
            for image in stretched
        ]
    )
    y = np.pad(y, ((0, 0), (0, 0), *[(0, extra) for extra in output_padding]))
    (top, bottom), (left, right) = padding
    return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]
