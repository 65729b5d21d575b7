"""Adaptive pooling as torch.nn.functional has it."""

from __future__ import annotations

from typing import Any

import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backends.torch.padding import Ints

ADAPTIVE_AVG_POOL: dict[int, Any] = {
    1: F.adaptive_avg_pool1d,
    2: F.adaptive_avg_pool2d,
    3: F.adaptive_avg_pool3d,
}
ADAPTIVE_MAX_POOL: dict[int, Any] = {
    1: F.adaptive_max_pool1d,
    2: F.adaptive_max_pool2d,
    3: F.adaptive_max_pool3d,
}


def adaptive_avg_pool(x: Tensor, *, output_size: Ints) -> Tensor:
    """The means of the bins."""
    y: Tensor = ADAPTIVE_AVG_POOL[len(output_size)](x, output_size)
    return y


def adaptive_max_pool(x: Tensor, *, output_size: Ints) -> Tensor:
    """The maxima of the bins alone."""
    y: Tensor = ADAPTIVE_MAX_POOL[len(output_size)](x, output_size)
    return y


def adaptive_max_pool_with_indices(x: Tensor, *, output_size: Ints) -> tuple[Tensor, Tensor]:
    """The maxima of the bins, and their indices in the plane."""
    y, indices = ADAPTIVE_MAX_POOL[len(output_size)](x, output_size, return_indices=True)
    return y, indices
