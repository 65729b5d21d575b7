"""The catalogue of rivals: what a plausible wrong implementation computes instead.

A case proves something only where the rivals that its clause lists come out differently, and the
cause of a failure is the rival that reproduces every cell. Each rival is recomputed by the
reference from changed parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Literal, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.operations import Case, Operation
from conformance.parameters import AvgPool, Conv
from reference_impl.geometry import Axis, GeometryError, same_padding
from reference_impl.windows import gather, window_map

Recompute: TypeAlias = Callable[[Case, Arrays], Outputs | None]
CONV: tuple[Operation, ...] = ("conv",)
MAXIMA: tuple[Operation, ...] = ("max_pool", "max_pool_with_indices")
INDICES: tuple[Operation, ...] = ("max_pool_with_indices",)
AVERAGE: tuple[Operation, ...] = ("avg_pool",)
POOLS: tuple[Operation, ...] = (*MAXIMA, *AVERAGE)
EVERY: tuple[Operation, ...] = (*CONV, *POOLS)


class Rival(Struct, frozen=True):
    """A wrong reading with a name, the words that describe it, and how to compute it."""

    name: str
    text: str
    operations: tuple[Operation, ...]
    recompute: Recompute

    def outputs(self, case: Case, arrays: Arrays) -> Outputs | None:
        """What the rival gives for the case, None where it is the same reading or no call."""
        try:
            return self.recompute(case, arrays)
        except GeometryError:
            return None


RIVALS: dict[str, Rival] = {}


def _rival(name: str, text: str, operations: tuple[Operation, ...]) -> Callable[[Recompute], None]:
    def register(recompute: Recompute) -> None:
        RIVALS[name] = Rival(name, text, operations, recompute)

    return register


def _with(case: Case, arrays: Arrays, **changes: Any) -> Outputs:
    """The reference's outputs with changed parameters."""
    return reference(replace(case, parameters=replace(case.parameters, **changes)), arrays)


def _pads(case: Case) -> tuple[tuple[int, int], ...]:
    return tuple((a.lo, a.hi) for a in case.axes())


@_rival("pads-exchanged", "padded on the other side", EVERY)
def _pads_exchanged(case: Case, arrays: Arrays) -> Outputs | None:
    pads = _pads(case)
    swapped = tuple((hi, lo) for lo, hi in pads)
    return None if swapped == pads else _with(case, arrays, padding=swapped)


@_rival("padding-omitted", "no padding at all", EVERY)
def _padding_omitted(case: Case, arrays: Arrays) -> Outputs | None:
    pads = _pads(case)
    return _with(case, arrays, padding=((0, 0),) * case.rank) if any(map(any, pads)) else None


@_rival("padding-low-both", "the low padding used on both sides", EVERY)
def _padding_low_both(case: Case, arrays: Arrays) -> Outputs | None:
    pads = _pads(case)
    low = tuple((lo, lo) for lo, _ in pads)
    return None if low == pads else _with(case, arrays, padding=low)


@_rival("axes-reversed", "the parameters of the axes in reverse order", EVERY)
def _axes_reversed(case: Case, arrays: Arrays) -> Outputs | None:
    p = case.parameters
    changes: dict[str, Any] = {"stride": p.stride[::-1], "padding": _pads(case)[::-1]}
    if not isinstance(p, AvgPool):
        changes["dilation"] = p.dilation[::-1]
    if not isinstance(p, Conv):
        changes["kernel"] = p.kernel[::-1]
    same = all(getattr(p, k) == v for k, v in changes.items() if k != "padding")
    if same and changes["padding"] == _pads(case):
        return None
    return _with(case, arrays, **changes)


@_rival("stride-ignored", "stride 1 in every axis", EVERY)
def _stride_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    ones = (1,) * case.rank
    if case.parameters.stride == ones:
        return None
    return _with(case, arrays, stride=ones, padding=_pads(case))


@_rival("stride-of-kernel", "the stride taken to be the kernel", POOLS)
def _stride_of_kernel(case: Case, arrays: Arrays) -> Outputs | None:
    return _with(case, arrays, stride=case.kernel, padding=_pads(case))


