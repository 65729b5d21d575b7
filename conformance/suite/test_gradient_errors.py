"""Bad input to a gradient is refused: a gy that does not fit, and what the forward call refuses."""

from conformance.cases import bad_input
from conformance.cases.bad_arguments import lp_pool_power
from conformance.cases.gradients import another_gy, refused
from conformance.judge.judge import Judge
from conformance.operations import BadCall
from conformance.suite.clause import clause, over


@clause("conv-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_conv))
def test_conv_grad_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused: no cell of it is left out, repeated or
    made up."""
    judge.refuses(bad)


@clause(
    "conv-grad.error.arguments",
    needs=["stride", "dilation", "padding=symmetric", "groups", "bias"],
    level="complete",
)
@over(
    refused(
        bad_input.conv_stride,
        bad_input.conv_dilation,
        bad_input.conv_padding,
        bad_input.conv_groups,
        bad_input.conv_channels,
        bad_input.conv_bias,
        bad_input.conv_rank,
    )
)
def test_conv_grad_arguments(bad: BadCall, judge: Judge) -> None:
    """What a convolution refuses its gradient refuses too: strides, dilations, padding, groups, and
    shapes of x, w and b that do not fit."""
    judge.refuses(bad)


@clause("conv-transpose-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_conv_transpose))
def test_conv_transpose_grad_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused: no cell of it is left out, repeated or
    made up."""
    judge.refuses(bad)


@clause(
    "conv-transpose-grad.error.arguments",
    needs=["stride", "dilation", "padding=symmetric", "output_padding", "groups", "bias"],
    level="complete",
)
@over(
    refused(
        bad_input.conv_transpose_stride,
        bad_input.conv_transpose_dilation,
        bad_input.conv_transpose_padding,
        bad_input.conv_transpose_output_padding,
        bad_input.conv_transpose_groups,
        bad_input.conv_transpose_channels,
        bad_input.conv_transpose_bias,
        bad_input.conv_transpose_rank,
    )
)
def test_conv_transpose_grad_arguments(bad: BadCall, judge: Judge) -> None:
    """What a transposed convolution refuses its gradient refuses too: strides, dilations, padding,
    output_padding, groups, and shapes of x, w and b that do not fit."""
    judge.refuses(bad)


@clause("max-pool-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_pool("max_pool")))
def test_max_pool_grad_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused: no cell of it is left out, repeated or
    made up."""
    judge.refuses(bad)


@clause(
    "max-pool-grad.error.arguments",
    needs=["stride", "dilation", "padding=symmetric"],
    level="complete",
)
@over(
    refused(
        bad_input.pool_kernel("max_pool"),
        bad_input.pool_stride("max_pool"),
        bad_input.pool_padding("max_pool"),
        bad_input.max_pool_dilation,
    )
)
def test_max_pool_grad_arguments(bad: BadCall, judge: Judge) -> None:
    """What max pooling refuses its gradient refuses too: kernels, strides and dilations below 1,
    and negative padding."""
    judge.refuses(bad)


@clause("avg-pool-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_pool("avg_pool")))
def test_avg_pool_grad_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused: no cell of it is left out, repeated or
    made up."""
    judge.refuses(bad)


@clause(
    "avg-pool-grad.error.arguments",
    needs=["stride", "padding=symmetric", "divisor_override", "count_include_pad=True"],
    level="complete",
)
@over(
    refused(
        bad_input.pool_kernel("avg_pool"),
        bad_input.pool_stride("avg_pool"),
        bad_input.pool_padding("avg_pool"),
        bad_input.avg_pool_divisor,
    )
)
def test_avg_pool_grad_arguments(bad: BadCall, judge: Judge) -> None:
    """What average pooling refuses its gradient refuses too: kernels and strides below 1, negative
    padding, a divisor of 0."""
    judge.refuses(bad)


@clause("lp-pool-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_pool("lp_pool")))
def test_lp_pool_grad_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused: no cell of it is left out, repeated or
    made up."""
    judge.refuses(bad)


@clause("lp-pool-grad.error.p", level="complete")
@over(refused(lp_pool_power))
def test_lp_pool_grad_p(bad: BadCall, judge: Judge) -> None:
    """A p that is 0, below 0, or NaN is refused."""
    judge.refuses(bad)


@clause("lp-pool-grad.error.arguments", needs=["stride", "padding=symmetric"], level="complete")
@over(
    refused(
        bad_input.pool_kernel("lp_pool"),
        bad_input.pool_stride("lp_pool"),
        bad_input.pool_padding("lp_pool"),
    )
)
def test_lp_pool_grad_arguments(bad: BadCall, judge: Judge) -> None:
    """What lp pooling refuses its gradient refuses too: kernels and strides below 1, and negative
    padding."""
    judge.refuses(bad)
