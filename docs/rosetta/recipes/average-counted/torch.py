"""`F.avg_pool2d(x, kernel, stride, padding, count_include_pad=True)`; the default."""

import torch
import torch.nn.functional as F


def avg_pool2d(x, kernel, stride, padding):
    symmetric = [lo for lo, _ in padding]
    x = torch.as_tensor(x)
    return F.avg_pool2d(x, kernel, stride, symmetric, count_include_pad=True)
