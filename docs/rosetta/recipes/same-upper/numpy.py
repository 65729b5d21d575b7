"""`mode="same"` of `np.convolve` is not it: NumPy puts the odd cell at the beginning.

By hand: pad, take windows, slice by the stride.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_same(x, w, stride, dilation):
    given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
    x = np.pad(x, ((0, 0), (0, 0), *[same_pads(*axis) for axis in given]))
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    (r, c), (a, b) = stride, dilation
    windows = sliding_window_view(x, extent, (2, 3))[:, :, ::r, ::c, ::a, ::b]
    return np.einsum("nchwij,ocij->nohw", windows, w)


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the end."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total // 2, total - total // 2
