"""Faults in refusing bad input: each takes one thing for something legal."""

from tests.mutants.errors_planes import PLANES
from tests.mutants.mutant import Mutant

_LP = "    axes = _walked(x, p, kernel, stride, padding, last_window)\n    return _norms"
_STRIDE = '    check_integers("stride", stride, rank, 1)\n'
_KERNEL = '    check_integers("kernel", kernel, rank, 1)\n'
_DILATION = '    check_integers("dilation", dilation, rank, 1)\n'
_PAIR = ('check_integers("padding", pair, 2, 0)', 'check_integers("padding", pair, 2, -9)')
_PAIRS = "isinstance(padding, str) else padding\n"
_OPERANDS = "    rank = check_operands(x, w, b, groups)\n"
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)"
_LIMIT = "if extra >= (1 if same else max(s, d)):"
_CHECKED = "    rank = check_stamped(x, w, b, groups)"

MUTANTS = (
    Mutant(
        name="stride-zero-is-one",
        text="A stride of 0 is taken for 1.",
        clause="conv.error.stride",
        replace=((_STRIDE, "    stride = tuple(s or 1 for s in stride)\n" + _STRIDE),),
    ),
    Mutant(
        name="dilation-sign-dropped",
        text="The sign of a dilation is dropped.",
        clause="conv.error.dilation",
        replace=((_DILATION, "    dilation = tuple(map(abs, dilation))\n" + _DILATION),),
    ),
    Mutant(
        name="negative-padding-is-none",
        text="A negative padding is taken for no padding.",
        clause="conv.error.padding",
        replace=(
            _PAIR,
            (
                _PAIRS,
                _PAIRS + "    pairs = tuple((max(lo, 0), max(hi, 0)) for lo, hi in pairs)\n",
            ),
        ),
    ),
    Mutant(
        name="only-total-padding-checked",
        text="Only the sum of the paddings of an axis is checked: one side may be negative.",
        clause="conv.error.padding",
        replace=(
            _PAIR,
            (_PAIRS, _PAIRS + "    pairs = tuple((max(lo, 0), max(hi, 0)) for lo, hi in pairs)\n"),
            (
                "    for pair in padding:\n",
                "    for pair in padding:\n"
                "        if sum(pair) < 0:\n"
                '            raise ValueError(f"padding={pair}: expected a sum of at least 0")\n',
            ),
        ),
    ),
    Mutant(
        name="groups-from-weight",
        text="The number of groups is worked out from the shape of w, and the argument ignored.",
        clause="conv.error.groups",
        replace=((_OPERANDS, "    groups = x.shape[1 - w.ndim] // w.shape[1]\n" + _OPERANDS),),
    ),
    Mutant(
        name="weight-broadcast-over-channels",
        text="A weight with one channel is broadcast over all input channels.",
        clause="conv.error.channels",
        replace=(
            (
                _OPERANDS,
                "    if w.shape[1] == 1:\n"
                "        w = w.repeat(x.shape[1 - w.ndim] // groups, axis=1)\n" + _OPERANDS,
            ),
        ),
    ),
    Mutant(
        name="bias-broadcast",
        text="A bias of one entry is broadcast over all output channels.",
        clause="conv.error.bias",
        replace=(
            ("if len(b) != len(w):", "if len(b) not in (1, len(w)):"),
            ("y += b.reshape(len(b), *(1,) * rank)", "y += b.reshape(-1, *(1,) * rank)"),
        ),
    ),
    Mutant(
        name="missing-axis-of-one",
        text="A w with an axis too few is taken for a kernel of one cell along it.",
        clause="conv.error.rank",
        rank=2,
        replace=(
            (
                _OPERANDS,
                "    w = w.reshape(*w.shape, *(1,) * (len(stride) + 2 - w.ndim))\n" + _OPERANDS,
            ),
        ),
    ),
    Mutant(
        name="kernel-zero-is-global",
        text="A kernel of 0 pools the whole axis.",
        clause="max-pool.error.kernel",
        replace=(
            (
                _KERNEL,
                "    kernel = tuple(k or n for k, n in zip(kernel, size, strict=True))\n" + _KERNEL,
            ),
        ),
    ),
    Mutant(
        name="stride-zero-is-kernel",
        text="A stride of 0 is taken for the default, the kernel.",
        clause="max-pool.error.stride",
        replace=(
            (
                _STRIDE,
                "    stride = tuple(s or k for s, k in zip(stride, kernel, strict=True))\n"
                + _STRIDE,
            ),
        ),
    ),
    Mutant(
        name="padding-sign-dropped",
        text="The sign of a padding is dropped.",
        clause="max-pool.error.padding",
        replace=(
            _PAIR,
            (_PAIRS, _PAIRS + "    pairs = tuple((abs(lo), abs(hi)) for lo, hi in pairs)\n"),
        ),
    ),
    Mutant(
        name="dilation-zero-accepted",
        text="A dilation of 0 is accepted, and every tap reads the same cell.",
        clause="max-pool.error.dilation",
        replace=((_DILATION, _DILATION.replace("rank, 1", "rank, 0")),),
    ),
    Mutant(
        name="kernel-raised-to-one",
        text="A kernel below 1 is raised to 1.",
        clause="avg-pool.error.kernel",
        replace=((_KERNEL, "    kernel = tuple(max(k, 1) for k in kernel)\n" + _KERNEL),),
    ),
    Mutant(
        name="stride-sign-dropped",
        text="The sign of a stride is dropped.",
        clause="avg-pool.error.stride",
        replace=((_STRIDE, "    stride = tuple(map(abs, stride))\n" + _STRIDE),),
    ),
    Mutant(
        name="negative-padding-crops",
        text="A negative padding crops the input.",
        clause="avg-pool.error.padding",
        replace=(
            _PAIR,
            (
                "slice(axis.lo, axis.lo + axis.size) for",
                "slice(max(axis.lo, 0), axis.lo + axis.size) for",
            ),
            (
                "padded[(..., *inside)] = x",
                "cropped = [slice(max(-axis.lo, 0), None) for axis in axes]\n"
                "    padded[(..., *inside)] = x[(..., *cropped)]",
            ),
        ),
    ),
    Mutant(
        name="divisor-zero-is-none",
        text="A divisor_override of 0 is taken for none, being false.",
        clause="avg-pool.error.divisor",
        replace=(
            ("if divisor_override == 0:", "if divisor_override is False:"),
            ("    if divisor_override is None:\n", "    if not divisor_override:\n"),
        ),
    ),
    Mutant(
        name="stamp-stride-zero-is-one",
        text="A stride of 0 is taken to be 1.",
        clause="conv-transpose.error.stride",
        replace=((_GROWN, "    stride = tuple(s or 1 for s in stride)\n" + _GROWN),),
    ),
    Mutant(
        name="stamp-dilation-zero-is-one",
        text="A dilation of 0 is taken to be 1.",
        clause="conv-transpose.error.dilation",
        replace=((_GROWN, "    dilation = tuple(d or 1 for d in dilation)\n" + _GROWN),),
    ),
    Mutant(
        name="negative-cut-is-none",
        text="A negative padding of a transposed convolution is taken for none.",
        clause="conv-transpose.error.padding",
        replace=(
            (
                _GROWN,
                "    if not isinstance(padding, str):\n"
                "        padding = tuple((max(a, 0), max(b, 0)) for a, b in padding)\n" + _GROWN,
            ),
        ),
    ),
    Mutant(
        name="output-padding-up-to-the-limit",
        text="An output_padding equal to the larger of stride and dilation is accepted.",
        clause="conv-transpose.error.output-padding",
        replace=((_LIMIT, _LIMIT.replace("=", "")),),
    ),
    Mutant(
        name="groups-raised-to-one",
        text="A number of groups below 1 is raised to 1.",
        clause="conv-transpose.error.groups",
        replace=((_CHECKED, "    groups = max(groups, 1)\n" + _CHECKED),),
    ),
    Mutant(
        name="surplus-rows-cut",
        text="Rows of w for which x has no channel are cut off.",
        clause="conv-transpose.error.channels",
        replace=((_CHECKED, "    w = w[: x.shape[1 - w.ndim]]\n" + _CHECKED),),
    ),
    Mutant(
        name="stamp-bias-broadcast",
        text="A bias of one entry is broadcast over the outputs of a transposed convolution.",
        clause="conv-transpose.error.bias",
        replace=(
            (
                _CHECKED,
                "    if b is not None and len(b) == 1:\n        b = b.repeat(groups * w.shape[1])\n"
                + _CHECKED,
            ),
        ),
    ),
    Mutant(
        name="stamp-axis-of-one",
        text="A w with an axis too few is taken for a stamp of one cell along it.",
        clause="conv-transpose.error.rank",
        rank=2,
        replace=(
            (
                _CHECKED,
                "    w = w.reshape(*w.shape, *(1,) * (len(stride) + 2 - w.ndim))\n" + _CHECKED,
            ),
        ),
    ),
    *PLANES,
    Mutant(
        name="power-not-a-number",
        text="NaN is not at most 0, and is let through as p.",
        clause="lp-pool.error.p",
        replace=(("    if not p > 0:", "    if p <= 0:"),),
    ),
    Mutant(
        name="norm-kernel-raised-to-one",
        text="A kernel below 1 is raised to 1.",
        clause="lp-pool.error.kernel",
        replace=((_LP, "    kernel = tuple(max(k, 1) for k in kernel)\n" + _LP),),
    ),
    Mutant(
        name="norm-stride-sign-dropped",
        text="The sign of a stride is dropped.",
        clause="lp-pool.error.stride",
        replace=((_LP, "    stride = tuple(map(abs, stride))\n" + _LP),),
    ),
    Mutant(
        name="norm-padding-raised-to-zero",
        text="A negative padding is raised to 0.",
        clause="lp-pool.error.padding",
        replace=(
            (_LP, "    padding = tuple((max(lo, 0), max(hi, 0)) for lo, hi in padding)\n" + _LP),
        ),
    ),
)
