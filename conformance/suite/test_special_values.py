"""Special values: NaN, infinities, signed zeros and subnormal numbers."""

from math import inf, prod

import numpy as np
from msgspec.structs import replace

from conformance.cases import small_scope, special
from conformance.cases.adaptive import adaptive
from conformance.cases.data import Array
from conformance.cases.small_scope import both
from conformance.cases.special import in_the_middle, placed
from conformance.cases.transposed import conv_transpose
from conformance.judge.judge import Judge
from conformance.judge.meaning import spread
from conformance.judge.observing import contained, observe
from conformance.judge.prepared import Outputs, prepare, reference
from conformance.operations import Case
from conformance.parameters import AdaptivePool, ConvTranspose
from conformance.suite.clause import clause, family, over
from reference_impl.windows import bin_map, window_map

CHANNELS = ((2, 2, 1), (2, 2, 2), (1, 1, 1), (4, 4, 2))
READ = small_scope.conv(pads="symmetric", channels=CHANNELS)
UNPADDED = small_scope.conv(channels=CHANNELS, bias=True)
PADDED = both(
    small_scope.conv(pads="symmetric", padded=True, channels=CHANNELS),
    small_scope.conv(pads="asymmetric", padded=True, channels=CHANNELS),
)
STAMPED = conv_transpose(pads="symmetric", channels=CHANNELS)
MAX_POOL = small_scope.pool("max_pool", pads="symmetric", dilation=None)
INDICES = small_scope.pool("max_pool_with_indices", pads="symmetric", dilation=None)
BINNED = adaptive("adaptive_max_pool_with_indices")
LARGEST = small_scope.pool("lp_pool", pads="symmetric", powers=(inf,))


@clause("conv.special.nan", level="complete")
@over(
    both(
        placed(READ, "nan-x"),
        placed(UNPADDED, "nan-w", "nan-b"),
        placed(special.blocks("conv"), "nan-x", "nan-w"),
    )
)
def test_conv_nan(case: Case, judge: Judge) -> None:
    """A NaN in x reaches the cells whose windows read it, and no other; one in w or b the cells of
    its output channel. A declared transform may spread it within the sample."""
    judge.meaning(case)


@clause("conv.special.infinite", level="complete")
@over(both(placed(READ, "infinite-x"), placed(special.blocks("conv"), "infinite-x")))
def test_conv_infinite(case: Case, judge: Judge) -> None:
    """An infinity in x makes infinite, with the sign of the product, the cells whose windows read
    it, and no other; beside one of the other sign it makes NaN. A declared transform may make NaN
    of it, anywhere in the sample."""
    judge.meaning(case)


@clause("conv.special.zero-times-infinite", level="complete")
@over(placed(UNPADDED, "zero-w-infinite-x", "zero-x-infinite-w"))
def test_conv_zero_times_infinite(case: Case, judge: Judge) -> None:
    """Inside the input zero times infinity is NaN: neither a weight that is 0 nor a cell that is 0
    is left out of the sum."""
    judge.meaning(case)


@clause("conv-transpose.special.nan", level="complete")
@over(placed(STAMPED, "nan-x"))
def test_transposed_nan(case: Case, judge: Judge) -> None:
    """A NaN in x reaches the cells that its stamp covers, and no other. A declared transform may
    spread it within the sample."""
    judge.meaning(case)


@clause("conv-transpose.special.infinite", level="complete")
@over(placed(STAMPED, "infinite-x"))
def test_transposed_infinite(case: Case, judge: Judge) -> None:
    """An infinity in x makes infinite, with the sign of the product, the cells that its stamp
    covers, and no other; beside one of the other sign it makes NaN."""
    judge.meaning(case)


def _observe_zeros(
    case: Case, judge: Judge, zeros: str, skipped: Array, multiplied: dict[str, Array]
) -> None:
    """The zeros of the call are nowhere multiplied by the infinite weight, or in one of the given
    sets of cells; a transform may spread it."""
    outcome = judge.outcome(case)
    readings: dict[str, Outputs] = {f"{zeros} skipped": (skipped,)}
    for words, cells in multiplied.items():
        readings[f"{words} multiplied"] = (np.where(cells, np.nan, skipped),)
    if judge.transforms(case):
        arrays = prepare(case).arrays
        readings = {"spread": spread(case, arrays, (skipped,), outcome.outputs)}
    observe(judge, case, outcome, readings, f"{zeros} multiplied at some cells, not at others")


@clause(
    "conv.special.padding",
    needs="padding=symmetric",
    level="complete",
    defined_by="implementation",
)
@over(placed(PADDED, "infinite-w"))
def test_conv_padding(case: Case, judge: Judge) -> None:
    """Where an infinite weight meets padding, the padding is multiplied, and gives NaN, or it is
    skipped: the same at every cell and in every call."""
    prepared = prepare(case)
    x, w, b = prepared.arrays
    assert w is not None
    met = np.isnan(prepared.outputs[0])  # the reference multiplies padding
    (without,) = reference(case, (x, np.where(np.isinf(w), 0, w), b))
    skipped = np.where(met, without, prepared.outputs[0])
    _observe_zeros(case, judge, "padding", skipped, {"padding": met})


