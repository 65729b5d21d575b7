"""Stride: how far the window moves."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.stride.step", needs="stride", level="core", rivals=["stride-ignored"])
@over(small_scope.conv(pads="symmetric", stride=True, dilation=False))
def test_conv_step(case: Case, judge: Judge) -> None:
    """Output cell o reads from input position o s - lo on: stride s keeps every s-th cell of the
    result at stride 1. The stride may exceed the kernel."""
    judge.meaning(case)


@clause(
    "conv.stride.per-axis",
    needs="stride",
    level="core",
    rivals=["axes-reversed", "stride-ignored"],
    ranks=(2, 3),
)
@over(small_scope.conv(stride=True, dilation=False, uneven=True))
def test_conv_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has a stride of its own, in the order of the spatial axes of x."""
    judge.meaning(case)


@clause(
    "max-pool.stride.step",
    needs="stride",
    level="core",
    rivals=["stride-ignored", "stride-of-kernel"],
)
@over(small_scope.pool("max_pool", pads="symmetric", stride=True))
def test_max_pool_step(case: Case, judge: Judge) -> None:
    """Output cell o reads from input position o s - lo on, whatever the kernel: windows may
    overlap or leave gaps."""
    judge.meaning(case)


@clause(
    "max-pool.stride.per-axis", needs="stride", level="core", rivals=["axes-reversed"], ranks=(2, 3)
)
@over(small_scope.pool("max_pool", stride=True, uneven=True))
def test_max_pool_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has a stride of its own, in the order of the spatial axes of x."""
    judge.meaning(case)


@clause(
    "avg-pool.stride.step",
    needs="stride",
    level="core",
    rivals=["stride-ignored", "stride-of-kernel"],
)
@over(small_scope.pool("avg_pool", pads="symmetric", stride=True, data=("positive",)))
def test_avg_pool_step(case: Case, judge: Judge) -> None:
    """Output cell o reads from input position o s - lo on, whatever the kernel: windows may
    overlap or leave gaps."""
    judge.meaning(case)


@clause(
    "avg-pool.stride.per-axis", needs="stride", level="core", rivals=["axes-reversed"], ranks=(2, 3)
)
@over(small_scope.pool("avg_pool", stride=True, uneven=True, data=("positive",)))
def test_avg_pool_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has a stride of its own, in the order of the spatial axes of x."""
    judge.meaning(case)
