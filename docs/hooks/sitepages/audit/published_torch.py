"""Published formulas of torch 2.13, from its own pages.

The body of a function is the formula of its page; `/` is exact division.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from sitepages.audit.claims import (
    Case,
    Value,
    claim,
    convolutions,
    covered,
    padded,
    pools,
    transposed,
    transposes,
    windows,
    windows_ceil,
)

_TORCH = "https://docs.pytorch.org/docs/2.13/generated/torch.nn."


@claim("torch 2.13", "Conv2d", _TORCH + "Conv2d.html", windows, convolutions)
def torch_conv(c: Case) -> Value:
    """floor((H + 2·padding − dilation·(kernel − 1) − 1) / stride + 1)"""
    return floor(Fraction(c.i + 2 * c.p - c.d * (c.k - 1) - 1, c.s) + 1)


@claim(
    "torch 2.13",
    "MaxPool1d, ceil_mode",
    _TORCH + "MaxPool1d.html",
    windows_ceil,
    pools,
    "Add stride − 1 or take the ceiling, not both.",
    "ceil",
    "ceil",
)
def torch_max_pool_ceil(c: Case) -> Value:
    """ceil((L + 2·padding − dilation·(kernel − 1) − 1 + (stride − 1)) / stride) + 1, and one less
    when (L_out − 1)·stride ≥ L + padding
    """
    cells = ceil(Fraction(c.i + 2 * c.p - c.d * (c.k - 1) - 1 + (c.s - 1), c.s)) + 1
    return cells - 1 if (cells - 1) * c.s >= c.i + c.p else cells


@claim(
    "torch 2.13",
    "MaxPool1d, ceil_mode: every element is covered",
    _TORCH + "MaxPool1d.html",
    covered,
    pools,
    "A stride above the window, a dilation, or a dropped window leaves cells unread.",
    "ceil",
    "ceil",
)
def torch_coverage(_c: Case) -> Value:
    """ceil_mode ensures that every element in the input tensor is covered by a sliding window"""
    return True


@claim(
    "torch 2.13",
    "MaxPool2d, ceil_mode, by its parameter alone",
    _TORCH + "MaxPool2d.html",
    windows_ceil,
    pools,
    "The formula needs the note: a window that starts in the high padding is dropped.",
    "ceil",
    "ceil",
)
def torch_max_pool_2d(c: Case) -> Value:
    """ceil instead of floor in: floor((H + 2·padding − dilation·(kernel − 1) − 1) / stride + 1)"""
    return ceil(Fraction(c.i + 2 * c.p - c.d * (c.k - 1) - 1, c.s) + 1)


@claim(
    "torch 2.13",
    "MaxPool2d, ceil_mode, with its note",
    _TORCH + "MaxPool2d.html",
    windows_ceil,
    pools,
    "",
    "ceil",
    "ceil",
)
def torch_max_pool_note(c: Case) -> Value:
    """the same, and sliding windows that would start in the right padded region are ignored"""
    cells = ceil(Fraction(c.i + 2 * c.p - c.d * (c.k - 1) - 1, c.s) + 1)
    return sum(a * c.s < c.i + c.p for a in range(cells))


@claim(
    "torch 2.13",
    "AvgPool2d, ceil_mode, as printed",
    _TORCH + "AvgPool2d.html",
    windows_ceil,
    padded,
    "The printed formula has a floor; the exception is meant for the one with a ceiling.",
    "ceil",
    "ceil",
)
def torch_avg_pool(c: Case) -> Value:
    """floor((H + 2·padding − kernel) / stride + 1), and one less if ceil_mode is true and
    (H_out − 1)·stride ≥ H + padding
    """
    cells = floor(Fraction(c.i + 2 * c.p - c.k, c.s) + 1)
    return cells - 1 if (cells - 1) * c.s >= c.i + c.p else cells


@claim(
    "torch 2.13",
    "ConvTranspose2d",
    _TORCH + "ConvTranspose2d.html",
    transposed,
    transposes,
    chapter="transposed",
)
def torch_transposed(c: Case) -> Value:
    """(H − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1"""
    return (c.i - 1) * c.s - 2 * c.p + c.d * (c.k - 1) + c.extra + 1


@claim(
    "torch 2.13",
    "MaxUnpool2d undoes the size of MaxPool2d",
    _TORCH + "MaxUnpool2d.html",
    lambda c: c.i,
    lambda: (c for c in padded() if windows(c) > 0),
    "Pass output_size: s sizes pool to the same size, and the default is the least of them.",
    "indices",
)
def torch_unpool(c: Case) -> Value:
    """(H_pooled − 1)·stride − 2·padding + kernel"""
    return (windows(c) - 1) * c.s - 2 * c.p + c.k
