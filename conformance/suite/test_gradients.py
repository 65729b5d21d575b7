"""Gradients of the convolution: its walk of windows run backwards."""

from conformance.cases import small_scope, strategies, thresholds
from conformance.cases.gradients import gradient, skipping
from conformance.cases.small_scope import both, conv
from conformance.judge.identity import adjoint
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over

DEPTHWISE = ((2, 2, 2), (3, 3, 3), (3, 6, 3))
CHANNELS = ((1, 2, 1), (2, 3, 1), (2, 2, 1))


@clause(
    "conv-grad.input.adds",
    level="complete",
    rivals=["overlaps-overwritten", "input-gradient-flipped"],
)
@over(gradient(conv(stride=False, dilation=False)))
def test_input(case: Case, judge: Judge) -> None:
    """What a tap read gets gy of its window times the tap's weight: where windows overlap, all that
    a cell of x gave is added up in gx, which has the shape of x."""
    judge.meaning(case)


@clause(
    "conv-grad.input.axis-order", level="complete", rivals=["gradient-axes-exchanged"], ranks=(2, 3)
)
@over(gradient(conv(dilation=False, uneven=True)))
def test_axis_order(case: Case, judge: Judge) -> None:
    """The axes of gx and gw are those of x and w, in the same order."""
    judge.meaning(case)


@clause("conv-grad.input.channels", level="complete", rivals=["one-output-channel"])
@over(gradient(conv(dilation=False, channels=CHANNELS)))
def test_channels(case: Case, judge: Judge) -> None:
    """gx sums over all the output channels that read its channel."""
    judge.meaning(case)


@clause(
    "conv-grad.input.skipped", needs="stride", level="complete", rivals=["skipped-at-the-low-end"]
)
@over(gradient(both(skipping, conv(stride=True, dilation=False))))
def test_skipped(case: Case, judge: Judge) -> None:
    """Cells that the stride skips, and those behind the last window, get 0."""
    judge.meaning(case)


@clause("conv-grad.weight.sum", level="complete", rivals=["weight-gradient-flipped"])
@over(gradient(conv(pads="symmetric", stride=False, dilation=False)))
def test_weight(case: Case, judge: Judge) -> None:
    """For each tap, gw is the sum over all windows of gy of the window times what the tap read
    there; gw has the shape of w."""
    judge.meaning(case)


@clause("conv-grad.weight.samples", level="complete", rivals=["first-sample-only"])
@over(gradient(conv(dilation=False, bias=True)))
def test_samples(case: Case, judge: Judge) -> None:
    """gw and gb are summed over the samples, not averaged; gx keeps them apart."""
    judge.meaning(case)


@clause("conv-grad.bias.sum", needs="bias", level="complete", rivals=["first-sample-only"])
@over(gradient(conv(pads="symmetric", dilation=False, bias=True, channels=CHANNELS)))
def test_bias(case: Case, judge: Judge) -> None:
    """For each output channel, gb is the sum of gy over its samples and cells."""
    judge.meaning(case)


@clause("conv-grad.bias.absent", level="complete")
@over(gradient(conv(stride=False, dilation=False)))
def test_no_bias(case: Case, judge: Judge) -> None:
    """Without a bias there are three results still: gx, gw and None."""
    judge.meaning(case)


@clause("conv-grad.stride.spacing", needs="stride", level="complete", rivals=["stride-ignored"])
@over(gradient(conv(pads="symmetric", stride=True, dilation=False)))
def test_stride(case: Case, judge: Judge) -> None:
    """With a stride of s, gy of neighbouring windows belongs to cells s apart, in gx and in gw."""
    judge.meaning(case)


@clause(
    "conv-grad.stride.per-axis",
    needs="stride",
    level="complete",
    rivals=["axes-reversed", "stride-ignored"],
    ranks=(2, 3),
)
@over(gradient(conv(stride=True, dilation=False, uneven=True)))
def test_stride_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own stride, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "conv-grad.dilation.spacing", needs="dilation", level="complete", rivals=["dilation-ignored"]
)
@over(gradient(conv(pads="symmetric", dilation=True)))
def test_dilation(case: Case, judge: Judge) -> None:
    """With a dilation of d, the taps of a window reach cells d apart, in gx and in gw."""
    judge.meaning(case)


@clause(
    "conv-grad.dilation.per-axis",
    needs="dilation",
    level="complete",
    rivals=["axes-reversed", "dilation-ignored"],
    ranks=(2, 3),
)
@over(gradient(conv(dilation=True, uneven=True)))
def test_dilation_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own dilation, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "conv-grad.pad.zeros", needs="padding=symmetric", level="complete", rivals=["padding-omitted"]
)
@over(gradient(conv(pads="symmetric", padded=True)))
def test_pad(case: Case, judge: Judge) -> None:
    """Padding with zeros gets no gradient, and gives none to gw; gx is that of x alone."""
    judge.meaning(case)


