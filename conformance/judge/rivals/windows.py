"""Rivals of the operations that read windows, and those that every walk shares."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Literal

import numpy as np
from msgspec.structs import replace

from conformance.cases.data import Array, Arrays, by_output, laid_out
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import Recompute, pads, rival, with_changes
from conformance.operations import Case, Operation
from conformance.parameters import AdaptivePool, AvgPool, Conv, ConvTranspose
from reference_impl.geometry import Axis, same_padding
from reference_impl.windows import bin_map, gather, window_map

CONV: tuple[Operation, ...] = ("conv",)
CONVOLUTIONS: tuple[Operation, ...] = ("conv", "conv_transpose")
MAXIMA: tuple[Operation, ...] = ("max_pool", "max_pool_with_indices")
ADAPTIVE: tuple[Operation, ...] = (
    "adaptive_avg_pool",
    "adaptive_max_pool",
    "adaptive_max_pool_with_indices",
)
INDICES: tuple[Operation, ...] = ("max_pool_with_indices",)
FOUND: tuple[Operation, ...] = (*INDICES, "adaptive_max_pool_with_indices")
AVERAGE: tuple[Operation, ...] = ("avg_pool",)
LP: tuple[Operation, ...] = ("lp_pool", "lp_pool_grad")
POOLS: tuple[Operation, ...] = (*MAXIMA, *AVERAGE, "max_pool_grad", "avg_pool_grad", *LP)
REARRANGEMENTS: tuple[Operation, ...] = ("unfold", "fold")
#: with their gradients: what changes a parameter alone changes both ways of a walk
GRADIENTS: tuple[Operation, ...] = ("conv_grad", "conv_transpose_grad")
CONV_BOTH_WAYS: tuple[Operation, ...] = (*CONV, "conv_grad")
DILATED: tuple[Operation, ...] = (
    *CONVOLUTIONS,
    *MAXIMA,
    *REARRANGEMENTS,
    *GRADIENTS,
    "max_pool_grad",
)
EVERY: tuple[Operation, ...] = (*CONVOLUTIONS, *POOLS, *REARRANGEMENTS, *GRADIENTS)


@rival("pads-exchanged", "padded on the other side", EVERY)
def _pads_exchanged(case: Case, arrays: Arrays) -> Outputs | None:
    sides = pads(case)
    swapped = tuple((hi, lo) for lo, hi in sides)
    return None if swapped == sides else with_changes(case, arrays, padding=swapped)


@rival("padding-omitted", "no padding at all", EVERY)
def _padding_omitted(case: Case, arrays: Arrays) -> Outputs | None:
    sides = pads(case)
    return (
        with_changes(case, arrays, padding=((0, 0),) * case.rank) if any(map(any, sides)) else None
    )


@rival("padding-low-both", "the low padding used on both sides", EVERY)
def _padding_low_both(case: Case, arrays: Arrays) -> Outputs | None:
    sides = pads(case)
    low = tuple((lo, lo) for lo, _ in sides)
    return None if low == sides else with_changes(case, arrays, padding=low)


@rival("axes-reversed", "the parameters of the axes in reverse order", EVERY)
def _axes_reversed(case: Case, arrays: Arrays) -> Outputs | None:
    given = {**case.keywords(), "padding": pads(case)}
    per_axis = ("kernel", "stride", "padding", "output_padding", "dilation")
    changes = {name: given[name][::-1] for name in per_axis if name in given}
    if all(given[name] == value for name, value in changes.items()):
        return None
    return with_changes(case, arrays, **changes)


@rival("stride-ignored", "stride 1 in every axis", EVERY)
def _stride_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    ones = (1,) * case.rank
    if case.keywords()["stride"] == ones:
        return None
    return with_changes(case, arrays, stride=ones, padding=pads(case))


@rival("stride-of-kernel", "the stride taken to be the kernel", (*POOLS, "unfold"))
def _stride_of_kernel(case: Case, arrays: Arrays) -> Outputs | None:
    return with_changes(case, arrays, stride=case.kernel, padding=pads(case))


@rival("dilation-ignored", "dilation 1 in every axis", DILATED)
def _dilation_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    ones = (1,) * case.rank
    if case.keywords()["dilation"] == ones:
        return None
    return with_changes(case, arrays, dilation=ones, padding=pads(case))


def _same_as(case: Case, arrays: Arrays, stride: Any, dilation: Any) -> Outputs | None:
    padding = case.keywords()["padding"]
    if padding not in ("same_upper", "same_lower"):
        return None
    larger: Literal["upper", "lower"] = "upper" if padding == "same_upper" else "lower"
    sides = tuple(
        same_padding(a.size, a.kernel, stride(a), dilation(a), larger) for a in case.axes()
    )
    return None if sides == pads(case) else with_changes(case, arrays, padding=sides)


@rival("same-undilated", "'same' computed from k, not from the dilated extent", EVERY)
def _same_undilated(case: Case, arrays: Arrays) -> Outputs | None:
    return _same_as(case, arrays, lambda a: a.stride, lambda _: 1)


@rival("same-unstrided", "'same' computed as for stride 1", EVERY)
def _same_unstrided(case: Case, arrays: Arrays) -> Outputs | None:
    return _same_as(case, arrays, lambda _: 1, lambda a: a.dilation)


@rival(
    "kernel-flipped",
    "the kernel flipped (convolution for cross-correlation, or back)",
    (*CONVOLUTIONS, "conv_grad"),
)
def _kernel_flipped(case: Case, arrays: Arrays) -> Outputs | None:
    if isinstance(case.parameters, Conv):
        return with_changes(case, arrays, flip_kernel=not case.parameters.flip_kernel)
    x, w, b = arrays
    assert w is not None
    return reference(case, (x, np.flip(w, tuple(range(2, w.ndim))), b))


@rival("kernel-transposed", "the axes of the kernel in reverse order", CONVOLUTIONS)
def _kernel_transposed(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    if case.rank == 1 or case.kernel != case.kernel[::-1]:
        return None
    turned = w.transpose(0, 1, *range(w.ndim - 1, 1, -1))
    return reference(case, (x, turned, b))


@rival("channels-flipped", "the channels of the kernel flipped too", CONVOLUTIONS)
def _channels_flipped(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    weight = by_output(case, w)
    if weight.shape[1] == 1:
        return None
    return reference(case, (x, laid_out(case, weight[:, ::-1]), b))


@rival("first-channel-only", "only the first input channel of each group read", CONVOLUTIONS)
def _first_channel_only(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    masked = by_output(case, w).copy()
    if masked.shape[1] == 1:
        return None
    masked[:, 1:] = 0
    return reference(case, (x, laid_out(case, masked), b))


@rival("next-group", "each group reads the input channels of the next", CONVOLUTIONS)
def _next_group(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert x is not None
    assert isinstance(case.parameters, Conv | ConvTranspose)
    groups = case.parameters.groups
    if groups == 1:
        return None
    return reference(case, (np.roll(x, -(case.channels // groups), -case.rank - 1), w, b))


@rival("groups-interleaved", "output channel m reads group m modulo groups", CONVOLUTIONS)
def _groups_interleaved(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    assert isinstance(case.parameters, Conv | ConvTranspose)
    weight = by_output(case, w)
    groups, outputs = case.parameters.groups, len(weight)
    if groups in (1, outputs):
        return None
    order = _dealt(outputs, groups)  # block j holds m = j mod groups
    (y,) = reference(case, (x, laid_out(case, weight[order]), None if b is None else b[order]))
    return (y.take(np.argsort(order), axis=-case.rank - 1),)


def _dealt(count: int, groups: int) -> Array:
    """Where channel c of (group, member) lies if channels are dealt out to the groups in turn."""
    return np.arange(count).reshape(-1, groups).T.reshape(-1)


@rival("inputs-dealt", "input channel c read by group c modulo groups", CONVOLUTIONS)
def _inputs_dealt(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert x is not None
    assert isinstance(case.parameters, Conv | ConvTranspose)
    groups = case.parameters.groups
    if groups in (1, case.channels):
        return None
    return reference(case, (x.take(_dealt(case.channels, groups), axis=-case.rank - 1), w, b))


@rival("kernels-dealt", "kernel m used in group m modulo groups", CONVOLUTIONS)
def _kernels_dealt(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    assert isinstance(case.parameters, Conv | ConvTranspose)
    weight = by_output(case, w)
    groups, outputs = case.parameters.groups, len(weight)
    if groups in (1, outputs):
        return None
    return reference(case, (x, laid_out(case, weight[_dealt(outputs, groups)]), b))


@rival("bias-omitted", "no bias", CONVOLUTIONS)
def _bias_omitted(case: Case, arrays: Arrays) -> Outputs | None:
    return None if arrays[2] is None else reference(case, (*arrays[:2], None))


@rival("bias-of-first", "the bias of the first channel for all", CONVOLUTIONS)
def _bias_of_first(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    return None if b is None or len(b) == 1 else reference(case, (x, w, np.full_like(b, b[0])))


def _mode(mode: str) -> Recompute:
    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        assert isinstance(case.parameters, Conv)
        if case.parameters.padding_mode == mode or not any(map(any, pads(case))):
            return None
        return with_changes(case, arrays, padding_mode=mode)

    return recompute


for _name in ("zeros", "reflect", "replicate", "circular"):
    rival(f"mode-{_name}", f"padded in the mode {_name!r}", CONV_BOTH_WAYS)(_mode(_name))


@rival("mode-symmetric", "reflected with the edge cell repeated", CONV)
def _mode_symmetric(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    sides = pads(case)
    assert x is not None
    if not any(map(any, sides)):
        return None
    padded = np.pad(x, [(0, 0)] * (x.ndim - case.rank) + list(sides), mode="symmetric")
    plain = replace(case.parameters, padding=((0, 0),) * case.rank, padding_mode="zeros")
    enlarged = replace(
        case, parameters=plain, shapes=(padded.shape, case.shapes[1], case.shapes[2])
    )
    return reference(enlarged, (padded, w, b))


def _last_window(rule: str) -> Recompute:
    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        if case.keywords()["last_window"] == rule:
            return None
        return with_changes(case, arrays, last_window=rule, padding=pads(case))

    return recompute


for _name, _words in (
    ("floor", "only windows that lie whole in the padded input"),
    ("ceil", "a last window that starts in the high padding dropped"),
    ("ceil_keep", "a last window kept that starts in the high padding"),
):
    rival(f"window-{_name}", _words, POOLS)(_last_window(_name))


def _max_windows(case: Case, arrays: Arrays) -> tuple[Array, Array, tuple[int, ...]]:
    """What each tap reads, -inf where nothing; the index map; the shape of the output."""
    (x,) = arrays
    assert x is not None
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], -1)
    if isinstance(case.parameters, AdaptivePool):
        cells = case.parameters.output_size
        index_map = bin_map(case.size, cells)
    else:
        walk: tuple[Axis, ...] = case.axes()
        cells, index_map = tuple(a.cells for a in walk), window_map(walk)
    shape = (*planes.shape[:-1], *cells)
    return gather(planes, index_map, -np.inf), index_map, shape


@rival("zero-identity", "padding taken to be 0", MAXIMA)
def _zero_identity(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    zeroed = np.where(index_map < 0, 0.0, windows)
    if not (index_map < 0).any():
        return None
    return zeroed.max(-1).reshape(shape), *reference(case, arrays)[1:]


@rival("minimum", "the minimum of the window", (*MAXIMA, *ADAPTIVE[1:]))
def _minimum(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    lowest = np.where(index_map < 0, np.inf, windows)
    return lowest.min(-1).reshape(shape), *reference(case, arrays)[1:]


@rival("last-maximum", "the last of equal maxima", FOUND)
def _last_maximum(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    top = (windows == windows.max(-1, keepdims=True)) & (index_map >= 0)
    last = index_map.shape[1] - 1 - top[..., ::-1].argmax(-1)
    y, _ = reference(case, arrays)
    return y, index_map[np.arange(len(index_map)), last].reshape(shape)


def _renumbered(number: Callable[[Case, Array], Array]) -> Recompute:
    """A rival that finds the right cell and numbers it differently."""

    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        y, indices = reference(case, arrays)
        other = np.where(indices < 0, indices, number(case, np.maximum(indices, 0)))
        return None if np.array_equal(other, indices) else (y, other)

    return recompute


@rival("index-in-padded-plane", "indices count the padding", INDICES)
@_renumbered
def _padded_plane(case: Case, indices: Array) -> Array:
    cell = np.unravel_index(indices, case.size)
    walk = case.axes()
    moved = tuple(c + a.lo for c, a in zip(cell, walk, strict=True))
    return np.ravel_multi_index(moved, tuple(a.padded for a in walk))


@rival("index-column-major", "indices count column-major", FOUND)
@_renumbered
def _column_major(case: Case, indices: Array) -> Array:
    return np.ravel_multi_index(np.unravel_index(indices, case.size), case.size, order="F")


@rival("index-over-channels", "indices count on through the channels", FOUND)
@_renumbered
def _over_channels(case: Case, indices: Array) -> Array:
    channel = np.arange(case.channels).reshape(-1, *(1,) * case.rank)
    return indices + channel * prod(case.size)


@rival("index-in-window", "indices count within the window", FOUND)
def _in_window(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    top = (windows == windows.max(-1, keepdims=True)) & (index_map >= 0)
    y, _ = reference(case, arrays)
    return y, top.argmax(-1).reshape(shape)


@rival(
    "padding-counted",
    "padding counted in the divisor, or not, the other way round",
    (*AVERAGE, "avg_pool_grad"),
)
def _padding_counted(case: Case, arrays: Arrays) -> Outputs | None:
    assert isinstance(case.parameters, AvgPool)
    if case.parameters.divisor_override is not None:
        return None
    return with_changes(case, arrays, count_include_pad=not case.parameters.count_include_pad)


@rival("kernel-divisor", "every sum divided by the size of the kernel", AVERAGE)
def _kernel_divisor(case: Case, arrays: Arrays) -> Outputs | None:
    total, divisor = reference(case, arrays)
    return total, np.full_like(divisor, prod(case.kernel))


@rival("override-ignored", "divisor_override not used", (*AVERAGE, "avg_pool_grad"))
def _override_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    assert isinstance(case.parameters, AvgPool)
    if case.parameters.divisor_override is None:
        return None
    return with_changes(case, arrays, divisor_override=None)
