"""Rivals of lp pooling and of its gradient: another power, no root, signs kept, sums rescaled."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, prod

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import Recompute, rival, with_changes
from conformance.operations import Case, Operation
from conformance.parameters import LpPool
from reference_impl.adjoint import scatter_add
from reference_impl.windows import gather, window_map

FORWARD: tuple[Operation, ...] = ("lp_pool",)
GRADIENT: tuple[Operation, ...] = ("lp_pool_grad",)
BOTH: tuple[Operation, ...] = (*FORWARD, *GRADIENT)


def _power(case: Case) -> float:
    assert isinstance(case.parameters, LpPool)
    return case.parameters.p


def _windows(case: Case, x: Array | None) -> tuple[Array, Array]:
    """What each tap reads, 0 where nothing; how many cells each window reads."""
    assert x is not None
    index_map = window_map(case.axes())
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], -1)
    return gather(planes, index_map, 0), np.count_nonzero(index_map >= 0, axis=1)


def _shaped(case: Case, cells: Array) -> Array:
    return cells.reshape(*cells.shape[:-1], *[axis.cells for axis in case.axes()])


def _another_power(p: float) -> Recompute:
    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        power = None if p == inf else p
        return None if _power(case) == p else with_changes(case, arrays, power=power)

    return recompute


for _p, _text in (
    (1, "the sum of the magnitudes, as for p = 1"),
    (2, "the root of the sum of squares, as for p = 2"),
    (inf, "the largest magnitude, as for p = infinity"),
):
    rival(f"power-{_p}", _text, BOTH)(_another_power(_p))


@rival("root-omitted", "the sum of the powers, without the root", FORWARD)
def _root_omitted(case: Case, arrays: Arrays) -> Outputs | None:
    p = _power(case)
    return None if p in (1, inf) else (reference(case, arrays)[0] ** p,)


@rival("signs-kept", "powers of x, not of its magnitude", FORWARD)
def _signs_kept(case: Case, arrays: Arrays) -> Outputs | None:
    p = _power(case)
    cells, _ = _windows(case, arrays[0])
    if p == inf:
        return (_shaped(case, cells.max(-1)),)
    with np.errstate(invalid="ignore"):
        return (_shaped(case, (cells**p).sum(-1) ** (1 / p)),)


@rival("norm-of-mean", "the root of the mean of the powers, not of their sum", FORWARD)
def _norm_of_mean(case: Case, arrays: Arrays) -> Outputs | None:
    p = _power(case)
    return None if p == inf else (reference(case, arrays)[0] / prod(case.kernel) ** (1 / p),)


def _factors(case: Case) -> Array:
    """What a window is multiplied by whose sum is scaled to that of a whole one."""
    _, present = _windows(case, np.zeros(case.input_shape))
    factor: Array = (prod(case.kernel) / np.maximum(present, 1)) ** (1 / _power(case))
    return factor.reshape([axis.cells for axis in case.axes()])


@rival("partial-rescaled", "the sum over a partial window scaled to that of a whole one", FORWARD)
def _rescaled(case: Case, arrays: Arrays) -> Outputs | None:
    return None if _power(case) == inf else (reference(case, arrays)[0] * _factors(case),)


@rival("gradient-rescaled", "the gradient of sums scaled to those of whole windows", GRADIENT)
def _gradient_rescaled(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x = arrays
    assert gy is not None
    return None if _power(case) == inf else reference(case, (gy * _factors(case), x))


@rival("gradient-unsigned", "the gradient without the sign of x", GRADIENT)
def _unsigned(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x = arrays
    assert x is not None
    return reference(case, (gy, np.abs(x)))


@rival("gradient-of-the-sum", "the gradient of the sum of powers, without the root", GRADIENT)
def _of_the_sum(case: Case, arrays: Arrays) -> Outputs | None:
    p = _power(case)
    return None if p in (1, inf) else _scattered(case, arrays, lambda x: p * x ** (p - 1))


def _scattered(case: Case, arrays: Arrays, factor: Callable[[Array], Array]) -> Outputs:
    """gy times a factor of each magnitude that a window reads, and its sign, added up."""
    gy, x = arrays
    assert gy is not None
    assert x is not None
    cells, _ = _windows(case, x)
    flat = gy.reshape(*x.shape[: -case.rank], -1)[..., np.newaxis]
    with np.errstate(all="ignore"):
        values = np.where(cells != 0, flat * factor(np.abs(cells)), 0)
    total = scatter_add(values, window_map(case.axes()), prod(case.size))
    return (np.sign(x) * total.reshape(x.shape),)


@rival("gradient-to-the-last-largest", "the gradient to the last of equal magnitudes", GRADIENT)
def _to_the_last(case: Case, arrays: Arrays) -> Outputs | None:
    return _to_largest(case, arrays, lambda top: np.cumsum(top[..., ::-1], -1)[..., ::-1] == 1)


@rival("gradient-to-every-largest", "the whole gradient to each of equal magnitudes", GRADIENT)
def _to_every(case: Case, arrays: Arrays) -> Outputs | None:
    return _to_largest(case, arrays, lambda top: top)


def _to_largest(case: Case, arrays: Arrays, chosen: Callable[[Array], Array]) -> Outputs | None:
    gy, x = arrays
    assert gy is not None
    assert x is not None
    if _power(case) != inf:
        return None
    cells, _ = _windows(case, x)
    magnitudes, index_map = np.abs(cells), window_map(case.axes())
    top = (magnitudes == magnitudes.max(-1, keepdims=True)) & (index_map >= 0)
    flat = gy.reshape(*x.shape[: -case.rank], -1)[..., np.newaxis]
    total = scatter_add(np.where(top & chosen(top), flat, 0), index_map, prod(case.size))
    return (np.sign(x) * total.reshape(x.shape),)


@rival("negatives-dropped", "cells below 0 taken for 0", FORWARD)
def _negatives_dropped(case: Case, arrays: Arrays) -> Outputs | None:
    (x,) = arrays
    assert x is not None
    return reference(case, (np.maximum(x, 0),))
