"""Exactness: what no rounding may touch."""

from msgspec.structs import replace

from conformance.cases import small_scope
from conformance.cases.transposed import conv_transpose
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.exact.integers")
@over(
    small_scope.conv(
        pads="symmetric",
        stride=False,
        dilation=False,
        channels=((1, 1, 1), (2, 2, 1), (9, 2, 1), (17, 1, 1)),
        bias=True,
    )
)
def test_integers(case: Case, judge: Judge) -> None:
    """Integers are exact as long as G = |x| conv |w| + |b| stays within the significand: 2^24 in
    float32, 2^53 in float64. Declared transforms may err by (256 + m) u max|x| sum|w| for m
    terms. A narrower format inside shows here."""
    judge.meaning(replace(case, data="exact24" if judge.dtype == "float32" else "exact53"))


@clause("conv-transpose.exact.integers")
@over(
    conv_transpose(
        pads="symmetric",
        dilation=False,
        channels=((1, 1, 1), (2, 2, 1), (9, 2, 1), (17, 1, 1)),
        bias=True,
    )
)
def test_transposed_integers(case: Case, judge: Judge) -> None:
    """Integers are exact as long as the sum of all |x| |w| of a cell, plus |b|, stays within the
    significand: 2^24 in float32, 2^53 in float64. A narrower format inside shows here."""
    judge.meaning(replace(case, data="exact24" if judge.dtype == "float32" else "exact53"))
