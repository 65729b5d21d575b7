"""`F.conv_transpose2d(x, w, stride=, padding=, output_padding=)`, w of (C, O, kH, kW).

Padding is equal on both sides; what is unequal is cut off afterwards.
"""

import torch
import torch.nn.functional as F


def conv_transpose2d(x, w, stride, padding, output_padding):
    y = F.conv_transpose2d(torch.as_tensor(x), torch.as_tensor(w), stride=stride)
    y = F.pad(y, (0, output_padding[1], 0, output_padding[0]))  # beyond the last tap: zeros
    (top, bottom), (left, right) = padding
    return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]
