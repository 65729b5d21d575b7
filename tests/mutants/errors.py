"""Faults in refusing bad input: each takes one thing for something legal."""

from tests.mutants.mutant import Mutant

_STRIDE = '    check_integers("stride", stride, rank, 1)\n'
_KERNEL = '    check_integers("kernel", kernel, rank, 1)\n'
_DILATION = '    check_integers("dilation", dilation, rank, 1)\n'
_PAIR = ('check_integers("padding", pair, 2, 0)', 'check_integers("padding", pair, 2, -9)')
_PAIRS = "isinstance(padding, str) else padding\n"
_OPERANDS = "    rank = check_operands(x, w, b, groups)\n"
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)"
_LIMIT = "if extra >= (1 if same else max(s, d)):"
_CHECKED = "    rank = check_stamped(x, w, b, groups)"
_UPSTREAM = "    check_upstream(gy, x, (*lead, len(w), *cells))"
_STAMPED_UPSTREAM = "    check_upstream(gy, x, (*lead, outputs, *extents))"
_GRADIENT = "    rank = check_operands(x, w, b, groups=groups)"
_STAMPED_GRADIENT = "    rank = check_stamped(x, w, b, groups=groups)"
_UNFOLD_RANK = '    check_array("x", x, (rank + 1, rank + 2))\n    extents = x.shape[-rank:]'
_FOLD_RANK = '    check_array("columns", columns, (2, 3))\n'
_FOLD_SHAPE = "    *lead, rows, found = columns.shape\n"
_STAMPED = "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_FOUND = "    if found != prod(cells):\n"
_NONE_FOR_NEGATIVE = (
    "    if not isinstance(padding, str):\n"
    "        padding = tuple((max(a, 0), max(b, 0)) for a, b in padding)\n"
)
_AVERAGE = "    edges = _edges(x, output_size)\n    divisor"
_MAXIMA = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]"


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
    Mutant(
        name="unfold-kernel-zero-is-one",
        text="A kernel of 0 is taken to be 1.",
        clause="unfold.error.kernel",
        replace=((_UNFOLD_RANK, "    kernel = tuple(k or 1 for k in kernel)\n" + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-stride-zero-is-one",
        text="A stride of 0 is taken to be 1.",
        clause="unfold.error.stride",
        replace=((_UNFOLD_RANK, "    stride = tuple(s or 1 for s in stride)\n" + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-dilation-sign-dropped",
        text="The sign of a dilation is dropped.",
        clause="unfold.error.dilation",
        replace=((_UNFOLD_RANK, "    dilation = tuple(map(abs, dilation))\n" + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-negative-padding-is-none",
        text="A negative padding of unfold is taken for none.",
        clause="unfold.error.padding",
        replace=((_UNFOLD_RANK, _NONE_FOR_NEGATIVE + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="unfold.error.rank",
        replace=(
            (
                _UNFOLD_RANK,
                "    x = x if x.ndim <= rank + 2 else x.reshape(-1, *x.shape[-rank - 1 :])\n"
                + _UNFOLD_RANK,
            ),
        ),
    ),
    Mutant(
        name="fold-kernel-zero-is-two",
        text="A kernel of 0 is taken to be the usual 2.",
        clause="fold.error.kernel",
        replace=(
            (
                _FOLD_SHAPE,
                "    kernel = tuple(k or 2 for k in kernel)\n" + _FOLD_SHAPE,
            ),
            (
                "walk(output_size, kernel, stride, dilation, padding",
                "walk(output_size, tuple(k or 2 for k in kernel), stride, dilation, padding",
            ),
        ),
    ),
    Mutant(
        name="fold-stride-zero-is-one",
        text="A stride of 0 is taken to be 1.",
        clause="fold.error.stride",
        replace=((_FOLD_RANK, _FOLD_RANK + "    stride = tuple(s or 1 for s in stride)\n"),),
    ),
    Mutant(
        name="fold-dilation-sign-dropped",
        text="The sign of a dilation is dropped.",
        clause="fold.error.dilation",
        replace=((_FOLD_RANK, _FOLD_RANK + "    dilation = tuple(map(abs, dilation))\n"),),
    ),
    Mutant(
        name="fold-padding-sign-dropped",
        text="The sign of a padding is dropped.",
        clause="fold.error.padding",
        replace=(
            (
                _FOLD_RANK,
                _FOLD_RANK + "    if not isinstance(padding, str):\n"
                "        padding = tuple((abs(a), abs(b)) for a, b in padding)\n",
            ),
        ),
    ),
    Mutant(
        name="fold-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="fold.error.rank",
        replace=(
            (_FOLD_RANK, "    columns = columns.reshape(-1, *columns.shape[-2:])\n" + _FOLD_RANK),
        ),
    ),
    Mutant(
        name="surplus-taps-cut",
        text="Rows beyond a multiple of the taps are cut off.",
        clause="fold.error.rows",
        replace=(
            (
                _FOLD_SHAPE,
                "    whole = columns.shape[-2] // prod(kernel)\n"
                "    columns = columns[..., : whole * prod(kernel), :]\n" + _FOLD_SHAPE,
            ),
        ),
    ),
    Mutant(
        name="surplus-columns-cut",
        text="Columns beyond the last window are cut off.",
        clause="fold.error.columns",
        replace=(
            (_FOUND, _FOUND.replace("!=", "<")),
            (_STAMPED, _STAMPED.replace("columns.re", "columns[..., : prod(cells)].re")),
        ),
    ),
    Mutant(
        name="missing-columns-repeated",
        text="Where output_size has more windows than columns are given, the last is repeated.",
        clause="fold.error.output-size",
        replace=(
            (_FOUND, _FOUND.replace("!=", ">")),
            (
                _STAMPED,
                '    columns = columns.take(range(prod(cells)), -1, mode="clip")\n' + _STAMPED,
            ),
        ),
    ),
    Mutant(
        name="mean-extent-sign-dropped",
        text="The sign of an output extent is dropped.",
        clause="adaptive-avg-pool.error.output-size",
        replace=((_AVERAGE, "    output_size = tuple(map(abs, output_size))\n" + _AVERAGE),),
    ),
    Mutant(
        name="mean-of-an-empty-axis",
        text="A bin of an empty axis is averaged all the same, to NaN.",
        clause="adaptive-avg-pool.error.empty-axis",
        replace=(("if i == 0 < o:", "if i < 0:"),),
    ),
    Mutant(
        name="mean-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="adaptive-avg-pool.error.rank",
        replace=(
            (_AVERAGE, "    x = x.reshape(-1, *x.shape[-len(output_size) - 1 :])\n" + _AVERAGE),
        ),
    ),
    Mutant(
        name="maximum-extent-raised",
        text="An output extent below 0 is taken to be the whole axis.",
        clause="adaptive-max-pool.error.output-size",
        replace=(
            (
                _MAXIMA,
                "    found = zip(output_size, x.shape[-len(output_size) :], strict=True)\n"
                "    output_size = tuple(o if o >= 0 else i for o, i in found)\n" + _MAXIMA,
            ),
        ),
    ),
    Mutant(
        name="maximum-of-an-empty-axis",
        text="The maximum over an empty axis is minus infinity.",
        clause="adaptive-max-pool.error.empty-axis",
        replace=(
            (
                _MAXIMA,
                "    if 0 in x.shape[-len(output_size) :]:\n"
                "        shape = (*x.shape[: -len(output_size)], *output_size)\n"
                "        return np.full(shape, -np.inf, x.dtype)\n" + _MAXIMA,
            ),
        ),
    ),
    Mutant(
        name="maximum-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="adaptive-max-pool.error.rank",
        replace=(
            (_MAXIMA, "    x = x.reshape(-1, *x.shape[-len(output_size) - 1 :])\n" + _MAXIMA),
        ),
    ),
    Mutant(
        name="gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="conv-grad.error.gy",
        replace=((_UPSTREAM, "    gy = np.resize(gy, (*lead, len(w), *cells))\n" + _UPSTREAM),),
    ),
    Mutant(
        name="gradient-stride-zero-is-one",
        text="The gradient takes a stride of 0 for 1.",
        clause="conv-grad.error.arguments",
        replace=((_GRADIENT, _GRADIENT + "\n    stride = tuple(s or 1 for s in stride)"),),
    ),
    Mutant(
        name="stamped-gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="conv-transpose-grad.error.gy",
        replace=(
            (
                _STAMPED_UPSTREAM,
                "    gy = np.resize(gy, (*lead, outputs, *extents))\n" + _STAMPED_UPSTREAM,
            ),
        ),
    ),
    Mutant(
        name="gradient-dilation-sign-dropped",
        text="The gradient drops the sign of a dilation.",
        clause="conv-transpose-grad.error.arguments",
        replace=(
            (_STAMPED_GRADIENT, _STAMPED_GRADIENT + "\n    dilation = tuple(map(abs, dilation))"),
        ),
    ),
)
