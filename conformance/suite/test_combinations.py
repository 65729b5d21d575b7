"""Combinations: what a parameter means does not depend on the others."""

from conformance.cases import combinations
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.parameters.independent", level="complete")
@over(combinations.conv)
def test_conv(case: Case, judge: Judge) -> None:
    """Padding, stride, dilation, groups, padding mode, bias, orientation and batch mean the same
    in every combination."""
    judge.meaning(case)


@clause("max-pool.parameters.independent", level="complete")
@over(combinations.max_pool("max_pool"))
def test_max_pool(case: Case, judge: Judge) -> None:
    """Padding, stride, dilation, last-window rule and batch mean the same in every combination."""
    judge.meaning(case)


@clause("max-pool-with-indices.parameters.independent", level="complete")
@over(combinations.max_pool("max_pool_with_indices"))
def test_max_pool_with_indices(case: Case, judge: Judge) -> None:
    """Padding, stride, dilation, last-window rule and batch mean the same in every combination,
    for the maxima and for their indices."""
    judge.meaning(case)


@clause("avg-pool.parameters.independent", level="complete")
@over(combinations.avg_pool)
def test_avg_pool(case: Case, judge: Judge) -> None:
    """Padding, stride, last-window rule, divisors and batch mean the same in every combination."""
    judge.meaning(case)