@_rival("dilation-ignored", "dilation 1 in every axis", (*CONV, *MAXIMA))
def _dilation_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    p = case.parameters
    ones = (1,) * case.rank
    if isinstance(p, AvgPool) or p.dilation == ones:
        return None
    return _with(case, arrays, dilation=ones, padding=_pads(case))


def _same_as(case: Case, arrays: Arrays, stride: Any, dilation: Any) -> Outputs | None:
    padding = case.parameters.padding
    if padding not in ("same_upper", "same_lower"):
        return None
    larger: Literal["upper", "lower"] = "upper" if padding == "same_upper" else "lower"
    pads = tuple(
        same_padding(a.size, a.kernel, stride(a), dilation(a), larger) for a in case.axes()
    )
    return None if pads == _pads(case) else _with(case, arrays, padding=pads)


@_rival("same-undilated", "'same' computed from k, not from the dilated extent", EVERY)
def _same_undilated(case: Case, arrays: Arrays) -> Outputs | None:
    return _same_as(case, arrays, lambda a: a.stride, lambda _: 1)


@_rival("same-unstrided", "'same' computed as for stride 1", EVERY)
def _same_unstrided(case: Case, arrays: Arrays) -> Outputs | None:
    return _same_as(case, arrays, lambda _: 1, lambda a: a.dilation)


@_rival("kernel-flipped", "the kernel flipped (convolution for cross-correlation, or back)", CONV)
def _kernel_flipped(case: Case, arrays: Arrays) -> Outputs | None:
    assert isinstance(case.parameters, Conv)
    return _with(case, arrays, flip_kernel=not case.parameters.flip_kernel)


