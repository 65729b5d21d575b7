"""Norms are irrational: what is expected of lp pooling, and how far a right result may be from it.

With u the unit roundoff, m the cells of the kernel and t the exact value, a result of float powers
and a root, of scaled cells or of logarithms near 1, is within ((m + 3) / p + 4) u t, and a gradient
within ((m + 8) (1 + 1 / p) + 8) u G, G the sum of its terms without signs.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.operations import GRADIENTS, Case

#: whether a norm taken in the widest float is, rounded to float64, right to half a unit
_WIDE = np.finfo(np.longdouble).nmant > np.finfo(np.float64).nmant + 8


def norm(
    computed: Callable[..., Any], arrays: Arrays, keywords: dict[str, Any]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A norm, or its gradient, computed in the widest float and rounded once to float64.

    x is scaled by a power of two, as the norm is: no power leaves the range.
    """
    *gy, x = arrays
    assert x is not None
    largest = np.abs(x).max(initial=0)
    exponent = int(np.frexp(largest)[1]) if np.isfinite(largest) else 0
    scaled = np.ldexp(x.astype(np.longdouble), -exponent)
    with np.errstate(all="ignore"):
        if gy:
            (found,) = computed(*[np.asarray(g, np.longdouble) for g in gy], scaled, **keywords)
        else:
            found = np.ldexp(computed(scaled, **keywords), exponent)
        rounded: np.ndarray[Any, np.dtype[np.float64]] = found.astype(np.float64)
    return rounded


def norm_roundings(case: Case, p: float, size: Array) -> tuple[Array, ...]:
    """The bound in unit roundoffs; ``size`` is t or G. Of p = inf nothing is rounded.

    The expected value is rounded too: by a unit, or where no float is wider than float64, by as
    much as any other.
    """
    if p == inf:
        return ()
    units = norm_units(case, p)
    return ((units + (1 if _WIDE else units)) * size,)


def norm_units(case: Case, p: float) -> float:
    """The same relative to t or G, without the rounding of the expected value."""
    if p == inf:
        return 0.0
    m = case.terms
    return (m + 8) * (1 + 1 / p) + 8 if case.operation in GRADIENTS else (m + 3) / p + 4
