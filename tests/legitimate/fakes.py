"""Backends that compute in less than they declare, by name; some clause must call each wrong."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from conformance import Backend
from tests.legitimate import narrow, transforms
from tests.legitimate.catalogue import conv, transformed

Make: TypeAlias = Callable[[], Backend]
F2, F4 = transforms.F23, transforms.F43


def _operands(rounded, **which) -> Make:
    return lambda: conv(narrow.operands(rounded, **which))


def _winograd(matrices, of_x, of_w=None) -> Make:
    return lambda: transformed(transforms.winograd(matrices, of_x, of_w))


def _declared(inner) -> Make:
    """Declared as a transform, to be judged less strictly."""
    return lambda: conv(inner, arithmetic="transform")


def _undeclared(correlate) -> Make:
    return lambda: transformed(correlate, arithmetic="direct")


#: a fake of float32 -> (the clause that must catch it, how to make it)
SINGLE: dict[str, tuple[str, Make]] = {
    "tf32": ("conv.exact.operands", _operands(narrow.tf32)),
    "tf32-truncated": ("conv.exact.operands", _operands(narrow.tf32_truncated)),
    "tf32-x": ("conv.exact.operands", _operands(narrow.tf32, w=False)),
    "tf32-w": ("conv.exact.operands", _operands(narrow.tf32, x=False)),
    "bf16": ("conv.exact.operands", _operands(narrow.bfloat16)),
    "bf16-x": ("conv.exact.operands", _operands(narrow.bfloat16, w=False)),
    "bf16-w": ("conv.exact.operands", _operands(narrow.bfloat16, x=False)),
    "float16": ("conv.exact.operands", _operands(narrow.float16)),
    "float16-x": ("conv.exact.range", _operands(narrow.float16, w=False)),
    "float16-w": ("conv.exact.range", _operands(narrow.float16, x=False)),
    "bf16x3": ("conv.exact.operands", lambda: conv(narrow.in_two_pieces(narrow.bfloat16))),
    "tf32x3": ("conv.exact.products", lambda: conv(narrow.in_two_pieces(narrow.tf32))),
    "float16x3": ("conv.exact.products", lambda: conv(narrow.in_two_pieces(narrow.float16))),
    "float16-sums": ("conv.exact.sums", lambda: conv(narrow.accumulated(narrow.float16))),
    "bf16-sums": ("conv.exact.sums", lambda: conv(narrow.accumulated(narrow.bfloat16))),
    "tf32-sums": ("conv.exact.sums", lambda: conv(narrow.accumulated(narrow.tf32))),
    "bf16-sums-in-lanes": ("conv.exact.sums", lambda: conv(narrow.in_lanes(narrow.bfloat16, 4))),
    "bf16-bias": ("conv.exact.bias", lambda: conv(narrow.bias(narrow.bfloat16))),
    "tf32-bias": ("conv.exact.bias", lambda: conv(narrow.bias(narrow.tf32))),
    "tf32-before-bias": ("conv.exact.bias", lambda: conv(narrow.before_bias(narrow.tf32))),
    "float16-result": ("conv.exact.operands", lambda: conv(narrow.result(narrow.float16))),
    "fft-undeclared": ("conv.exact.integers", _undeclared(transforms.fft)),
    "f2-undeclared": ("conv.exact.operands", _undeclared(transforms.winograd(F2))),
    "f4-undeclared": ("conv.exact.integers", _undeclared(transforms.winograd(F4))),
    "f2-over-tf32": ("conv.exact.operands", _winograd(F2, narrow.tf32)),
    "f2-over-tf32-x": ("conv.exact.operands", _winograd(F2, narrow.tf32, transforms.as_it_is)),
    "f2-over-tf32-w": ("conv.exact.operands", _winograd(F2, transforms.as_it_is, narrow.tf32)),
    "f4-over-tf32": ("conv.exact.operands", _winograd(F4, narrow.tf32)),
    "f2-over-bf16": ("conv.exact.operands", _winograd(F2, narrow.bfloat16)),
    "f4-over-bf16": ("conv.exact.operands", _winograd(F4, narrow.bfloat16)),
    "tf32-as-transform": ("conv.exact.operands", _declared(narrow.operands(narrow.tf32))),
    "bf16-w-as-transform": (
        "conv.exact.operands",
        _declared(narrow.operands(narrow.bfloat16, x=False)),
    ),
    "bf16-bias-as-transform": ("conv.exact.bias", _declared(narrow.bias(narrow.bfloat16))),
    "bf16-sums-as-transform": (
        "conv.exact.operands",
        _declared(narrow.accumulated(narrow.bfloat16)),
    ),
}
#: the same of float64
DOUBLE: dict[str, tuple[str, Make]] = {
    "float32-inside": ("conv.exact.integers", lambda: conv(narrow.computed_in(np.float32))),
    "float32-x": ("conv.exact.operands", _operands(narrow.float32, w=False)),
    "float32-w": ("conv.exact.operands", _operands(narrow.float32, x=False)),
    "float32x3": ("conv.exact.products", lambda: conv(narrow.in_two_pieces(narrow.float32))),
    "float32-sums": ("conv.exact.sums", lambda: conv(narrow.accumulated(narrow.float32))),
    "float32-bias": ("conv.exact.bias", lambda: conv(narrow.bias(narrow.float32))),
    "float32-before-bias": ("conv.exact.bias", lambda: conv(narrow.before_bias(narrow.float32))),
    "fft-undeclared": ("conv.exact.integers", _undeclared(transforms.fft)),
    "f2-undeclared": ("conv.exact.operands", _undeclared(transforms.winograd(F2))),
    "f4-undeclared": ("conv.exact.integers", _undeclared(transforms.winograd(F4))),
    "fft-in-float32": (
        "conv.exact.operands",
        lambda: transformed(narrow.correlated_in(np.float32, transforms.fft)),
    ),
    "f2-in-float32": (
        "conv.exact.operands",
        lambda: transformed(narrow.correlated_in(np.float32, transforms.winograd(F2))),
    ),
}
