"""The dtypes besides float32 and float64: 16-bit floats and integers, kept as they are."""

from collections.abc import Callable
from math import prod
from typing import Literal

import numpy as np
from msgspec.structs import replace

from conformance.cases import small_scope
from conformance.cases.adaptive import adaptive
from conformance.cases.data import Array
from conformance.cases.dtypes import reduced, reduced_gradients
from conformance.cases.rearrangement import fold, unfold
from conformance.cases.transposed import conv_transpose
from conformance.cases.unpooling import max_unpool
from conformance.judge.finding import NotDeclared
from conformance.judge.judge import Judge
from conformance.judge.observing import observe
from conformance.judge.prepared import Outputs, prepare
from conformance.operations import Case, Operation
from conformance.suite.clause import clause, family, over

HALVES = ("float16", "bfloat16")
ADAPTIVE_MAXIMA: tuple[Operation, ...] = ("adaptive_max_pool", "adaptive_max_pool_with_indices")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8")
CHANNELS = ((1, 1, 1), (2, 2, 1), (2, 2, 2), (2, 1, 1))
CONV = reduced(
    small_scope.conv(pads="symmetric", channels=CHANNELS, bias=True),
    small_scope.conv(channels=((17, 17, 17), (9, 1, 1), (1, 17, 1)), dilation=False),
)
TRANSPOSED = reduced(conv_transpose(pads="symmetric", channels=CHANNELS, bias=True))
MAX_POOL = reduced(small_scope.pool("max_pool", pads="symmetric", dilation=None))
INDICES = reduced(small_scope.pool("max_pool_with_indices", pads="symmetric", dilation=None))
AVG_POOL = reduced(
    small_scope.pool("avg_pool", pads="symmetric"),
    small_scope.pool("avg_pool", pads="symmetric", padded=True, count_include_pad=False),
)
ADAPTIVE = {
    operation.replace("_", "-"): reduced(adaptive(operation)) for operation in ADAPTIVE_MAXIMA
}
UNFOLD = reduced(unfold(pads="symmetric"))
FOLD = reduced(fold(pads="symmetric"))
LP_POOL = reduced(small_scope.pool("lp_pool", pads="symmetric", powers=(2, 1, 3, 1.5)))


def _least(judge: Judge) -> str:
    """Data whose sums stay within every integer dtype."""
    return "least-positive" if judge.dtype == "uint8" else "least"


@clause("conv.dtype.halves", level="complete", dtypes=HALVES)
@over(CONV)
def test_conv_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 sums are exact as long as G = |x| conv |w| + |b| stays within the
    significand, 2^11 and 2^8; the result has the dtype of x."""
    judge.meaning(replace(case, data="tiny"))


@clause("conv.dtype.rounded", level="complete", dtypes=HALVES)
@over(CONV)
def test_conv_rounded(case: Case, judge: Judge) -> None:
    """Beyond that, and up to G = 2^24, the sum is taken in float32 and rounded once, the bias being
    a term of it: the result is the true one rounded to nearest, infinite where that overflows.
    Where narrow accumulation or a transform is declared this is not required."""
    _rounded(case, judge)


@clause("conv.dtype.integers", level="complete", dtypes=INTEGERS)
@over(CONV)
def test_conv_integers(case: Case, judge: Judge) -> None:
    """Integers are summed in their own dtype, signed or not, and give it back."""
    judge.meaning(replace(case, data=_least(judge)))


@clause("conv.dtype.wide", level="complete", dtypes=("int32", "int64"))
@over(CONV)
def test_conv_wide(case: Case, judge: Judge) -> None:
    """Integers never pass through a float: 2^24 + 1 in int32 and 2^53 + 1 in int64 survive, as
    cells and as sums."""
    judge.meaning(replace(case, data=f"wide{24 if judge.dtype == 'int32' else 53}"))


@clause("conv.dtype.overflow", level="complete", dtypes=INTEGERS, defined_by="implementation")
@over(CONV)
def test_conv_overflow(case: Case, judge: Judge) -> None:
    """Where a sum of integers does not fit, it wraps modulo 2^b, or the call is refused; it is
    never saturated."""
    _overflow(case, judge)


@clause("conv-transpose.dtype.halves", level="complete", dtypes=HALVES)
@over(TRANSPOSED)
def test_transposed_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 sums are exact as long as the sum of all |x| |w| of a cell, plus |b|,
    stays within the significand, 2^11 and 2^8; the result has the dtype of x."""
    judge.meaning(replace(case, data="tiny"))


