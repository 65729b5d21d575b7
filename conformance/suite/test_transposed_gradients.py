"""Gradients of the transposed convolution: the windows of gy, read with w and with x."""

from conformance.cases import small_scope, strategies, thresholds
from conformance.cases.gradients import gradient
from conformance.cases.transposed import conv_transpose
from conformance.judge.identity import adjoint
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over

CHANNELS = ((1, 2, 1), (2, 3, 1), (2, 2, 1))


@clause("conv-transpose-grad.input.reads", level="complete", rivals=["input-gradient-flipped"])
@over(gradient(conv_transpose(stride=False, dilation=False)))
def test_input(case: Case, judge: Judge) -> None:
    """gx is the convolution of gy with w: each cell of x gets the sum of gy under its stamp, each
    cell of it times the weight that was stamped there."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.input.axis-order",
    level="complete",
    rivals=["gradient-axes-exchanged"],
    ranks=(2, 3),
)
@over(gradient(conv_transpose(dilation=False, uneven=True)))
def test_axis_order(case: Case, judge: Judge) -> None:
    """The axes of gx and gw are those of x and w, in the same order."""
    judge.meaning(case)


@clause("conv-transpose-grad.input.channels", level="complete", rivals=["one-output-channel"])
@over(gradient(conv_transpose(dilation=False, channels=CHANNELS)))
def test_channels(case: Case, judge: Judge) -> None:
    """gx sums over all the output channels that its channel was stamped onto."""
    judge.meaning(case)


@clause("conv-transpose-grad.weight.sum", level="complete", rivals=["weight-gradient-flipped"])
@over(gradient(conv_transpose(pads="symmetric", stride=False, dilation=False)))
def test_weight(case: Case, judge: Judge) -> None:
    """For each tap, gw is the sum over all cells of x of the cell times gy where the tap stamped
    it; gw has the shape of w."""
    judge.meaning(case)


@clause("conv-transpose-grad.weight.samples", level="complete", rivals=["first-sample-only"])
@over(gradient(conv_transpose(dilation=False, bias=True)))
def test_samples(case: Case, judge: Judge) -> None:
    """gw and gb are summed over the samples, not averaged; gx keeps them apart."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.bias.sum", needs="bias", level="complete", rivals=["first-sample-only"]
)
@over(gradient(conv_transpose(stride=True, dilation=False, bias=True, channels=CHANNELS)))
def test_bias(case: Case, judge: Judge) -> None:
    """For each output channel, gb is the sum of gy over all its cells, those that no stamp reaches
    too."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.stride.spacing",
    needs="stride",
    level="complete",
    rivals=["stride-ignored"],
)
@over(gradient(conv_transpose(pads="symmetric", stride=True, dilation=False)))
def test_stride(case: Case, judge: Judge) -> None:
    """The stamps of neighbouring cells are read s cells apart, in gx and in gw."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.dilation.spacing",
    needs="dilation",
    level="complete",
    rivals=["dilation-ignored"],
)
@over(gradient(conv_transpose(pads="symmetric", dilation=True)))
def test_dilation(case: Case, judge: Judge) -> None:
    """The taps of a stamp are read d cells apart, in gx and in gw."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.parameters.per-axis",
    needs=["stride", "dilation"],
    level="complete",
    rivals=["axes-reversed"],
    ranks=(2, 3),
)
@over(gradient(conv_transpose(stride=True, uneven=True)))
def test_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own stride and dilation, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.pad.cuts",
    needs="padding=symmetric",
    level="complete",
    rivals=["padding-omitted"],
)
@over(gradient(conv_transpose(pads="symmetric", padded=True)))
def test_pad(case: Case, judge: Judge) -> None:
    """What padding cut off has no gy: it is read as 0, in gx and in gw."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(gradient(conv_transpose(pads="asymmetric")))
def test_pad_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("conv-transpose-grad.pad.valid", needs="padding=valid", level="complete")
@over(gradient(conv_transpose(pads="valid", dilation=False)))
def test_pad_valid(case: Case, judge: Judge) -> None:
    """'valid' cut off nothing."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(gradient(conv_transpose(pads="same_upper")))
def test_same_upper(case: Case, judge: Judge) -> None:
    """Of what 'same_upper' cut off, an odd cell lay at the high end."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(gradient(conv_transpose(pads="same_lower")))
def test_same_lower(case: Case, judge: Judge) -> None:
    """Of what 'same_lower' cut off, an odd cell lay at the low end."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.output-padding.high-end",
    needs=["stride", "output_padding"],
    level="complete",
    rivals=["output-padding-ignored"],
)
@over(gradient(conv_transpose(pads="symmetric", stride=True, extra="below stride")))
def test_output_padding(case: Case, judge: Judge) -> None:
    """The cells of output_padding lie at the high end, and their gy counts like any other."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.output-padding.beyond-stride",
    needs=["dilation", "output_padding_beyond_stride", "padding=symmetric"],
    level="complete",
    rivals=["output-padding-ignored"],
)
@over(gradient(conv_transpose(pads="symmetric", dilation=True, extra="beyond stride", padded=True)))
def test_beyond_stride(case: Case, judge: Judge) -> None:
    """So do those of an output_padding of s up to d - 1: gx has the shape of x, although gy would
    have room for further windows."""
    judge.meaning(case)


@clause(
    "conv-transpose-grad.groups.blocks",
    needs="groups",
    level="complete",
    rivals=["gradient-next-group", "gradient-interleaved"],
)
@over(gradient(conv_transpose(dilation=False, bias=True, channels=small_scope.GROUPED)))
def test_groups(case: Case, judge: Judge) -> None:
    """Groups are contiguous blocks: each block of gx and gw comes from the gy of its own group."""
    judge.meaning(case)


@clause("conv-transpose-grad.shape.unbatched", needs="unbatched", level="complete")
@over(gradient(conv_transpose(pads="symmetric", bias=True, unbatched=True)))
def test_unbatched(case: Case, judge: Judge) -> None:
    """gy and x without a batch axis give gx without one; gw and gb are those of a batch of one."""
    judge.meaning(case)


@clause("conv-transpose-grad.adjoint", needs="output_padding", level="complete")
@over(
    gradient(thresholds.conv_transpose),
    random=strategies.gradient(strategies.conv_transpose("dense", small=True)),
)
def test_adjoint(case: Case, judge: Judge) -> None:
    """A gradient is the adjoint: <x, gx> = <w, gw> = <gy, y> with y = conv_transpose(x, w),
    exactly, as sums of integers, at extents and channel counts past the blocks of real kernels."""
    adjoint(case, judge)
