"""Names of `scipy.ndimage`: `mirror` is reflect, `nearest` is replicate, `grid-wrap` is circular.

Its `reflect` repeats the edge, and its `wrap` is not periodic. Shown by shifting the plane.
"""

import numpy as np
from scipy import ndimage


def pad2d(x, padding, mode):
    name = {"reflect": "mirror", "replicate": "nearest", "circular": "grid-wrap"}[mode]
    ranges = [np.arange(-lo, n + hi) for n, (lo, hi) in zip(x.shape[2:], padding, strict=True)]
    where = np.meshgrid(*[np.arange(n) for n in x.shape[:2]], *ranges, indexing="ij")
    return ndimage.map_coordinates(x, where, order=0, mode=name)
