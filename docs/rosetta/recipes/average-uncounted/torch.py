"""`F.avg_pool2d(x, kernel, stride, padding, count_include_pad=False)`."""

import torch
import torch.nn.functional as F


def avg_pool2d_uncounted(x, kernel, stride, padding):
    symmetric = [lo for lo, _ in padding]
    x = torch.as_tensor(x)
    return F.avg_pool2d(x, kernel, stride, symmetric, count_include_pad=False)
