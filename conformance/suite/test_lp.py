"""Lp pooling: the p-norm of what a window reads."""

from math import inf

from msgspec.structs import replace

from conformance.cases import strategies, thresholds
from conformance.cases.empty import wide_strides
from conformance.cases.small_scope import Source, padding_makes_room, pool
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused, no_window_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over
from conformance.suite.samples import few

POWERS = (2, 1, 3, 1.5, inf)


def _lp(*powers: float, data: tuple[str, ...] = ("positive",), **filters: object) -> Source:
    return pool("lp_pool", powers=powers or POWERS, data=data, **filters)  # type: ignore[arg-type]


@clause("lp-pool.value.sum", needs="p=odd", level="complete", rivals=["power-2", "norm-of-mean"])
@over(few(_lp(1), 3))
def test_sum(case: Case, judge: Judge) -> None:
    """For p = 1 the result is the sum of the magnitudes, and not their mean."""
    judge.meaning(case)


@clause(
    "lp-pool.value.even",
    needs="p=even",
    level="complete",
    rivals=["root-omitted", "power-1", "norm-of-mean"],
)
@over(few(_lp(2, 4), 3))
def test_even(case: Case, judge: Judge) -> None:
    """For p = 2 the result is the root of the sum of squares; for p = 4 the fourth root of the sum
    of fourth powers."""
    judge.meaning(case)


@clause(
    "lp-pool.value.odd",
    needs="p=odd",
    level="complete",
    rivals=["root-omitted", "power-2", "norm-of-mean"],
)
@over(few(_lp(3, 5), 3))
def test_odd(case: Case, judge: Judge) -> None:
    """For p = 3 the result is the cube root of the sum of cubes, for p = 5 the fifth root of fifth
    powers."""
    judge.meaning(case)


@clause(
    "lp-pool.value.fraction",
    needs="p=fraction",
    level="complete",
    rivals=["root-omitted", "power-1", "power-2", "norm-of-mean"],
)
@over(few(_lp(1.5, 2.5, 3.5), 2))
def test_fraction(case: Case, judge: Judge) -> None:
    """p need not be an integer: it is neither rounded nor cut off."""
    judge.meaning(case)


@clause(
    "lp-pool.value.infinity",
    needs="p=inf",
    level="complete",
    rivals=["power-1", "power-2"],
)
@over(few(_lp(inf), 3))
def test_infinity(case: Case, judge: Judge) -> None:
    """For p = infinity the result is the largest magnitude, exactly."""
    judge.meaning(case)


@clause(
    "lp-pool.value.below-one",
    needs="p=below_one",
    level="complete",
    rivals=["root-omitted", "power-1"],
)
@over(few(_lp(0.5, 0.75), 3))
def test_below_one(case: Case, judge: Judge) -> None:
    """For 0 < p < 1 the same formula holds, though it is no norm."""
    judge.meaning(case)


@clause("lp-pool.value.zero", level="complete")
@over(few(_lp(data=("gaps", "blank")), 3))
def test_zero(case: Case, judge: Judge) -> None:
    """A cell of 0 adds nothing, and a window of nothing but 0 gives 0."""
    judge.meaning(case)


@clause("lp-pool.sign.even", needs="p=even", level="complete", rivals=["negatives-dropped"])
@over(few(_lp(2, 4, data=("signed",)), 3))
def test_sign_even(case: Case, judge: Judge) -> None:
    """For even p a cell below 0 counts by its magnitude."""
    judge.meaning(case)


@clause(
    "lp-pool.sign.odd",
    needs="p=odd",
    level="complete",
    rivals=["negatives-dropped", "signs-kept"],
)
@over(few(_lp(1, 3, data=("signed",)), 3))
def test_sign_odd(case: Case, judge: Judge) -> None:
    """For odd p a cell below 0 counts by its magnitude: nothing cancels, and no result is
    negative."""
    judge.meaning(case)


@clause("lp-pool.sign.fraction", needs="p=fraction", level="complete", rivals=["signs-kept"])
@over(few(_lp(1.5, 2.5, data=("signed",)), 3))
def test_sign_fraction(case: Case, judge: Judge) -> None:
    """For a p that is no integer a cell below 0 counts by its magnitude: no result is NaN."""
    judge.meaning(case)


@clause(
    "lp-pool.sign.infinity",
    needs="p=inf",
    level="complete",
    rivals=["negatives-dropped", "signs-kept"],
)
@over(few(_lp(inf, data=("signed",)), 3))
def test_sign_infinity(case: Case, judge: Judge) -> None:
    """For p = infinity the largest magnitude may be that of a cell below 0."""
    judge.meaning(case)


def _out_of_range(judge: Judge, case: Case, data: str, behaviour: str, y: float) -> None:
    """The call gives y in every cell, or what is right; windows of one cell need no power."""
    if case.terms == 1:
        return
    case = replace(case, data=f"{data}{53 if judge.dtype == 'float64' else 24}")
    if (judge.outcome(case).outputs[0] == y).all():
        judge.saw(behaviour, case)
    else:
        judge.meaning(case)
        judge.saw("right", case)


@clause("lp-pool.power.overflow", needs="p=even", level="complete", defined_by="implementation")
@over(few(_lp(2, stride=False), 3))
def test_overflow(case: Case, judge: Judge) -> None:
    """Where the squares of two cells or more overflow, and the root of their sum does not, the
    result is right all the same, or it is infinite."""
    _out_of_range(judge, case, "vast", "infinite", inf)


