"""What a case is judged by: its exact arrays and what the reference computes from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct

from conformance.cases.data import Array, Arrays, arrays
from conformance.operations import Case, Operation
from reference_impl.convolution import conv
from reference_impl.pooling import avg_pool_terms, max_pool, max_pool_with_indices
from reference_impl.transposed import conv_transpose

Outputs: TypeAlias = tuple[Array, ...]
_REFERENCE: dict[Operation, Callable[..., Any]] = {
    "conv": conv,
    "conv_transpose": conv_transpose,
    "max_pool": max_pool,
    "max_pool_with_indices": max_pool_with_indices,
    "avg_pool": avg_pool_terms,
}


class Prepared(Struct, frozen=True):
    """Exact arrays and exact outputs: (y,) of conv and max pooling, (y, indices) where they
    are asked for, (sum, divisor) of average pooling.

    Cells of a convolution may be less than ``tolerated`` apart, where it is not 0.
    """

    arrays: Arrays
    outputs: Outputs
    tolerated: float = 0.0


def reference(case: Case, arrays: Arrays) -> Outputs:
    """The exact outputs of a case on the given arrays; see :class:`Prepared`.

    Max pooling runs in float64, so that the identity of an empty window is -inf.
    """
    if case.operation in ("max_pool", "max_pool_with_indices"):
        arrays = tuple(None if a is None else a.astype(np.float64) for a in arrays)
    found = _REFERENCE[case.operation](*arrays, **case.keywords())
    return found if isinstance(found, tuple) else (found,)


def prepare(case: Case) -> Prepared:
    """Fill the arrays of a case and compute what is expected; small cases are remembered."""
    largest = max([prod(s) for s in case.shapes if s is not None])
    return _remembered(case) if largest <= 2048 else _prepare(case)


def _prepare(case: Case) -> Prepared:
    filled = arrays(case)
    return Prepared(filled, reference(case, filled))


_remembered = lru_cache(maxsize=4096)(_prepare)


def typed(arrays: Arrays, dtype: str) -> Arrays:
    """Fresh copies of exact arrays in the dtype under judgement; no value is rounded."""
    return tuple(None if a is None else a.astype(dtype) for a in arrays)