@clause(
    "conv-transpose.special.gaps", needs="stride", level="complete", defined_by="implementation"
)
@over(placed(conv_transpose(pads="symmetric", stride=True, channels=CHANNELS), "infinite-w"))
def test_transposed_gaps(case: Case, judge: Judge) -> None:
    """Kernels may put zeros between the cells of x, and around them. Where an infinite weight meets
    these they are multiplied, and give NaN, or skipped: the same at every cell and in every
    call."""
    p, (_, w, _) = case.parameters, prepare(case).arrays
    assert isinstance(p, ConvTranspose)
    assert w is not None
    (stamped,) = prepare(case).outputs
    channel, row, *tap = (int(i) for i in np.argwhere(np.isinf(w))[0])
    cells = np.zeros(stamped.shape, bool)
    cells[..., channel // (len(w) // p.groups) * w.shape[1] + row, *[slice(None)] * case.rank] = 1
    cells &= np.isfinite(stamped)
    on_grid = np.ones((), bool)
    for axis, t in zip(case.axes(), tap, strict=True):
        behind = np.arange(axis.size) + axis.lo - t * axis.dilation
        on_grid = np.logical_and.outer(on_grid, behind % axis.stride == 0)
    multiplied = {"zeros between and around": cells, "zeros around": cells & on_grid}
    _observe_zeros(case, judge, "zeros", stamped, multiplied)


@clause("conv.special.subnormal", level="complete", defined_by="implementation")
@over(READ)
def test_conv_subnormal(case: Case, judge: Judge) -> None:
    """Numbers below the normal range keep their value, or are all taken for 0."""
    _observe_subnormal(case, judge)


@clause("conv-transpose.special.subnormal", level="complete", defined_by="implementation")
@over(STAMPED)
def test_transposed_subnormal(case: Case, judge: Judge) -> None:
    """Numbers below the normal range keep their value, or are all taken for 0."""
    _observe_subnormal(case, judge)


def _observe_subnormal(case: Case, judge: Judge) -> None:
    small = replace(case, data=f"subnormal{_bits(judge)}")
    (kept,) = prepare(small).outputs
    readings = {"kept": (kept,), "flushed to zero": (kept * 0,)}
    observe(judge, small, judge.outcome(small), readings, "some are taken for 0, others are not")


def _bits(judge: Judge) -> int:
    return 32 if judge.dtype == "float32" else 64


@family(
    "special.nan",
    {
        "max-pool": both(
            placed(MAX_POOL, "nan", "nan-rare"),
            placed(special.blocks("max_pool"), "nan", "nan-rare"),
        ),
        "adaptive-max-pool": placed(adaptive("adaptive_max_pool"), "nan", "nan-rare"),
    },
    defined_by="implementation",
)
def test_nan_in_maximum(case: Case, judge: Judge) -> None:
    """A NaN makes NaN of every window that reads it, or is ignored; a window of nothing but NaN is
    then NaN, or minus infinity. Always the same, wherever it stands in the window and whatever the
    number of channels."""
    propagated, ignored, alone = _nan_in_windows(case)
    readings = {
        "NaN propagates": propagated[:1],
        f"{_IGNORED} minus infinity": ignored[:1],
        f"{_IGNORED} NaN": (np.where(alone, np.nan, ignored[0]),),
    }
    observe(judge, case, judge.outcome(case), readings, _MIXED)


_IGNORED = "NaN is ignored; a window of nothing else gives"
_MIXED = "NaN counts in some windows and not in others, or a window without NaN is wrong"


def _nan_in_windows(case: Case) -> tuple[Outputs, Outputs, Array]:
    """The outputs where NaN propagates, with the first index; where it is ignored; which windows
    hold nothing but NaN."""
    x = prepare(case).arrays[0]
    assert x is not None
    ignored = reference(case, (np.where(np.isnan(x), -np.inf, x),))
    return prepare(case).outputs, ignored, ignored[0] == -np.inf


@family(
    "special.nan",
    {
        "max-pool-with-indices": placed(INDICES, "nan", "nan-rare"),
        "adaptive-max-pool-with-indices": placed(BINNED, "nan", "nan-rare"),
    },
    defined_by="implementation",
)
def test_index_of_nan(case: Case, judge: Judge) -> None:
    """Where NaN propagates, the index is that of the first NaN of the window, or of the last, or
    of any; where it is ignored, that of the maximum of the numbers, and a cell of the plane or -1
    where there is none. Always the same."""
    outcome = judge.outcome(case)
    index = outcome.outputs[1]
    propagated, ignored, alone = _nan_in_windows(case)
    if index.shape != alone.shape:
        observe(judge, case, outcome, {"": propagated}, _MIXED)
    y, first = propagated
    x = prepare(case).arrays[0]
    assert x is not None
    order = np.arange(prod(case.size)).reshape(case.size)
    last = reference(case, (np.where(np.isnan(x), order, -np.inf),))[0]
    last = np.where(np.isnan(y), last, first).astype(np.int64)
    outside = (index < -1) | (index >= prod(case.size))
    at = np.where(alone & ~outside, index, np.where(alone, -1, ignored[1]))
    readings: dict[str, Outputs] = {
        "NaN propagates, with the index of the first": (y, first),
        "NaN propagates, with the index of the last": (y, last),
        f"{_IGNORED} minus infinity": (ignored[0], at),
        f"{_IGNORED} NaN": (np.where(alone, np.nan, ignored[0]), at),
    }
    if not any(np.array_equal(index, outputs[1]) for outputs in readings.values()):
        own = np.where(_names_nan(case, x, index), index, first)
        readings["NaN propagates, with the index of one of them"] = (y, own)
    observe(judge, case, outcome, readings, _MIXED)


def _names_nan(case: Case, x: Array, index: Array) -> Array:
    """Where an index is that of a NaN of its window."""
    p = case.parameters
    if isinstance(p, AdaptivePool):
        windows = bin_map(case.size, p.output_size)
    else:
        windows = window_map(case.axes())
    windows = windows.reshape(*index.shape[-case.rank :], -1)
    named = (windows == index[..., np.newaxis]).any(axis=-1)
    planes = np.isnan(x).reshape(*x.shape[: -case.rank], -1)
    places = index.reshape(*planes.shape[:-1], -1) % planes.shape[-1]
    found: Array = named & np.take_along_axis(planes, places, -1).reshape(index.shape)
    return found


@clause("max-pool.special.unread", needs="stride", level="complete")
@over(placed(small_scope.pool("max_pool", stride=True, dilation=None), "nan-unread"))
def test_max_pool_unread(case: Case, judge: Judge) -> None:
    """A cell that no window reads does not matter, even if it is NaN."""
    judge.meaning(case)


@clause("max-pool.special.infinite", level="complete")
@over(placed(MAX_POOL, "infinite"))
def test_max_pool_infinite(case: Case, judge: Judge) -> None:
    """Infinities are compared like numbers: plus infinity wins wherever it is read, minus infinity
    only where nothing else is."""
    judge.meaning(case)


@clause("max-pool.special.subnormal", level="complete")
@over(MAX_POOL)
def test_max_pool_subnormal(case: Case, judge: Judge) -> None:
    """Numbers below the normal range are compared like others, and keep their value."""
    judge.meaning(replace(case, data=f"subnormal{_bits(judge)}"))


@clause("max-pool-with-indices.special.zeros", level="complete")
@over(placed(INDICES, "zeros"))
def test_index_of_zero(case: Case, judge: Judge) -> None:
    """Zeros of either sign are equal: the first in row-major order counts. The sign of a maximum
    that is 0 is not judged."""
    judge.meaning(case)


@clause("lp-pool.special.nan", needs="p=inf", level="complete", defined_by="implementation")
@over(placed(LARGEST, "nan", "nan-rare", "infinite"))
def test_nan_in_largest(case: Case, judge: Judge) -> None:
    """For p = infinity a NaN makes NaN of every window that reads it, or is ignored; a window of
    nothing but NaN is then NaN, or 0. An infinity of either sign is the largest magnitude."""
    x = prepare(case).arrays[0]
    assert x is not None
    ignored = reference(case, (np.where(np.isnan(x), 0, x),))
    number = reference(case, (np.where(np.isnan(x), 0.0, 1.0),))
    readings = {
        "NaN propagates": prepare(case).outputs,
        f"{_IGNORED} 0": ignored,
        f"{_IGNORED} NaN": (np.where(number[0] == 0, np.nan, ignored[0]),),
    }
    observe(judge, case, judge.outcome(case), readings, _MIXED)


@family(
    "special.spread",
    {
        "avg-pool": in_the_middle("avg_pool", "nan-one", "infinite-one"),
        "adaptive-avg-pool": in_the_middle("adaptive_avg_pool", "nan-one", "infinite-one"),
        "lp-pool": in_the_middle("lp_pool", "nan-one"),
    },
    defined_by="implementation",
)
def test_spread(case: Case, judge: Judge) -> None:
    """A NaN or an infinity stays in the windows that read it, or, where windows are differences of
    running sums, it spreads within its plane; never to another plane."""
    contained(judge, case)


@clause("lp-pool.special.infinite", level="complete", defined_by="implementation")
@over(in_the_middle("lp_pool", "infinite-one"))
def test_infinite_norm(case: Case, judge: Judge) -> None:
    """An infinity makes infinite every window that reads it, or, where cells are scaled before
    their powers are taken, NaN; it may spread within its plane like a NaN."""
    contained(judge, case, nan_for_infinite=True)
