"""Calls in a row: a result depends on its own arguments alone."""

from conformance.cases import strategies
from conformance.judge.judge import Judge
from conformance.operations import Calls
from conformance.suite.clause import clause, over


@clause("conv.calls.independent", level="core")
@over(random=strategies.calls(strategies.conv("grouped", "dense", "depthwise")))
def test_conv(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    weights: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("max-pool.calls.independent", level="core")
@over(random=strategies.calls(strategies.pool("max_pool")))
def test_max_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("avg-pool.calls.independent", level="core")
@over(random=strategies.calls(strategies.pool("avg_pool", data=("positive",))))
def test_avg_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("conv-transpose.calls.independent")
@over(random=strategies.calls(strategies.conv_transpose("grouped", "dense", "depthwise")))
def test_conv_transpose(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    weights: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("unfold.calls.independent", level="complete")
@over(random=strategies.calls(strategies.rearrangement("unfold")))
def test_unfold(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("fold.calls.independent", level="complete")
@over(random=strategies.calls(strategies.rearrangement("fold")))
def test_fold(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("adaptive-avg-pool.calls.independent", level="complete")
@over(random=strategies.calls(strategies.adaptive("adaptive_avg_pool", data=("positive",))))
def test_adaptive_avg_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other output sizes or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("adaptive-max-pool.calls.independent", level="complete")
@over(
    random=strategies.calls(strategies.adaptive("adaptive_max_pool", data=("distinct", "rising")))
)
def test_adaptive_max_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other output sizes or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("conv-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.conv("grouped", small=True))))
def test_conv_grad(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each gradient is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("conv-transpose-grad.calls.independent", level="complete")
@over(
    random=strategies.calls(strategies.gradient(strategies.conv_transpose("grouped", small=True)))
)
def test_conv_transpose_grad(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each gradient is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("max-unpool.calls.independent", level="complete")
@over(random=strategies.calls(strategies.max_unpool))
def test_max_unpool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other indices, values or
    output sizes: each result is that of its own arguments, and stays so while others are
    computed."""
    judge.sequence(calls)
