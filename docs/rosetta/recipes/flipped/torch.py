"""`F.conv2d` with `w.flip(-2, -1)`: torch's convolution is a cross-correlation."""

import torch
import torch.nn.functional as F


def convolve2d(x, w):
    x, w = torch.as_tensor(x), torch.as_tensor(w)
    return F.conv2d(x[None, None], w.flip(-2, -1)[None, None])[0, 0]
