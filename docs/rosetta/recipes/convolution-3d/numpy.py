"""`sliding_window_view` over three axes and `einsum`.

A window view is sliced by the stride outside and by the dilation inside.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv3d(x, w, stride, padding, dilation, groups):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    extent = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    steps = [slice(None, None, step) for step in (*stride, *dilation)]
    windows = sliding_window_view(x, extent, (2, 3, 4))[(..., *steps)]
    pieces = zip(np.split(windows, groups, 1), np.split(w, groups), strict=True)
    return np.concatenate([np.einsum("ncdhwijk,ocijk->nodhw", v, k) for v, k in pieces], 1)
