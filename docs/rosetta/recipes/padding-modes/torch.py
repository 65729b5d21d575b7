"""`F.pad(x, (left, right, top, bottom), mode)`: `reflect`, `replicate`, `circular`.

The modules take `padding_mode=` by the same names.
"""

import torch
import torch.nn.functional as F


def pad2d(x, padding, mode):
    (top, bottom), (left, right) = padding
    return F.pad(torch.as_tensor(x), (left, right, top, bottom), mode)
