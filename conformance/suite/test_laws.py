"""Laws: what the results of several calls have to do with each other, at any size."""

from conformance.cases import laws
from conformance.judge.judge import Judge
from conformance.judge.laws import blocks, products, upstream, walks
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
        "lp-pool": laws.LP_POOL,
    },
)
def test_planes(case: Case, judge: Judge) -> None:
    """Planes do not meet: parts of the samples and channels give alone what they give together."""
    hold(blocks.planes, case, judge)


@family(
    "law.planes",
    {
        "adaptive-max-pool-with-indices": laws.ADAPTIVE_INDICES,
        "avg-pool-grad": laws.AVG_POOL_GRAD,
        "lp-pool-grad": laws.LP_POOL_GRAD,
        "adaptive-avg-pool-grad": laws.ADAPTIVE_AVG_GRAD,
        "adaptive-max-pool-grad": laws.ADAPTIVE_MAX_GRAD,
        "max-unpool-grad": laws.MAX_UNPOOL_GRAD,
        "unfold-grad": laws.UNFOLD_GRAD,
        "fold-grad": laws.FOLD_GRAD,
    },
    dtypes=("float32",),
)
def test_gradient_planes(case: Case, judge: Judge) -> None:
    """Planes do not meet: parts of the samples and channels give alone the indices, or the
    gradient, that they give together."""
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


@family(
    "law.tile",
    {
        "conv": laws.CONV,
        "max-pool": laws.MAX_POOL,
        "avg-pool": laws.AVG_POOL,
        "lp-pool": laws.LP_POOL,
    },
)
def test_tile(case: Case, judge: Judge) -> None:
    """A block of the result is the result of the cells that its windows read, cut out of the
    input. What stands around them does not matter, even if it is NaN: but a declared transform,
    an average and a norm may spread a NaN."""
    hold(walks.tile, case, judge)


