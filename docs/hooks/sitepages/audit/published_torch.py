"""Published formulas of torch 2.13, from the docstrings that its pages are made of.

The docstring of a function is what the page prints, its body the same formula; `/` is exact
division.
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
    """H_out = floor((H_in + 2 × padding[0] − dilation[0] × (kernel_size[0] − 1) − 1) / stride[0]
    + 1)
    """
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
    """L_out = ceil((L_in + 2 × padding − dilation × (kernel_size − 1) − 1 + (stride − 1)) / stride)
    + 1. Ensure that the last pooling starts inside the image, make L_out = L_out − 1 when
    (L_out − 1) * stride >= L_in + padding.
    """
    cells = ceil(Fraction(c.i + 2 * c.p - c.d * (c.k - 1) - 1 + (c.s - 1), c.s)) + 1
    return cells - 1 if (cells - 1) * c.s >= c.i + c.p else cells


@claim(
    "torch 2.13",
    "MaxPool1d, ceil_mode: every element is covered",
    _TORCH + "MaxPool1d.html",
    covered,
    pools,
    "A stride above the window leaves cells unread, and so may a dilation.",
    "ceil",
    "ceil",
)
def torch_coverage(_c: Case) -> Value:
    """ceil_mode: If True, will use ceil instead of floor to compute the output shape. This ensures
    that every element in the input tensor is covered by a sliding window.
    """
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
    "torch-max-pool-note",
)
def torch_max_pool_2d(c: Case) -> Value:
    """ceil_mode: when True, will use ceil instead of floor to compute the output shape. H_out =
    floor((H_in + 2 * padding[0] − dilation[0] × (kernel_size[0] − 1) − 1) / stride[0] + 1)
    """
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
    """The same, and: Sliding windows that would start in the right padded region are ignored."""
    cells = ceil(Fraction(c.i + 2 * c.p - c.d * (c.k - 1) - 1, c.s) + 1)
    return sum(a * c.s < c.i + c.p for a in range(cells))


@claim(
    "torch 2.13",
    "AvgPool2d, ceil_mode, by its formula and exception alone",
    _TORCH + "AvgPool2d.html",
    windows_ceil,
    padded,
    "The printed formula has a floor; the exception goes with the ceiling of the parameter.",
    "ceil",
    "ceil",
    "torch-avg-pool-parameter",
)
def torch_avg_pool(c: Case) -> Value:
    """H_out = floor((H_in + 2 × padding[0] − kernel_size[0]) / stride[0] + 1). If ceil_mode is True
    and (H_out − 1) × stride[0] ≥ H_in + padding[0], we skip the last window as it would start in
    the bottom padded region, resulting in H_out being reduced by one.
    """
    cells = floor(Fraction(c.i + 2 * c.p - c.k, c.s) + 1)
    return cells - 1 if (cells - 1) * c.s >= c.i + c.p else cells


@claim(
    "torch 2.13",
    "AvgPool2d, ceil_mode, with its parameter",
    _TORCH + "AvgPool2d.html",
    windows_ceil,
    padded,
    "",
    "ceil",
    "ceil",
)
def torch_avg_pool_parameter(c: Case) -> Value:
    """The same, and: ceil_mode: when True, will use ceil instead of floor to compute the output
    shape
    """
    cells = ceil(Fraction(c.i + 2 * c.p - c.k, c.s) + 1)
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
    """H_out = (H_in − 1) × stride[0] − 2 × padding[0] + dilation[0] × (kernel_size[0] − 1) +
    output_padding[0] + 1
    """
    return (c.i - 1) * c.s - 2 * c.p + c.d * (c.k - 1) + c.extra + 1
