"""Rivals of the gradients of pooling: gy given to other cells than the one at the index, or shared
out by another divisor."""

from __future__ import annotations

from math import prod

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs
from conformance.judge.rivals.catalogue import rival, with_changes
from conformance.operations import Case, Operation
from reference_impl.adjoint import scatter_add
from reference_impl.windows import divisors, gather, window_map

MAXIMUM: tuple[Operation, ...] = ("max_pool_grad",)
AVERAGE: tuple[Operation, ...] = ("avg_pool_grad",)


def _scattered(case: Case, arrays: Arrays, winners: Array, share: Array) -> Outputs:
    """gy times the share of each tap, added where the taps that won read."""
    gy, x = arrays
    assert gy is not None
    assert x is not None
    index_map = window_map(case.axes())
    flat = gy.reshape(*x.shape[: -case.rank], -1)
    values = np.where(winners, flat[..., np.newaxis] * share, 0)
    return (scatter_add(values, index_map, prod(case.size)).reshape(x.shape),)


def _tops(case: Case, arrays: Arrays) -> Array:
    """The taps that read a maximum of their window, (..., cells, taps)."""
    x = arrays[1]
    assert x is not None
    index_map = window_map(case.axes())
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], -1)
    windows = gather(planes, index_map, -np.inf)
    tops: Array = (windows == windows.max(-1, keepdims=True)) & (index_map >= 0)
    return tops


@rival("gradient-to-the-last", "the gradient to the last of equal maxima", MAXIMUM)
def _to_the_last(case: Case, arrays: Arrays) -> Outputs | None:
    tops = _tops(case, arrays)
    later = np.cumsum(tops[..., ::-1], axis=-1)[..., ::-1]
    return _scattered(case, arrays, tops & (later == 1), np.ones(1, np.int64))


@rival("gradient-to-each-maximum", "the whole gradient to each of equal maxima", MAXIMUM)
def _to_each(case: Case, arrays: Arrays) -> Outputs | None:
    return _scattered(case, arrays, _tops(case, arrays), np.ones(1, np.int64))


@rival("gradient-shared-by-maxima", "the gradient shared by equal maxima", MAXIMUM)
def _shared(case: Case, arrays: Arrays) -> Outputs | None:
    tops = _tops(case, arrays)
    return _scattered(case, arrays, tops, 1 / np.maximum(tops.sum(-1, keepdims=True), 1))


@rival("gradient-lost-in-padding", "no gradient where the 0 of padding is higher", MAXIMUM)
def _lost_in_padding(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x = arrays
    assert gy is not None
    assert x is not None
    index_map = window_map(case.axes())
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], -1)
    highest = gather(planes, index_map, -np.inf).max(-1)
    lost = (index_map < 0).any(-1) & (highest < 0)
    kept = np.where(lost, 0, gy.reshape(highest.shape)).reshape(gy.shape)
    return with_changes(case, (kept, x)) if lost.any() else None


@rival("shared-by-the-kernel", "every gy shared by the size of the kernel", AVERAGE)
def _by_the_kernel(case: Case, arrays: Arrays) -> Outputs | None:
    return with_changes(case, arrays, divisor_override=prod(case.kernel))


@rival("shared-by-one-divisor", "every gy shared by the divisor of the first window", AVERAGE)
def _by_one_divisor(case: Case, arrays: Arrays) -> Outputs | None:
    given = case.keywords()
    counts = divisors(case.axes(), given["count_include_pad"], given["divisor_override"])
    if len(counts) == 0 or counts[0] == 0:
        return None
    return with_changes(case, arrays, divisor_override=int(counts[0]))
