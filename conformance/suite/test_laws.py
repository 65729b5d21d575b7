"""Laws: what the results of several calls have to do with each other, at any size."""

from conformance.cases import laws
from conformance.judge.judge import Judge
from conformance.judge.laws import blocks, products, walks
from conformance.judge.laws.holding import hold
from conformance.operations import Case
from conformance.suite.clause import family


@family(
    "law.batch",
    {
        "conv": laws.CONV,
        "conv-transpose": laws.CONV_TRANSPOSE,
        "conv-grad": laws.CONV_GRAD,
        "conv-transpose-grad": laws.CONV_TRANSPOSE_GRAD,
    },
)
def test_batch(case: Case, judge: Judge) -> None:
    """Samples do not meet: a batch gives what its halves give, one behind the other; gradients of
    weights and biases are the sum of theirs."""
    hold(blocks.batch, case, judge)


@family(
    "law.planes",
    {
        "max-pool": laws.MAX_POOL,
        "max-pool-with-indices": laws.INDICES,
        "avg-pool": laws.AVG_POOL,
        "unfold": laws.UNFOLD,
        "fold": laws.FOLD,
        "adaptive-avg-pool": laws.ADAPTIVE_AVG,
        "adaptive-max-pool": laws.ADAPTIVE_MAX,
        "max-unpool": laws.MAX_UNPOOL,
        "max-pool-grad": laws.MAX_POOL_GRAD,
    },
)
def test_planes(case: Case, judge: Judge) -> None:
    """Planes do not meet: parts of the samples and channels give alone what they give together."""
    hold(blocks.planes, case, judge)


@family("law.channels", {"conv": laws.CONV, "conv-transpose": laws.CONV_TRANSPOSE})
def test_channels(case: Case, judge: Judge) -> None:
    """The result is the sum of what the halves of the input channels give, with the weights of
    each; the bias joins once."""
    hold(blocks.channels, case, judge)


@family("law.outputs", {"conv": laws.CONV, "conv-transpose": laws.CONV_TRANSPOSE})
def test_outputs(case: Case, judge: Judge) -> None:
    """Output channels do not meet: halves of the weights and of the bias give alone what they give
    together."""
    hold(blocks.outputs, case, judge)


@family(
    "law.groups",
    {"conv": laws.CONV_GROUPED, "conv-transpose": laws.CONV_TRANSPOSE_GROUPED},
    needs="groups",
)
def test_groups(case: Case, judge: Judge) -> None:
    """Groups do not meet: some of them, with their own channels, give alone what they give among
    the others, and one alone what a call without groups gives."""
    hold(blocks.groups, case, judge)


@family("law.tile", {"conv": laws.CONV, "max-pool": laws.MAX_POOL, "avg-pool": laws.AVG_POOL})
def test_tile(case: Case, judge: Judge) -> None:
    """A block of the result is the result of the cells that its windows read, cut out of the
    input. What stands around them does not matter, even if it is NaN: but a declared transform,
    and an average, may spread a NaN."""
    hold(walks.tile, case, judge)


@family(
    "law.stride",
    {
        "conv": laws.CONV,
        "max-pool": laws.MAX_POOL,
        "avg-pool": laws.AVG_POOL,
        "unfold": laws.UNFOLD,
    },
    needs="stride",
)
def test_stride(case: Case, judge: Judge) -> None:
    """A stride of s gives every s-th cell of what stride 1 gives along that axis."""
    hold(walks.stride, case, judge)


@family(
    "law.dilation", {"conv": laws.CONV, "conv-transpose": laws.CONV_TRANSPOSE}, needs="dilation"
)
def test_dilation(case: Case, judge: Judge) -> None:
    """A dilation of d gives what a kernel with d - 1 zeros between its taps gives."""
    hold(walks.dilation, case, judge)


@family("law.fusion", {"conv": laws.CONV})
def test_fusion(case: Case, judge: Judge) -> None:
    """Two convolutions in a row are one with the product of their kernels: at stride 1 the kernel
    w[t] + w[t - 1] gives the sum of neighbouring cells of what w gives."""
    hold(walks.fusion, case, judge)


@family(
    "law.padding",
    {
        "conv": laws.CONV,
        "max-pool": laws.MAX_POOL,
        "avg-pool": laws.AVG_POOL,
        "unfold": laws.UNFOLD,
    },
    needs="padding=symmetric",
)
def test_padding(case: Case, judge: Judge) -> None:
    """Padding gives what an input gives that has such cells around it: 0 for sums, for maxima a
    number below all others."""
    hold(walks.padding, case, judge)


