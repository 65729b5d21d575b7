"""Gradients of max and average pooling."""

from conformance.cases import strategies, thresholds
from conformance.cases.gradients import gradient
from conformance.cases.small_scope import Source, pool
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over


def _maximum(*data: str, **filters: object) -> Source:
    given = data or ("distinct", "negative")
    return gradient(pool("max_pool", data=given, **filters))  # type: ignore[arg-type]


def _average(**filters: object) -> Source:
    return gradient(pool("avg_pool", data=("positive",), **filters))  # type: ignore[arg-type]


@clause(
    "max-pool-grad.index.adds",
    level="complete",
    rivals=["overlaps-overwritten", "gradient-lost-in-padding"],
    needs="padding=symmetric",
)
@over(_maximum("negative", "distinct", pads="symmetric", stride=False))
def test_index(case: Case, judge: Judge) -> None:
    """The gy of a window goes to the cell of its maximum, once; where windows share their maximum,
    they add. Padding never gets any, and every other cell is 0."""
    judge.meaning(case)


@clause(
    "max-pool-grad.ties.first",
    level="complete",
    rivals=["gradient-to-the-last", "gradient-to-each-maximum", "gradient-shared-by-maxima"],
)
@over(_maximum("ties"))
def test_ties(case: Case, judge: Judge) -> None:
    """Of equal maxima the first in row-major order gets all of gy; it is neither shared nor
    repeated."""
    judge.meaning(case)


@clause(
    "max-pool-grad.ties.lowest",
    needs="padding=symmetric",
    level="complete",
    rivals=["gradient-to-the-last"],
)
@over(_maximum("lowest", pads="symmetric"))
def test_lowest(case: Case, judge: Judge) -> None:
    """A window of nothing but minus infinity gives gy to its first cell that exists: no padding
    takes it."""
    judge.meaning(case)


@clause("max-pool-grad.stride.step", needs="stride", level="complete", rivals=["stride-ignored"])
@over(_maximum(stride=True))
def test_stride(case: Case, judge: Judge) -> None:
    """Windows begin s cells apart; the cells that they skip, and those behind the last, get 0."""
    judge.meaning(case)


@clause(
    "max-pool-grad.dilation.spacing",
    needs="dilation",
    level="complete",
    rivals=["dilation-ignored"],
)
@over(_maximum(dilation=True))
def test_dilation(case: Case, judge: Judge) -> None:
    """The cells of a window lie d cells apart."""
    judge.meaning(case)


@clause(
    "max-pool-grad.parameters.per-axis",
    needs=["stride", "dilation"],
    level="complete",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(_maximum(stride=True, dilation=None, uneven=True))
def test_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own kernel, stride and dilation, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "max-pool-grad.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_maximum(pads="asymmetric"))
def test_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("max-pool-grad.pad.valid", needs="padding=valid", level="complete")
@over(_maximum(pads="valid"))
def test_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)


