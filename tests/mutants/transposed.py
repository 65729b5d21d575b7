"""Faults of transposed convolution."""

from tests.mutants.mutant import Mutant

_MATRICES = "matrices = w.reshape(groups, share, w.shape[1] * prod(kernel)).swapaxes(1, 2)"
_PRODUCT = "columns = np.matmul(matrices, batch)"
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)"
_AXIS = "axes.append(Axis(length, k, s, d, lo, hi, i))"
_SAME = "same_padding(padding, length, extent, (i - 1) * s) if same"
_STAMPED = "y = stamp(columns.reshape(len(batch), outputs, *kernel, *size), axes)"
_LIMIT = "if extra >= (1 if same else max(s, d)):"
_BIAS = "np.add(y, b.reshape(outputs, *(1,) * rank), out=y)"
_RESULT = "    return y.reshape(*x.shape[: -rank - 1], *y.shape[1:])"

MUTANTS = (
    Mutant(
        name="taps-reversed",
        text="The kernel is stamped back to front.",
        clause="conv-transpose.value.stamp",
        replace=((_MATRICES, _MATRICES.replace("= w", "= np.flip(w, tuple(range(2, w.ndim)))")),),
    ),
    Mutant(
        name="overlaps-overwritten",
        text="Where stamps overlap, the later one replaces the earlier.",
        clause="conv-transpose.value.stamp",
        replace=(("sheet[(..., *under)] +=", "sheet[(..., *under)] ="),),
    ),
    Mutant(
        name="stamp-axes-reversed",
        text="The kernel is stamped with its axes in reverse order.",
        clause="conv-transpose.value.axis-order",
        rank=2,
        replace=(
            (
                _MATRICES,
                _MATRICES.replace("= w.", "= w.transpose(0, 1, *range(w.ndim - 1, 1, -1))."),
            ),
        ),
    ),
    Mutant(
        name="first-row-of-weight",
        text="Only the first input channel of a group is stamped.",
        clause="conv-transpose.channels.sum",
        replace=((_PRODUCT, _PRODUCT.replace(", batch", "[..., :1], batch[..., :1, :]")),),
    ),
    Mutant(
        name="stride-at-most-two",
        text="A stride above 2 is taken to be 2.",
        clause="conv-transpose.stride.spacing",
        replace=((_GROWN, "    stride = tuple(min(s, 2) for s in stride)\n" + _GROWN),),
    ),
    Mutant(
        name="stamp-strides-width-first",
        text="The strides are read as (width, height).",
        clause="conv-transpose.stride.per-axis",
        rank=2,
        replace=(
            (
                "kernel, stride, padding, output_padding, dilation)",
                "kernel, stride[::-1], padding, output_padding, dilation)",
            ),
        ),
    ),
    Mutant(
        name="stamp-undilated",
        text="The extent is that of the dilated kernel, its taps lie side by side.",
        clause="conv-transpose.dilation.spacing",
        replace=(("start = t * axis.dilation", "start = t"),),
    ),
    Mutant(
        name="stamp-dilations-width-first",
        text="The dilations are read as (width, height).",
        clause="conv-transpose.dilation.per-axis",
        rank=2,
        replace=(
            (
                "stride, padding, output_padding, dilation)\n    batch",
                "stride, padding, output_padding, dilation[::-1])\n    batch",
            ),
        ),
    ),
    Mutant(
        name="all-cut-at-the-high-end",
        text="All that padding cuts off is taken from the high end.",
        clause="conv-transpose.pad.cuts",
        replace=((_AXIS, _AXIS.replace("lo", "0")),),
    ),
    Mutant(
        name="cut-on-the-other-side",
        text="The low padding is cut off at the high end and the high padding at the low end.",
        clause="conv-transpose.pad.per-side",
        replace=((_AXIS, _AXIS.replace("lo, hi", "hi, lo")),),
    ),
    Mutant(
        name="every-name-is-same",
        text="Every name of a padding is taken for 'same_upper'.",
        clause="conv-transpose.pad.valid",
        replace=(
            ('same = padding in ("same_upper", "same_lower")', "same = isinstance(padding, str)"),
        ),
    ),
    Mutant(
        name="same-of-the-input",
        text="The padding of 'same' is computed for the extent of the input, not of the output.",
        clause="conv-transpose.pad.same-upper",
        replace=((_SAME, _SAME.replace("length", "i")),),
    ),
    Mutant(
        name="same-always-upper",
        text="'same_lower' is taken for 'same_upper'.",
        clause="conv-transpose.pad.same-lower",
        replace=((_SAME, _SAME.replace("(padding", '("same_upper"')),),
    ),
    Mutant(
        name="output-padding-at-the-low-end",
        text="The cells of output_padding are taken from the low end, as far as padding was"
        " cut off there.",
        clause="conv-transpose.output-padding.high-end",
        replace=((_AXIS, _AXIS.replace("lo", "max(lo - extra, 0)")),),
    ),
    Mutant(
        name="output-padding-zeroed",
        text="The cells of output_padding along the last axis are set to zero.",
        clause="conv-transpose.output-padding.computed",
        replace=(
            (_STAMPED, _STAMPED + "\n        y[..., y.shape[-1] - output_padding[-1] :] = 0"),
        ),
    ),
    Mutant(
        name="output-padding-below-stride-alone",
        text="An output_padding must be less than the stride, whatever the dilation.",
        clause="conv-transpose.output-padding.beyond-stride",
        replace=((_LIMIT, _LIMIT.replace("max(s, d)", "s")),),
    ),
    Mutant(
        name="first-bias-for-all-outputs",
        text="The bias of the first output channel is added to all.",
        clause="conv-transpose.bias.per-channel",
        replace=((_BIAS, _BIAS.replace("b", "b[:1].repeat(outputs)")),),
    ),
    Mutant(
        name="bias-under-stamps-alone",
        text="The bias is added where a stamp has left something.",
        clause="conv-transpose.bias.gaps",
        replace=((_BIAS, _BIAS.replace("rank)", "rank) * (y != 0)")),),
    ),
    Mutant(
        name="neighbouring-group-stamped",
        text="Each group stamps the input channels of the group before.",
        clause="conv-transpose.groups.blocks",
        replace=((_PRODUCT, _PRODUCT.replace("batch", "np.roll(batch, 1, axis=1)")),),
    ),
    Mutant(
        name="depthwise-backwards",
        text="With one channel to a group, the channels are taken in reverse.",
        clause="conv-transpose.groups.depthwise",
        replace=((_PRODUCT, _PRODUCT.replace("h", "h if share > 1 else batch[:, ::-1]")),),
    ),
    Mutant(
        name="batch-axis-kept",
        text="A sample without a batch axis comes back with one.",
        clause="conv-transpose.shape.unbatched",
        replace=((_RESULT, _RESULT.replace(".reshape(*x.shape[: -rank - 1], *y.shape[1:])", "")),),
    ),
)