@clause("lp-pool.power.underflow", needs="p=even", level="complete", defined_by="implementation")
@over(few(_lp(2, stride=False), 3))
def test_underflow(case: Case, judge: Judge) -> None:
    """Where the squares of two cells or more underflow, and the root of their sum does not, the
    result is right all the same, or it is 0."""
    _out_of_range(judge, case, "slight", "0", 0)


@clause("lp-pool.stride.step", needs="stride", level="complete", rivals=["stride-ignored"])
@over(few(_lp(stride=True), 2))
def test_stride(case: Case, judge: Judge) -> None:
    """Windows begin s cells apart along each axis."""
    judge.meaning(case)


@clause("lp-pool.stride.beyond-input", needs="stride", level="complete")
@over(wide_strides("lp_pool"))
def test_wide_stride(case: Case, judge: Judge) -> None:
    """A stride may be larger than the input: one window is left along that axis, the first."""
    judge.meaning(case)


@clause(
    "lp-pool.parameters.per-axis",
    needs="stride",
    level="complete",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(few(_lp(stride=True, uneven=True), 2))
def test_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own kernel and stride, in the order of the axes of x."""
    judge.meaning(case)


@clause("lp-pool.shape.floor", level="complete", rivals=["window-ceil"])
@over(few(_lp(), 2))
def test_floor(case: Case, judge: Judge) -> None:
    """Under the floor rule the output extent of an axis is floor((P - k) / s) + 1: what a whole
    last window does not cover is not read."""
    judge.meaning(case)


@clause("lp-pool.shape.padding-makes-room", needs="padding=symmetric", level="complete")
@over(padding_makes_room("lp_pool"))
def test_padding_makes_room(case: Case, judge: Judge) -> None:
    """The window is held against the padded input: it may be larger than the input itself."""
    judge.meaning(case)


@clause("lp-pool.shape.no-window", level="complete", defined_by="implementation")
@over(_lp(2, pads="symmetric", windows=False))
def test_no_window(case: Case, judge: Judge) -> None:
    """A window larger than the padded input (P < k) is refused under the floor rule, or gives an
    empty output: always the same of the two, and never a cell."""
    no_window_or_refused(judge, case)


@clause("lp-pool.shape.unbatched", needs="unbatched", level="complete")
@over(few(_lp(unbatched=True), 3))
def test_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (C, *cells), equal to a batch of one."""
    judge.meaning(case)


@clause(
    "lp-pool.pad.adds-nothing",
    needs="padding=symmetric",
    level="complete",
    rivals=["padding-omitted", "partial-rescaled"],
)
@over(few(_lp(pads="symmetric", padded=True), 2))
def test_padding(case: Case, judge: Judge) -> None:
    """Padding adds nothing to a sum, and nothing makes up for it."""
    judge.meaning(case)


@clause(
    "lp-pool.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(few(_lp(pads="asymmetric"), 2))
def test_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("lp-pool.pad.valid", needs="padding=valid", level="complete")
@over(few(_lp(pads="valid"), 3))
def test_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)


@clause(
    "lp-pool.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(few(_lp(pads="same_upper"), 2))
def test_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' an odd cell of padding lies at the high end."""
    judge.meaning(case)


@clause(
    "lp-pool.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(few(_lp(pads="same_lower"), 2))
def test_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of padding lies at the low end."""
    judge.meaning(case)


@clause(
    "lp-pool.ceil.partial",
    needs=["last_window=ceil", "stride"],
    level="complete",
    rivals=["window-floor", "partial-rescaled"],
)
@over(_lp(stride=True, last_window="ceil", partial=True))
def test_ceil(case: Case, judge: Judge) -> None:
    """A partial last window under 'ceil' adds up the cells that it reads: the sum is not scaled to
    that of a whole window."""
    judge.meaning(case)


@clause(
    "lp-pool.ceil.dropped",
    needs=["last_window=ceil", "padding=symmetric", "stride"],
    level="complete",
    rivals=["window-floor", "window-ceil_keep"],
)
@over(few(_lp(pads="symmetric", stride=True, padded=True, last_window="ceil"), 2))
def test_ceil_dropped(case: Case, judge: Judge) -> None:
    """Under 'ceil' a window that would start in the high padding is dropped."""
    judge.meaning(case)


@clause(
    "lp-pool.ceil.keep",
    needs=["last_window=ceil_keep", "padding=symmetric", "stride"],
    level="complete",
    rivals=["window-floor", "partial-rescaled"],
)
@over(_lp(pads="symmetric", stride=True, last_window="ceil_keep", partial=True))
def test_ceil_keep(case: Case, judge: Judge) -> None:
    """A partial last window under 'ceil_keep' adds up the cells that it reads, too."""
    judge.meaning(case)


@clause(
    "lp-pool.window.empty",
    needs=["last_window=ceil_keep", "padding=symmetric", "stride"],
    level="complete",
    defined_by="implementation",
)
@over(few(_lp(pads="symmetric", stride=True, last_window="ceil_keep", empty=True), 2))
def test_empty_window(case: Case, judge: Judge) -> None:
    """A window that reads no cell gives 0, or the whole call is refused."""
    formula_or_refused(judge, case, "0")


@clause("lp-pool.large", level="complete")
@over(thresholds.pool("lp_pool"), random=strategies.pool("lp_pool", data=("signed",)))
def test_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)
