"""`np.correlate(x, w, mode="same")` in one dimension and at stride 1, if w is not longer than x.

By hand: pad, take windows, slice by the stride.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_same_lower(x, w, stride, dilation):
    given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
    x = np.pad(x, ((0, 0), (0, 0), *[same_pads(*axis) for axis in given]))
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    (r, c), (a, b) = stride, dilation
    windows = sliding_window_view(x, extent, (2, 3))[:, :, ::r, ::c, ::a, ::b]
    return np.einsum("nchwij,ocij->nohw", windows, w)


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the beginning."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total - total // 2, total // 2
