"""Convolution as torch.nn.functional has it, and what the adapter composes around it."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backend import Unsupported, emulated
from conformance.backends.torch.padding import Ints, Padding, pad, pairs, symmetric

CONV: dict[int, Any] = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
PAD_MODES = {"zeros": "constant"} | {m: m for m in ("reflect", "replicate", "circular")}

FLOATS = ["float32", "float64", "float16", "bfloat16"]
INTEGERS = ["int8", "int16", "int32", "int64", "uint8"]
_EXTENDED = emulated("F.pad(mode=...) before the call, as nn.Conv does")
_PADDED = emulated("F.pad before the call")
CONV_CAPABILITIES: dict[str, Any] = {
    "dtype": [*FLOATS, *INTEGERS],
    "padding": {
        "symmetric": True,
        "asymmetric": _PADDED,
        "valid": True,
        "same_upper": emulated("padding='same' at stride 1, else F.pad before the call"),
        "same_lower": _PADDED,
    },
    "padding_mode": {
        "zeros": True,
        "reflect": _EXTENDED,
        "replicate": _EXTENDED,
        "circular": _EXTENDED,
    },
    "flip_kernel": emulated("torch.flip of the weight before the call"),
}


def conv(
    x: Tensor,
    w: Tensor,
    b: Tensor | None,
    *,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
    groups: int,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Tensor:
    """Cross-correlation; any padding but a symmetric one, or "same" at stride 1, is laid before."""
    rank = w.ndim - 2
    if max(dilation) > 1 and not x.is_floating_point() and x.dtype != torch.int64:
        raise Unsupported("torch has dilated convolutions of integers in int64 alone")
    if padding_mode not in PAD_MODES:
        raise ValueError(f"padding_mode={padding_mode!r}: expected one of {', '.join(PAD_MODES)}")
    if flip_kernel:
        w = w.flip(tuple(range(2, w.ndim)))
    native: str | Ints | None = symmetric(padding, rank)
    if padding == "same_upper" and max(stride) == 1:
        native = "same"
    if native is None or padding_mode != "zeros":
        sides = pairs(padding, x.shape[-rank:], w.shape[2:], stride, dilation)
        native = (0,) * rank
        if any(lo or hi for lo, hi in sides):
            x = pad(x, sides, PAD_MODES[padding_mode])
    y: Tensor = CONV[rank](x, w, b, stride, native, dilation, groups)
    return y
