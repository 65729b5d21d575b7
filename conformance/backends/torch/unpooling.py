"""Max unpooling as torch.nn.functional has it."""

from __future__ import annotations

from math import prod
from typing import Any

import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backends.torch.padding import Ints

MAX_UNPOOL: dict[int, Any] = {1: F.max_unpool1d, 2: F.max_unpool2d, 3: F.max_unpool3d}


def max_unpool(x: Tensor, indices: Tensor, *, output_size: Ints) -> Tensor:
    """The values at their indices.

    torch wants the window of the pooling too, and takes an output size near the one that follows
    from it; nothing else depends on it. It is given one from which output_size follows exactly.
    """
    rank = len(output_size)
    if indices.is_cuda and indices.numel():
        # On the device such an index is an assertion, after which no call of the process works.
        low, high = int(indices.min()), int(indices.max())
        if low < 0 or high >= prod(output_size):
            raise ValueError(
                f"indices: {low} to {high}, expected those of a plane of {output_size}"
            )
    extents = list(zip(x.shape[-rank:], output_size, strict=True))
    padding = [max(i - o + 1, 0) // 2 for i, o in extents]
    kernel = [o - i + 1 + 2 * p for (i, o), p in zip(extents, padding, strict=True)]
    y: Tensor = MAX_UNPOOL[rank](x, indices, kernel, (1,) * rank, padding, output_size)
    return y
