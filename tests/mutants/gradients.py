"""Faults of the gradients of convolution."""

from tests.mutants.mutant import Mutant

_COLUMNS = "columns = np.matmul(matrices.swapaxes(1, 2), steep)"
_GX = (
    "        gx = _gathered("
    "columns.reshape(prod(lead), channels, *kernel, *cells), axes, padding_mode)"
)
_KERNEL = "(np.flip(w, taps) if flip_kernel else w)"
_BACK = "np.flip(gw, taps).copy() if flip_kernel else gw, gb"
_READ = "gw += sample @ read.reshape(groups, terms, prod(cells)).swapaxes(1, 2)"
_GB = "gb = None if b is None else steep.sum(axis=(0, 3)).reshape(len(w))"
_AXES = '    axes = walk(size, kernel, stride, dilation, padding, last_window="floor")\n'
_STEEP = "steep = gy.reshape(prod(lead), groups, share, prod(cells))"
_FOLDED = "np.add.at(folded, sources(axis, mode), rows)"
_ZEROS = "        return stamp(columns, axes)"
_RESULT = "    gw = gw.reshape(w.shape)"


def _walked(changed: str) -> tuple[tuple[str, str], ...]:
    """The gradient walks with something changed, and none other does."""
    return ((_AXES, f"    {changed}\n{_AXES}"),)


