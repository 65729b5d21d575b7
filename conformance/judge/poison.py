"""Garbage in freed memory, so that what a backend leaves unwritten is seen."""

from __future__ import annotations

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs

#: so many freed blocks of a size are filled with garbage: a padded copy may take the first
_BLOCKS = 3
#: a byte of garbage: floats of it are NaN, or large numbers where NaN is about
_NAN, _LARGE = 0xFF, 0x5A
_INDEX = np.dtype(np.int64)


def poison(arrays: Arrays, expected: Outputs) -> None:
    """Leave garbage in freed memory, so that what a backend does not write is not zero, nor right
    from a call before: in blocks of the size of each array and of each result."""
    sizes = {a.nbytes for a in arrays if a is not None}
    widths = {a.itemsize for a in arrays if a is not None} | {_INDEX.itemsize}
    sizes |= {y.size * width for y in expected if y is not None for width in widths}
    floats = [a for a in (*arrays, *expected) if a is not None and a.dtype.kind == "f"]
    garbage = _LARGE if any(np.isnan(a).any() for a in floats) else _NAN
    blocks: list[Array] = [np.empty(n, np.uint8) for n in sizes for _ in range(_BLOCKS)]
    for block in blocks:
        block.fill(garbage)