@_rival("kernel-transposed", "the axes of the kernel in reverse order", CONV)
def _kernel_transposed(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    if case.rank == 1 or case.kernel != case.kernel[::-1]:
        return None
    turned = w.transpose(0, 1, *range(w.ndim - 1, 1, -1))
    return reference(case, (x, turned, b))


@_rival("channels-flipped", "the channels of the kernel flipped too", CONV)
def _channels_flipped(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    return None if w.shape[1] == 1 else reference(case, (x, w[:, ::-1], b))


@_rival("first-channel-only", "only the first input channel of each group read", CONV)
def _first_channel_only(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    if w.shape[1] == 1:
        return None
    masked = w.copy()
    masked[:, 1:] = 0
    return reference(case, (x, masked, b))


@_rival("next-group", "each group reads the input channels of the next", CONV)
def _next_group(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert x is not None
    assert isinstance(case.parameters, Conv)
    groups = case.parameters.groups
    if groups == 1:
        return None
    return reference(case, (np.roll(x, -(case.channels // groups), -case.rank - 1), w, b))


@_rival("groups-interleaved", "output channel m reads group m modulo groups", CONV)
def _groups_interleaved(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    assert isinstance(case.parameters, Conv)
    groups, outputs = case.parameters.groups, len(w)
    if groups in (1, outputs):
        return None
    order = np.arange(outputs).reshape(-1, groups).T.reshape(-1)  # block j holds m = j mod groups
    (y,) = reference(case, (x, w[order], None if b is None else b[order]))
    return (y.take(np.argsort(order), axis=-case.rank - 1),)


@_rival("bias-omitted", "no bias", CONV)
def _bias_omitted(case: Case, arrays: Arrays) -> Outputs | None:
    return None if arrays[2] is None else reference(case, (*arrays[:2], None))


@_rival("bias-of-first", "the bias of the first channel for all", CONV)
def _bias_of_first(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    return None if b is None or len(b) == 1 else reference(case, (x, w, np.full_like(b, b[0])))


def _mode(mode: str) -> Recompute:
    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        assert isinstance(case.parameters, Conv)
        if case.parameters.padding_mode == mode or not any(map(any, _pads(case))):
            return None
        return _with(case, arrays, padding_mode=mode)

    return recompute


for _name in ("zeros", "reflect", "replicate", "circular"):
    _rival(f"mode-{_name}", f"padded in the mode {_name!r}", CONV)(_mode(_name))


@_rival("mode-symmetric", "reflected with the edge cell repeated", CONV)
def _mode_symmetric(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    pads = _pads(case)
    assert x is not None
    if not any(map(any, pads)):
        return None
    padded = np.pad(x, [(0, 0)] * (x.ndim - case.rank) + list(pads), mode="symmetric")
    plain = replace(case.parameters, padding=((0, 0),) * case.rank, padding_mode="zeros")
    enlarged = replace(
        case, parameters=plain, shapes=(padded.shape, case.shapes[1], case.shapes[2])
    )
    return reference(enlarged, (padded, w, b))


def _last_window(rule: str) -> Recompute:
    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        assert not isinstance(case.parameters, Conv)
        if case.parameters.last_window == rule:
            return None
        return _with(case, arrays, last_window=rule, padding=_pads(case))

    return recompute


for _name, _words in (
    ("floor", "only windows that lie whole in the padded input"),
    ("ceil", "a last window that starts in the high padding dropped"),
    ("ceil_keep", "a last window kept that starts in the high padding"),
):
    _rival(f"window-{_name}", _words, POOLS)(_last_window(_name))


def _max_windows(case: Case, arrays: Arrays) -> tuple[Array, Array, tuple[int, ...]]:
    """What each tap reads, -inf where nothing; the index map; the shape of the output."""
    walk: tuple[Axis, ...] = case.axes()
    (x,) = arrays
    assert x is not None
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], -1)
    index_map = window_map(walk)
    shape = (*planes.shape[:-1], *(a.cells for a in walk))
    return gather(planes, index_map, -np.inf), index_map, shape


@_rival("zero-identity", "padding taken to be 0", MAXIMA)
def _zero_identity(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    zeroed = np.where(index_map < 0, 0.0, windows)
    if not (index_map < 0).any():
        return None
    return zeroed.max(-1).reshape(shape), *reference(case, arrays)[1:]


@_rival("minimum", "the minimum of the window", MAXIMA)
def _minimum(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    lowest = np.where(index_map < 0, np.inf, windows)
    return lowest.min(-1).reshape(shape), *reference(case, arrays)[1:]


@_rival("last-maximum", "the last of equal maxima", INDICES)
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


@_rival("index-in-padded-plane", "indices count the padding", INDICES)
@_renumbered
def _padded_plane(case: Case, indices: Array) -> Array:
    cell = np.unravel_index(indices, case.size)
    walk = case.axes()
    moved = tuple(c + a.lo for c, a in zip(cell, walk, strict=True))
    return np.ravel_multi_index(moved, tuple(a.padded for a in walk))


@_rival("index-column-major", "indices count column-major", INDICES)
@_renumbered
def _column_major(case: Case, indices: Array) -> Array:
    return np.ravel_multi_index(np.unravel_index(indices, case.size), case.size, order="F")


@_rival("index-over-channels", "indices count on through the channels", INDICES)
@_renumbered
def _over_channels(case: Case, indices: Array) -> Array:
    channel = np.arange(case.channels).reshape(-1, *(1,) * case.rank)
    return indices + channel * prod(case.size)


@_rival("index-in-window", "indices count within the window", INDICES)
def _in_window(case: Case, arrays: Arrays) -> Outputs | None:
    windows, index_map, shape = _max_windows(case, arrays)
    top = (windows == windows.max(-1, keepdims=True)) & (index_map >= 0)
    y, _ = reference(case, arrays)
    return y, top.argmax(-1).reshape(shape)


@_rival("padding-counted", "padding counted in the divisor, or not, the other way round", AVERAGE)
def _padding_counted(case: Case, arrays: Arrays) -> Outputs | None:
    assert isinstance(case.parameters, AvgPool)
    if case.parameters.divisor_override is not None:
        return None
    return _with(case, arrays, count_include_pad=not case.parameters.count_include_pad)


@_rival("kernel-divisor", "every sum divided by the size of the kernel", AVERAGE)
def _kernel_divisor(case: Case, arrays: Arrays) -> Outputs | None:
    total, divisor = reference(case, arrays)
    return total, np.full_like(divisor, prod(case.kernel))


@_rival("override-ignored", "divisor_override not used", AVERAGE)
def _override_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    assert isinstance(case.parameters, AvgPool)
    if case.parameters.divisor_override is None:
        return None
    return _with(case, arrays, divisor_override=None)


def rivals_of(operation: Operation) -> list[Rival]:
    """The rivals of an operation, in the order in which a cause is looked for."""
    return [r for r in RIVALS.values() if operation in r.operations]
