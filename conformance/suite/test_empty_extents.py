"""Empty extents: no sample, no channel, no output channel, no input cell; and strides beyond it."""

from conformance.cases import adaptive, rearrangement, unpooling
from conformance.cases.empty import empty, wide_strides
from conformance.cases.gradients import gradient
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case, Operation
from conformance.suite.clause import clause, family, over

BINNED: Operation = "adaptive_max_pool_with_indices"


@family(
    "empty.batch",
    {
        "conv": empty("conv", "batch"),
        "conv-transpose": empty("conv_transpose", "batch"),
        "max-pool": empty("max_pool", "batch"),
        "max-pool-with-indices": empty("max_pool_with_indices", "batch"),
        "avg-pool": empty("avg_pool", "batch"),
        "lp-pool": empty("lp_pool", "batch"),
        "adaptive-max-pool-with-indices": adaptive.empty(BINNED, "samples"),
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
        "adaptive-max-pool-with-indices": adaptive.empty(BINNED, "channels"),
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


@clause(
    "unfold.empty.input",
    needs="padding=symmetric",
    level="complete",
    defined_by="implementation",
)
@over(empty("unfold", "input"))
def test_unfold_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding makes room for a window, its column is 0; or the call
    is refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.batch",
    {
        "conv-grad": gradient(empty("conv", "batch")),
        "conv-transpose-grad": gradient(empty("conv_transpose", "batch")),
    },
    defined_by="implementation",
)
def test_gradients_of_batch(case: Case, judge: Judge) -> None:
    """The gradients of no sample: a gx of no sample, and 0 in every cell of gw and gb; or the call
    is refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.batch",
    {
        "max-pool-grad": gradient(empty("max_pool", "batch")),
        "avg-pool-grad": gradient(empty("avg_pool", "batch")),
        "lp-pool-grad": gradient(empty("lp_pool", "batch")),
        "adaptive-avg-pool-grad": gradient(adaptive.empty("adaptive_avg_pool", "samples")),
        "adaptive-max-pool-grad": gradient(adaptive.empty("adaptive_max_pool", "samples")),
        "max-unpool-grad": gradient(unpooling.no_samples),
        "unfold-grad": gradient(rearrangement.no_samples("unfold")),
        "fold-grad": gradient(rearrangement.no_samples("fold")),
    },
    defined_by="implementation",
)
def test_gradient_of_batch(case: Case, judge: Judge) -> None:
    """The gradient of no sample has none, the other extents as those of the input; or the call is
    refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.channels",
    {
        "max-pool-grad": gradient(empty("max_pool", "channels")),
        "avg-pool-grad": gradient(empty("avg_pool", "channels")),
        "lp-pool-grad": gradient(empty("lp_pool", "channels")),
        "adaptive-avg-pool-grad": gradient(adaptive.empty("adaptive_avg_pool", "channels")),
        "adaptive-max-pool-grad": gradient(adaptive.empty("adaptive_max_pool", "channels")),
        "max-unpool-grad": gradient(unpooling.no_channels),
        "unfold-grad": gradient(rearrangement.no_channels("unfold")),
        "fold-grad": gradient(rearrangement.no_channels("fold")),
    },
    defined_by="implementation",
)
def test_gradient_of_planes(case: Case, judge: Judge) -> None:
    """The gradient of no channel has none, the other extents as those of the input; or the call is
    refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.outputs",
    {
        "conv-grad": gradient(empty("conv", "outputs")),
        "conv-transpose-grad": gradient(empty("conv_transpose", "outputs")),
    },
    defined_by="implementation",
)
def test_gradients_of_outputs(case: Case, judge: Judge) -> None:
    """Without an output channel nothing comes in: gx is 0 in every cell, gw and gb have no element;
    or the call is refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.channels",
    {
        "conv-grad": gradient(empty("conv", "channels")),
        "conv-transpose-grad": gradient(empty("conv_transpose", "channels")),
    },
    needs="bias",
    defined_by="implementation",
)
def test_gradients_of_channels(case: Case, judge: Judge) -> None:
    """Without an input channel gx and gw have no element, and gb sums gy as ever; or the call is
    refused."""
    formula_or_refused(judge, case, "the formula")


@family(
    "empty.input",
    {
        "max-pool-grad": gradient(empty("max_pool", "input")),
        "avg-pool-grad": gradient(empty("avg_pool", "input")),
        "lp-pool-grad": gradient(empty("lp_pool", "input")),
        "unfold-grad": gradient(empty("unfold", "input")),
    },
    needs="padding=symmetric",
    defined_by="implementation",
)
def test_gradient_of_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding makes room for a window, gx has no element; or the call
    is refused."""
    formula_or_refused(judge, case, "the formula")


@clause(
    "conv-grad.empty.input",
    needs=["bias", "padding=symmetric"],
    level="complete",
    defined_by="implementation",
)
@over(gradient(empty("conv", "input")))
def test_gradients_of_input(case: Case, judge: Judge) -> None:
    """Where an axis has no cell and padding makes room for a window, gx has no element, gw is 0 and
    gb sums gy as ever; or the call is refused."""
    formula_or_refused(judge, case, "the formula")
