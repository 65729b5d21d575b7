"""An array as Python source."""

from __future__ import annotations

import base64
import zlib

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
    signed_zero = bool(((array == 0) & np.signbit(array)).any())  # lost as an integer
    whole = bool((np.abs(array) < 2**53).all() and (array == np.rint(array)).all())
    whole = whole and not signed_zero
    values = array.astype(np.int64) if whole else array
    text = repr(values.tolist()).replace("inf", "np.inf").replace("nan", "np.nan")
    return f'np.array({text}, dtype="{array.dtype}")'
