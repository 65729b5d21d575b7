"""`F.avg_pool2d(x, kernel, stride, padding, divisor_override=)`.

It replaces the divisor whatever `count_include_pad` and `ceil_mode` are; rank 1 does not have it.
"""

import torch
import torch.nn.functional as F


def avg_pool2d_divided(x, kernel, stride, padding, divisor):
    symmetric = [lo for lo, _ in padding]
    return F.avg_pool2d(torch.as_tensor(x), kernel, stride, symmetric, divisor_override=divisor)
