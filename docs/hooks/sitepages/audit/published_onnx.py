"""Published formulas of ONNX, from the operators of versions 1 to 22.

The body of a function is the formula of its page; `/` is exact division.
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
from sitepages.audit.published_torch import torch_max_pool_2d

_ONNX = "https://onnx.ai/onnx/operators/onnx__"


@claim(
    "ONNX 22",
    "MaxPool, ceil_mode, the formula alone",
    _ONNX + "MaxPool.html",
    windows_ceil,
    pools,
    "Its own sentence corrects it; the shape inference of onnx 1.23 follows the formula.",
    "ceil",
    "ceil",
)
def onnx_max_pool_ceil(c: Case) -> Value:
    """ceil((input + pads − dilation·(kernel − 1) − 1) / stride + 1)"""
    return torch_max_pool_2d(c)


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
    """ceil((input − ((kernel − 1)·dilation + 1) + 1) / stride)"""
    return ceil(Fraction(c.i - ((c.k - 1) * c.d + 1) + 1, c.s))


@claim("ONNX 22", "auto_pad SAME, extent", _ONNX + "Conv.html", windows_same, dilated)
def onnx_same(c: Case) -> Value:
    """ceil(input / stride)"""
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
    """(output − 1)·stride + ((kernel − 1)·dilation + 1) − input"""
    return (ceil(Fraction(c.i, c.s)) - 1) * c.s + ((c.k - 1) * c.d + 1) - c.i


@claim(
    "ONNX 1 to 7",
    "auto_pad SAME: the size matches the input",
    _ONNX + "AveragePool.html",
    windows_same,
    plain,
    "Only at stride 1; later versions say ceil(input / stride).",
    "same",
)
def onnx_same_old(c: Case) -> Value:
    """SAME_UPPER or SAME_LOWER mean pad the input so that the output spatial size match the
    input
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
    """stride·(input − 1) + output_padding + ((kernel − 1)·dilation + 1) − pads"""
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
    """if auto_pads != SAME_UPPER: start = total/2, end = total − total/2; else the reverse"""
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
    """if auto_pads == SAME_UPPER: start = total/2, end = total − total/2; else the reverse"""
    return _onnx_sides(c, upper_is_small_first=True)
