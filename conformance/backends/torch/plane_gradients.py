"""The gradient of max unpooling by autograd: of its two arrays one has none."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from conformance.backends.torch.gradients import gradient
from conformance.backends.torch.unpooling import max_unpool


def max_unpool_grad(
    gy: Tensor, x: Tensor, indices: Tensor, **keywords: Any
) -> tuple[Tensor | None, ...]:
    """(gx, None): what autograd gives for x."""

    def forward(values: Tensor) -> Tensor:
        return max_unpool(values, indices, **keywords)

    return (*gradient(forward)(gy, x), None)
