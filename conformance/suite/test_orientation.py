"""Orientation: cross-correlation, or convolution with the flipped kernel."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.orientation.cross-correlation", level="core", rivals=["kernel-flipped"])
@over(small_scope.conv(pads="symmetric"))
def test_cross_correlation(case: Case, judge: Judge) -> None:
    """Deep-learning convolution is cross-correlation: tap 0 of the kernel meets the first cell of
    the window."""
    judge.meaning(case)


@clause("conv.orientation.axis-order", level="core", rivals=["kernel-transposed"], ranks=(2, 3))
@over(small_scope.conv(stride=False, dilation=False))
def test_axis_order(case: Case, judge: Judge) -> None:
    """The spatial axes of w are those of x, in the same order."""
    judge.meaning(case)


@clause(
    "conv.orientation.flipped",
    needs="flip_kernel",
    level="complete",
    rivals=["kernel-flipped", "channels-flipped"],
)
@over(small_scope.conv(pads="symmetric", flip=True))
def test_flipped(case: Case, judge: Judge) -> None:
    """Convolution proper reverses every spatial axis of the kernel, and no channel axis."""
    judge.meaning(case)
