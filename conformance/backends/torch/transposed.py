"""Transposed convolution as torch.nn.functional has it; what it does not cut off is cut here."""

from __future__ import annotations

from typing import Any

import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backend import emulated
from conformance.backends.torch.convolution import FLOATS
from conformance.backends.torch.padding import Ints, Padding, pairs, symmetric

CONV_TRANSPOSE: dict[int, Any] = {
    1: F.conv_transpose1d,
    2: F.conv_transpose2d,
    3: F.conv_transpose3d,
}
_CUT = emulated("the sides cut off the result of a call without padding")
CONV_TRANSPOSE_CAPABILITIES: dict[str, Any] = {
    "dtype": [*FLOATS, "int64"],
    "padding": {
        "symmetric": True,
        "asymmetric": _CUT,
        "valid": True,
        "same_upper": _CUT,
        "same_lower": _CUT,
    },
    "output_padding_beyond_stride": True,
}


def conv_transpose(
    x: Tensor,
    w: Tensor,
    b: Tensor | None,
    *,
    stride: Ints,
    padding: Padding,
    output_padding: Ints,
    dilation: Ints,
    groups: int,
) -> Tensor:
    """Transposed convolution; a padding that is not symmetric is cut off afterwards."""
    rank = w.ndim - 2
    call = CONV_TRANSPOSE[rank]
    native = symmetric(padding, rank)
    if native is not None:
        y: Tensor = call(x, w, b, stride, native, output_padding, groups, dilation)
        return y
    size, kernel = tuple(x.shape[-rank:]), tuple(w.shape[2:])
    grown = tuple(i * s for i, s in zip(size, stride, strict=True))
    sides = pairs(padding, grown, kernel, stride, dilation)
    if isinstance(padding, str):
        if any(output_padding):
            raise ValueError(f"output_padding={output_padding}: expected 0 beside {padding!r}")
        steps = zip(kernel, stride, dilation, strict=True)
        output_padding = tuple(max(s - d * (k - 1) - 1, 0) for k, s, d in steps)
    y = call(x, w, b, stride, 0, output_padding, groups, dilation)
    for axis, (lo, hi) in enumerate(sides, y.ndim - rank):
        y = y.narrow(axis, lo, y.shape[axis] - lo - hi)
    return y
