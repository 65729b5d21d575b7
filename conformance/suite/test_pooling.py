"""Pooling: what a window reduces to."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("max-pool.value.maximum", level="core", rivals=["minimum"])
@over(small_scope.pool("max_pool", data=("distinct", "negative", "ties")))
def test_maximum(case: Case, judge: Judge) -> None:
    """An output cell is the largest of the cells that its window reads, exactly."""
    judge.meaning(case)


@clause(
    "max-pool.value.identity",
    needs="padding=symmetric",
    level="core",
    rivals=["zero-identity", "padding-omitted"],
)
@over(small_scope.pool("max_pool", pads="symmetric", padded=True, data=("negative",)))
def test_identity(case: Case, judge: Judge) -> None:
    """Padding never wins: it is minus infinity, not 0."""
    judge.meaning(case)


@clause("max-pool.value.lowest", level="core", rivals=["minimum"])
@over(small_scope.pool("max_pool", pads="symmetric", data=("lowest",)))
def test_lowest(case: Case, judge: Judge) -> None:
    """A window whose cells are all minus infinity gives minus infinity, not the lowest finite
    number."""
    judge.meaning(case)


@clause("avg-pool.value.mean", level="core")
@over(small_scope.pool("avg_pool", data=("positive",)))
def test_mean(case: Case, judge: Judge) -> None:
    """An output cell is the sum of the cells that its window reads over the divisor, to
    (m + 3) u of it for m cells."""
    judge.meaning(case)
