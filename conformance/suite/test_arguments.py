"""Arguments of another kind: dtypes that differ, tuples too long, names that do not exist."""

from conformance.cases import bad_arguments
from conformance.judge.judge import Judge
from conformance.operations import BadCall
from conformance.suite.clause import clause, over


@clause("conv.error.dtype", needs="bias")
@over(bad_arguments.conv_dtypes)
def test_conv_dtype(bad: BadCall, judge: Judge) -> None:
    """A w or b of another dtype than x is refused, and not converted."""
    judge.refuses(bad)


@clause("conv.error.length", needs="padding=symmetric")
@over(bad_arguments.conv_lengths)
def test_conv_length(bad: BadCall, judge: Judge) -> None:
    """A stride, dilation or padding with more entries than there are spatial axes is refused, and
    one with two entries in rank 3."""
    judge.refuses(bad)


@clause("conv.error.number", needs="groups")
@over(bad_arguments.conv_numbers)
def test_conv_number(bad: BadCall, judge: Judge) -> None:
    """A stride, dilation or number of groups that is no integer is refused, and not rounded."""
    judge.refuses(bad)


@clause("conv.error.padding-name")
@over(bad_arguments.conv_paddings)
def test_conv_padding_name(bad: BadCall, judge: Judge) -> None:
    """A padding by a name that does not exist is refused."""
    judge.refuses(bad)


@clause("conv.error.padding-mode", needs="padding_mode=reflect", level="complete")
@over(bad_arguments.conv_modes)
def test_conv_padding_mode(bad: BadCall, judge: Judge) -> None:
    """A padding_mode that does not exist is refused."""
    judge.refuses(bad)


@clause("conv-transpose.error.dtype", needs="bias")
@over(bad_arguments.conv_transpose_dtypes)
def test_conv_transpose_dtype(bad: BadCall, judge: Judge) -> None:
    """A w or b of another dtype than x is refused, and not converted."""
    judge.refuses(bad)


@clause("conv-transpose.error.length", needs="padding=symmetric")
@over(bad_arguments.conv_transpose_lengths)
def test_conv_transpose_length(bad: BadCall, judge: Judge) -> None:
    """A stride, dilation, padding or output_padding with more entries than there are spatial axes
    is refused, and one with two entries in rank 3."""
    judge.refuses(bad)


@clause("conv-transpose.error.padding-name")
@over(bad_arguments.conv_transpose_paddings)
def test_conv_transpose_padding_name(bad: BadCall, judge: Judge) -> None:
    """A padding by a name that does not exist is refused."""
    judge.refuses(bad)


@clause("max-pool.error.length", needs="padding=symmetric")
@over(bad_arguments.pool_lengths("max_pool"))
def test_max_pool_length(bad: BadCall, judge: Judge) -> None:
    """A stride, dilation or padding with more entries than the kernel is refused, and one with two
    entries in rank 3."""
    judge.refuses(bad)


@clause("max-pool.error.number")
@over(bad_arguments.pool_numbers("max_pool"))
def test_max_pool_number(bad: BadCall, judge: Judge) -> None:
    """A kernel or stride that is no integer is refused, and not rounded."""
    judge.refuses(bad)


@clause("max-pool.error.last-window")
@over(bad_arguments.max_pool_rules)
def test_max_pool_last_window(bad: BadCall, judge: Judge) -> None:
    """A last_window that does not exist is refused."""
    judge.refuses(bad)


@clause("max-pool.error.rank")
@over(bad_arguments.pool_rank("max_pool"))
def test_max_pool_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("max-pool-with-indices.error.length", needs="padding=symmetric")
@over(bad_arguments.pool_lengths("max_pool_with_indices"))
def test_indices_length(bad: BadCall, judge: Judge) -> None:
    """A stride, dilation or padding with more entries than the kernel is refused, and one with two
    entries in rank 3."""
    judge.refuses(bad)


@clause("avg-pool.error.length", needs="padding=symmetric")
@over(bad_arguments.pool_lengths("avg_pool"))
def test_avg_pool_length(bad: BadCall, judge: Judge) -> None:
    """A stride or padding with more entries than the kernel is refused, and one with two entries
    in rank 3."""
    judge.refuses(bad)


@clause("avg-pool.error.number")
@over(bad_arguments.pool_numbers("avg_pool"))
def test_avg_pool_number(bad: BadCall, judge: Judge) -> None:
    """A kernel or stride that is no integer is refused, and not rounded."""
    judge.refuses(bad)


@clause("avg-pool.error.last-window")
@over(bad_arguments.avg_pool_rules)
def test_avg_pool_last_window(bad: BadCall, judge: Judge) -> None:
    """A last_window that does not exist is refused."""
    judge.refuses(bad)


@clause("avg-pool.error.rank")
@over(bad_arguments.pool_rank("avg_pool"))
def test_avg_pool_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)


@clause("lp-pool.error.length", needs="padding=symmetric", level="complete")
@over(bad_arguments.pool_lengths("lp_pool"))
def test_lp_pool_length(bad: BadCall, judge: Judge) -> None:
    """A stride or padding with more entries than the kernel is refused, and one with two entries
    in rank 3."""
    judge.refuses(bad)


@clause("lp-pool.error.number", level="complete")
@over(bad_arguments.pool_numbers("lp_pool"))
def test_lp_pool_number(bad: BadCall, judge: Judge) -> None:
    """A kernel or stride that is no integer is refused, and not rounded."""
    judge.refuses(bad)


@clause("lp-pool.error.last-window", level="complete")
@over(bad_arguments.lp_pool_rules)
def test_lp_pool_last_window(bad: BadCall, judge: Judge) -> None:
    """A last_window that does not exist is refused."""
    judge.refuses(bad)


@clause("lp-pool.error.rank", level="complete")
@over(bad_arguments.pool_rank("lp_pool"))
def test_lp_pool_rank(bad: BadCall, judge: Judge) -> None:
    """An x with an axis too few or too many is refused."""
    judge.refuses(bad)