@family("law.reversal", {"conv": laws.CONV, "max-pool": laws.MAX_POOL, "avg-pool": laws.AVG_POOL})
def test_reversal(case: Case, judge: Judge) -> None:
    """Where the windows fill the padded input, the input and the kernel turned round give the
    result turned round."""
    hold(walks.reversal, case, judge)


@family("law.flip", {"conv": laws.CONV}, needs="flip_kernel")
def test_flip(case: Case, judge: Judge) -> None:
    """A convolution is the cross-correlation with the kernel turned round along all spatial axes,
    within each channel."""
    hold(walks.flip, case, judge)


@family(
    "law.axes",
    {
        "conv": laws.CONV,
        "conv-transpose": laws.CONV_TRANSPOSE,
        "max-pool": laws.MAX_POOL,
        "avg-pool": laws.AVG_POOL,
        "conv-grad": laws.CONV_GRAD,
    },
    ranks=(2, 3),
)
def test_axes(case: Case, judge: Judge) -> None:
    """Spatial axes are alike: exchanged in all arrays and keywords, they are exchanged in the
    results, and nothing else changes."""
    hold(walks.axes, case, judge)


@family("law.columns", {"conv": laws.CONV})
def test_columns(case: Case, judge: Judge) -> None:
    """A convolution is the matrix of the weights times the columns that unfold makes."""
    hold(products.columns, case, judge)


@family("law.maxima", {"max-pool": laws.MAX_POOL})
def test_maxima(case: Case, judge: Judge) -> None:
    """Without padding, the results are the maxima of the columns that unfold makes."""
    hold(products.maxima, case, judge)


@family("law.fold", {"conv-transpose": laws.CONV_TRANSPOSE})
def test_fold(case: Case, judge: Judge) -> None:
    """A transposed convolution is fold of the products of each weight with each cell."""
    hold(products.folded, case, judge)


@family("law.stuffed", {"conv-transpose": laws.CONV_TRANSPOSE})
def test_stuffed(case: Case, judge: Judge) -> None:
    """A transposed convolution is a convolution with the kernel turned round, over the input with
    s - 1 zeros between its cells, and zeros around it."""
    hold(products.stuffed, case, judge)


@family("law.depthwise", {"avg-pool": laws.AVG_POOL})
def test_depthwise(case: Case, judge: Judge) -> None:
    """Where padding counts, an average is a depthwise convolution with ones, divided by their
    number."""
    hold(products.depthwise, case, judge)


@family(
    "law.bin",
    {"adaptive-avg-pool": laws.ADAPTIVE_AVG, "adaptive-max-pool": laws.ADAPTIVE_MAX},
)
def test_bin(case: Case, judge: Judge) -> None:
    """A bin gives what its cells alone give when they are pooled into a single one."""
    hold(products.each_bin, case, judge)


@family("law.global", {"max-pool": laws.MAX_POOL, "avg-pool": laws.AVG_POOL})
def test_global(case: Case, judge: Judge) -> None:
    """A window that is the whole plane gives its mean, or its maximum, with extents of 1: global
    pooling."""
    hold(products.whole_plane, case, judge)


@family("law.indexed", {"max-pool-with-indices": laws.INDICES, "max-unpool": laws.MAX_UNPOOL})
def test_indexed(case: Case, judge: Judge) -> None:
    """The cells of the plane that the indices name hold the values: before pooling, the maxima;
    after unpooling, what was unpooled."""
    hold(products.indexed, case, judge)


@family("law.adjoint", {"unfold": laws.UNFOLD})
def test_adjoint(case: Case, judge: Judge) -> None:
    """Fold is the adjoint of unfold: <unfold(x), c> = <x, fold(c)>, exactly, as sums of
    integers."""
    hold(products.adjoint, case, judge)


@family(
    "law.input",
    {"conv-grad": laws.CONV_GRAD, "conv-transpose-grad": laws.CONV_TRANSPOSE_GRAD},
)
def test_input(case: Case, judge: Judge) -> None:
    """The gradient of the input of a convolution is the transposed convolution of gy with the same
    weights and keywords, and that of a transposed convolution the convolution of gy."""
    hold(products.input_gradient, case, judge)


@family("law.weight", {"conv-grad": laws.CONV_GRAD})
def test_weight(case: Case, judge: Judge) -> None:
    """The gradient of the weights is a convolution of the input with gy as its kernel, samples in
    the place of channels, stride and dilation exchanged; that of the bias is the sum of gy."""
    hold(products.weight_gradient, case, judge)
