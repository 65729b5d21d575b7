"""Faults of the gradient of lp pooling."""

from tests.mutants.mutant import Mutant

_WALK = "    axes = _walked(x, p, kernel, stride, padding, last_window)\n    magnitudes = abs(x)\n"
_FITS = "    check_upstream(gy, x, norms.shape)\n"
_SIGNS = "    rank, signs = len(axes), np.sign(x)\n"
_LARGEST = "            magnitudes,\n            kernel=kernel,\n"
_TO_LARGEST = "        return (gx * signs,)\n"
_PARTS = "    parts = ratio ** (p - 1) * gy.reshape(per_window)\n"
_SHARED = "    return (stamp(parts, axes) * signs,)\n"
_START = "def lp_pool_grad(\n"
_KEPT = "_KEPT: dict[Ints, Array] = {}\n" + _START
_SAME_AS = 'padding = "{}" if padding == "{}" else padding'


def _walk(changed: str) -> tuple[tuple[str, str], ...]:
    """The windows are walked with something changed."""
    return ((_WALK, f"    {changed}\n{_WALK}"),)


def _fitting(changed: str) -> tuple[tuple[str, str], ...]:
    """Something is done once gy is known to fit."""
    return ((_FITS, f"{_FITS}    {changed}\n"),)


def _exponent(other: str) -> tuple[tuple[str, str], ...]:
    """The quotients are raised to another power."""
    return ((_PARTS, _PARTS.replace("p - 1", other)),)


def _signs(other: str) -> tuple[tuple[str, str], ...]:
    """The signs are others."""
    return ((_SIGNS, _SIGNS.replace("np.sign(x)", other)),)