@clause(
    "max-pool-grad.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_maximum(pads="same_upper"))
def test_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' an odd cell of padding lies at the high end."""
    judge.meaning(case)


@clause(
    "max-pool-grad.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_maximum(pads="same_lower"))
def test_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of padding lies at the low end."""
    judge.meaning(case)


@clause(
    "max-pool-grad.ceil.partial",
    needs=["last_window=ceil", "stride"],
    level="complete",
    rivals=["window-floor"],
)
@over(_maximum(stride=True, last_window="ceil", partial=True))
def test_ceil(case: Case, judge: Judge) -> None:
    """A partial last window under 'ceil' gives its gy like any other."""
    judge.meaning(case)


@clause(
    "max-pool-grad.ceil.keep",
    needs=["last_window=ceil_keep", "stride"],
    level="complete",
    rivals=["window-floor"],
)
@over(_maximum(pads="symmetric", stride=True, last_window="ceil_keep", partial=True))
def test_ceil_keep(case: Case, judge: Judge) -> None:
    """So does one that 'ceil_keep' keeps."""
    judge.meaning(case)


@clause(
    "max-pool-grad.window.empty",
    needs=["dilation", "padding=symmetric"],
    level="complete",
    defined_by="implementation",
)
@over(_maximum(pads="symmetric", dilation=True, empty=True))
def test_empty(case: Case, judge: Judge) -> None:
    """A window that reads no cell gives its gy to none, or the whole call is refused."""
    formula_or_refused(judge, case, "no gradient")


@clause("max-pool-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_maximum(unbatched=True))
def test_unbatched(case: Case, judge: Judge) -> None:
    """gy and x without a batch axis give gx without one, equal to that of a batch of one."""
    judge.meaning(case)


@clause("max-pool-grad.large", level="complete")
@over(
    gradient(thresholds.pool("max_pool")),
    random=strategies.gradient(strategies.pool("max_pool", data=("distinct", "negative", "ties"))),
)
def test_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)


@clause("avg-pool-grad.value.shares", level="complete", rivals=["overlaps-overwritten"])
@over(_average(stride=False))
def test_shares(case: Case, judge: Judge) -> None:
    """Each cell of a window gets gy over the divisor of the window; where windows overlap, the
    shares add. gx has the shape of x."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.divisor.include",
    needs=["count_include_pad=True", "padding=symmetric"],
    level="complete",
    rivals=["padding-counted"],
)
@over(_average(pads="symmetric", padded=True))
def test_include(case: Case, judge: Judge) -> None:
    """With count_include_pad the padding takes its shares, and nobody gets them."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.divisor.exclude",
    needs=["count_include_pad=False", "padding=symmetric"],
    level="complete",
    rivals=["padding-counted", "shared-by-the-kernel", "shared-by-one-divisor"],
)
@over(_average(pads="symmetric", padded=True, count_include_pad=False))
def test_exclude(case: Case, judge: Judge) -> None:
    """Without it, each window shares its gy among the input cells that it reads: at the edge they
    are fewer, and get more."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.divisor.override",
    needs=["divisor_override", "count_include_pad=True"],
    level="complete",
    rivals=["override-ignored"],
)
@over(_average(divisors=(3, 1, 7)))
def test_override(case: Case, judge: Judge) -> None:
    """divisor_override divides every gy, whatever the window reads."""
    judge.meaning(case)


@clause("avg-pool-grad.stride.step", needs="stride", level="complete", rivals=["stride-ignored"])
@over(_average(stride=True))
def test_average_stride(case: Case, judge: Judge) -> None:
    """Windows begin s cells apart; the cells that they skip, and those behind the last, get 0."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.parameters.per-axis",
    needs="stride",
    level="complete",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(_average(stride=True, uneven=True))
def test_average_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own kernel and stride, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.pad.per-side",
    needs=["padding=asymmetric", "count_include_pad=False"],
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_average(pads="asymmetric", count_include_pad=False))
def test_average_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("avg-pool-grad.pad.valid", needs="padding=valid", level="complete")
@over(_average(pads="valid"))
def test_average_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.pad.same-upper",
    needs=["padding=same_upper", "count_include_pad=False"],
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_average(pads="same_upper", count_include_pad=False))
def test_average_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' an odd cell of padding lies at the high end."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.pad.same-lower",
    needs=["padding=same_lower", "count_include_pad=False"],
    level="complete",
    rivals=["pads-exchanged"],
)
@over(_average(pads="same_lower", count_include_pad=False))
def test_average_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of padding lies at the low end."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.ceil.partial",
    needs=["last_window=ceil", "stride", "count_include_pad=True"],
    level="complete",
    rivals=["window-floor", "shared-by-the-kernel"],
)
@over(_average(stride=True, last_window="ceil", partial=True))
def test_average_ceil(case: Case, judge: Judge) -> None:
    """A partial last window shares its gy by its own divisor, in which what overhangs does not
    count."""
    judge.meaning(case)


@clause(
    "avg-pool-grad.ceil.keep",
    needs=["last_window=ceil_keep", "stride", "padding=symmetric", "count_include_pad=True"],
    level="complete",
    rivals=["window-floor"],
)
@over(_average(pads="symmetric", stride=True, last_window="ceil_keep", partial=True))
def test_average_ceil_keep(case: Case, judge: Judge) -> None:
    """So does one that 'ceil_keep' keeps."""
    judge.meaning(case)


@clause("avg-pool-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_average(unbatched=True))
def test_average_unbatched(case: Case, judge: Judge) -> None:
    """gy and x without a batch axis give gx without one, equal to that of a batch of one."""
    judge.meaning(case)


@clause("avg-pool-grad.large", level="complete")
@over(
    gradient(thresholds.pool("avg_pool")),
    random=strategies.gradient(strategies.pool("avg_pool", data=("positive",))),
)
def test_average_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)
