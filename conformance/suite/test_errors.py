"""Bad input is refused: an exception, where the legal call beside it is accepted."""

from conformance.cases import bad_input
from conformance.cases.bad_arguments import lp_pool_power
from conformance.judge.judge import Judge
from conformance.operations import BadCall
from conformance.suite.clause import clause, over


@clause("conv.error.stride", needs="stride")
@over(bad_input.conv_stride)
def test_conv_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("conv.error.dilation", needs="dilation")
@over(bad_input.conv_dilation)
def test_conv_dilation(bad: BadCall, judge: Judge) -> None:
    """A dilation below 1 is refused."""
    judge.refuses(bad)


@clause("conv.error.padding", needs="padding=symmetric")
@over(bad_input.conv_padding)
def test_conv_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused: it would be a crop."""
    judge.refuses(bad)


@clause("conv.error.groups", needs="groups")
@over(bad_input.conv_groups)
def test_conv_groups(bad: BadCall, judge: Judge) -> None:
    """A number of groups that is below 1, or divides C or O with a remainder, is refused."""
    judge.refuses(bad)


@clause("conv.error.channels")
@over(bad_input.conv_channels)
def test_conv_channels(bad: BadCall, judge: Judge) -> None:
    """A weight whose channels are not C / groups is refused."""
    judge.refuses(bad)


@clause("conv.error.bias", needs="bias")
@over(bad_input.conv_bias)
def test_conv_bias(bad: BadCall, judge: Judge) -> None:
    """A bias that is not of shape (O,) is refused."""
    judge.refuses(bad)


@clause("conv.error.rank")
@over(bad_input.conv_rank)
def test_conv_rank(bad: BadCall, judge: Judge) -> None:
    """An x or w with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("max-pool.error.kernel")
@over(bad_input.pool_kernel("max_pool"))
def test_max_pool_kernel(bad: BadCall, judge: Judge) -> None:
    """A kernel below 1 is refused."""
    judge.refuses(bad)


@clause("max-pool.error.stride", needs="stride")
@over(bad_input.pool_stride("max_pool"))
def test_max_pool_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("max-pool.error.padding", needs="padding=symmetric")
@over(bad_input.pool_padding("max_pool"))
def test_max_pool_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused."""
    judge.refuses(bad)


@clause("max-pool.error.dilation", needs="dilation")
@over(bad_input.max_pool_dilation)
def test_max_pool_dilation(bad: BadCall, judge: Judge) -> None:
    """A dilation below 1 is refused."""
    judge.refuses(bad)


@clause("avg-pool.error.kernel")
@over(bad_input.pool_kernel("avg_pool"))
def test_avg_pool_kernel(bad: BadCall, judge: Judge) -> None:
    """A kernel below 1 is refused."""
    judge.refuses(bad)


@clause("avg-pool.error.stride", needs="stride")
@over(bad_input.pool_stride("avg_pool"))
def test_avg_pool_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("avg-pool.error.padding", needs="padding=symmetric")
@over(bad_input.pool_padding("avg_pool"))
def test_avg_pool_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused."""
    judge.refuses(bad)


@clause("avg-pool.error.divisor", needs="divisor_override", level="complete")
@over(bad_input.avg_pool_divisor)
def test_avg_pool_divisor(bad: BadCall, judge: Judge) -> None:
    """A divisor_override of 0 is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.stride", needs="stride")
@over(bad_input.conv_transpose_stride)
def test_conv_transpose_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.dilation", needs="dilation")
@over(bad_input.conv_transpose_dilation)
def test_conv_transpose_dilation(bad: BadCall, judge: Judge) -> None:
    """A dilation below 1 is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.padding", needs="padding=symmetric")
@over(bad_input.conv_transpose_padding)
def test_conv_transpose_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.output-padding", needs="output_padding")
@over(bad_input.conv_transpose_output_padding)
def test_conv_transpose_output_padding(bad: BadCall, judge: Judge) -> None:
    """An output_padding that is negative, or not less than max(s, d), is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.groups", needs="groups")
@over(bad_input.conv_transpose_groups)
def test_conv_transpose_groups(bad: BadCall, judge: Judge) -> None:
    """A number of groups that is below 1, or divides C with a remainder, is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.channels")
@over(bad_input.conv_transpose_channels)
def test_conv_transpose_channels(bad: BadCall, judge: Judge) -> None:
    """A weight that has not a row for each channel of x is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.bias", needs="bias")
@over(bad_input.conv_transpose_bias)
def test_conv_transpose_bias(bad: BadCall, judge: Judge) -> None:
    """A bias that is not of shape (O,) is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.rank")
@over(bad_input.conv_transpose_rank)
def test_conv_transpose_rank(bad: BadCall, judge: Judge) -> None:
    """An x or w with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("unfold.error.kernel", level="complete")
@over(bad_input.rearrangement_steps("unfold", "kernel"))
def test_unfold_kernel(bad: BadCall, judge: Judge) -> None:
    """A kernel below 1 is refused."""
    judge.refuses(bad)


@clause("unfold.error.stride", needs="stride", level="complete")
@over(bad_input.rearrangement_steps("unfold", "stride"))
def test_unfold_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("unfold.error.dilation", needs="dilation", level="complete")
@over(bad_input.rearrangement_steps("unfold", "dilation"))
def test_unfold_dilation(bad: BadCall, judge: Judge) -> None:
    """A dilation below 1 is refused."""
    judge.refuses(bad)


@clause("unfold.error.padding", needs="padding=symmetric", level="complete")
@over(bad_input.rearrangement_padding("unfold"))
def test_unfold_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused."""
    judge.refuses(bad)


