"""Lp pooling as torch.nn.functional has it, and what is composed around it."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backend import Unsupported, emulated
from conformance.backends.torch.padding import Ints, Padding, pad, symmetric
from conformance.backends.torch.pooling import pool_capabilities, windows

LP_POOL: dict[int, Any] = {1: F.lp_pool1d, 2: F.lp_pool2d, 3: F.lp_pool3d}
_PADDED = "F.pad with 0 before the call"
_MAGNITUDES = emulated("of x.abs(): torch documents the sum of x^p")
LP_POOL_CAPABILITIES = pool_capabilities(_PADDED) | {
    "p": {
        "even": True,
        "odd": _MAGNITUDES,
        "fraction": _MAGNITUDES,
        "inf": True,
        "below_one": _MAGNITUDES,
    }
}
LP_POOL_CAPABILITIES["padding"]["symmetric"] = emulated(_PADDED)


def lp_pool(
    x: Tensor, *, p: float, kernel: Ints, stride: Ints, padding: Padding, last_window: str
) -> Tensor:
    """The p-norms; torch's lp pooling has no padding, and adds up powers of x."""
    rank = len(kernel)
    if rank == 3 and p != math.inf and x.dtype in (torch.float16, torch.bfloat16):
        raise Unsupported("torch has no 3-D lp pooling of 16-bit floats on the CPU")
    axes = windows(x, kernel, stride, (1,) * rank, padding, last_window=last_window)
    if last_window not in LP_POOL_CAPABILITIES["last_window"]:
        raise ValueError(f"last_window={last_window!r}: expected floor, ceil or ceil_keep")
    if p != math.inf and p % 2 != 0:
        x = x.abs()
    native = symmetric(padding, rank)
    ceil = native is not None and max(native) == 0 and last_window == "ceil"
    if not ceil:
        x = pad(x, [(a.lo, a.end - a.size) for a in axes], "constant")
    size: Any = kernel[0] if rank == 1 else kernel
    y: Tensor = LP_POOL[rank](x, p, size, stride, ceil)
    return y
