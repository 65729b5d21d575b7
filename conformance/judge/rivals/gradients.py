"""Rivals of the gradients: what is not added up, not undone, or added up in the wrong place."""

from __future__ import annotations

from math import prod

import numpy as np

from conformance.cases.data import Array, Arrays, by_output, laid_out
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import rival, with_changes
from conformance.operations import Case, Operation
from conformance.parameters import Conv, ConvTranspose

CONV: tuple[Operation, ...] = ("conv_grad",)
CONVOLUTIONS: tuple[Operation, ...] = ("conv_grad", "conv_transpose_grad")
#: whose gy has a cell for every window
WINDOWS: tuple[Operation, ...] = ("conv_grad", "max_pool_grad", "avg_pool_grad", "lp_pool_grad")


def _given(arrays: Arrays) -> tuple[Array, Array, Array, Array | None]:
    """gy, x, w and b of a convolution."""
    gy, x, w, b = arrays
    assert gy is not None
    assert x is not None
    assert w is not None
    return gy, x, w, b


def _groups(case: Case) -> int:
    assert isinstance(case.parameters, Conv | ConvTranspose)
    return case.parameters.groups


def _taps(w: Array) -> tuple[int, ...]:
    """The axes of w that are spatial."""
    return tuple(range(2, w.ndim))


@rival("input-gradient-flipped", "gx with the kernel flipped", CONVOLUTIONS)
def _input_gradient_flipped(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x, w, b = _given(arrays)
    flipped = np.flip(w, _taps(w))
    return reference(case, (gy, x, flipped, b))[0], *reference(case, arrays)[1:]


@rival("weight-gradient-flipped", "gw flipped", CONVOLUTIONS)
def _weight_gradient_flipped(case: Case, arrays: Arrays) -> Outputs | None:
    gx, gw, *gb = reference(case, arrays)
    return gx, np.flip(gw, _taps(gw)), *gb


@rival("gradient-axes-exchanged", "the axes of the kernel in reverse order", CONVOLUTIONS)
def _axes_exchanged(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x, w, b = _given(arrays)
    if case.rank == 1 or case.kernel != case.kernel[::-1]:
        return None
    order = (0, 1, *_taps(w)[::-1])
    gx, gw, *gb = reference(case, (gy, x, w.transpose(order), b))
    return gx, gw.transpose(order), *gb


@rival("one-output-channel", "gx from the first output channel of each group alone", CONVOLUTIONS)
def _one_output_channel(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x, w, b = _given(arrays)
    masked = by_output(case, w).copy()
    per_group = len(masked) // _groups(case)
    if per_group == 1:
        return None
    masked[np.arange(len(masked)) % per_group > 0] = 0
    gx = reference(case, (gy, x, laid_out(case, masked), b))[0]
    return gx, *reference(case, arrays)[1:]


@rival("first-sample-only", "gw and gb of the first sample alone", CONVOLUTIONS)
def _first_sample_only(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x, w, b = _given(arrays)
    if not case.batched or len(x) == 1:
        return None
    first = gy.copy()
    first[1:] = 0
    return reference(case, arrays)[0], *reference(case, (first, x, w, b))[1:]


@rival("gradient-next-group", "each group reads the input channels of the next", CONVOLUTIONS)
def _next_group(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x, w, b = _given(arrays)
    if _groups(case) == 1:
        return None
    share, axis = case.channels // _groups(case), -case.rank - 1
    gx, *others = reference(case, (gy, np.roll(x, -share, axis), w, b))
    return np.roll(gx, share, axis), *others


@rival("gradient-interleaved", "output channel m reads group m modulo groups", CONVOLUTIONS)
def _groups_interleaved(case: Case, arrays: Arrays) -> Outputs | None:
    gy, x, w, b = _given(arrays)
    weight = by_output(case, w)
    groups, outputs = _groups(case), len(weight)
    if groups in (1, outputs):
        return None
    order = np.arange(outputs).reshape(-1, groups).T.reshape(-1)  # block j holds m = j mod groups
    back, axis = np.argsort(order), -case.rank - 1
    gx, gw, *gb = reference(
        case, (gy.take(order, axis), x, laid_out(case, weight[order]), None if b is None else b)
    )
    return gx, laid_out(case, by_output(case, gw)[back]), *[g[back] for g in gb]


@rival("padding-gradient-dropped", "what falls on padding dropped", CONV)
def _padding_gradient_dropped(case: Case, arrays: Arrays) -> Outputs | None:
    assert isinstance(case.parameters, Conv)
    if case.parameters.padding_mode == "zeros":
        return None
    plain = with_changes(case, arrays, padding_mode="zeros")
    return plain[0], *reference(case, arrays)[1:]


@rival("skipped-at-the-low-end", "the cells that no window reads at the low end", CONV)
def _skipped_low(case: Case, arrays: Arrays) -> Outputs | None:
    gx, *others = reference(case, arrays)
    skipped = [
        max(a.size - ((a.cells - 1) * a.stride + a.extent - a.lo), 0) if a.cells else 0
        for a in case.axes()
    ]
    if not any(skipped):
        return None
    return np.roll(gx, skipped, tuple(range(-case.rank, 0))), *others


@rival("overlaps-overwritten", "where windows overlap, the last one alone", WINDOWS)
def _overlaps_overwritten(case: Case, arrays: Arrays) -> Outputs | None:
    gy, *others = arrays
    assert gy is not None
    cells = prod(gy.shape[-case.rank :])
    if cells > 64:
        return None
    flat = gy.reshape(*gy.shape[: -case.rank], cells)
    gx, *rest = reference(case, arrays)
    last = np.zeros_like(gx)
    for cell in range(cells):
        one = np.zeros_like(flat)
        one[..., cell] = flat[..., cell]
        share = reference(case, (one.reshape(gy.shape), *others))[0]
        last = np.where(share == 0, last, share)
    return last, *rest
