"""'same' padding: as many cells as i/s asks for, the odd one on the named side."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over

EITHER = small_scope.both(
    small_scope.pool("avg_pool", pads="same_upper", stride=False, data=("positive",)),
    small_scope.pool(
        "avg_pool", pads="same_upper", stride=False, data=("positive",), count_include_pad=False
    ),
)


@clause("conv.pad.same-upper", needs="padding=same_upper", rivals=["pads-exchanged"])
@over(small_scope.conv(pads="same_upper", stride=False, dilation=False))
def test_conv_upper(case: Case, judge: Judge) -> None:
    """At stride 1 the output extent of 'same_upper' is i; an odd padding cell goes to the high
    end."""
    judge.meaning(case)


@clause("conv.pad.same-lower", needs="padding=same_lower", rivals=["pads-exchanged"])
@over(small_scope.conv(pads="same_lower", stride=False, dilation=False))
def test_conv_lower(case: Case, judge: Judge) -> None:
    """At stride 1 the output extent of 'same_lower' is i; an odd padding cell goes to the low
    end."""
    judge.meaning(case)


@clause(
    "conv.pad.same-dilated",
    needs=["padding=same_upper", "dilation"],
    rivals=["pads-exchanged", "same-undilated"],
)
@over(small_scope.conv(pads="same_upper", stride=False, dilation=True))
def test_conv_dilated(case: Case, judge: Judge) -> None:
    """'same' counts the extent of the dilated kernel, e = d (k - 1) + 1, not k."""
    judge.meaning(case)


@clause(
    "conv.pad.same-upper-strided",
    needs=["padding=same_upper", "stride"],
    level="complete",
    rivals=["pads-exchanged", "same-unstrided"],
)
@over(small_scope.conv(pads="same_upper", stride=True))
def test_conv_upper_strided(case: Case, judge: Judge) -> None:
    """With stride s the output extent of 'same_upper' is ceil(i / s); the total padding is
    max((o - 1) s + e - i, 0), its smaller half at the low end."""
    judge.meaning(case)


@clause(
    "conv.pad.same-lower-strided",
    needs=["padding=same_lower", "stride"],
    level="complete",
    rivals=["pads-exchanged", "same-unstrided"],
)
@over(small_scope.conv(pads="same_lower", stride=True))
def test_conv_lower_strided(case: Case, judge: Judge) -> None:
    """With stride s the output extent of 'same_lower' is ceil(i / s); the total padding is
    max((o - 1) s + e - i, 0), its larger half at the low end."""
    judge.meaning(case)


@clause("max-pool.pad.same-upper", needs="padding=same_upper", rivals=["pads-exchanged"])
@over(small_scope.pool("max_pool", pads="same_upper", stride=False))
def test_max_pool_upper(case: Case, judge: Judge) -> None:
    """At stride 1 the output extent of 'same_upper' is i; an odd padding cell goes to the high
    end."""
    judge.meaning(case)


@clause("max-pool.pad.same-lower", needs="padding=same_lower", rivals=["pads-exchanged"])
@over(small_scope.pool("max_pool", pads="same_lower", stride=False))
def test_max_pool_lower(case: Case, judge: Judge) -> None:
    """At stride 1 the output extent of 'same_lower' is i; an odd padding cell goes to the low
    end."""
    judge.meaning(case)


@clause(
    "max-pool.pad.same-dilated",
    needs=["padding=same_upper", "dilation"],
    level="complete",
    rivals=["same-undilated"],
)
@over(small_scope.pool("max_pool", pads="same_upper", stride=False, dilation=True))
def test_max_pool_dilated(case: Case, judge: Judge) -> None:
    """'same' counts the extent of the dilated window, in pooling too."""
    judge.meaning(case)


@clause(
    "max-pool.pad.same-strided",
    needs=["padding=same_upper", "stride"],
    level="complete",
    rivals=["pads-exchanged", "same-unstrided"],
)
@over(small_scope.pool("max_pool", pads="same_upper", stride=True))
def test_max_pool_strided(case: Case, judge: Judge) -> None:
    """With stride s the output extent of 'same' is ceil(i / s), also where s exceeds the window:
    the total padding is clamped at 0 before it is split."""
    judge.meaning(case)


@clause(
    "avg-pool.pad.same-upper",
    needs="padding=same_upper",
    rivals=["pads-exchanged", "padding-counted"],
)
@over(EITHER)
def test_avg_pool_upper(case: Case, judge: Judge) -> None:
    """The padding of 'same_upper' counts in the divisor exactly where explicit padding would."""
    judge.meaning(case)


@clause(
    "avg-pool.pad.same-lower",
    needs="padding=same_lower",
    rivals=["pads-exchanged"],
)
@over(small_scope.pool("avg_pool", pads="same_lower", stride=False, data=("positive",)))
def test_avg_pool_lower(case: Case, judge: Judge) -> None:
    """At stride 1 the output extent of 'same_lower' is i; an odd padding cell goes to the low
    end."""
    judge.meaning(case)


@clause(
    "avg-pool.pad.same-strided",
    needs=["padding=same_upper", "stride"],
    level="complete",
    rivals=["pads-exchanged", "same-unstrided"],
)
@over(small_scope.pool("avg_pool", pads="same_upper", stride=True, data=("positive",)))
def test_avg_pool_strided(case: Case, judge: Judge) -> None:
    """With stride s the output extent of 'same' is ceil(i / s), also where s exceeds the window:
    the total padding is clamped at 0 before it is split."""
    judge.meaning(case)
