"""Hypothesis strategies for what cannot be enumerated: sizes past the block and tile sizes of real
kernels, and sequences of calls.

A strategy factory maps a rank to a strategy of cases, as :func:`conformance.suite.clause.over`
expects. Draws are legal by construction, and small enough for exact integer data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, prod
from operator import mul
from typing import Any, Literal, TypeAlias

from hypothesis import strategies as st
from msgspec.structs import replace

from conformance.cases.geometries import OneAxis
from conformance.cases.gradients import forward_of, gradient_of
from conformance.cases.rearrangement import rearranged
from conformance.cases.unpooling import unpooled
from conformance.operations import GRADIENTS, Calls, Case, Operation
from conformance.parameters import (
    AdaptivePool,
    AvgPool,
    Conv,
    ConvTranspose,
    Fold,
    LpPool,
    MaxPool,
    MaxUnpool,
    Unfold,
)
from reference_impl.geometry import GeometryError, LastWindow

Factory: TypeAlias = Callable[[int], st.SearchStrategy[Any]]
Grouping = Literal["dense", "grouped", "depthwise"]

_BLOCKS = (7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257)
_LONGEST = (257, 129, 129)  # by rank
_CHANNELS = (1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 32, 33, 64, 65, 127, 128, 129)
_STRIDES = (1, 2, 3, 4, 5, 7, 8, 9)
_DILATIONS = (1, 2, 3, 4, 6, 8)
_BATCHES = (1, 2, 3, 4, 5, 8)
_WORK = {1: 3_000_000, 2: 3_000_000, 3: 2_000_000}  # products per call
_CELLS = 80_000  # of an input; of an output at stride 1
_TERMS = 3_600
_POWERS = (2.0, 1.0, 3.0, 1.5, inf)
_PLANE = 10_000  # cells of a transposed plane
_BIN = 1_200  # cells of an adaptive bin


def _sizes(draw: st.DrawFn, rank: int) -> list[int]:
    """Extents of which one is past a block size; the others are short."""
    sizes = [draw(st.integers(1, 9)) for _ in range(rank)]
    blocks = [b for b in _BLOCKS if b <= _LONGEST[rank - 1]]
    sizes[draw(st.integers(0, rank - 1))] = draw(st.sampled_from(blocks))
    return sizes


def _axis(draw: st.DrawFn, size: int, longest_kernel: int, dilated: bool) -> tuple[int, ...]:
    """(size, k, s, d, lo): the size is raised until a window fits."""
    k = draw(st.integers(1, longest_kernel))
    s = draw(st.sampled_from(_STRIDES))
    d = draw(st.sampled_from(_DILATIONS)) if dilated else 1
    lo = draw(st.integers(0, k // 2))
    return max(size, d * (k - 1) + 1 - 2 * lo), k, s, d, lo


@st.composite
def _conv_case(draw: st.DrawFn, rank: int, grouping: Grouping, sides: bool, work: int) -> Case:
    axes = [_axis(draw, n, (11, 7, 4)[rank - 1], True) for n in _sizes(draw, rank)]
    groups, per_input, per_output = _channel_counts(draw, grouping)
    size, kernel = [a[0] for a in axes], [a[1] for a in axes]
    terms = prod(kernel)
    while per_input * terms > _TERMS:
        per_input = (per_input + 1) // 2
    cells, plane = prod((a[0] + 2 * a[4]) // a[2] + 1 for a in axes), prod(size)
    batch = draw(st.sampled_from(_BATCHES))
    while (
        batch * groups * per_output * per_input * terms * cells > work
        or batch * groups * max(per_input, per_output) * plane > _CELLS
    ):
        if batch > 1:
            batch = 1
        elif per_output > 1:
            per_output = (per_output + 1) // 2
        elif per_input > 1:
            per_input = (per_input + 1) // 2
        elif groups > 2:
            groups = (groups + 1) // 2
        else:
            break
    padding = [(a[4], draw(st.integers(0, a[1] // 2)) if sides else a[4]) for a in axes]
    size = [
        max(n, d * (k - 1) + 1 - lo - hi, 1)
        for n, (_, k, _, d, _), (lo, hi) in zip(size, axes, padding, strict=True)
    ]
    outputs = groups * per_output
    return Case(
        "conv",
        Conv.of(
            rank,
            stride=[a[2] for a in axes],
            padding=padding,
            dilation=[a[3] for a in axes],
            groups=groups,
        ),
        (
            (batch, groups * per_input, *size),
            (outputs, per_input, *kernel),
            (outputs,) if draw(st.booleans()) else None,
        ),
    )


def _channel_counts(draw: st.DrawFn, grouping: Grouping) -> tuple[int, int, int]:
    """(groups, input channels per group, output channels per group)."""
    if grouping == "dense":
        return 1, draw(st.sampled_from(_CHANNELS)), draw(st.sampled_from(_CHANNELS))
    if grouping == "depthwise":
        return draw(st.sampled_from(_CHANNELS[1:])), 1, draw(st.sampled_from((1, 2, 3)))
    per_group = st.sampled_from((1, 2, 3, 7, 8, 9, 16, 17))
    return draw(st.sampled_from((2, 3, 4, 8, 9))), draw(per_group), draw(per_group)


def conv(*groupings: Grouping, sides: bool = False, small: bool = False) -> Factory:
    """Convolutions past the block sizes; ``sides`` draws other padding at the high end, ``small``
    keeps to a tenth of the products."""
    share = 10 if small else 1
    return lambda rank: st.one_of(
        [_conv_case(rank, g, sides, _WORK[rank] // share) for g in groupings]
    )


@st.composite
def _transposed_case(draw: st.DrawFn, rank: int, grouping: Grouping, most: int) -> Case:
    size = _sizes(draw, rank)
    axes = [_axis(draw, n, (11, 5, 3)[rank - 1], True) for n in size]
    kernel, stride = [a[1] for a in axes], [a[2] for a in axes]
    while max(stride) > 1 and prod(map(mul, size, stride)) > _PLANE:
        widest = stride.index(max(stride))
        stride[widest] //= 2
    groups, per_input, per_output = _channel_counts(draw, grouping)
    while per_input * prod(kernel) > _TERMS:
        per_input = (per_input + 1) // 2
    batch = draw(st.sampled_from(_BATCHES))
    work, plane = prod(size) * prod(kernel), prod(map(mul, size, stride))
    while (
        batch * groups * per_input * per_output * work > most
        or batch * groups * per_output * plane > 6 * _PLANE
    ):
        if max(batch, per_output, per_input, groups) == 1:
            break
        batch, groups = 1, (groups + 1) // 2
        per_input, per_output = (per_input + 1) // 2, (per_output + 1) // 2
    outputs = groups * per_output
    return Case(
        "conv_transpose",
        ConvTranspose.of(
            rank,
            stride=stride,
            padding=[min(a[4], (a[3] * (a[1] - 1)) // 2) for a in axes],
            output_padding=[draw(st.integers(0, s - 1)) for s in stride],
            dilation=[a[3] for a in axes],
            groups=groups,
        ),
        (
            (batch, groups * per_input, *size),
            (groups * per_input, per_output, *kernel),
            (outputs,) if draw(st.booleans()) else None,
        ),
    )


def conv_transpose(*groupings: Grouping, small: bool = False) -> Factory:
    """Transposed convolutions past the block sizes; ``small`` keeps to a tenth of the products."""
    share = 40 if small else 4
    return lambda rank: st.one_of(
        [_transposed_case(rank, g, _WORK[rank] // share) for g in groupings]
    )


@st.composite
def _pool_case(
    draw: st.DrawFn,
    rank: int,
    operation: Operation,
    last_window: LastWindow,
    data: Sequence[str],
) -> Case:
    dilated = operation not in ("avg_pool", "lp_pool")
    axes = [_axis(draw, n, (17, 9, 5)[rank - 1], dilated) for n in _sizes(draw, rank)]
    # A window that only padding makes room for is the matter of a clause of its own.
    size = [max(a[0], a[3] * (a[1] - 1) + 1) for a in axes]
    kernel, stride = [a[1] for a in axes], [a[2] for a in axes]
    padding = [a[4] for a in axes]
    parameters: AvgPool | LpPool | MaxPool
    if operation == "lp_pool":
        p = draw(st.sampled_from(_POWERS))
        parameters = LpPool.of(kernel, p=p, stride=stride, padding=padding, last_window=last_window)
    elif operation == "avg_pool":
        parameters = AvgPool.of(
            kernel,
            stride=stride,
            padding=padding,
            last_window=last_window,
            count_include_pad=draw(st.booleans()),
        )
    else:
        dilation = [a[3] if a[4] == 0 else 1 for a in axes]  # else a window may read nothing
        parameters = MaxPool.of(
            kernel, stride=stride, padding=padding, dilation=dilation, last_window=last_window
        )
    batch, channels = draw(st.sampled_from(_BATCHES)), draw(st.sampled_from(_CHANNELS))
    most = 10_000 if operation == "lp_pool" else 400_000  # a power takes longer than a sum
    while channels > 1 and batch * channels * prod(size) * prod(kernel) > most:
        batch, channels = min(batch, 2), channels // 2
    shape = (batch, channels, *size)
    return Case(operation, parameters, (shape,), draw(st.sampled_from(list(data))))


def pool(
    operation: Operation,
    *,
    last_window: LastWindow = "floor",
    data: Sequence[str] = ("distinct",),
) -> Factory:
    """Poolings past the block sizes."""
    return lambda rank: _pool_case(rank, operation, last_window, data)


@st.composite
def _adaptive_case(draw: st.DrawFn, rank: int, operation: Operation, data: Sequence[str]) -> Case:
    size = _sizes(draw, rank)
    extents = [draw(st.sampled_from((1, 2, 3, 5, 7, 13, n - 1 or 1, n + 1))) for n in size]
    case = Case(operation, AdaptivePool.of(extents), ((1, 1, *size),), draw(st.sampled_from(data)))
    while case.terms > _BIN:
        at = size.index(max(size))
        size[at] //= 2
        case = replace(case, shapes=((1, 1, *size),))
    batch, channels = draw(st.sampled_from(_BATCHES)), draw(st.sampled_from(_CHANNELS))
    while channels > 1 and batch * channels * case.terms * prod(extents) > 60_000:
        batch, channels = 1, channels // 2
    return replace(case, shapes=((batch, channels, *size),))


def adaptive(operation: Operation, *, data: Sequence[str] = ("distinct",)) -> Factory:
    """Adaptive poolings past the block sizes."""
    return lambda rank: _adaptive_case(rank, operation, data)


@st.composite
def max_unpool(draw: st.DrawFn, rank: int) -> Case:
    """Unpoolings past the block sizes."""
    size = _sizes(draw, rank)
    extents = [n + draw(st.integers(0, n)) for n in size]
    lead = draw(st.sampled_from(_BATCHES)), draw(st.sampled_from(_CHANNELS))
    while max(lead) > 1 and prod(lead) * prod(extents) > _CELLS // 4:
        lead = 1, (lead[1] + 1) // 2
    return unpooled(lead, size, extents, draw(st.sampled_from(("distinct", "pooled"))))


@st.composite
def _rearranged_case(draw: st.DrawFn, rank: int, operation: Operation) -> Case:
    drawn = [_axis(draw, n, (11, 5, 3)[rank - 1], True) for n in _sizes(draw, rank)]
    axes = [OneAxis(i, k, s, d, lo, lo) for i, k, s, d, lo in drawn]
    batch, channels = draw(st.sampled_from(_BATCHES)), draw(st.sampled_from(_CHANNELS))
    while channels > 1 and batch * channels * prod(a.i * a.k for a in axes) > 60_000:
        batch, channels = 1, channels // 2
    return rearranged(operation, tuple(axes), "any", (batch, channels))


def rearrangement(operation: Operation) -> Factory:
    """Unfold and fold past the block sizes."""
    return lambda rank: _rearranged_case(rank, operation)


def _variations(case: Case) -> list[Case]:
    """Calls with the same shapes as ``case``, and other parameters or other values."""
    if case.operation in GRADIENTS:
        return [gradient_of(c) for c in _variations(forward_of(case))]
    p = case.parameters
    if isinstance(p, Unfold | Fold):
        return _rearranged_otherwise(case, p)
    if isinstance(p, AdaptivePool):
        return _binned_otherwise(case, p)
    if isinstance(p, MaxUnpool):
        wider = MaxUnpool.of([n + 1 for n in p.output_size])
        return [case, replace(case, data="other"), replace(case, parameters=wider)]
    assert isinstance(p, Conv | ConvTranspose | MaxPool | AvgPool | LpPool)
    found = [case, replace(case, data="other" if case.operation != "max_pool" else "negative")]
    changes: list[dict[str, Any]] = [
        {"stride": tuple(s + 1 for s in p.stride)},
        {"padding": tuple((lo + 1, hi + 1) for lo, hi in _pairs(case))},
        {"padding": tuple((lo + 1, hi) for lo, hi in _pairs(case))},
    ]
    if isinstance(p, Conv):
        changes += [{"flip_kernel": True}, {"dilation": tuple(d + 1 for d in p.dilation)}]
    if isinstance(p, AvgPool):
        changes += [{"count_include_pad": not p.count_include_pad}]
    if isinstance(p, LpPool):
        changes += [{"power": 3.0 if p.power == 2 else 2.0}]
    if isinstance(p, ConvTranspose):
        changes += [{"output_padding": tuple(s - 1 for s in p.stride)}]
        changes += [{"dilation": tuple(d + 1 for d in p.dilation)}]
        varied_by = [replace(case, parameters=replace(p, **change)) for change in changes]
        return found + [c for c in varied_by if _has_output(c)]
    for change in changes:
        varied = replace(case, parameters=replace(p, **change))
        fits = all(a.padded >= a.extent and max(a.lo, a.hi) <= a.kernel // 2 for a in varied.axes())
        if fits or (isinstance(p, Conv) and all(a.padded >= a.extent for a in varied.axes())):
            found.append(varied)
    return found


def _binned_otherwise(case: Case, p: AdaptivePool) -> list[Case]:
    """Adaptive pooling of the same cells, of others, to more cells, and along exchanged axes."""
    other = "other" if case.operation == "adaptive_avg_pool" else "negative"
    sizes = (tuple(o + 1 for o in p.output_size), p.output_size[::-1])
    varied = [replace(case, parameters=AdaptivePool.of(size)) for size in sizes]
    return [case, replace(case, data=other), *(c for c in varied if c.terms <= _BIN)]


def _rearranged_otherwise(case: Case, p: Unfold | Fold) -> list[Case]:
    """Unfold with other parameters; fold onto another extent that has as many windows."""
    found = [case, replace(case, data="other")]
    pads = _pairs(case)
    if isinstance(p, Unfold):
        changes: list[dict[str, Any]] = [
            {"stride": tuple(s + 1 for s in p.stride)},
            {"padding": tuple((lo + 1, hi + 1) for lo, hi in pads)},
            {"dilation": tuple(d + 1 for d in p.dilation)},
        ]
    else:
        changes = [
            {
                "output_size": tuple(max(n - 2 * more, 0) for n in p.output_size),
                "padding": tuple((lo + more, hi + more) for lo, hi in pads),
            }
            for more in (1, -1)
            if min(lo for lo, _ in pads) + more >= 0 and min(p.output_size) > 2 * more
        ]
    varied = [replace(case, parameters=replace(p, **change)) for change in changes]
    return found + [c for c in varied if all(a.padded >= a.extent for a in c.axes())]


def _has_output(case: Case) -> bool:
    """Whether a transposed convolution leaves a cell on every axis."""
    try:
        return all(a.size > 0 for a in case.axes())
    except GeometryError:
        return False


def _pairs(case: Case) -> tuple[tuple[int, int], ...]:
    return tuple((a.lo, a.hi) for a in case.axes())


def gradient(factory: Factory) -> Factory:
    """The gradients of all cases that a strategy draws."""
    return lambda rank: factory(rank).map(gradient_of)


@st.composite
def _calls(draw: st.DrawFn, rank: int, factory: Factory) -> Calls:
    first = draw(factory(rank))
    varied = _variations(first)
    others = draw(st.lists(st.sampled_from(varied), max_size=3))
    cases = [first, *others, varied[1]]  # other values are what a stale cache shows on
    if draw(st.booleans()):
        cases.append(draw(factory(rank)))
    return Calls((*cases, first))


def calls(factory: Factory) -> Factory:
    """Several calls in a row: the same shapes with other parameters or values, then the first
    call again."""
    return lambda rank: _calls(rank, factory)
