"""Dilation: the spacing of the taps."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.dilation.spacing", needs="dilation", level="core", rivals=["dilation-ignored"])
@over(small_scope.conv(pads="symmetric", dilation=True))
def test_conv_spacing(case: Case, judge: Judge) -> None:
    """Tap t of output cell o reads input position o s + t d - lo: the kernel with d - 1 zeros
    between its taps."""
    judge.meaning(case)


@clause(
    "conv.dilation.per-axis",
    needs="dilation",
    level="core",
    rivals=["axes-reversed", "dilation-ignored"],
    ranks=(2, 3),
)
@over(small_scope.conv(dilation=True, uneven=True))
def test_conv_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has a dilation of its own, in the order of the spatial axes of x."""
    judge.meaning(case)


@clause("max-pool.dilation.spacing", needs="dilation", rivals=["dilation-ignored"])
@over(small_scope.pool("max_pool", pads="symmetric", dilation=True))
def test_max_pool_spacing(case: Case, judge: Judge) -> None:
    """Tap t of output cell o reads input position o s + t d - lo; the cells between the taps are
    not read."""
    judge.meaning(case)


@clause(
    "max-pool.dilation.per-axis",
    needs="dilation",
    rivals=["axes-reversed", "dilation-ignored"],
    ranks=(2, 3),
)
@over(small_scope.pool("max_pool", dilation=True, uneven=True))
def test_max_pool_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has a dilation of its own, in the order of the spatial axes of x."""
    judge.meaning(case)
