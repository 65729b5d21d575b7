"""`F.conv_transpose2d(x, w, stride=, padding=, dilation=)`, w of (C, O, kH, kW).

Padding is equal on both sides; what is unequal is cut off afterwards.
"""

import torch
import torch.nn.functional as F


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    x, w = torch.as_tensor(x), torch.as_tensor(w)
    y = F.conv_transpose2d(x, w, stride=stride, dilation=dilation)
    (top, bottom), (left, right) = padding
    return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]
