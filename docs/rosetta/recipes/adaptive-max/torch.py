"""`F.adaptive_max_pool2d(x, output_size)`; with `return_indices=True` the indices too."""

import torch
import torch.nn.functional as F


def adaptive_max_pool2d(x, output_size):
    return F.adaptive_max_pool2d(torch.as_tensor(x), output_size)
