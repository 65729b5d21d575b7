"""Unfold and fold as torch.nn.functional has them, over planes; a line is a plane of height 1."""

from __future__ import annotations

from typing import Any

import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backend import emulated
from conformance.backends.torch.padding import Ints, Padding, pad, pairs, symmetric


def _capabilities(composed: str) -> dict[str, Any]:
    """torch.nn.Unfold and Fold take four-dimensional image-like tensors alone: no rank 3."""
    how = emulated(composed)
    return {
        "rank": {1: emulated("as a plane of height 1"), 2: True},
        "padding": {
            "symmetric": True,
            "asymmetric": how,
            "valid": True,
            "same_upper": how,
            "same_lower": how,
        },
    }


UNFOLD_CAPABILITIES = _capabilities("F.pad before the call")
FOLD_CAPABILITIES = _capabilities("folded onto the padded plane, which is cut afterwards")


def unfold(x: Tensor, *, kernel: Ints, stride: Ints, padding: Padding, dilation: Ints) -> Tensor:
    """The windows as columns; a padding that is not symmetric is laid before the call."""
    rank = len(kernel)
    native = symmetric(padding, rank)
    if native is None:
        sides = pairs(padding, x.shape[-rank:], kernel, stride, dilation)
        x, native = pad(x, sides, "constant"), (0,) * rank
    if rank == 1:
        x, kernel, stride, dilation = x.unsqueeze(-2), (1, *kernel), (1, *stride), (1, *dilation)
        native = (0, *native)
    return F.unfold(x, kernel, dilation, native, stride)


def fold(
    columns: Tensor,
    *,
    output_size: Ints,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
) -> Tensor:
    """The columns added up; a padding that is not symmetric is cut off afterwards."""
    rank = len(kernel)
    native = symmetric(padding, rank)
    sides = ((0, 0),) * rank
    if native is None:
        sides = pairs(padding, output_size, kernel, stride, dilation)
        native = (0,) * rank
    size = tuple(n + lo + hi for n, (lo, hi) in zip(output_size, sides, strict=True))
    if rank == 1:
        kernel, stride, dilation = (1, *kernel), (1, *stride), (1, *dilation)
        x = F.fold(columns, (1, *size), kernel, dilation, (0, *native), stride).squeeze(-2)
    else:
        x = F.fold(columns, size, kernel, dilation, native, stride)
    for axis, ((lo, _), n) in enumerate(zip(sides, output_size, strict=True), x.ndim - rank):
        x = x.narrow(axis, lo, n)
    return x