@clause("conv-transpose.dtype.rounded", level="complete", dtypes=HALVES)
@over(TRANSPOSED)
def test_transposed_rounded(case: Case, judge: Judge) -> None:
    """Beyond that, and up to 2^24, the sum is taken in float32 and rounded once, the bias being a
    term of it. Where narrow accumulation or a transform is declared this is not required."""
    _rounded(case, judge)


@family("dtype.integers", {"conv-transpose": TRANSPOSED, "fold": FOLD}, dtypes=INTEGERS)
def test_stamped_integers(case: Case, judge: Judge) -> None:
    """Integers are summed in their own dtype, signed or not, and give it back."""
    judge.meaning(replace(case, data=_least(judge)))


@family(
    "dtype.overflow",
    {"conv-transpose": TRANSPOSED, "fold": FOLD},
    dtypes=INTEGERS,
    defined_by="implementation",
)
def test_stamped_overflow(case: Case, judge: Judge) -> None:
    """Where a sum of integers does not fit, it wraps modulo 2^b, or the call is refused; it is
    never saturated."""
    _overflow(case, judge)


def _rounded(case: Case, judge: Judge) -> None:
    declared = judge.backend.implementations[case.operation].declared["arithmetic"]
    if "narrow" in declared or "transform" in declared:
        raise NotDeclared(f"{case.operation} arithmetic=direct alone")
    judge.rounded(case)


def _overflow(case: Case, judge: Judge) -> None:
    full = replace(case, data=f"full{8 * np.dtype(judge.dtype).itemsize}")
    outcome = judge.attempt(full)
    if outcome.error is not None:
        judge.saw("refused", full)
        return
    wrapped = prepare(full).outputs[0].astype(judge.dtype)
    observe(judge, full, outcome, {"wraps": (wrapped,)}, "not the sum modulo 2^b")


@clause("max-pool.dtype.halves", level="complete", dtypes=HALVES)
@over(MAX_POOL)
def test_max_pool_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 the maximum is a cell of the window, of the dtype of x."""
    judge.meaning(replace(case, data="tiny"))


@clause("max-pool.dtype.integers", level="complete", dtypes=INTEGERS)
@over(MAX_POOL)
def test_max_pool_integers(case: Case, judge: Judge) -> None:
    """Integers are compared as signed or unsigned, as their dtype is, in all of their bits; padding
    never wins, not even against the lowest value."""
    judge.meaning(replace(case, data=judge.dtype))


@clause("max-pool-with-indices.dtype.halves", level="complete", dtypes=HALVES)
@over(INDICES)
def test_indices_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 the index is int64 as ever, that of the first maximum."""
    judge.meaning(replace(case, data="tiny"))


@clause("max-pool-with-indices.dtype.integers", level="complete", dtypes=INTEGERS)
@over(INDICES)
def test_indices_integers(case: Case, judge: Judge) -> None:
    """The index of a maximum of integers is that of the first, also where all cells are the lowest
    value, and that is what padding holds."""
    judge.meaning(replace(case, data=judge.dtype))


@family(
    "dtype.halves",
    {"avg-pool": AVG_POOL, "adaptive-avg-pool": reduced(adaptive("adaptive_avg_pool"))},
    dtypes=HALVES,
)
def test_avg_pool_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 the average S/D of m cells is off by at most (m + 3) u S/D."""
    if case.terms <= 9:  # above, in bfloat16, the divisor beside D would pass too
        judge.meaning(replace(case, data="near"))


@clause("avg-pool.dtype.integers", level="complete", dtypes=INTEGERS, defined_by="implementation")
@over(AVG_POOL)
def test_avg_pool_integers(case: Case, judge: Judge) -> None:
    """The average of integers is the exact S/D, rounded towards zero, down, to nearest even or to
    nearest away from zero: everywhere the same."""
    few = replace(case, data=_least(judge))
    total, divisor = prepare(few).outputs
    if case.terms > 9 or not divisor.all():
        return
    readings: dict[str, Outputs] = {
        f"rounded {words}": (rounding(total, divisor),) for words, rounding in _ROUNDINGS.items()
    }
    observe(judge, few, judge.outcome(few), readings, "neither of the roundings throughout")


Rounding = Callable[[Array, Array], Array]
_ROUNDINGS: dict[Literal["towards zero", "down", "to even", "away"], Rounding] = {
    "down": lambda s, d: s // d,
    "towards zero": lambda s, d: np.sign(s) * (np.abs(s) // d),
    "to even": lambda s, d: np.rint(s / d).astype(np.int64),
    "away": lambda s, d: np.sign(s) * ((2 * np.abs(s) + d) // (2 * d)),
}


@clause("lp-pool.dtype.halves", level="complete", dtypes=HALVES)
@over(LP_POOL)
def test_lp_pool_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 the norm t of m cells, each about 1, is off by at most
    ((m + 3) / p + 4) u t; it has the dtype of x."""
    if prod(case.size) <= 64:  # as many cells as bfloat16 has values from 1 to 1.5
        judge.meaning(replace(case, data="positive"))


