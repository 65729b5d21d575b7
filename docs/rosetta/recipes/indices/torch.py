"""`F.max_pool2d(..., return_indices=True)`: flat in the unpadded plane, as here."""

import torch
import torch.nn.functional as F


def max_pool2d_indices(x, kernel, stride, padding):
    symmetric = [lo for lo, _ in padding]
    return F.max_pool2d(torch.as_tensor(x), kernel, stride, symmetric, return_indices=True)
