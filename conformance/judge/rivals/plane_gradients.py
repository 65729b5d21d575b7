"""Rivals of the gradients of adaptive pooling, unpooling, unfold and fold."""

from __future__ import annotations

from math import prod

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import rival
from conformance.judge.rivals.rearrangement import last_overlap, rows_by_tap
from conformance.operations import Case, Operation
from conformance.parameters import AdaptivePool
from reference_impl.adjoint import scatter_add
from reference_impl.windows import bin_map, gather

UNFOLD: tuple[Operation, ...] = ("unfold_grad",)
REARRANGED: tuple[Operation, ...] = ("unfold_grad", "fold_grad")
UNPOOL: tuple[Operation, ...] = ("max_unpool_grad",)
AVERAGE: tuple[Operation, ...] = ("adaptive_avg_pool_grad",)
MAXIMUM: tuple[Operation, ...] = ("adaptive_max_pool_grad",)


def _first_two(arrays: Arrays) -> tuple[Array, Array]:
    gy, x = arrays[:2]
    assert gy is not None
    assert x is not None
    return gy, x


@rival("gradient-overlaps-overwritten", "where windows overlap, the last one alone", UNFOLD)
def _overlaps_overwritten(case: Case, arrays: Arrays) -> Outputs | None:
    gy, _ = _first_two(arrays)
    return (last_overlap(case, gy),)


@rival("gradient-rows-by-tap", "rows ordered by tap, then channel", REARRANGED)
def _rows_by_tap(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x = _first_two(arrays)
    order = rows_by_tap(case)
    if (order == np.arange(len(order))).all():
        return None
    if case.operation == "fold_grad":
        return (reference(case, arrays)[0].take(order, -2),)
    return reference(case, (gy.take(np.argsort(order), -2), x))


@rival("gradient-of-last-duplicate", "of entries with one index the last alone", UNPOOL)
def _last_duplicate(case: Case, arrays: Arrays) -> Outputs | None:
    (gx,) = reference(case, arrays)
    indices = arrays[2]
    assert indices is not None
    flat = indices.reshape(-1, prod(case.size))
    later = np.triu(flat[:, :, np.newaxis] == flat[:, np.newaxis, :], 1).any(axis=-1)
    return (np.where(later.reshape(gx.shape), 0, gx),)


def _bins(case: Case) -> Array:
    assert isinstance(case.parameters, AdaptivePool)
    return bin_map(case.size, case.parameters.output_size)


def _to_bins(case: Case, gy: Array, taken: Array) -> Array:
    """gy added to the cells of its bin where it is taken by them."""
    places = _bins(case)
    planes = gy.reshape(*gy.shape[: -case.rank], len(places), 1)
    gx = scatter_add(planes * taken, places, prod(case.size))
    return gx.reshape(case.input_shape)


@rival("gradient-unshared", "gy not divided", AVERAGE)
def _unshared(case: Case, arrays: Arrays) -> Outputs | None:
    gy, _ = _first_two(arrays)
    return (_to_bins(case, gy, np.ones_like(_bins(case))),)


@rival("gradient-shared-alike", "gy divided by the size of the largest bin", AVERAGE)
def _shared_alike(case: Case, arrays: Arrays) -> Outputs | None:
    gy, _ = _first_two(arrays)
    return (_to_bins(case, gy, np.ones_like(_bins(case))) / case.terms,)


@rival("gradient-to-all-maxima", "gy added to every maximum of its bin", MAXIMUM)
def _to_all_maxima(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x = _first_two(arrays)
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], prod(case.size))
    windows = gather(planes, _bins(case), -np.inf)
    return (_to_bins(case, gy, windows == windows.max(-1, keepdims=True)),)
