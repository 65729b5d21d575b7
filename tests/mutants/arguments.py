"""Faults in refusing arguments of another kind: each is bent into something legal."""

from tests.mutants.mutant import Mutant

_LP = "    axes = _walked(x, p, kernel, stride, padding, last_window)\n    return _norms"
_LP_CHECK = "    pooled_size(x, kernel)\n    if x.dtype in HALVES:"
_STRIDE = '    check_integers("stride", stride, rank, 1)\n'
_KERNEL = '    check_integers("kernel", kernel, rank, 1)\n'
_DILATION = '    check_integers("dilation", dilation, rank, 1)\n'
_PADDING = "    check_padding(padding, rank)\n"
_HALVES = (
    "    if x.dtype in HALVES:\n"
    '        with np.errstate(over="ignore"):\n'
    "            return conv(\n"
)
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)\n"
_BIAS = 'b.dtype != x.dtype:\n        raise TypeError(f"b.dtype={b.dtype}: expected {x.dtype}, that'
_STAMPED_BIAS = "b.dtype != x.dtype:\n            raise"
_NAME = 'check_member("padding", padding, ("valid", "same_upper", "same_lower"))'
_MODE = (
    'check_member("padding_mode", padding_mode, PADDING_MODES)\n'
    '    check_flag("flip_kernel", flip_kernel)\n'
    "    if x.dtype in HALVES"
)
_RULE = 'check_member("last_window", last_window, LAST_WINDOWS)'
_AXES = "(rank + 1, rank + 2))\n    return x.shape[-rank:]"

MUTANTS = (
    Mutant(
        name="bias-converted",
        text="A bias of another floating dtype is converted.",
        clause="conv.error.dtype",
        replace=((_BIAS, _BIAS.replace("dtype != x.dtype", "dtype.kind != x.dtype.kind")),),
    ),
    Mutant(
        name="strides-cut-off",
        text="Of too many strides the first ones count.",
        clause="conv.error.length",
        replace=((_HALVES, "    stride = stride[:rank]\n" + _HALVES),),
    ),
    Mutant(
        name="strides-cut-to-integers",
        text="The fraction of a stride is dropped.",
        clause="conv.error.number",
        replace=((_STRIDE, "    stride = tuple(map(int, stride))\n" + _STRIDE),),
    ),
    Mutant(
        name="empty-name-is-valid",
        text="An empty name of a padding is taken for 'valid'.",
        clause="conv.error.padding-name",
        replace=((_NAME, _NAME.replace('padding", padding', 'padding", padding or "valid"')),),
    ),
    Mutant(
        name="modes-in-any-case",
        text="The name of a padding mode is checked in lower case, and then used as it is.",
        clause="conv.error.padding-mode",
        replace=((_MODE, _MODE.replace("padding_mode, P", "padding_mode.lower(), P")),),
    ),
    Mutant(
        name="stamped-bias-converted",
        text="A bias of another floating dtype is converted.",
        clause="conv-transpose.error.dtype",
        replace=(
            (
                _STAMPED_BIAS,
                _STAMPED_BIAS.replace("dtype != x.dtype", "dtype.kind != x.dtype.kind"),
            ),
        ),
    ),
    Mutant(
        name="output-paddings-cut-off",
        text="Of too many output paddings the first ones count.",
        clause="conv-transpose.error.length",
        replace=((_GROWN, "    output_padding = output_padding[:rank]\n" + _GROWN),),
    ),
    Mutant(
        name="any-same-is-same",
        text="A name of a padding that begins with 'same' is let through.",
        clause="conv-transpose.error.padding-name",
        replace=((_NAME, f'if not padding.startswith("same"):\n            {_NAME}'),),
    ),
    Mutant(
        name="dilations-cut-off",
        text="Of too many dilations the first ones count.",
        clause="max-pool.error.length",
        replace=((_DILATION, "    dilation = dilation[:rank]\n" + _DILATION),),
    ),
    Mutant(
        name="kernels-cut-to-integers",
        text="The fraction of a kernel is dropped.",
        clause="max-pool.error.number",
        replace=((_KERNEL, "    kernel = tuple(map(int, kernel))\n" + _KERNEL),),
    ),
    Mutant(
        name="rules-in-any-case",
        text="The name of a last-window rule is checked in lower case, and then used as it is.",
        clause="max-pool.error.last-window",
        replace=((_RULE, _RULE.replace("last_window, L", "last_window.lower(), L")),),
    ),
    Mutant(
        name="plane-without-channels",
        text="An x of spatial axes alone is pooled as it is.",
        clause="max-pool.error.rank",
        replace=((_AXES, _AXES.replace("(rank + 1", "(rank, rank + 1")),),
    ),
    Mutant(
        name="paddings-cut-off",
        text="Of too many paddings the first ones count.",
        clause="max-pool-with-indices.error.length",
        replace=(
            (_PADDING, "    padding = padding[:rank] if padding[0] else padding\n" + _PADDING),
        ),
    ),
    Mutant(
        name="average-strides-cut-off",
        text="Of too many strides the first ones count.",
        clause="avg-pool.error.length",
        replace=((_STRIDE, "    stride = stride[:rank]\n" + _STRIDE),),
    ),
    Mutant(
        name="strides-rounded",
        text="A stride is rounded to an integer.",
        clause="avg-pool.error.number",
        replace=((_STRIDE, "    stride = tuple(map(round, stride))\n" + _STRIDE),),
    ),
    Mutant(
        name="round-is-floor",
        text="The rule 'round' is let through, and is that of floor.",
        clause="avg-pool.error.last-window",
        replace=((_RULE, 'if last_window != "round":\n        ' + _RULE),),
    ),
    Mutant(
        name="any-leading-axes",
        text="Whatever axes stand before the spatial ones are taken for samples and channels.",
        clause="avg-pool.error.rank",
        replace=((_AXES, _AXES.replace("rank + 2)", "rank + 2, rank + 3)")),),
    ),
    Mutant(
        name="norm-strides-cut-off",
        text="Of too many strides the first ones count.",
        clause="lp-pool.error.length",
        replace=((_LP, "    stride = stride[: len(kernel)]\n" + _LP),),
    ),
    Mutant(
        name="norm-strides-rounded",
        text="A stride is rounded to an integer.",
        clause="lp-pool.error.number",
        replace=((_LP, "    stride = tuple(map(round, stride))\n" + _LP),),
    ),
    Mutant(
        name="norm-rules-in-capitals",
        text="A rule in capitals is let through.",
        clause="lp-pool.error.last-window",
        replace=((_LP, "    last_window = last_window.lower()\n" + _LP),),
    ),
    Mutant(
        name="norm-leading-axes",
        text="Leading axes too many are taken for samples.",
        clause="lp-pool.error.rank",
        replace=(
            (
                _LP_CHECK,
                "    x = x.reshape(-1, *x.shape[1:]) if x.ndim <= len(kernel) + 2 else x[0]\n"
                + _LP_CHECK,
            ),
        ),
    ),
)
