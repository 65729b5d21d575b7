"""`F.fold(columns, output_size, kernel, dilation, padding, stride)`."""

import torch
import torch.nn.functional as F


def fold2d(columns, output_size, kernel, stride, padding, dilation):
    symmetric = [lo for lo, _ in padding]
    return F.fold(torch.as_tensor(columns), output_size, kernel, dilation, symmetric, stride)
