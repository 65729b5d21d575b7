"""Faults of the gradients of transposed convolution."""

from tests.mutants.mutant import Mutant

_AXES = (
    "    axes = grown("
    "size, kernel, stride, padding, output_padding=output_padding, dilation=dilation)\n"
)
_MATRICES = "    matrices = w.reshape(groups, share, terms)"
_UNDER = "under = windows(surround(steep, axes, 0), axes)"
_GX = "np.matmul(matrices, stamped, out=result)"
_GW = "gw += sample @ stamped.swapaxes(1, 2)"
_GB = "gb = None if b is None else steep.sum(axis=(0, *range(2, rank + 2)))"
_STAMPED = "stamped = read.reshape(groups, terms, prod(size))"
_RESULT = "    return gx.reshape(x.shape), gw.reshape(w.shape), gb"


def _walked(changed: str) -> tuple[tuple[str, str], ...]:
    """The gradient walks with something changed, and the forward call does not."""
    return ((_AXES, f"    {changed}\n{_AXES}"),)


def _after(changed: str) -> tuple[tuple[str, str], ...]:
    """The walk is changed once gy is known to fit."""
    return ((f"    {_UNDER}", f"    {changed}\n    {_UNDER}"),)


MUTANTS = (
    Mutant(
        name="gy-read-back-to-front",
        text="gx is made with the kernel back to front.",
        clause="conv-transpose-grad.input.reads",
        replace=((_MATRICES, _MATRICES.replace("w.", "np.flip(w, tuple(range(2, w.ndim))).")),),
    ),
    Mutant(
        name="stamped-axes-reversed",
        text="Where the kernel is as long along every axis, gw has its axes in reverse order.",
        clause="conv-transpose-grad.input.axis-order",
        rank=2,
        replace=(
            (
                _RESULT,
                "    gw = gw.reshape(w.shape)\n    if len(set(kernel)) == 1:\n"
                "        gw = gw.transpose(0, 1, *range(w.ndim - 1, 1, -1)).copy()\n" + _RESULT,
            ),
        ),
    ),
    Mutant(
        name="first-output-read-alone",
        text="gx is made of the first output channel of each group.",
        clause="conv-transpose-grad.input.channels",
        replace=(
            (
                _GX,
                "one = prod(kernel)\n"
                "            np.matmul(matrices[..., :one], stamped[:, :one], out=result)",
            ),
        ),
    ),
    Mutant(
        name="stamped-taps-reversed",
        text="The taps of gw are in reverse order.",
        clause="conv-transpose-grad.weight.sum",
        replace=(
            (
                _RESULT,
                _RESULT.replace(
                    "gw.reshape(w.shape)",
                    "np.flip(gw.reshape(w.shape), tuple(range(2, w.ndim))).copy()",
                ),
            ),
        ),
    ),
    Mutant(
        name="stamped-last-sample",
        text="gw is that of the last sample.",
        clause="conv-transpose-grad.weight.samples",
        replace=((_GW, _GW.replace("gw +=", "gw[:] =")),),
    ),
    Mutant(
        name="gb-of-stamped-cells",
        text="gb leaves out the last cell of gy along the last axis.",
        clause="conv-transpose-grad.bias.sum",
        replace=((_GB, _GB.replace("steep.sum", "steep[..., :-1].sum")),),
    ),
    Mutant(
        name="read-stride-at-most-two",
        text="gy is read at a stride of 2 where it is larger.",
        clause="conv-transpose-grad.stride.spacing",
        replace=_after("axes = [a._replace(stride=min(a.stride, 2)) for a in axes]"),
    ),
    Mutant(
        name="read-undilated",
        text="gy is read by taps side by side, whatever the dilation.",
        clause="conv-transpose-grad.dilation.spacing",
        replace=_after("axes = [a._replace(dilation=1) for a in axes]"),
    ),
    Mutant(
        name="read-width-first",
        text="The strides are read as (width, height) on the way back.",
        clause="conv-transpose-grad.parameters.per-axis",
        rank=2,
        replace=_walked("stride = stride[::-1]"),
    ),
    Mutant(
        name="cut-off-cells-repeated",
        text="Where padding cut off cells, gy is read as if the cell at the edge went on.",
        clause="conv-transpose-grad.pad.cuts",
        replace=(
            (
                _UNDER,
                "wide = surround(steep, axes, 0)\n"
                "    wide[..., : axes[-1].lo] = wide[..., axes[-1].lo : axes[-1].lo + 1]\n"
                "    under = windows(wide, axes)",
            ),
        ),
    ),
    Mutant(
        name="cut-off-on-the-other-side",
        text="The low padding is taken for the high one on the way back.",
        clause="conv-transpose-grad.pad.per-side",
        replace=_after("axes = [a._replace(lo=a.hi, hi=a.lo) for a in axes]"),
    ),
    Mutant(
        name="cut-off-valid-as-same",
        text="'valid' is taken for 'same_upper' on the way back.",
        clause="conv-transpose-grad.pad.valid",
        replace=_walked('padding = "same_upper" if padding == "valid" else padding'),
    ),
    Mutant(
        name="cut-off-same-always-upper",
        text="'same_lower' is taken for 'same_upper' on the way back.",
        clause="conv-transpose-grad.pad.same-lower",
        replace=_walked('padding = "same_upper" if padding == "same_lower" else padding'),
    ),
    Mutant(
        name="cut-off-same-always-lower",
        text="'same_upper' is taken for 'same_lower' on the way back.",
        clause="conv-transpose-grad.pad.same-upper",
        replace=_walked('padding = "same_lower" if padding == "same_upper" else padding'),
    ),
    Mutant(
        name="gy-of-output-padding-dropped",
        text="The gy of the cells of output_padding along the last axis is taken for 0.",
        clause="conv-transpose-grad.output-padding.high-end",
        replace=_after("steep = steep.copy(); steep[..., extents[-1] - output_padding[-1] :] = 0"),
    ),
    Mutant(
        name="further-windows-read",
        text="Of an output_padding of the stride or more the gy is taken for 0.",
        clause="conv-transpose-grad.output-padding.beyond-stride",
        replace=_after(
            "beyond = max(output_padding[-1] - stride[-1] + 1, 0)\n"
            "    steep = steep.copy(); steep[..., extents[-1] - beyond :] = 0"
        ),
    ),
    Mutant(
        name="gy-of-the-group-before",
        text="Each group of gx and gw is made of the gy of the group before.",
        clause="conv-transpose-grad.groups.blocks",
        replace=((_STAMPED, f"{_STAMPED.replace('read.', 'np.roll(read.')}, 1, axis=0)"),),
    ),
    Mutant(
        name="transposed-gx-with-a-batch-axis",
        text="gx of a sample without a batch axis comes back with one.",
        clause="conv-transpose-grad.shape.unbatched",
        replace=((_RESULT, _RESULT.replace("x.shape)", "gx.shape[0], len(w), *size)", 1)),),
    ),
    Mutant(
        name="gx-of-sixteen-columns",
        text="gx leaves out the cells past the last whole block of 16.",
        clause="conv-transpose-grad.adjoint",
        replace=(
            (
                _GX,
                _GX + "\n            if prod(size) > 16:\n"
                "                result[..., prod(size) // 16 * 16 :] = 0",
            ),
        ),
    ),
)