@family(
    "dtype.halves",
    {
        "conv-grad": reduced_gradients(
            small_scope.conv(pads="symmetric", channels=CHANNELS, bias=True)
        ),
        "conv-transpose-grad": reduced_gradients(
            conv_transpose(pads="symmetric", channels=CHANNELS, bias=True)
        ),
        "max-pool-grad": reduced_gradients(small_scope.pool("max_pool", pads="symmetric")),
        "adaptive-max-pool-grad": reduced_gradients(adaptive("adaptive_max_pool")),
        "max-unpool-grad": reduced_gradients(max_unpool()),
        "unfold-grad": reduced_gradients(unfold(pads="symmetric")),
        "fold-grad": reduced_gradients(fold(pads="symmetric")),
    },
    dtypes=HALVES,
)
def test_gradient_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 a gradient is exact as long as G, its sum without signs, stays within
    the significand, 2^11 and 2^8; it has the dtype of x."""
    judge.meaning(replace(case, data="tiny"))


@family(
    "dtype.halves",
    {
        "avg-pool-grad": reduced_gradients(
            small_scope.pool("avg_pool", pads="symmetric"),
            small_scope.pool("avg_pool", pads="symmetric", padded=True, count_include_pad=False),
        ),
        "adaptive-avg-pool-grad": reduced_gradients(adaptive("adaptive_avg_pool")),
    },
    dtypes=HALVES,
)
def test_share_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 a cell that m windows cover is off by at most (m + 3) u G, G the sum
    of its shares of gy without signs."""
    if case.terms <= 9:  # above, in bfloat16, the divisor beside D would pass too
        judge.meaning(replace(case, data="tiny"))


@family(
    "dtype.halves",
    {
        "lp-pool-grad": reduced_gradients(
            small_scope.pool("lp_pool", pads="symmetric", powers=(2, 1, 3, 1.5))
        )
    },
    dtypes=HALVES,
)
def test_lp_gradient_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 the gradient of norms of m cells, each about 1, is off by at most
    ((m + 8)(1 + 1/p) + 8) u G, G the sum of its terms without signs; it has the dtype of x."""
    if prod(case.size) <= 64:
        judge.meaning(replace(case, data="tiny"))


@family(
    "dtype.halves",
    {**ADAPTIVE, "max-unpool": reduced(max_unpool()), "unfold": UNFOLD},
    dtypes=HALVES,
)
def test_moved_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 every cell of the result is one of the input, or 0, in its dtype; an
    index is int64 as ever."""
    judge.meaning(replace(case, data="tiny"))


@family("dtype.halves", {"fold": FOLD}, dtypes=HALVES)
def test_fold_halves(case: Case, judge: Judge) -> None:
    """In float16 and bfloat16 sums are exact as long as the magnitudes that a cell adds up stay
    within the significand, 2^11 and 2^8; the result has the dtype of the columns."""
    judge.meaning(replace(case, data="tiny"))


@family("dtype.integers", ADAPTIVE, dtypes=INTEGERS)
def test_binned_integers(case: Case, judge: Judge) -> None:
    """Integers are compared as signed or unsigned, as their dtype is, in all of their bits; an
    index is that of the first maximum, also where all cells are the lowest value."""
    judge.meaning(replace(case, data=judge.dtype))


@family("dtype.integers", {"max-unpool": reduced(max_unpool()), "unfold": UNFOLD}, dtypes=INTEGERS)
def test_moved_integers(case: Case, judge: Judge) -> None:
    """Integers come out with all of their bits, in their own dtype."""
    judge.meaning(replace(case, data=judge.dtype))