MUTANTS = (
    Mutant(
        name="whole-gradient-of-squares",
        text="For p = 2 every cell gets the whole of gy, as for p = 1.",
        clause="lp-pool-grad.value.even",
        replace=_exponent("0 if p == 2 else p - 1"),
    ),
    Mutant(
        name="cubes-of-quotients",
        text="For p = 3 the quotient is cubed, and not squared.",
        clause="lp-pool-grad.value.odd",
        replace=_exponent("p if p == 3 else p - 1"),
    ),
    Mutant(
        name="exponent-rounded",
        text="The exponent of the quotient is rounded to an integer.",
        clause="lp-pool-grad.value.fraction",
        replace=_exponent("round(p - 1) if p > 1 else p - 1"),
    ),
    Mutant(
        name="high-exponent-rounded",
        text="For p above 3 the exponent of the quotient is rounded to an integer.",
        clause="lp-pool-grad.value.fraction",
        replace=_exponent("round(p - 1) if p > 3 else p - 1"),
    ),
    Mutant(
        name="exponent-raised-to-zero",
        text="For a p below 1 every cell gets gy.",
        clause="lp-pool-grad.value.below-one",
        replace=_exponent("max(p - 1, 0)"),
    ),
    Mutant(
        name="gradient-of-a-large-power",
        text="Infinity is taken to be 64 on the way back.",
        clause="lp-pool-grad.value.infinity",
        replace=_walk("p = min(p, 64)"),
    ),
    Mutant(
        name="gradient-to-the-last-of-a-row",
        text="Of equal magnitudes of a row the last gets the gradient.",
        clause="lp-pool-grad.ties.first",
        replace=(
            (
                _LARGEST,
                _LARGEST.replace(
                    "magnitudes,", "magnitudes + 1e-6 * np.arange(x.shape[-1], dtype=x.dtype),"
                ),
            ),
        ),
    ),
    Mutant(
        name="even-gradient-unsigned",
        text="For even p the sign of x is left out.",
        clause="lp-pool-grad.sign.even",
        replace=_signs("np.sign(x if p % 2 else abs(x))"),
    ),
    Mutant(
        name="odd-gradient-unsigned",
        text="For odd p the sign of x is left out.",
        clause="lp-pool-grad.sign.odd",
        replace=_signs("np.sign(abs(x) if p % 2 == 1 else x)"),
    ),
    Mutant(
        name="fractional-gradient-unsigned",
        text="For a p that is no integer the sign of x is left out.",
        clause="lp-pool-grad.sign.fraction",
        replace=_signs("np.sign(abs(x) if 0 < p % 1 else x)"),
    ),
    Mutant(
        name="gradient-to-the-magnitude",
        text="For p = infinity the sign of the largest cell is left out.",
        clause="lp-pool-grad.sign.infinity",
        replace=((_TO_LARGEST, _TO_LARGEST.replace(" * signs", "")),),
    ),
    Mutant(
        name="zero-counted-as-positive",
        text="A cell of 0 is given the sign +1.",
        clause="lp-pool-grad.zero.cell",
        replace=_signs("np.where(x < 0, -1, 1).astype(x.dtype)"),
    ),
    Mutant(
        name="quotient-by-zero",
        text="Where the norm is 0 the quotient is infinite, and the gradient NaN.",
        clause="lp-pool-grad.zero.window",
        replace=(
            ("np.where(norms > 0, norms, 1).reshape", "np.maximum(norms, 0).reshape"),
            (_FITS, _FITS + '    np.seterr(divide="ignore", invalid="ignore")\n'),
        ),
    ),
    Mutant(
        name="norm-gradient-stride-of-kernel",
        text="A stride above the kernel is taken to be the kernel.",
        clause="lp-pool-grad.stride.step",
        replace=_walk("stride = tuple(min(pair) for pair in zip(stride, kernel, strict=True))"),
    ),
    Mutant(
        name="norm-gradient-strides-width-first",
        text="The strides are read as (width, height) on the way back.",
        clause="lp-pool-grad.parameters.per-axis",
        rank=2,
        replace=_walk("stride = stride[::-1]"),
    ),
    Mutant(
        name="norm-gradient-padding-made-up-for",
        text="The norm of a window with padding is scaled to that of a whole one.",
        clause="lp-pool-grad.pad.adds-nothing",
        replace=_fitting(
            "taps = tuple(range(-2 * len(kernel), -len(kernel)))\n"
            "    cells = windows(surround(np.ones_like(x), axes, 0), axes).sum(axis=taps)\n"
            "    norms = norms * (math.prod(kernel) / cells) ** (1 / p)"
        ),
    ),
    Mutant(
        name="norm-gradient-padding-exchanged",
        text="The low padding is taken for the high one on the way back.",
        clause="lp-pool-grad.pad.per-side",
        replace=_walk(
            "padding = padding if isinstance(padding, str) else tuple(p[::-1] for p in padding)"
        ),
    ),
    Mutant(
        name="norm-gradient-valid-as-same",
        text="'valid' is taken for 'same_upper' on the way back.",
        clause="lp-pool-grad.pad.valid",
        replace=_walk(_SAME_AS.format("same_upper", "valid")),
    ),
    Mutant(
        name="norm-gradient-same-upper-as-lower",
        text="'same_upper' is taken for 'same_lower' on the way back.",
        clause="lp-pool-grad.pad.same-upper",
        replace=_walk(_SAME_AS.format("same_lower", "same_upper")),
    ),
    Mutant(
        name="norm-gradient-same-lower-as-upper",
        text="'same_lower' is taken for 'same_upper' on the way back.",
        clause="lp-pool-grad.pad.same-lower",
        replace=_walk(_SAME_AS.format("same_upper", "same_lower")),
    ),
    Mutant(
        name="partial-norm-gives-nothing",
        text="The last window under 'ceil' gives no gradient.",
        clause="lp-pool-grad.ceil.partial",
        replace=_fitting('if last_window == "ceil":\n        gy = gy.copy(); gy[..., -1] = 0'),
    ),
    Mutant(
        name="kept-norm-gives-nothing",
        text="The last window under 'ceil_keep' gives no gradient.",
        clause="lp-pool-grad.ceil.keep",
        replace=_fitting('if last_window == "ceil_keep":\n        gy = gy.copy(); gy[..., -1] = 0'),
    ),
    Mutant(
        name="empty-norm-to-every-cell",
        text="The gy of a last window that reads no cell is added to every cell.",
        clause="lp-pool-grad.window.empty",
        replace=(
            (
                _SHARED,
                _SHARED.replace("signs,)", "signs + gy[..., -1:] * (norms[..., -1:] == 0),)"),
            ),
        ),
    ),
    Mutant(
        name="norm-gradient-with-a-batch-axis",
        text="gx of a sample without a batch axis comes back with one.",
        clause="lp-pool-grad.shape.unbatched",
        replace=(
            (
                _SHARED,
                "    gx = stamp(parts, axes) * signs\n"
                "    return (gx.reshape(-1, *gx.shape[-rank - 1 :]),)\n",
            ),
        ),
    ),
    Mutant(
        name="norm-gradient-of-sixteen-columns",
        text="The windows of a row past the last whole block of 16 give no gradient.",
        clause="lp-pool-grad.large",
        replace=_fitting(
            "if gy.shape[-1] > 16:\n        gy = gy.copy(); gy[..., gy.shape[-1] // 16 * 16 :] = 0"
        ),
    ),
)
