"""Faults of the gradients of pooling."""

from tests.mutants.mutant import Mutant

_INDEX = (
    "    y, index = max_pool_with_indices(\n"
    "        x, kernel=kernel, stride=stride, padding=padding, dilation=dilation,"
    " last_window=last_window\n    )"
)
_FITS = "    check_upstream(gy, x, y.shape)"
_ADDED = "np.add.at(gx, (plane, index.reshape(planes, cells)), gy.reshape(planes, cells))"
_GX = "    return (gx[:, :-1].reshape(x.shape).copy(),)"
_AXES = "    axes = walk(size, kernel, stride, (1,) * rank, padding, last_window=last_window)"
_COUNTS = "counts = divisors(axes, count_include_pad=count_include_pad)"
_OVERRIDE = "        share = gy / x.dtype.type(divisor_override)"
_TAPS = "    taps = share.reshape("
_SHARED = "    return (stamp(columns, axes),)"


def _index(changed: str) -> tuple[tuple[str, str], ...]:
    """The maxima are looked for with something changed."""
    return ((_INDEX, f"    {changed}\n{_INDEX}"),)


def _axes(changed: str) -> tuple[tuple[str, str], ...]:
    """The windows are walked with something changed."""
    return ((_AXES, f"    {changed}\n{_AXES}"),)


def _found(changed: str) -> tuple[tuple[str, str], ...]:
    """Something is done once gy is known to fit the maxima."""
    return ((_FITS, f"{_FITS}\n    {changed}"),)


def _shared(changed: str) -> tuple[tuple[str, str], ...]:
    """Something is done to the shares before they are given out."""
    return ((_TAPS, f"    {changed}\n{_TAPS}"),)


_SAME_AS = 'padding = "{}" if padding == "{}" else padding'
_EXCHANGED = "padding = padding if isinstance(padding, str) else tuple(p[::-1] for p in padding)"

