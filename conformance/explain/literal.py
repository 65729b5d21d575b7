"""An array as Python source."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np

from conformance.cases.data import Array

_MOST_LITERAL = 2000


def literal(array: Array) -> str:
    """An expression that gives the array: its values, or packed bytes where they are many."""
    if array.size == 0:
        return f'np.zeros({array.shape}, dtype="{array.dtype}")'
    if array.size > _MOST_LITERAL:
        packed = base64.b64encode(zlib.compress(array.tobytes())).decode()
        return (
            f'np.frombuffer(__import__("zlib").decompress(__import__("base64").b64decode('
            f'"{packed}")), "{array.dtype}").reshape({array.shape}).copy()'
        )
    if array.dtype.kind not in "iu":
        return _floating(array)
    return f'np.array({array.tolist()!r}, dtype="{array.dtype}")'


def expression(value: Any) -> str:
    """The value of a keyword; infinity and NaN as NumPy calls them."""
    if isinstance(value, float) and not np.isfinite(value):
        return repr(value).replace("inf", "np.inf").replace("nan", "np.nan")
    return repr(value)


def _floating(array: Array) -> str:
    """Whole numbers without a point."""
    wide = array.astype(np.float64)
    signed_zero = bool(((wide == 0) & np.signbit(wide)).any())  # lost as an integer
    whole = bool((np.abs(wide) < 2**53).all() and (wide == np.rint(wide)).all())
    values = wide.astype(np.int64) if whole and not signed_zero else array
    text = repr(values.tolist()).replace("inf", "np.inf").replace("nan", "np.nan")
    return f'np.array({text}, dtype="{array.dtype}")'