@family(
    "law.stride",
    {
        "conv": laws.CONV,
        "max-pool": laws.MAX_POOL,
        "avg-pool": laws.AVG_POOL,
        "unfold": laws.UNFOLD,
        "lp-pool": laws.LP_POOL,
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
        "lp-pool": laws.LP_POOL,
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
        "lp-pool": laws.LP_POOL,
        "conv-transpose-grad": laws.CONV_TRANSPOSE_GRADS,
        "avg-pool-grad": laws.AVG_POOL_GRAD,
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


@family(
    "law.weight",
    {"conv-grad": laws.CONV_GRAD, "conv-transpose-grad": laws.CONV_TRANSPOSE_GRADS},
)
def test_weight(case: Case, judge: Judge) -> None:
    """The gradient of the weights is a convolution of the input with gy as its kernel, samples in
    the place of channels, stride and dilation exchanged; that of the bias is the sum of gy. Of a
    transposed convolution it is that of a convolution whose input is gy, and whose gy the input."""
    hold(products.weight_gradient, case, judge)


@family("law.norms", {"lp-pool": laws.LP_POOL})
def test_norms(case: Case, judge: Judge) -> None:
    """The results are the p-norms of the columns that unfold makes."""
    hold(products.norms, case, judge)


@family(
    "law.homogeneous",
    {"lp-pool": laws.LP_POOL[0], "lp-pool-grad": laws.LP_POOL_GRAD},
    dtypes=("float32",),
)
def test_homogeneous(case: Case, judge: Judge) -> None:
    """Twice the input has twice the norm, and the same gradient."""
    hold(upstream.homogeneous, case, judge)


@family(
    "law.linear",
    {
        "conv-grad": laws.CONV_GRADS,
        "conv-transpose-grad": laws.CONV_TRANSPOSE_GRADS,
        "max-pool-grad": laws.MAX_POOL_GRADS,
        "avg-pool-grad": laws.AVG_POOL_GRAD,
        "lp-pool-grad": laws.LP_POOL_GRAD,
        "adaptive-max-pool-grad": laws.ADAPTIVE_MAX_GRAD,
    },
    dtypes=("float32",),
)
def test_linear(case: Case, judge: Judge) -> None:
    """Gradients are linear in gy: those of every second of its cells, and those of the others, add
    up to those of all."""
    hold(upstream.linear, case, judge)


@family(
    "law.adjoint",
    {
        "max-pool-grad": laws.MAX_POOL_GRADS,
        "avg-pool-grad": laws.AVG_POOL_GRAD,
        "lp-pool-grad": laws.LP_POOL_GRAD,
        "adaptive-avg-pool-grad": laws.ADAPTIVE_AVG_GRAD,
        "adaptive-max-pool-grad": laws.ADAPTIVE_MAX_GRAD,
    },
    dtypes=("float32",),
)
def test_gradient_adjoint(case: Case, judge: Judge) -> None:
    """In every sample <gy, y> = <gx, x>, each the sum of the products: twice x gives twice y."""
    hold(upstream.adjoint, case, judge)


@family(
    "law.tile",
    {
        "conv-grad": laws.CONV_GRADS,
        "max-pool-grad": laws.MAX_POOL_GRADS,
        "avg-pool-grad": laws.AVG_POOL_GRAD,
        "lp-pool-grad": laws.LP_POOL_GRAD,
    },
    dtypes=("float32",),
)
def test_gradient_tile(case: Case, judge: Judge) -> None:
    """What a block of gy alone gives is what it gives for the cells that its windows read, cut out
    of the input, and 0 around them."""
    hold(upstream.tile, case, judge)


@family(
    "law.bin",
    {
        "adaptive-avg-pool-grad": laws.ADAPTIVE_AVG_GRAD,
        "adaptive-max-pool-grad": laws.ADAPTIVE_MAX_GRAD,
    },
    dtypes=("float32",),
)
def test_gradient_bin(case: Case, judge: Judge) -> None:
    """What the gy of one bin alone gives is what it gives for the cells of the bin pooled into a
    single one, and 0 around them."""
    hold(upstream.one_bin, case, judge)


@family(
    "law.stride",
    {
        "conv-grad": laws.CONV_GRADS,
        "max-pool-grad": laws.MAX_POOL_GRADS,
        "avg-pool-grad": laws.AVG_POOL_GRAD,
        "lp-pool-grad": laws.LP_POOL_GRAD,
    },
    needs="stride",
    dtypes=("float32",),
)
def test_gradient_stride(case: Case, judge: Judge) -> None:
    """A stride of s gives what stride 1 gives where gy has s - 1 zeros between its cells."""
    hold(upstream.stride, case, judge)


@family(
    "law.input", {"unfold-grad": laws.UNFOLD_GRAD, "fold-grad": laws.FOLD_GRAD}, dtypes=("float32",)
)
def test_back(case: Case, judge: Judge) -> None:
    """The gradient of unfold is the fold of gy, and that of fold the unfold of gy."""
    hold(upstream.back, case, judge)


@family("law.indexed", {"max-unpool-grad": laws.MAX_UNPOOL_GRAD}, dtypes=("float32",))
def test_gathered(case: Case, judge: Judge) -> None:
    """The gradient of unpooling is gy at the indices."""
    hold(upstream.gathered, case, judge)


@family(
    "law.channels",
    {"conv-grad": laws.CONV_GRADS, "conv-transpose-grad": laws.CONV_TRANSPOSE_GRADS},
    dtypes=("float32",),
)
def test_gradient_channels(case: Case, judge: Judge) -> None:
    """Halves of the input channels, with the weights of each, give alone the gx and the gw that
    they give together, and all of gb."""
    hold(upstream.channels, case, judge)


@family(
    "law.outputs",
    {"conv-grad": laws.CONV_GRADS, "conv-transpose-grad": laws.CONV_TRANSPOSE_GRADS},
    dtypes=("float32",),
)
def test_gradient_outputs(case: Case, judge: Judge) -> None:
    """gx is the sum of what halves of gy give, with the weights of each; gw and gb are theirs, one
    behind the other."""
    hold(upstream.outputs, case, judge)


@family(
    "law.groups",
    {
        "conv-grad": laws.CONV_GRAD_GROUPED,
        "conv-transpose-grad": laws.CONV_TRANSPOSE_GRAD_GROUPED,
    },
    needs="groups",
    dtypes=("float32",),
)
def test_gradient_groups(case: Case, judge: Judge) -> None:
    """The gradients of groups are those that some of them give alone, one behind the other."""
    hold(upstream.groups, case, judge)