MUTANTS = (
    Mutant(
        name="taps-of-gx-reversed",
        text="gx is made with the kernel back to front, as if gy were convolved with w.",
        clause="conv-grad.input.adds",
        replace=((_KERNEL, "np.flip(w, taps)"),),
    ),
    Mutant(
        name="gx-of-first-sample",
        text="The first sample of gx is given to all.",
        clause="conv-grad.input.adds",
        replace=((_RESULT, "    gx[...] = gx[:1]\n" + _RESULT),),
    ),
    Mutant(
        name="gw-axes-reversed",
        text="Where the kernel is as long along every axis, gw has its axes in reverse order.",
        clause="conv-grad.input.axis-order",
        rank=2,
        replace=(
            (
                _RESULT,
                _RESULT + "\n    if len(set(kernel)) == 1:\n"
                "        gw = gw.transpose(0, 1, *taps[::-1]).copy()",
            ),
        ),
    ),
    Mutant(
        name="first-output-of-each-group",
        text="gx is made of the first output channel of each group.",
        clause="conv-grad.input.channels",
        replace=(
            (_COLUMNS, _COLUMNS.replace("(1, 2), steep", "(1, 2)[..., :1], steep[:, :, :1]")),
        ),
    ),
    Mutant(
        name="skipped-cells-filled",
        text="A cell of gx that no window of a strided walk reads gets the value before it.",
        clause="conv-grad.input.skipped",
        replace=(
            (
                _GX,
                _GX + "\n        if max(stride) > 1:\n"
                "            gx = np.where(gx == 0, np.roll(gx, 1, -1), gx)",
            ),
        ),
    ),
    Mutant(
        name="gw-back-to-front",
        text="The taps of gw are in reverse order.",
        clause="conv-grad.weight.sum",
        replace=((_BACK, _BACK.replace("if flip_kernel", "if not flip_kernel")),),
    ),
    Mutant(
        name="gw-of-last-sample",
        text="gw is that of the last sample.",
        clause="conv-grad.weight.samples",
        replace=((_READ, _READ.replace("gw +=", "gw[:] =")),),
    ),
    Mutant(
        name="gb-of-first-sample",
        text="gb is summed over the cells of the first sample.",
        clause="conv-grad.bias.sum",
        replace=((_GB, _GB.replace("steep.sum", "steep[:1].sum")),),
    ),
    Mutant(
        name="gb-without-bias",
        text="gb is returned although there is no bias.",
        clause="conv-grad.bias.absent",
        replace=((_GB, _GB.replace("None if b is None else ", "")),),
    ),
    Mutant(
        name="gradient-stride-at-most-two",
        text="A stride above 2 is taken to be 2 on the way back.",
        clause="conv-grad.stride.spacing",
        replace=(
            (
                "    cells = [axis.cells for axis in axes]\n    check_upstream",
                "    axes = [axis._replace(stride=min(axis.stride, 2)) for axis in axes]\n"
                "    cells = [axis.cells for axis in axes]\n    check_upstream",
            ),
        ),
    ),
    Mutant(
        name="gradient-strides-width-first",
        text="The strides are read as (width, height) on the way back.",
        clause="conv-grad.stride.per-axis",
        rank=2,
        replace=_walked("stride = stride[::-1]"),
    ),
    Mutant(
        name="gradient-dilation-at-most-one",
        text="The taps of gx lie side by side, whatever the dilation.",
        clause="conv-grad.dilation.spacing",
        replace=((_ZEROS, _ZEROS.replace("axes", "[a._replace(dilation=1) for a in axes]")),),
    ),
    Mutant(
        name="gradient-dilation-width-first",
        text="The dilations are read as (width, height) on the way back.",
        clause="conv-grad.dilation.per-axis",
        rank=2,
        replace=_walked("dilation = dilation[::-1]"),
    ),
    Mutant(
        name="padding-added-to-the-edge",
        text="What falls on padding with zeros is added to the cell at the edge.",
        clause="conv-grad.pad.zeros",
        replace=(
            (
                "columns.reshape(prod(lead), channels, *kernel, *cells), axes, padding_mode)",
                "columns.reshape(prod(lead), channels, *kernel, *cells), axes,"
                ' "replicate" if zeros else padding_mode)',
            ),
        ),
    ),
    Mutant(
        name="gradient-padding-exchanged",
        text="The low padding is taken for the high one on the way back.",
        clause="conv-grad.pad.per-side",
        replace=_walked(
            "padding = padding if isinstance(padding, str) else tuple(p[::-1] for p in padding)"
        ),
    ),
    Mutant(
        name="gradient-valid-as-same",
        text="'valid' is taken for 'same_upper' on the way back.",
        clause="conv-grad.pad.valid",
        replace=_walked('padding = "same_upper" if padding == "valid" else padding'),
    ),
    Mutant(
        name="gradient-same-upper-as-lower",
        text="'same_upper' is taken for 'same_lower' on the way back.",
        clause="conv-grad.pad.same-upper",
        replace=_walked('padding = "same_lower" if padding == "same_upper" else padding'),
    ),
    Mutant(
        name="gradient-same-lower-as-upper",
        text="'same_lower' is taken for 'same_upper' on the way back.",
        clause="conv-grad.pad.same-lower",
        replace=_walked('padding = "same_upper" if padding == "same_lower" else padding'),
    ),
    Mutant(
        name="mirrored-gradient-overwrites",
        text="What falls on padding replaces the share of its source, where that is not zero.",
        clause="conv-grad.padding-mode.reflect",
        replace=((_FOLDED, "folded[sources(axis, mode)] = rows"),),
    ),
    Mutant(
        name="replicated-gradient-dropped",
        text="What falls on padding of the mode 'replicate' is dropped.",
        clause="conv-grad.padding-mode.replicate",
        replace=(
            (
                '    if mode == "zeros":\n        return stamp',
                '    if mode in ("zeros", "replicate"):\n        return stamp',
            ),
        ),
    ),
    Mutant(
        name="circular-gradient-at-the-edge",
        text="What falls on padding of the mode 'circular' is added to the cell at that edge.",
        clause="conv-grad.padding-mode.circular",
        replace=(
            (_FOLDED, _FOLDED.replace("mode)", '"replicate" if mode == "circular" else mode)')),
        ),
    ),
    Mutant(
        name="extended-sides-exchanged",
        text="The low end of an extended axis is folded back by the padding of the high end.",
        clause="conv-grad.padding-mode.per-side",
        replace=(
            (_FOLDED, _FOLDED.replace("axis, mode", "axis._replace(lo=axis.hi, hi=axis.lo), mode")),
        ),
    ),
    Mutant(
        name="gw-left-flipped",
        text="Of a flipped kernel gw is left flipped.",
        clause="conv-grad.flip.kernel",
        replace=((_BACK, "gw, gb"),),
    ),
    Mutant(
        name="gy-of-the-next-group",
        text="Each group of gx is made of the gy of the next one.",
        clause="conv-grad.groups.blocks",
        replace=((_COLUMNS, _COLUMNS.replace("steep", "np.roll(steep, -1, axis=1)")),),
    ),
    Mutant(
        name="depthwise-gradient-backwards",
        text="With one input channel to a group, the groups of gy are taken in reverse.",
        clause="conv-grad.groups.depthwise",
        replace=((_STEEP, _STEEP + "[:, :: -1 if channels == groups else 1]"),),
    ),
    Mutant(
        name="gx-with-a-batch-axis",
        text="gx of a sample without a batch axis comes back with one.",
        clause="conv-grad.shape.unbatched",
        replace=(("    return gx.reshape(x.shape), np.flip(gw", "    return gx, np.flip(gw"),),
    ),
    Mutant(
        name="gw-of-sixteen-columns",
        text="gw leaves out the windows past the last whole block of 16.",
        clause="conv-grad.adjoint",
        replace=(
            (
                "        for sample, read in zip(steep, windows(padded, axes), strict=True):",
                "        steep = steep.copy()\n"
                "        if prod(cells) > 16:\n"
                "            steep[..., prod(cells) // 16 * 16 :] = 0\n"
                "        for sample, read in zip(steep, windows(padded, axes), strict=True):",
            ),
        ),
    ),
)
