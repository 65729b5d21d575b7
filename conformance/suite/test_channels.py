"""Channels and batch: what is summed, what is kept apart."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.channels.sum", level="core", rivals=["first-channel-only", "channels-flipped"])
@over(small_scope.conv(stride=False, dilation=False, channels=((2, 1, 1), (3, 1, 1), (5, 2, 1))))
def test_conv_sum(case: Case, judge: Judge) -> None:
    """An output channel is the sum over all input channels c of x[c] correlated with w[m, c]."""
    judge.meaning(case)


@clause("conv.channels.outputs", level="core")
@over(small_scope.conv(stride=False, dilation=False, channels=((1, 2, 1), (2, 3, 1), (1, 5, 1))))
def test_conv_outputs(case: Case, judge: Judge) -> None:
    """w has shape (O, C, *kernel): output channel m comes from w[m], one kernel per output
    channel."""
    judge.meaning(case)


@clause("max-pool.channels.apart", level="core")
@over(small_scope.pool("max_pool", pads="symmetric"))
def test_max_pool_apart(case: Case, judge: Judge) -> None:
    """Every channel of every sample is pooled by itself."""
    judge.meaning(case)


@clause("avg-pool.channels.apart", level="core")
@over(small_scope.pool("avg_pool", pads="symmetric", data=("positive",)))
def test_avg_pool_apart(case: Case, judge: Judge) -> None:
    """Every channel of every sample is pooled by itself."""
    judge.meaning(case)
