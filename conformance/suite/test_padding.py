"""Explicit padding: its value, its sides, the order of the axes."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "conv.pad.zeros",
    needs="padding=symmetric",
    level="core",
    rivals=["padding-omitted", "mode-replicate", "mode-circular"],
)
@over(small_scope.conv(pads="symmetric", padded=True, stride=False, dilation=False))
def test_conv_zeros(case: Case, judge: Judge) -> None:
    """Explicit padding adds lo cells before and hi cells after each axis, which read as 0."""
    judge.meaning(case)


@clause(
    "conv.pad.axis-order",
    needs="padding=symmetric",
    level="core",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(small_scope.conv(pads="symmetric", padded=True, uneven=True, stride=False, dilation=False))
def test_conv_axis_order(case: Case, judge: Judge) -> None:
    """The first padding pair belongs to the first spatial axis of x, the last pair to the last."""
    judge.meaning(case)


@clause(
    "conv.pad.per-side",
    needs="padding=asymmetric",
    rivals=["pads-exchanged", "padding-low-both", "padding-omitted"],
)
@over(small_scope.conv(pads="asymmetric"))
def test_conv_per_side(case: Case, judge: Judge) -> None:
    """lo cells are added at the low end and hi cells at the high end; the two may differ."""
    judge.meaning(case)


@clause("conv.pad.valid", needs="padding=valid")
@over(small_scope.conv(pads="valid"))
def test_conv_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding, with any stride and dilation."""
    judge.meaning(case)


@clause(
    "max-pool.pad.per-side",
    needs="padding=asymmetric",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(small_scope.pool("max_pool", pads="asymmetric", dilation=None, data=("distinct", "negative")))
def test_max_pool_per_side(case: Case, judge: Judge) -> None:
    """lo cells are added at the low end and hi cells at the high end; the two may differ."""
    judge.meaning(case)


@clause(
    "max-pool.pad.axis-order",
    needs="padding=symmetric",
    level="core",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(small_scope.pool("max_pool", pads="symmetric", padded=True, uneven=True))
def test_max_pool_axis_order(case: Case, judge: Judge) -> None:
    """Kernel, stride and padding are given in the order of the spatial axes of x."""
    judge.meaning(case)


@clause("max-pool.pad.valid", needs="padding=valid")
@over(small_scope.pool("max_pool", pads="valid", dilation=None))
def test_max_pool_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)


@clause(
    "avg-pool.pad.per-side",
    needs="padding=asymmetric",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(small_scope.pool("avg_pool", pads="asymmetric", data=("positive",)))
def test_avg_pool_per_side(case: Case, judge: Judge) -> None:
    """lo cells are added at the low end and hi cells at the high end; the two may differ."""
    judge.meaning(case)


@clause(
    "avg-pool.pad.axis-order",
    needs="padding=symmetric",
    level="core",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(small_scope.pool("avg_pool", pads="symmetric", padded=True, uneven=True, data=("positive",)))
def test_avg_pool_axis_order(case: Case, judge: Judge) -> None:
    """Kernel, stride and padding are given in the order of the spatial axes of x."""
    judge.meaning(case)


@clause("avg-pool.pad.valid", needs="padding=valid")
@over(small_scope.pool("avg_pool", pads="valid", data=("positive",)))
def test_avg_pool_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)
