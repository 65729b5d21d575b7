"""Transposed convolution: each input cell stamps the kernel onto the output."""

from conformance.cases import small_scope
from conformance.cases.transposed import conv_transpose
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv-transpose.value.stamp", rivals=["kernel-flipped", "weight-axes-exchanged"])
@over(conv_transpose(stride=False, dilation=False))
def test_stamp(case: Case, judge: Judge) -> None:
    """Every input cell adds its value times the kernel to the output: x[n, c, a] w[c, m, t] goes to
    y[n, m, a s + t d - lo]. w has shape (C, O / groups, *kernel)."""
    judge.meaning(case)


@clause("conv-transpose.value.axis-order", rivals=["kernel-transposed"], ranks=(2, 3))
@over(conv_transpose(dilation=False, uneven=True))
def test_axis_order(case: Case, judge: Judge) -> None:
    """The axes of the kernel are those of x, in the same order."""
    judge.meaning(case)


@clause("conv-transpose.channels.sum", rivals=["first-channel-only", "channels-flipped"])
@over(conv_transpose(dilation=False, channels=((2, 1, 1), (3, 2, 1), (2, 3, 1))))
def test_channels(case: Case, judge: Judge) -> None:
    """The stamps of all input channels of a group add up in each of its output channels."""
    judge.meaning(case)


@clause("conv-transpose.stride.spacing", needs="stride", rivals=["stride-ignored"])
@over(conv_transpose(pads="symmetric", stride=True, dilation=False))
def test_stride(case: Case, judge: Judge) -> None:
    """The stamps of neighbouring input cells begin s cells apart. Where s exceeds the kernel, there
    are gaps."""
    judge.meaning(case)


@clause(
    "conv-transpose.stride.per-axis",
    needs="stride",
    rivals=["axes-reversed", "stride-ignored"],
    ranks=(2, 3),
)
@over(conv_transpose(stride=True, dilation=False, uneven=True))
def test_stride_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own stride, in the order of the axes of x."""
    judge.meaning(case)


@clause("conv-transpose.dilation.spacing", needs="dilation", rivals=["dilation-ignored"])
@over(conv_transpose(pads="symmetric", dilation=True))
def test_dilation(case: Case, judge: Judge) -> None:
    """The taps of a stamp lie d cells apart."""
    judge.meaning(case)


@clause(
    "conv-transpose.dilation.per-axis",
    needs="dilation",
    rivals=["axes-reversed", "dilation-ignored"],
    ranks=(2, 3),
)
@over(conv_transpose(dilation=True, uneven=True))
def test_dilation_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own dilation, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "conv-transpose.pad.cuts",
    needs="padding=symmetric",
    rivals=["padding-omitted", "padding-as-forward"],
)
@over(conv_transpose(pads="symmetric", padded=True))
def test_pad_cuts(case: Case, judge: Judge) -> None:
    """Padding is cut off: lo cells at the low end and hi at the high end. The output extent is
    (i - 1) s - (lo + hi) + e, with e = d (k - 1) + 1."""
    judge.meaning(case)


@clause(
    "conv-transpose.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(conv_transpose(pads="asymmetric"))
def test_pad_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis is cut by its own padding."""
    judge.meaning(case)


@clause("conv-transpose.pad.valid", needs="padding=valid", level="complete")
@over(conv_transpose(pads="valid"))
def test_pad_valid(case: Case, judge: Judge) -> None:
    """'valid' cuts off nothing."""
    judge.meaning(case)


@clause(
    "conv-transpose.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(conv_transpose(pads="same_upper"))
def test_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' the output extent is i s: what is cut off is the padding of 'same_upper'
    for a convolution over i s cells, an odd cell of it at the high end."""
    judge.meaning(case)


@clause(
    "conv-transpose.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(conv_transpose(pads="same_lower"))
def test_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' the output extent is i s, and an odd cell is cut off at the low end."""
    judge.meaning(case)


@clause(
    "conv-transpose.output-padding.high-end",
    needs=["stride", "output_padding"],
    rivals=["output-padding-low", "output-padding-ignored"],
)
@over(conv_transpose(pads="symmetric", stride=True, extra="below stride"))
def test_output_padding(case: Case, judge: Judge) -> None:
    """output_padding enlarges the output by so many cells at the high end, whatever the padding."""
    judge.meaning(case)


@clause(
    "conv-transpose.output-padding.computed",
    needs=["stride", "output_padding", "padding=symmetric"],
    rivals=["output-padding-blank"],
)
@over(conv_transpose(pads="symmetric", stride=True, extra="below stride", padded=True))
def test_output_padding_computed(case: Case, judge: Judge) -> None:
    """The cells of output_padding are computed like all others: they hold what stamps bring that
    padding would have cut off."""
    judge.meaning(case)


@clause(
    "conv-transpose.output-padding.beyond-stride",
    needs=["dilation", "output_padding_beyond_stride"],
    level="complete",
    rivals=["output-padding-low", "output-padding-ignored"],
)
@over(conv_transpose(pads="symmetric", dilation=True, extra="beyond stride"))
def test_output_padding_beyond_stride(case: Case, judge: Judge) -> None:
    """An output_padding of s up to d - 1 enlarges the output as well: the same sum over a larger
    output, although no convolution has it as its adjoint."""
    judge.meaning(case)


@clause("conv-transpose.bias.per-channel", needs="bias", rivals=["bias-omitted", "bias-of-first"])
@over(
    conv_transpose(
        pads="symmetric", dilation=False, bias=True, channels=((1, 2, 1), (2, 3, 1), (2, 2, 1))
    )
)
def test_bias(case: Case, judge: Judge) -> None:
    """b has shape (O,); b[m] is added once to every cell of output channel m."""
    judge.meaning(case)


@clause("conv-transpose.bias.gaps", needs=["bias", "stride"], rivals=["gaps-without-bias"])
@over(conv_transpose(stride=True, gaps=True, bias=True))
def test_bias_in_gaps(case: Case, judge: Judge) -> None:
    """A cell that no tap reaches is the bias alone."""
    judge.meaning(case)


@clause("conv-transpose.groups.blocks", needs="groups", rivals=["next-group", "groups-interleaved"])
@over(conv_transpose(dilation=False, bias=True, channels=small_scope.GROUPED))
def test_groups(case: Case, judge: Judge) -> None:
    """Groups are contiguous blocks: the j-th block of C / groups input channels, the rows of w,
    stamps onto the j-th block of O / groups output channels."""
    judge.meaning(case)


@clause("conv-transpose.groups.depthwise", needs="groups", rivals=["next-group"])
@over(conv_transpose(pads="symmetric", channels=((2, 2, 2), (3, 3, 3), (3, 6, 3))))
def test_depthwise(case: Case, judge: Judge) -> None:
    """With groups = C, input channel c stamps onto the output channels c O / C and on alone."""
    judge.meaning(case)


@clause("conv-transpose.shape.unbatched", needs="unbatched", level="complete")
@over(conv_transpose(pads="symmetric", unbatched=True))
def test_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (O, *extents), equal to a batch of one."""
    judge.meaning(case)
