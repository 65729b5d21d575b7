"""The gradient of lp pooling."""

from math import inf

from conformance.cases import strategies, thresholds
from conformance.cases.gradients import gradient
from conformance.cases.small_scope import Source, pool
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over
from conformance.suite.samples import few

POWERS = (2, 1, 3, 1.5, inf)


def _lp(*powers: float, data: str = "positive", **filters: object) -> Source:
    given = {"powers": powers or POWERS, "data": (data,), **filters}
    return gradient(pool("lp_pool", **given))  # type: ignore[arg-type]


@clause(
    "lp-pool-grad.value.even",
    needs="p=even",
    level="complete",
    rivals=["gradient-of-the-sum", "power-1", "overlaps-overwritten"],
)
@over(_lp(2, 4, stride=False))
def test_even(case: Case, judge: Judge) -> None:
    """Each cell of a window gets gy (abs(x) / y)^(p - 1), here for p = 2 and 4; where windows
    overlap, these add. gx has the shape of x."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.value.odd",
    needs="p=odd",
    level="complete",
    rivals=["gradient-of-the-sum", "power-1", "power-2"],
)
@over(few(_lp(3, 1), 2))
def test_odd(case: Case, judge: Judge) -> None:
    """For p = 3 the factor is the square of abs(x) / y; for p = 1 every cell gets gy."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.value.fraction",
    needs="p=fraction",
    level="complete",
    rivals=["gradient-of-the-sum", "power-1", "power-2"],
)
@over(few(_lp(1.5, 2.5, 3.5), 2))
def test_fraction(case: Case, judge: Judge) -> None:
    """p need not be an integer: it is neither rounded nor cut off."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.value.below-one",
    needs="p=below_one",
    level="complete",
    rivals=["gradient-of-the-sum", "power-1"],
)
@over(few(_lp(0.5, 0.75), 2))
def test_below_one(case: Case, judge: Judge) -> None:
    """For 0 < p < 1 the same formula holds: the smaller cells get more."""
    judge.meaning(case)


@clause("lp-pool-grad.value.infinity", needs="p=inf", level="complete", rivals=["power-1"])
@over(few(_lp(inf), 2))
def test_infinity(case: Case, judge: Judge) -> None:
    """For p = infinity the cell of the largest magnitude gets gy, and the others nothing."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.ties.first",
    needs="p=inf",
    level="complete",
    rivals=["gradient-to-the-last-largest", "gradient-to-every-largest"],
)
@over(few(_lp(inf, data="ties"), 2))
def test_ties(case: Case, judge: Judge) -> None:
    """For p = infinity the first of several largest magnitudes, in row-major order, gets all of gy,
    whatever their signs."""
    judge.meaning(case)


@clause("lp-pool-grad.sign.even", needs="p=even", level="complete", rivals=["gradient-unsigned"])
@over(few(_lp(2, 4, data="signed"), 2))
def test_sign_even(case: Case, judge: Judge) -> None:
    """For even p the gradient of a cell below 0 has the other sign: its magnitude grows as it
    falls."""
    judge.meaning(case)


@clause("lp-pool-grad.sign.odd", needs="p=odd", level="complete", rivals=["gradient-unsigned"])
@over(few(_lp(3, 1, data="signed"), 2))
def test_sign_odd(case: Case, judge: Judge) -> None:
    """For odd p as well."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.sign.fraction",
    needs="p=fraction",
    level="complete",
    rivals=["gradient-unsigned"],
)
@over(few(_lp(1.5, 2.5, data="signed"), 2))
def test_sign_fraction(case: Case, judge: Judge) -> None:
    """For a p that is no integer as well: no gradient is NaN."""
    judge.meaning(case)


@clause("lp-pool-grad.sign.infinity", needs="p=inf", level="complete", rivals=["gradient-unsigned"])
@over(few(_lp(inf, data="signed"), 2))
def test_sign_infinity(case: Case, judge: Judge) -> None:
    """For p = infinity the cell gets gy times its sign."""
    judge.meaning(case)


@clause("lp-pool-grad.zero.cell", level="complete")
@over(few(_lp(data="gaps"), 2))
def test_zero_cell(case: Case, judge: Judge) -> None:
    """A cell of 0 gets 0, for p = 1 too, where its magnitude has no derivative."""
    judge.meaning(case)


@clause("lp-pool-grad.zero.window", level="complete")
@over(few(_lp(data="blank"), 2))
def test_zero_window(case: Case, judge: Judge) -> None:
    """Where the result is 0 there is no derivative: every cell of the window gets 0 from it, and no
    NaN."""
    judge.meaning(case)


@clause("lp-pool-grad.stride.step", needs="stride", level="complete", rivals=["stride-ignored"])
@over(_lp(stride=True))
def test_stride(case: Case, judge: Judge) -> None:
    """Windows begin s cells apart; the cells that they skip, and those behind the last, get 0."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.parameters.per-axis",
    needs="stride",
    level="complete",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(_lp(stride=True, uneven=True))
def test_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own kernel and stride, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.pad.adds-nothing",
    needs="padding=symmetric",
    level="complete",
    rivals=["padding-omitted", "gradient-rescaled"],
)
@over(_lp(pads="symmetric", padded=True))
def test_padding(case: Case, judge: Judge) -> None:
    """Padding takes no part of the gradient."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_lp(pads="asymmetric"))
def test_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("lp-pool-grad.pad.valid", needs="padding=valid", level="complete")
@over(few(_lp(pads="valid"), 2))
def test_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_lp(pads="same_upper"))
def test_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' an odd cell of padding lies at the high end."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_lp(pads="same_lower"))
def test_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of padding lies at the low end."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.ceil.partial",
    needs=["last_window=ceil", "stride"],
    level="complete",
    rivals=["window-floor", "gradient-rescaled"],
)
@over(_lp(stride=True, last_window="ceil", partial=True))
def test_ceil(case: Case, judge: Judge) -> None:
    """A partial last window under 'ceil' gives its gy as the sum of the cells that it reads, which
    is not scaled to that of a whole window."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.ceil.keep",
    needs=["last_window=ceil_keep", "padding=symmetric", "stride"],
    level="complete",
    rivals=["window-floor"],
)
@over(_lp(pads="symmetric", stride=True, last_window="ceil_keep", partial=True))
def test_ceil_keep(case: Case, judge: Judge) -> None:
    """So does one that 'ceil_keep' keeps."""
    judge.meaning(case)


@clause(
    "lp-pool-grad.window.empty",
    needs=["last_window=ceil_keep", "padding=symmetric", "stride"],
    level="complete",
    defined_by="implementation",
)
@over(_lp(inf, 1, pads="symmetric", stride=True, last_window="ceil_keep", empty=True))
def test_empty_window(case: Case, judge: Judge) -> None:
    """A window that reads no cell gives its gy to none, or the whole call is refused."""
    formula_or_refused(judge, case, "no gradient")


@clause("lp-pool-grad.shape.unbatched", needs="unbatched", level="complete")
@over(few(_lp(unbatched=True), 2))
def test_unbatched(case: Case, judge: Judge) -> None:
    """gy and x without a batch axis give gx without one, equal to that of a batch of one."""
    judge.meaning(case)


@clause("lp-pool-grad.large", level="complete")
@over(
    gradient(thresholds.pool("lp_pool")),
    random=strategies.gradient(strategies.pool("lp_pool", data=("signed",))),
)
def test_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)
