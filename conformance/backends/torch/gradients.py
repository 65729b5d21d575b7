"""Gradients by autograd: the forward call is made as the adapter makes it, then walked back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


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
