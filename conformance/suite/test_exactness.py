"""Exactness: what no rounding may touch."""

from msgspec.structs import replace

from conformance.cases import small_scope
from conformance.cases.gradients import gradient
from conformance.cases.probes import probed
from conformance.cases.rearrangement import fold, unfold
from conformance.cases.transposed import conv_transpose
from conformance.cases.unpooling import max_unpool
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
    float32, 2^53 in float64. A declared transform may err, here and below, by
    (256 + m) u (max|x| sum|w| + max|b|) for m terms. A narrower format inside shows here."""
    _exact(case, judge, "")


@clause("conv.exact.operands")
@over(probed("operand-x", "operand-w"))
def test_operands(case: Case, judge: Judge) -> None:
    """No operand is rounded on its way into a product: each cell and each weight keeps all of its
    significand, 24 bits in float32 and 53 in float64."""
    _exact(case, judge, case.data)


@clause("conv.exact.products")
@over(probed("product"))
def test_products(case: Case, judge: Judge) -> None:
    """A product that fits the significand is exact: where operands are split into pieces, the
    products of the low pieces count too."""
    _exact(case, judge, case.data)


@clause("conv.exact.sums")
@over(probed("sum", "block"))
def test_sums(case: Case, judge: Judge) -> None:
    """Sums are taken in the significand of the dtype or a wider one: M + 1 - M is 1 in any order,
    with M = 2^23 in float32 and 2^52 in float64, and L times M, 1 and -M add up to L."""
    _exact(case, judge, case.data)


@clause("conv.exact.bias", needs="bias")
@over(probed("operand-b", "cancelled", bias=True))
def test_bias(case: Case, judge: Judge) -> None:
    """The bias keeps all of its significand and joins a sum that keeps all of its own:
    (2^23 + 1) - 2^23 is 1 in float32, (2^52 + 1) - 2^52 in float64."""
    _exact(case, judge, case.data)


@clause("conv.exact.range")
@over(probed("range-x", "range-w"))
def test_range(case: Case, judge: Judge) -> None:
    """Operands keep the exponents of the dtype: 2^90 times 2^10 and 2^-90 times 2^10 are exact in
    float32, 2^900 times 2^100 and 2^-900 times 2^100 in float64."""
    _exact(case, judge, case.data)


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
    _exact(case, judge, "")


@clause("unfold.exact.copies", level="complete")
@over(unfold(pads="symmetric", dilation=False))
def test_unfold_copies(case: Case, judge: Judge) -> None:
    """Every entry is a copy: a value keeps all of its significand, an infinity is an infinity, and
    next to it padding is still 0. A product with a kernel of zeros and ones shows here."""
    _exact(case, judge, "")


@clause("max-unpool.exact.copies", level="complete")
@over(max_unpool())
def test_max_unpool_copies(case: Case, judge: Judge) -> None:
    """Every value is a copy: it keeps all of its significand, and an infinity is an infinity."""
    _exact(case, judge, "")


@clause("fold.exact.integers", level="complete")
@over(fold(pads="symmetric", dilation=False))
def test_fold_integers(case: Case, judge: Judge) -> None:
    """Integers are exact as long as the sum of all |columns| of a cell stays within the
    significand: 2^24 in float32, 2^53 in float64. A narrower format inside shows here."""
    _exact(case, judge, "")


@clause("conv-grad.exact.integers", level="complete")
@over(gradient(small_scope.conv(pads="symmetric", dilation=False, bias=True)))
def test_gradient_integers(case: Case, judge: Judge) -> None:
    """Integers are exact as long as the sums of all |gy| |w|, |gy| |x| and |gy| of a cell of gx, gw
    and gb stay within the significand. A narrower format inside shows here."""
    _exact(case, judge, "")


@clause("conv-transpose-grad.exact.integers", level="complete")
@over(gradient(conv_transpose(pads="symmetric", dilation=False, bias=True)))
def test_transposed_gradient_integers(case: Case, judge: Judge) -> None:
    """Integers are exact as long as the sums of all |gy| |w|, |gy| |x| and |gy| of a cell of gx, gw
    and gb stay within the significand. A narrower format inside shows here."""
    _exact(case, judge, "")


@clause("max-pool-grad.exact.integers", level="complete")
@over(gradient(small_scope.pool("max_pool", pads="symmetric")))
def test_max_pool_gradient_integers(case: Case, judge: Judge) -> None:
    """Integers are exact as long as the sum of all |gy| of a cell stays within the significand:
    2^24 in float32, 2^53 in float64. A narrower format inside shows here."""
    _exact(case, judge, "")


def _exact(case: Case, judge: Judge, probe: str) -> None:
    """Judge the case on data that is exact in the dtype."""
    bits = 24 if judge.dtype == "float32" else 53
    judge.meaning(replace(case, data=f"exact{bits}{probe and '-'}{probe}"))
