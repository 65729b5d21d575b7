"""`torch.autograd.grad(y, (x, w), gy)`, or `y.backward(gy)` and then `x.grad`, `w.grad`.

`torch.nn.grad.conv2d_input` and `conv2d_weight` give either one by itself.
"""

import torch
import torch.nn.functional as F


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    x, w = (torch.as_tensor(array).requires_grad_() for array in (x, w))
    (top, bottom), (left, right) = padding
    padded = F.pad(x, (left, right, top, bottom))
    y = F.conv2d(padded, w, stride=stride, dilation=dilation, groups=groups)
    return torch.autograd.grad(y, (x, w), torch.as_tensor(gy))
