"""`nn.ConvTranspose2d(...)(x, output_size=size)`; the functional form takes output_padding."""

import torch
import torch.nn.functional as F


def conv_transpose2d_to(x, w, stride, padding, size):
    least = [
        (i - 1) * s - 2 * p + k
        for i, s, p, k in zip(x.shape[2:], stride, padding, w.shape[2:], strict=True)
    ]
    extra = [n - m for n, m in zip(size, least, strict=True)]  # each in 0 .. s - 1
    return F.conv_transpose2d(
        torch.as_tensor(x), torch.as_tensor(w), stride=stride, padding=padding, output_padding=extra
    )
