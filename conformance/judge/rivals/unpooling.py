"""Rivals of max unpooling."""

from __future__ import annotations

from math import prod

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import rival
from conformance.operations import Case, Operation
from conformance.parameters import MaxUnpool

UNPOOL: tuple[Operation, ...] = ("max_unpool",)


def _plane(case: Case) -> tuple[int, ...]:
    assert isinstance(case.parameters, MaxUnpool)
    return case.parameters.output_size


def _given(arrays: Arrays) -> tuple[Array, Array]:
    x, indices = arrays
    assert x is not None
    assert indices is not None
    return x, indices


@rival("unpool-column-major", "indices taken to count column-major", UNPOOL)
def _column_major(case: Case, arrays: Arrays) -> Outputs | None:
    x, indices = _given(arrays)
    plane = _plane(case)
    moved = np.ravel_multi_index(np.unravel_index(indices, plane, order="F"), plane)
    return None if np.array_equal(moved, indices) else reference(case, (x, moved))


@rival("unpool-first-plane", "the indices of the first plane used for all", UNPOOL)
def _first_plane(case: Case, arrays: Arrays) -> Outputs | None:
    x, indices = _given(arrays)
    lead = (0,) * (indices.ndim - case.rank)
    if prod(indices.shape[: -case.rank]) < 2:
        return None
    return reference(case, (x, np.broadcast_to(indices[lead], indices.shape)))


@rival("unpool-sums", "values of the same index added", UNPOOL)
def _sums(case: Case, arrays: Arrays) -> Outputs | None:
    x, indices = _given(arrays)
    cells, plane = prod(case.size), prod(_plane(case))
    planes = x.reshape(prod(x.shape[: -case.rank]), cells)
    y = np.zeros((len(planes), plane), x.dtype)
    for row, values, places in zip(y, planes, indices.reshape(planes.shape), strict=True):
        np.add.at(row, places, values)
    return (y.reshape(*x.shape[: -case.rank], *_plane(case)),)


@rival("unpool-in-order", "values put in the order in which they come", UNPOOL)
def _in_order(case: Case, arrays: Arrays) -> Outputs | None:
    x, indices = _given(arrays)
    cells = prod(case.size)
    if cells > prod(_plane(case)):
        return None
    order = np.broadcast_to(np.arange(cells).reshape(case.size), indices.shape)
    return reference(case, (x, order))
