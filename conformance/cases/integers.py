"""Signed integers without randomness: the values that arrays are filled with."""

from __future__ import annotations

from functools import cache
from math import prod
from typing import Any

import numpy as np

from conformance.parameters import Shape

_POOL = 65521  # prime, so that its period falls on no power of two


class NoExactDataError(ValueError):
    """The case is too large for exact integer data."""


@cache
def signed(magnitude: int) -> np.ndarray[Any, np.dtype[Any]]:
    """Signed integers with 1 <= |v| <= magnitude, a prime or 1; int64, read-only.

    Every run of ``magnitude`` is a permutation.
    """
    n = np.arange(_POOL, dtype=np.int64)
    block = n // magnitude
    step = 1 + (block * 7) % max(magnitude - 1, 1)  # a unit modulo the prime magnitude
    values = 1 + (step * n + 3 * block) % magnitude
    signs = 1 - 2 * ((n * 2654435761 >> 15) & 1)
    pool = values * signs
    pool.flags.writeable = False
    return pool


def take(pool: np.ndarray[Any, np.dtype[Any]], shape: Shape) -> np.ndarray[Any, np.dtype[Any]]:
    """An array of the shape, filled row-major with the pool, over and over."""
    count = prod(shape)
    values = pool[:count] if count <= len(pool) else np.resize(pool, count)
    return values.reshape(shape)
