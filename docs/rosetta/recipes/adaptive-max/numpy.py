"""The maximum of each bin; `np.maximum.reduceat` is right only where bins do not overlap."""

import numpy as np


def adaptive_max_pool2d(x, output_size):
    rows, columns = bins(x.shape[2], output_size[0]), bins(x.shape[3], output_size[1])
    return np.stack([np.stack([x[:, :, r, c].max((2, 3)) for c in columns], -1) for r in rows], -2)


def bins(size, cells):
    return [slice(a * size // cells, -(-(a + 1) * size // cells)) for a in range(cells)]
