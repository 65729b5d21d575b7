"""`F.unfold(x, kernel, dilation, padding, stride)`: mind the order of its arguments."""

import torch
import torch.nn.functional as F


def unfold2d(x, kernel, stride, padding, dilation):
    symmetric = [lo for lo, _ in padding]
    return F.unfold(torch.as_tensor(x), kernel, dilation, symmetric, stride)
