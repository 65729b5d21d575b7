"""Empty extents: no sample, no channel, no output channel, no input cell; and strides beyond it."""

from conformance.cases.empty import empty, wide_strides
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, family, over


@family(
    "empty.batch",
    {
        "conv": empty("conv", "batch"),
        "conv-transpose": empty("conv_transpose", "batch"),
        "max-pool": empty("max_pool", "batch"),
        "max-pool-with-indices": empty("max_pool_with_indices", "batch"),
        "avg-pool": empty("avg_pool", "batch"),
        "lp-pool": empty("lp_pool", "batch"),
    },
    defined_by="implementation",
)
def test_batch(case: Case, judge: Judge) -> None:
    """No sample gives no sample, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.channels",
    {
        "max-pool": empty("max_pool", "channels"),
        "max-pool-with-indices": empty("max_pool_with_indices", "channels"),
        "avg-pool": empty("avg_pool", "channels"),
        "lp-pool": empty("lp_pool", "channels"),
    },
    defined_by="implementation",
)
def test_planes(case: Case, judge: Judge) -> None:
    """No channel gives no channel, the other extents as usual; or the call is refused."""
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


@family(
    "stride.beyond-input",
    {
        "conv": wide_strides("conv"),
        "max-pool": wide_strides("max_pool"),
        "avg-pool": wide_strides("avg_pool"),
    },
    needs="stride",
)
def test_wide_stride(case: Case, judge: Judge) -> None:
    """A stride may be larger than the input: one window is left along that axis, the first."""
    judge.meaning(case)


@clause(
    "lp-pool.empty.input",
    needs="padding=symmetric",
    level="complete",
    defined_by="implementation",
)
@over(empty("lp_pool", "input"))
def test_lp_pool_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding makes room for a window, it gives 0; or the call is
    refused."""
    formula_or_refused(judge, case, "the formula")