@clause("unfold.error.rank", level="complete")
@over(bad_input.unfold_rank)
def test_unfold_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("fold.error.kernel", level="complete")
@over(bad_input.rearrangement_steps("fold", "kernel"))
def test_fold_kernel(bad: BadCall, judge: Judge) -> None:
    """A kernel below 1 is refused."""
    judge.refuses(bad)


@clause("fold.error.stride", needs="stride", level="complete")
@over(bad_input.rearrangement_steps("fold", "stride"))
def test_fold_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("fold.error.dilation", needs="dilation", level="complete")
@over(bad_input.rearrangement_steps("fold", "dilation"))
def test_fold_dilation(bad: BadCall, judge: Judge) -> None:
    """A dilation below 1 is refused."""
    judge.refuses(bad)


@clause("fold.error.padding", needs="padding=symmetric", level="complete")
@over(bad_input.rearrangement_padding("fold"))
def test_fold_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused."""
    judge.refuses(bad)


@clause("fold.error.rank", level="complete")
@over(bad_input.fold_rank)
def test_fold_rank(bad: BadCall, judge: Judge) -> None:
    """Columns with an axis too few or too many are refused."""
    judge.refuses(bad)


@clause("fold.error.rows", level="complete")
@over(bad_input.fold_rows)
def test_fold_rows(bad: BadCall, judge: Judge) -> None:
    """Rows that are no multiple of prod(kernel) are refused."""
    judge.refuses(bad)


@clause("fold.error.columns", level="complete")
@over(bad_input.fold_columns)
def test_fold_columns(bad: BadCall, judge: Judge) -> None:
    """A number of columns other than the number of windows over output_size is refused."""
    judge.refuses(bad)


@clause("fold.error.output-size", level="complete")
@over(bad_input.fold_output_size)
def test_fold_output_size(bad: BadCall, judge: Judge) -> None:
    """An output_size that is negative, or has another number of windows than there are
    columns, is refused."""
    judge.refuses(bad)


@clause("adaptive-avg-pool.error.output-size", level="complete")
@over(bad_input.adaptive_output_size("adaptive_avg_pool"))
def test_adaptive_avg_pool_output_size(bad: BadCall, judge: Judge) -> None:
    """A negative output extent is refused."""
    judge.refuses(bad)


@clause("adaptive-avg-pool.error.empty-axis", level="complete")
@over(bad_input.adaptive_empty_axis("adaptive_avg_pool"))
def test_adaptive_avg_pool_empty_axis(bad: BadCall, judge: Judge) -> None:
    """Bins of an axis of no cell are refused: no value would be right."""
    judge.refuses(bad)


@clause("adaptive-avg-pool.error.rank", level="complete")
@over(bad_input.adaptive_rank("adaptive_avg_pool"))
def test_adaptive_avg_pool_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("adaptive-max-pool.error.output-size", level="complete")
@over(bad_input.adaptive_output_size("adaptive_max_pool"))
def test_adaptive_max_pool_output_size(bad: BadCall, judge: Judge) -> None:
    """A negative output extent is refused."""
    judge.refuses(bad)


@clause("adaptive-max-pool.error.empty-axis", level="complete")
@over(bad_input.adaptive_empty_axis("adaptive_max_pool"))
def test_adaptive_max_pool_empty_axis(bad: BadCall, judge: Judge) -> None:
    """Bins of an axis of no cell are refused: no value would be right."""
    judge.refuses(bad)


@clause("adaptive-max-pool.error.rank", level="complete")
@over(bad_input.adaptive_rank("adaptive_max_pool"))
def test_adaptive_max_pool_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("max-unpool.error.index", level="complete")
@over(bad_input.max_unpool_index)
def test_max_unpool_index(bad: BadCall, judge: Judge) -> None:
    """An index outside the plane is refused, -1 included: no cell is meant by it."""
    judge.refuses(bad)


@clause("max-unpool.error.shape", level="complete")
@over(bad_input.max_unpool_shape)
def test_max_unpool_shape(bad: BadCall, judge: Judge) -> None:
    """Indices of another shape than x are refused."""
    judge.refuses(bad)


@clause("max-unpool.error.output-size", level="complete")
@over(bad_input.max_unpool_output_size)
def test_max_unpool_output_size(bad: BadCall, judge: Judge) -> None:
    """An output_size that is negative, or whose plane does not contain an index, is refused."""
    judge.refuses(bad)


@clause("max-unpool.error.rank", level="complete")
@over(bad_input.max_unpool_rank)
def test_max_unpool_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("lp-pool.error.p", level="complete")
@over(lp_pool_power)
def test_lp_pool_p(bad: BadCall, judge: Judge) -> None:
    """A p that is 0, below 0, or NaN is refused."""
    judge.refuses(bad)


@clause("lp-pool.error.kernel", level="complete")
@over(bad_input.pool_kernel("lp_pool"))
def test_lp_pool_kernel(bad: BadCall, judge: Judge) -> None:
    """A kernel below 1 is refused."""
    judge.refuses(bad)


@clause("lp-pool.error.stride", needs="stride", level="complete")
@over(bad_input.pool_stride("lp_pool"))
def test_lp_pool_stride(bad: BadCall, judge: Judge) -> None:
    """A stride below 1 is refused."""
    judge.refuses(bad)


@clause("lp-pool.error.padding", needs="padding=symmetric", level="complete")
@over(bad_input.pool_padding("lp_pool"))
def test_lp_pool_padding(bad: BadCall, judge: Judge) -> None:
    """A negative padding is refused."""
    judge.refuses(bad)
