"""What a case is judged by: its exact arrays and what the reference computes from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import Any, TypeAlias

import ml_dtypes  # noqa: F401 - gives NumPy the dtype bfloat16
import numpy as np
from msgspec import Struct

import reference_impl
from conformance.cases.data import Array, Arrays, arrays
from conformance.judge.norms import norm, norm_roundings
from conformance.operations import ARRAYS, INDICES, Case, Operation
from conformance.parameters import LpPool
from reference_impl.windows import bin_map

Outputs: TypeAlias = tuple[Array, ...]
#: per output, how far apart cells may be, in unit roundoffs; None for equality
Roundings: TypeAlias = tuple[Array | None, ...]
#: operations whose outputs are given as (sum, divisor)
AVERAGES: tuple[Operation, ...] = ("avg_pool", "adaptive_avg_pool")
_REFERENCE: dict[Operation, Callable[..., Any]] = {
    "conv": reference_impl.conv,
    "conv_transpose": reference_impl.conv_transpose,
    "max_pool": reference_impl.max_pool,
    "max_pool_with_indices": reference_impl.max_pool_with_indices,
    "avg_pool": reference_impl.avg_pool_terms,
    "lp_pool": reference_impl.lp_pool,
    "adaptive_avg_pool": reference_impl.adaptive_avg_pool_terms,
    "adaptive_max_pool": reference_impl.adaptive_max_pool,
    "adaptive_max_pool_with_indices": reference_impl.adaptive_max_pool_with_indices,
    "max_unpool": reference_impl.max_unpool,
    "unfold": reference_impl.unfold,
    "fold": reference_impl.fold,
    "conv_grad": reference_impl.conv_grad,
    "conv_transpose_grad": reference_impl.conv_transpose_grad,
    "max_pool_grad": reference_impl.max_pool_grad,
    "avg_pool_grad": reference_impl.avg_pool_grad,
    "lp_pool_grad": reference_impl.lp_pool_grad,
    "adaptive_avg_pool_grad": reference_impl.adaptive_avg_pool_grad,
    "adaptive_max_pool_grad": reference_impl.adaptive_max_pool_grad,
    "max_unpool_grad": reference_impl.max_unpool_grad,
    "unfold_grad": reference_impl.unfold_grad,
    "fold_grad": reference_impl.fold_grad,
}


class Prepared(Struct, frozen=True):
    """Exact arrays and exact outputs, in the order of ``Case.outputs``; (sum, divisor) of averages.

    Cells of a convolution may be less than ``tolerated`` apart, where it is not 0. Where an output
    is rounded, ``roundings`` holds how far apart each of its cells may be, in unit roundoffs;
    None stands for equality.
    """

    arrays: Arrays
    outputs: Outputs
    tolerated: float = 0.0
    roundings: Roundings = ()


def reference(case: Case, arrays: Arrays) -> Outputs:
    """The exact outputs of a case on the given arrays; see :class:`Prepared`.

    Max pooling of what float64 holds runs in it, so that the identity of an empty window is -inf.
    """
    if case.operation in ("max_pool", "max_pool_with_indices") and case.data != "int64":
        arrays = tuple(None if a is None else a.astype(np.float64) for a in arrays)
    if isinstance(case.parameters, LpPool):
        return (norm(_REFERENCE[case.operation], arrays, case.keywords()),)
    with np.errstate(invalid="ignore"):  # infinities and NaN are data
        found = _REFERENCE[case.operation](*arrays, **case.keywords())
    outputs = found if isinstance(found, tuple) else (found,)
    return tuple(y for y in outputs if y is not None)


def prepare(case: Case) -> Prepared:
    """Fill the arrays of a case and compute what is expected.

    Small cases are remembered, and a few large ones: the next dtype is judged on the same.
    """
    largest = max([prod(s) for s in case.shapes if s is not None])
    return _remembered(case) if largest <= 2048 else _large(case)


def _prepare(case: Case) -> Prepared:
    filled = arrays(case)
    outputs = reference(case, filled)
    return Prepared(filled, outputs, roundings=roundings(case, filled, outputs))


def roundings(case: Case, arrays: Arrays, outputs: Outputs) -> Roundings:
    """How far apart cells may be, in unit roundoffs; empty where all must be equal.

    Of a shared gy: (m + 3) G, m the windows that cover a cell, G the sum of abs(gy) / D.

    Of lp pooling see :mod:`conformance.judge.norms`.
    """
    if isinstance(case.parameters, LpPool):
        if case.parameters.power is not None and case.operation == "lp_pool_grad":
            outputs = reference(case, tuple(None if a is None else np.abs(a) for a in arrays))
        return norm_roundings(case, case.parameters.p, outputs[0])
    if case.operation not in ("avg_pool_grad", "adaptive_avg_pool_grad"):
        return ()
    gy, x = arrays
    assert gy is not None
    assert x is not None
    (shares,) = reference(case, (np.abs(gy), x))
    return ((_covering(case, gy, x) + 3) * np.abs(shares),)  # a divisor may be negative


def _covering(case: Case, gy: Array, x: Array) -> Array:
    """How many windows, or bins, cover each cell of x."""
    if case.operation == "avg_pool_grad":
        counted = {**case.keywords(), "divisor_override": 1}
        return reference_impl.avg_pool_grad(np.ones_like(gy), x, **counted)[0]
    places = bin_map(case.size, case.keywords()["output_size"])
    return np.bincount(places[places >= 0], minlength=prod(case.size)).reshape(case.size)


_remembered = lru_cache(maxsize=4096)(_prepare)
_large = lru_cache(maxsize=128)(_prepare)


def typed(case: Case, arrays: Arrays, dtype: str) -> Arrays:
    """Fresh copies of exact arrays in the dtype under judgement; no value is rounded.

    Indices stay int64.
    """
    return tuple(
        None if a is None else a.astype(np.int64 if name == INDICES else dtype)
        for name, a in zip(ARRAYS[case.operation], arrays, strict=True)
    )
