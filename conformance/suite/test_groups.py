"""Groups: which input channels an output channel reads."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "conv.groups.blocks",
    needs="groups",
    level="core",
    rivals=["next-group", "groups-interleaved"],
)
@over(small_scope.conv(dilation=False, channels=small_scope.GROUPED))
def test_blocks(case: Case, judge: Judge) -> None:
    """Groups are contiguous blocks: the j-th block of O / groups output channels reads the j-th
    block of C / groups input channels. w has shape (O, C / groups, *kernel)."""
    judge.meaning(case)


@clause("conv.groups.depthwise", needs="groups", level="core", rivals=["next-group"])
@over(small_scope.conv(pads="symmetric", channels=((2, 2, 2), (3, 3, 3), (5, 5, 5))))
def test_depthwise(case: Case, judge: Judge) -> None:
    """With groups = C = O, output channel c reads input channel c alone."""
    judge.meaning(case)


@clause(
    "conv.groups.multiplier",
    needs="groups",
    level="core",
    rivals=["next-group", "groups-interleaved"],
)
@over(small_scope.conv(pads="symmetric", channels=((2, 4, 2), (3, 6, 3), (2, 6, 2))))
def test_multiplier(case: Case, judge: Judge) -> None:
    """With groups = C and O = m C, output channels c m to c m + m - 1 read input channel c."""
    judge.meaning(case)
