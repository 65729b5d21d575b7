"""`ndimage.maximum_filter(x, footprint=, origin=)`: stride 1 and a centred window; shift, slice."""

import numpy as np
from scipy import ndimage


def max_pool2d(x, kernel, stride, padding, dilation):
    x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    extent = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    taps = np.zeros(extent, bool)
    taps[:: dilation[0], :: dilation[1]] = True
    origin = (0, 0, *[-(e // 2) for e in extent])  # the window begins at its cell
    y = ndimage.maximum_filter(x, footprint=taps[None, None], mode="constant", origin=origin)
    rows, columns = [n - e + 1 for n, e in zip(x.shape[2:], extent, strict=True)]
    return y[:, :, : rows : stride[0], : columns : stride[1]]