MUTANTS = (
    Mutant(
        name="shared-maxima-overwritten",
        text="Where windows share their maximum, the last gy stands.",
        clause="max-pool-grad.index.adds",
        replace=(
            (
                _ADDED,
                "gx[plane, index.reshape(planes, cells)] = gy.reshape(planes, cells)",
            ),
        ),
    ),
    Mutant(
        name="last-of-ties-gets-it",
        text="Of equal maxima along one axis without padding the last gets the gradient.",
        clause="max-pool-grad.ties.first",
        replace=_found(
            "turned = max_pool_with_indices(np.flip(x, -1).copy(), kernel=kernel, stride=stride,"
            " padding=padding, dilation=dilation, last_window=last_window)[1]\n"
            "    if len(kernel) == 1 and padding == ((0, 0),) and"
            " (x.shape[-1] - kernel[0]) % stride[0] == 0:\n"
            "        index = x.shape[-1] - 1 - np.flip(turned, -1)"
        ),
    ),
    Mutant(
        name="lowest-gives-nothing",
        text="A window of nothing but minus infinity gives no gradient.",
        clause="max-pool-grad.ties.lowest",
        replace=_found("gy = np.where(np.isneginf(y), 0, gy).astype(gy.dtype)"),
    ),
    Mutant(
        name="max-gradient-stride-of-kernel",
        text="A stride above the kernel is taken to be the kernel.",
        clause="max-pool-grad.stride.step",
        replace=_index("stride = tuple(min(pair) for pair in zip(stride, kernel, strict=True))"),
    ),
    Mutant(
        name="max-gradient-undilated",
        text="The dilation is taken to be 1 on the way back.",
        clause="max-pool-grad.dilation.spacing",
        replace=_index("dilation = (1,) * len(kernel)"),
    ),
    Mutant(
        name="max-gradient-strides-width-first",
        text="The strides are read as (width, height) on the way back.",
        clause="max-pool-grad.parameters.per-axis",
        rank=2,
        replace=_index("stride = stride[::-1]"),
    ),
    Mutant(
        name="max-gradient-padding-exchanged",
        text="The low padding is taken for the high one on the way back.",
        clause="max-pool-grad.pad.per-side",
        replace=_index(_EXCHANGED),
    ),
    Mutant(
        name="max-gradient-valid-as-same",
        text="'valid' is taken for 'same_upper' on the way back.",
        clause="max-pool-grad.pad.valid",
        replace=_index(_SAME_AS.format("same_upper", "valid")),
    ),
    Mutant(
        name="max-gradient-same-upper-as-lower",
        text="'same_upper' is taken for 'same_lower' on the way back.",
        clause="max-pool-grad.pad.same-upper",
        replace=_index(_SAME_AS.format("same_lower", "same_upper")),
    ),
    Mutant(
        name="max-gradient-same-lower-as-upper",
        text="'same_lower' is taken for 'same_upper' on the way back.",
        clause="max-pool-grad.pad.same-lower",
        replace=_index(_SAME_AS.format("same_upper", "same_lower")),
    ),
    Mutant(
        name="partial-window-gives-nothing",
        text="A last window under 'ceil' that overhangs the padded input gives no gradient.",
        clause="max-pool-grad.ceil.partial",
        replace=_found('if last_window == "ceil":\n        gy = gy.copy(); gy[..., -1] = 0'),
    ),
    Mutant(
        name="kept-window-gives-nothing",
        text="The last window under 'ceil_keep' gives no gradient.",
        clause="max-pool-grad.ceil.keep",
        replace=_found('if last_window == "ceil_keep":\n        gy = gy.copy(); gy[..., -1] = 0'),
    ),
    Mutant(
        name="empty-window-to-the-last-cell",
        text="The index -1 of a window that reads no cell is taken for the last cell.",
        clause="max-pool-grad.window.empty",
        replace=((_GX, "    gx[:, -2] += gx[:, -1]\n" + _GX),),
    ),
    Mutant(
        name="max-gradient-with-a-batch-axis",
        text="gx of a sample without a batch axis comes back with one.",
        clause="max-pool-grad.shape.unbatched",
        replace=((_GX, _GX.replace("x.shape)", "-1, *x.shape[-len(kernel) - 1 :])")),),
    ),
    Mutant(
        name="max-gradient-of-sixteen-windows",
        text="The windows of a plane past the last whole block of 16 give no gradient.",
        clause="max-pool-grad.large",
        replace=(
            (
                _ADDED,
                "gy = gy.reshape(planes, cells).copy()\n"
                "    gy[:, cells // 16 * 16 if cells > 16 else cells :] = 0\n    " + _ADDED,
            ),
        ),
    ),
    Mutant(
        name="shares-averaged",
        text="Where windows overlap, the mean of their shares is taken.",
        clause="avg-pool-grad.value.shares",
        replace=(
            (
                _SHARED,
                "    windows = stamp(np.ones_like(columns), axes)\n"
                "    return (stamp(columns, axes) / np.maximum(windows, 1),)",
            ),
        ),
    ),
    Mutant(
        name="padding-takes-no-share",
        text="Padding takes no share, whether it is counted or not.",
        clause="avg-pool-grad.divisor.include",
        replace=((_COUNTS, _COUNTS.replace("=count_include_pad", "=False")),),
    ),
    Mutant(
        name="padding-takes-its-share",
        text="Padding takes its share, whether it is counted or not.",
        clause="avg-pool-grad.divisor.exclude",
        replace=((_COUNTS, _COUNTS.replace("=count_include_pad", "=True")),),
    ),
    Mutant(
        name="override-not-shared-by",
        text="divisor_override is not used on the way back.",
        clause="avg-pool-grad.divisor.override",
        replace=((_OVERRIDE, "        share = share * 1"),),
    ),
    Mutant(
        name="average-gradient-stride-of-kernel",
        text="A stride above the kernel is taken to be the kernel.",
        clause="avg-pool-grad.stride.step",
        replace=_axes("stride = tuple(min(pair) for pair in zip(stride, kernel, strict=True))"),
    ),
    Mutant(
        name="average-gradient-strides-width-first",
        text="The strides are read as (width, height) on the way back.",
        clause="avg-pool-grad.parameters.per-axis",
        rank=2,
        replace=_axes("stride = stride[::-1]"),
    ),
    Mutant(
        name="average-gradient-padding-exchanged",
        text="The low padding is taken for the high one on the way back.",
        clause="avg-pool-grad.pad.per-side",
        replace=_axes(_EXCHANGED),
    ),
    Mutant(
        name="average-gradient-valid-as-same",
        text="'valid' is taken for 'same_upper' on the way back.",
        clause="avg-pool-grad.pad.valid",
        replace=_axes(_SAME_AS.format("same_upper", "valid")),
    ),
    Mutant(
        name="average-gradient-same-upper-as-lower",
        text="'same_upper' is taken for 'same_lower' on the way back.",
        clause="avg-pool-grad.pad.same-upper",
        replace=_axes(_SAME_AS.format("same_lower", "same_upper")),
    ),
    Mutant(
        name="average-gradient-same-lower-as-upper",
        text="'same_lower' is taken for 'same_upper' on the way back.",
        clause="avg-pool-grad.pad.same-lower",
        replace=_axes(_SAME_AS.format("same_upper", "same_lower")),
    ),
    Mutant(
        name="overhang-takes-its-share",
        text="Under 'ceil' every window divides by the size of the kernel, what overhangs too.",
        clause="avg-pool-grad.ceil.partial",
        replace=_shared(
            'if last_window == "ceil":\n        share = gy / x.dtype.type(prod(kernel))'
        ),
    ),
    Mutant(
        name="kept-window-shares-nothing",
        text="The last window under 'ceil_keep' gives no gradient.",
        clause="avg-pool-grad.ceil.keep",
        replace=_shared('if last_window == "ceil_keep":\n        share[..., -1] = 0'),
    ),
    Mutant(
        name="average-gradient-with-a-batch-axis",
        text="gx of a sample without a batch axis comes back with one.",
        clause="avg-pool-grad.shape.unbatched",
        replace=(
            (
                _SHARED,
                "    gx = stamp(columns, axes)\n"
                "    return (gx.reshape(-1, *gx.shape[-rank - 1 :]),)",
            ),
        ),
    ),
    Mutant(
        name="average-gradient-of-sixteen-columns",
        text="The windows of a row past the last whole block of 16 give no gradient.",
        clause="avg-pool-grad.large",
        replace=_shared(
            "if share.shape[-1] > 16:\n        share[..., share.shape[-1] // 16 * 16 :] = 0"
        ),
    ),
)
