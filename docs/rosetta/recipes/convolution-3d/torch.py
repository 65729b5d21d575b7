"""`F.conv3d(x, w, stride=, padding=, dilation=, groups=)`, padding equal on both sides.

Unequal padding goes through `F.pad`, whose list begins with the *last* axis.
"""

import torch
import torch.nn.functional as F


def conv3d(x, w, stride, padding, dilation, groups):
    pads = [p for pair in reversed(padding) for p in pair]
    x = F.pad(torch.as_tensor(x), pads)
    return F.conv3d(x, torch.as_tensor(w), stride=stride, dilation=dilation, groups=groups)
