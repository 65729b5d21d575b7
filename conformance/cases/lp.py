"""The arrays of lp pooling: magnitudes of about 1, so that every cell of a window counts.

Powers and their sums then stay in the normal range, and near 1, where a root that is taken by
logarithms, or of a power rounded to float32, is as precise as any.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, TypeAlias

import numpy as np

from conformance.operations import Case

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_STEPS = 2048
#: powers of two by which x leaves the range of float32, or of float64, once it is squared
_EXPONENTS = {"24": 100, "53": 900}


def _places(case: Case) -> tuple[Array, Array]:
    """The number of each cell in its plane, and of each plane, shaped to give x."""
    cells = prod(case.size)
    plane = np.arange(prod(case.input_shape) // max(cells, 1), dtype=np.int64)
    return np.arange(cells, dtype=np.int64), plane[:, np.newaxis]


def _magnitudes(case: Case, shift: int = 0) -> Array:
    """Values in [1, 1.5), distinct within a plane of up to 2048 cells, no run of them rising."""
    n, plane = _places(case)
    steps = 16
    while steps < len(n) and steps < _STEPS:
        steps *= 2
    place = ((3 * steps // 8 | 1) * n + 5 * plane + plane // steps + shift) % steps
    magnitudes: Array = 1 + (place / (2 * steps)).reshape(case.input_shape)
    return magnitudes


def _signed(case: Case, shift: int = 0) -> Array:
    """The same, every third of them negative."""
    n, plane = _places(case)
    signs = 1 - 2 * ((n + n // 3 + plane + 1) % 3 == 0)
    signed: Array = _magnitudes(case, shift) * signs.reshape(case.input_shape)
    return signed


def _gaps(case: Case) -> Array:
    """The same, every second cell 0."""
    n, plane = _places(case)
    return np.where(((n + plane) % 2 == 0).reshape(case.input_shape), 0.0, _signed(case))


def _blank(case: Case) -> Array:
    """Planes of nothing but 0, and between them others without a 0."""
    n, plane = _places(case)
    blank = ((plane % 2 == 0) & (n >= 0)).reshape(case.input_shape)
    return np.where(blank, 0.0, _signed(case))


def _ties(case: Case) -> Array:
    """Two magnitudes with either sign, so that most windows hold the largest more than once."""
    n, plane = _places(case)
    larger = ((n * 3 + n // 4 + plane) % 4 != 0).reshape(case.input_shape)
    return np.sign(_signed(case)) * np.where(larger, 1.5, 1.25)


def _scaled(exponent: int) -> Callable[[Case], Array]:
    return lambda case: np.ldexp(_magnitudes(case), exponent)


LP: dict[str, Callable[[Case], Array]] = {
    "positive": _magnitudes,
    "signed": _signed,
    "upward": _signed,
    "tiny": _signed,
    "other": lambda case: _signed(case, 3),
    "gaps": _gaps,
    "blank": _blank,
    "ties": _ties,
    **{f"vast{bits}": _scaled(exponent) for bits, exponent in _EXPONENTS.items()},
    **{f"slight{bits}": _scaled(-exponent) for bits, exponent in _EXPONENTS.items()},
}
