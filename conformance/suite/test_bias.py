"""Bias: one number per output channel."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "conv.bias.per-channel", needs="bias", level="core", rivals=["bias-omitted", "bias-of-first"]
)
@over(
    small_scope.conv(
        pads="symmetric",
        dilation=False,
        bias=True,
        channels=((1, 1, 1), (1, 2, 1), (2, 3, 1), (2, 2, 1)),
    )
)
def test_per_channel(case: Case, judge: Judge) -> None:
    """b has shape (O,); b[m] is added once to every cell of output channel m, also where the
    window reads padding alone."""
    judge.meaning(case)


@clause(
    "conv.bias.grouped",
    needs=["bias", "groups"],
    level="core",
    rivals=["bias-omitted", "bias-of-first"],
)
@over(small_scope.conv(stride=False, dilation=False, bias=True, channels=small_scope.GROUPED))
def test_grouped(case: Case, judge: Judge) -> None:
    """With groups, b still has one entry for each of the O output channels."""
    judge.meaning(case)
