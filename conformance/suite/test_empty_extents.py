"""Empty extents: no sample, no channel, no output channel, no input cell; and strides beyond it."""

from conformance.cases.empty import empty, wide_strides
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.empty.batch", level="complete", defined_by="implementation")
@over(empty("conv", "batch"))
def test_conv_batch(case: Case, judge: Judge) -> None:
    """No sample gives no sample, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("conv.empty.outputs", level="complete", defined_by="implementation")
@over(empty("conv", "outputs"))
def test_conv_outputs(case: Case, judge: Judge) -> None:
    """A weight of shape (0, C, *kernel) gives (N, 0, *cells); or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("conv.empty.channels", needs="bias", level="complete", defined_by="implementation")
@over(empty("conv", "channels"))
def test_conv_channels(case: Case, judge: Judge) -> None:
    """Without an input channel every sum is empty: the bias alone, of shape (N, O, *cells); or the
    call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause(
    "conv.empty.input",
    needs=["bias", "padding=symmetric"],
    level="complete",
    defined_by="implementation",
)
@over(empty("conv", "input"))
def test_conv_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding makes room for a window, every tap reads padding: the
    bias alone; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("conv-transpose.empty.batch", level="complete", defined_by="implementation")
@over(empty("conv_transpose", "batch"))
def test_transposed_batch(case: Case, judge: Judge) -> None:
    """No sample gives no sample, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("conv-transpose.empty.outputs", level="complete", defined_by="implementation")
@over(empty("conv_transpose", "outputs"))
def test_transposed_outputs(case: Case, judge: Judge) -> None:
    """A weight of shape (C, 0, *kernel) gives (N, 0, *extents); or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause(
    "conv-transpose.empty.channels", needs="bias", level="complete", defined_by="implementation"
)
@over(empty("conv_transpose", "channels"))
def test_transposed_channels(case: Case, judge: Judge) -> None:
    """Without an input channel no stamp is set: the bias alone, of shape (N, O, *extents); or the
    call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("max-pool.empty.batch", level="complete", defined_by="implementation")
@over(empty("max_pool", "batch"))
def test_max_pool_batch(case: Case, judge: Judge) -> None:
    """No sample gives no sample, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("max-pool.empty.channels", level="complete", defined_by="implementation")
@over(empty("max_pool", "channels"))
def test_max_pool_channels(case: Case, judge: Judge) -> None:
    """No channel gives no channel, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause(
    "max-pool.empty.input",
    needs="padding=symmetric",
    level="complete",
    defined_by="implementation",
)
@over(empty("max_pool", "input"))
def test_max_pool_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding makes room for a window, it gives minus infinity; or
    the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("max-pool-with-indices.empty.batch", level="complete", defined_by="implementation")
@over(empty("max_pool_with_indices", "batch"))
def test_indices_batch(case: Case, judge: Judge) -> None:
    """No sample gives no sample, and indices of the same shape; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("max-pool-with-indices.empty.channels", level="complete", defined_by="implementation")
@over(empty("max_pool_with_indices", "channels"))
def test_indices_channels(case: Case, judge: Judge) -> None:
    """No channel gives no channel, and indices of the same shape; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("avg-pool.empty.batch", level="complete", defined_by="implementation")
@over(empty("avg_pool", "batch"))
def test_avg_pool_batch(case: Case, judge: Judge) -> None:
    """No sample gives no sample, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("avg-pool.empty.channels", level="complete", defined_by="implementation")
@over(empty("avg_pool", "channels"))
def test_avg_pool_channels(case: Case, judge: Judge) -> None:
    """No channel gives no channel, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause(
    "avg-pool.empty.input",
    needs=["padding=symmetric", "count_include_pad=True"],
    level="complete",
    defined_by="implementation",
)
@over(empty("avg_pool", "input"))
def test_avg_pool_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding that counts makes room for a window, its average is 0;
    or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@clause("conv.stride.beyond-input", needs="stride", level="complete")
@over(wide_strides("conv"))
def test_conv_wide_stride(case: Case, judge: Judge) -> None:
    """A stride may be larger than the input: one window is left along that axis, the first."""
    judge.meaning(case)


@clause("max-pool.stride.beyond-input", needs="stride", level="complete")
@over(wide_strides("max_pool"))
def test_max_pool_wide_stride(case: Case, judge: Judge) -> None:
    """A stride may be larger than the input: one window is left along that axis, the first."""
    judge.meaning(case)


@clause("avg-pool.stride.beyond-input", needs="stride", level="complete")
@over(wide_strides("avg_pool"))
def test_avg_pool_wide_stride(case: Case, judge: Judge) -> None:
    """A stride may be larger than the input: one window is left along that axis, the first."""
    judge.meaning(case)
