"""No name for it: padding by hand. `padding=d * (k // 2)` is it for stride 1 and odd k only.

The padding depends on the input size, so it is computed in `forward`, not in `__init__`.
"""

import torch
import torch.nn.functional as F


def conv2d_same_lower(x, w, stride, dilation):
    x, w = torch.as_tensor(x), torch.as_tensor(w)
    given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
    rows, columns = [same_pads(*axis) for axis in given]
    return F.conv2d(F.pad(x, (*columns, *rows)), w, stride=stride, dilation=dilation)


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the beginning."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total - total // 2, total // 2
