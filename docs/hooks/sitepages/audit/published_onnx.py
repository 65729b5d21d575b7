"""Published formulas of ONNX, from the schemas of versions 1 to 22 in onnx 1.23.

The docstring of a function is what the page prints, its body the same formula; `/` is exact
division.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from reference_impl.geometry import same_padding
from sitepages.audit.claims import (
    Case,
    Value,
    claim,
    dilated,
    padding_same,
    plain,
    pools,
    transposed,
    transposes,
    windows_ceil,
    windows_same,
)
from sitepages.audit.published_torch import torch_max_pool_2d, torch_max_pool_note

_ONNX = "https://onnx.ai/onnx/operators/onnx__"


@claim(
    "ONNX 22",
    "MaxPool, ceil_mode, the formula alone",
    _ONNX + "MaxPool.html",
    windows_ceil,
    pools,
    "Its next sentence corrects it: windows that would start in the right padding are ignored. The "
    "shape inference of onnx 1.23 follows the formula up to version 21, and the sentence in 22.",
    "ceil",
    "ceil",
    "onnx-max-pool-sentence",
)
def onnx_max_pool_ceil(c: Case) -> Value:
    """output_spatial_shape[i] = ceil((input_spatial_shape[i] + pad_shape[i] − dilation[i] *
    (kernel_shape[i] − 1) − 1) / strides_spatial_shape[i] + 1) if ceil_mode is enabled
    """
    return torch_max_pool_2d(c)


@claim(
    "ONNX 22",
    "MaxPool, ceil_mode, with its next sentence",
    _ONNX + "MaxPool.html",
    windows_ceil,
    pools,
    chapter="ceil",
    rule="ceil",
)
def onnx_max_pool_sentence(c: Case) -> Value:
    """The same, and: Sliding windows that would start in the right padded region are ignored."""
    return torch_max_pool_note(c)


@claim(
    "ONNX 22",
    "MaxPool, auto_pad VALID with ceil_mode",
    _ONNX + "MaxPool.html",
    windows_ceil,
    dilated,
    "It is the floor rule, written with a ceiling: VALID ignores ceil_mode.",
    "ceil",
    "ceil",
)
def onnx_valid_ceil(c: Case) -> Value:
    """VALID: output_spatial_shape[i] = ceil((input_spatial_shape[i] − ((kernel_spatial_shape[i] −
    1) * dilations[i] + 1) + 1) / strides_spatial_shape[i])
    """
    return ceil(Fraction(c.i - ((c.k - 1) * c.d + 1) + 1, c.s))


@claim("ONNX 22", "auto_pad SAME, extent", _ONNX + "Conv.html", windows_same, dilated)
def onnx_same(c: Case) -> Value:
    """SAME_UPPER or SAME_LOWER mean pad the input so that output_shape[i] = ceil(input_shape[i] /
    strides[i])
    """
    return ceil(Fraction(c.i, c.s))


@claim(
    "ONNX 22",
    "MaxPool, auto_pad SAME, padding",
    _ONNX + "MaxPool.html",
    padding_same,
    dilated,
    "Clamp at 0: with a stride above the window the formula is negative, and would crop.",
    "same",
)
def onnx_same_padding(c: Case) -> Value:
    """pad_shape[i] = (output_spatial_shape[i] − 1) * strides_spatial_shape[i] +
    ((kernel_spatial_shape[i] − 1) * dilations[i] + 1) − input_spatial_shape[i]
    """
    return (ceil(Fraction(c.i, c.s)) - 1) * c.s + ((c.k - 1) * c.d + 1) - c.i


@claim(
    "ONNX 1 to 10",
    "AveragePool, auto_pad SAME, by its attribute",
    _ONNX + "AveragePool.html",
    windows_same,
    plain,
    "Only at stride 1; the operator's own text, and this one from 11 on, say ceil(input / stride).",
    "same",
)
def onnx_same_old(c: Case) -> Value:
    """SAME_UPPER or SAME_LOWER mean pad the input so that the output spatial size match the
    input.
    """
    return c.i


@claim(
    "ONNX 22",
    "ConvTranspose with pads",
    _ONNX + "ConvTranspose.html",
    transposed,
    transposes,
    chapter="transposed",
)
def onnx_transposed(c: Case) -> Value:
    """output_shape[i] = stride[i] * (input_size[i] − 1) + output_padding[i] + ((kernel_shape[i] −
    1) * dilations[i] + 1) − pads[start_i] − pads[end_i]
    """
    return c.s * (c.i - 1) + c.extra + ((c.k - 1) * c.d + 1) - 2 * c.p


def _onnx_sides(c: Case, upper_is_small_first: bool) -> Value:
    total = c.s * (c.i - 1) + ((c.k - 1) * c.d + 1) - c.i * c.s
    if total < 0:
        return None  # the division of a negative number is not said
    small, large = total // 2, total - total // 2
    return (small, large) if upper_is_small_first else (large, small)


def _transposed_sides(c: Case) -> Value:
    if c.s > (c.k - 1) * c.d + 1:
        return None
    return same_padding(c.i * c.s, c.k, c.s, c.d, "upper")


@claim(
    "ONNX 1",
    "ConvTranspose, SAME_UPPER, the two sides",
    _ONNX + "ConvTranspose.html",
    _transposed_sides,
    dilated,
    "The condition was reversed, against its own auto_pad; version 11 turned it round.",
    "transposed",
)
def onnx_transposed_sides_1(c: Case) -> Value:
    """If (auto_pads != SAME_UPPER): pads[start_i] = total_padding[i]/2; pads[end_i] =
    total_padding[i] − (total_padding[i]/2). Else: pads[start_i] = total_padding[i] −
    (total_padding[i]/2); pads[end_i] = (total_padding[i]/2).
    """
    return _onnx_sides(c, upper_is_small_first=False)


@claim(
    "ONNX 22",
    "ConvTranspose, SAME_UPPER, the two sides",
    _ONNX + "ConvTranspose.html",
    _transposed_sides,
    dilated,
    chapter="transposed",
)
def onnx_transposed_sides(c: Case) -> Value:
    """If (auto_pads == SAME_UPPER): pads[start_i] = total_padding[i]/2; pads[end_i] =
    total_padding[i] − (total_padding[i]/2). Else: pads[start_i] = total_padding[i] −
    (total_padding[i]/2); pads[end_i] = (total_padding[i]/2).
    """
    return _onnx_sides(c, upper_is_small_first=True)