@clause(
    "conv-grad.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(gradient(conv(pads="asymmetric")))
def test_pad_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("conv-grad.pad.valid", needs="padding=valid", level="complete")
@over(gradient(conv(pads="valid")))
def test_pad_valid(case: Case, judge: Judge) -> None:
    """'valid' is no padding."""
    judge.meaning(case)


@clause(
    "conv-grad.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(gradient(conv(pads="same_upper")))
def test_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' an odd cell of the padding that gets nothing lies at the high end."""
    judge.meaning(case)


@clause(
    "conv-grad.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(gradient(conv(pads="same_lower")))
def test_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of the padding that gets nothing lies at the low end."""
    judge.meaning(case)


@clause(
    "conv-grad.padding-mode.reflect",
    needs=["padding_mode=reflect", "padding=symmetric"],
    level="complete",
    rivals=["padding-gradient-dropped", "mode-circular"],
)
@over(gradient(conv(pads="symmetric", padded=True, mode="reflect")))
def test_reflect(case: Case, judge: Judge) -> None:
    """What falls on padding of the mode 'reflect' is added to the cell that it mirrors."""
    judge.meaning(case)


@clause(
    "conv-grad.padding-mode.replicate",
    needs=["padding_mode=replicate", "padding=symmetric"],
    level="complete",
    rivals=["padding-gradient-dropped"],
)
@over(gradient(conv(pads="symmetric", padded=True, mode="replicate")))
def test_replicate(case: Case, judge: Judge) -> None:
    """What falls on padding of the mode 'replicate' is added to the cell at that edge."""
    judge.meaning(case)


@clause(
    "conv-grad.padding-mode.circular",
    needs=["padding_mode=circular", "padding=symmetric"],
    level="complete",
    rivals=["padding-gradient-dropped", "mode-replicate"],
)
@over(gradient(conv(pads="symmetric", padded=True, mode="circular")))
def test_circular(case: Case, judge: Judge) -> None:
    """What falls on padding of the mode 'circular' is added to the cell at the other end."""
    judge.meaning(case)


@clause(
    "conv-grad.padding-mode.per-side",
    needs=[
        "padding_mode=reflect",
        "padding_mode=replicate",
        "padding_mode=circular",
        "padding=asymmetric",
    ],
    level="complete",
    rivals=["pads-exchanged", "padding-gradient-dropped"],
)
@over(
    both(
        *[
            gradient(conv(pads="asymmetric", dilation=False, mode=mode))
            for mode in ("reflect", "replicate", "circular")
        ]
    )
)
def test_mode_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis gives back what falls on its own padding, in every mode."""
    judge.meaning(case)


@clause(
    "conv-grad.flip.kernel",
    needs="flip_kernel",
    level="complete",
    rivals=["kernel-flipped", "weight-gradient-flipped"],
)
@over(gradient(conv(pads="symmetric", dilation=False, flip=True)))
def test_flip(case: Case, judge: Judge) -> None:
    """With a flipped kernel, gx is made with the flipped kernel, and gw is turned back: gw[t] is
    the gradient of w[t]."""
    judge.meaning(case)


@clause(
    "conv-grad.groups.blocks",
    needs="groups",
    level="complete",
    rivals=["gradient-next-group", "gradient-interleaved"],
)
@over(gradient(conv(dilation=False, bias=True, channels=small_scope.GROUPED)))
def test_groups(case: Case, judge: Judge) -> None:
    """Groups are contiguous blocks: each block of gx and gw comes from the gy of its own group."""
    judge.meaning(case)


@clause(
    "conv-grad.groups.depthwise", needs="groups", level="complete", rivals=["gradient-next-group"]
)
@over(gradient(conv(pads="symmetric", channels=DEPTHWISE)))
def test_depthwise(case: Case, judge: Judge) -> None:
    """With groups = C, channel c of gx comes from the output channels c O / C and on alone."""
    judge.meaning(case)


@clause("conv-grad.shape.unbatched", needs="unbatched", level="complete")
@over(gradient(conv(pads="symmetric", bias=True, unbatched=True)))
def test_unbatched(case: Case, judge: Judge) -> None:
    """gy and x without a batch axis give gx without one; gw and gb are those of a batch of one."""
    judge.meaning(case)


@clause("conv-grad.adjoint", level="complete")
@over(
    gradient(thresholds.conv_dense),
    random=strategies.gradient(strategies.conv("dense", small=True)),
)
def test_adjoint(case: Case, judge: Judge) -> None:
    """A gradient is the adjoint: <x, gx> = <w, gw> = <gy, y> with y = conv(x, w), exactly, as sums
    of integers, at extents and channel counts past the blocks of real kernels too."""
    adjoint(case, judge)
