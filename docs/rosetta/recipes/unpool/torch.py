"""`F.max_unpool2d(y, indices, kernel, output_size=)`; here the scatter that it is.

`output_size` is refused unless it is within one stride of the default.
"""

import torch


def max_unpool2d(y, indices, output_size):
    y, indices = torch.as_tensor(y), torch.as_tensor(indices)
    flat = y.new_zeros(*y.shape[:2], output_size[0] * output_size[1])
    flat.scatter_(2, indices.flatten(2), y.flatten(2))
    return flat.unflatten(2, output_size)
