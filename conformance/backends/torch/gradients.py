"""Gradients by autograd: the forward call is made as the adapter makes it, then walked back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.fx.experimental.symbolic_shapes  # the first gradient would, in the time of its case
from torch import Tensor

from conformance.backend import Unsupported
from conformance.backends.torch.pooling import (
    max_pool,
    max_pool_with_indices,
    native_padding,
    windows,
)


def gradient(forward: Callable[..., Tensor]) -> Callable[..., tuple[Tensor | None, ...]]:
    """The gradients of a function of tensors of which the last may be None."""

    def call(gy: Tensor, *given: Tensor | None, **keywords: Any) -> tuple[Tensor | None, ...]:
        with torch.enable_grad():
            leaves = [None if a is None else a.detach().requires_grad_() for a in given]
            y = forward(*leaves, **keywords)
        if gy.shape != y.shape:  # torch would take a gy that broadcasts
            raise ValueError(f"gy.shape={tuple(gy.shape)}: expected {tuple(y.shape)}, that of y")
        present = [a for a in leaves if a is not None]
        found = iter(torch.autograd.grad(y, present, gy))
        return tuple(None if a is None else next(found) for a in leaves)

    return call


def max_pool_grad(gy: Tensor, x: Tensor, **keywords: Any) -> tuple[Tensor | None, ...]:
    """The gradient of max pooling; where the input is padded before the call, gathered by index.

    The backward pass of torch writes wherever the forward pass says that a maximum stands. For a
    window that reads no cell that is outside of the plane: such a call is never made.
    """
    axes = windows(x, **keywords)
    if any(axis.reads_nothing for axis in axes):
        raise Unsupported("torch's backward pass of a window without a cell writes out of bounds")
    x = x.contiguous()
    if native_padding(keywords["kernel"], keywords["padding"], keywords["last_window"]) is not None:
        return gradient(max_pool)(gy, x, **keywords)
    _, index = max_pool_with_indices(x, **keywords)
    rank = len(axes)

    def gathered(cells: Tensor) -> Tensor:
        return cells.flatten(-rank).gather(-1, index.flatten(-rank)).reshape(index.shape)

    return gradient(gathered)(gy, x)
