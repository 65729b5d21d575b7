"""Faults of lp pooling."""

from tests.mutants.mutant import Mutant

_WALK = "    axes = _walked(x, p, kernel, stride, padding, last_window)\n    return _norms"
_NORMS = "    return _norms(abs(x), axes, p)\n"
_POWERS = "        powers = surround(magnitudes**p, axes, 0)\n"
_ROOT = "        return total ** (1 / p)\n"
_START = "def lp_pool(\n"
_KEPT = "_KEPT: dict[Ints, Array] = {}\n" + _START
_CELLS = "windows(surround(np.ones_like(magnitudes), axes, 0), axes).sum(axis=over_taps)"
_SAME_AS = 'padding = "{}" if padding == "{}" else padding'


def _walk(changed: str) -> tuple[tuple[str, str], ...]:
    """The windows are walked with something changed."""
    return ((_WALK, f"    {changed}\n{_WALK}"),)


def _norms(returned: str, before: str = "") -> tuple[tuple[str, str], ...]:
    """Something else is returned."""
    return ((_NORMS, f"{before}    return {returned}\n"),)


def _root(changed: str) -> tuple[tuple[str, str], ...]:
    """Something is done to the sum before the root is taken."""
    return ((_ROOT, f"        {changed}\n{_ROOT}"),)


MUTANTS = (
    Mutant(
        name="sum-averaged",
        text="For p = 1 the mean is taken.",
        clause="lp-pool.value.sum",
        replace=_root("total /= math.prod(a.kernel for a in axes) if p == 1 else 1"),
    ),
    Mutant(
        name="root-of-squares-forgotten",
        text="For p = 2 the sum of the squares is returned.",
        clause="lp-pool.value.even",
        replace=_root("p = 1 if p == 2 else p"),
    ),
    Mutant(
        name="square-root-of-any-power",
        text="For every p above 2 the square root is taken.",
        clause="lp-pool.value.odd",
        replace=((_ROOT, _ROOT.replace("1 / p", "1 / min(p, 2)")),),
    ),
    Mutant(
        name="power-rounded",
        text="p is rounded to an integer.",
        clause="lp-pool.value.fraction",
        replace=_walk("p = round(p) if 1 < p < math.inf else p"),
    ),
    Mutant(
        name="high-power-rounded",
        text="Above 3, p is rounded to an integer.",
        clause="lp-pool.value.fraction",
        replace=_walk("p = round(p) if 3 < p < math.inf else p"),
    ),
    Mutant(
        name="infinity-as-a-large-power",
        text="Infinity is taken to be 64.",
        clause="lp-pool.value.infinity",
        replace=_walk("p = min(p, 64)"),
    ),
    Mutant(
        name="power-raised-to-one",
        text="A p below 1 is raised to 1.",
        clause="lp-pool.value.below-one",
        replace=_walk("p = max(p, 1)"),
    ),
    Mutant(
        name="sum-kept-from-zero",
        text="The sum is raised to 1e-12, so that its root has a gradient.",
        clause="lp-pool.value.zero",
        replace=_root("total = np.maximum(total, total.dtype.type(1e-12))"),
    ),
    Mutant(
        name="negatives-cut-off-at-zero",
        text="For even p cells below 0 are taken for 0.",
        clause="lp-pool.sign.even",
        replace=_walk("x = np.maximum(x, 0) if p % 2 == 0 else x"),
    ),
    Mutant(
        name="odd-powers-keep-their-signs",
        text="For odd p the powers of x are added up, and not those of its magnitude.",
        clause="lp-pool.sign.odd",
        replace=_norms("_norms(x if p % 2 == 1 else abs(x), axes, p)"),
    ),
    Mutant(
        name="fractional-powers-of-negatives",
        text="For a p that is no integer the magnitude is not taken: NaN.",
        clause="lp-pool.sign.fraction",
        replace=(
            *_norms("_norms(x if 0 < p % 1 else abs(x), axes, p)"),
            ('with np.errstate(over="ignore", under', 'with np.errstate(all="ignore", under'),
        ),
    ),
    Mutant(
        name="largest-by-its-value",
        text="For p = infinity the largest value is taken, not the largest magnitude.",
        clause="lp-pool.sign.infinity",
        replace=_norms("_norms(x if p == math.inf else abs(x), axes, p)"),
    ),
    Mutant(
        name="sum-clipped",
        text="A sum out of range is clipped to the largest finite number.",
        clause="lp-pool.power.overflow",
        replace=_root("total = np.minimum(total, np.finfo(total.dtype).max)"),
    ),
    Mutant(
        name="sum-kept-normal",
        text="A sum below the normal numbers is raised to the smallest of them.",
        clause="lp-pool.power.underflow",
        replace=_root("total = np.maximum(total, np.finfo(total.dtype).tiny)"),
    ),
    Mutant(
        name="norm-stride-of-kernel",
        text="A stride above the kernel is taken to be the kernel.",
        clause="lp-pool.stride.step",
        replace=_walk("stride = tuple(min(pair) for pair in zip(stride, kernel, strict=True))"),
    ),
    Mutant(
        name="norm-stride-cut-off-at-input",
        text="A stride is cut off at the extent of the input.",
        clause="lp-pool.stride.beyond-input",
        replace=_walk("stride = tuple(min(s, x.shape[-1]) for s in stride)"),
    ),
    Mutant(
        name="norm-strides-width-first",
        text="The strides are read as (width, height).",
        clause="lp-pool.parameters.per-axis",
        rank=2,
        replace=_walk("stride = stride[::-1]"),
    ),
    Mutant(
        name="floor-taken-for-ceil",
        text="Under 'floor' partial windows count too.",
        clause="lp-pool.shape.floor",
        replace=_walk('last_window = "ceil" if last_window == "floor" else last_window'),
    ),
    Mutant(
        name="kernel-cut-off-at-the-input",
        text="A kernel is cut off at the extent of the input, whatever its padding.",
        clause="lp-pool.shape.padding-makes-room",
        replace=_walk("kernel = tuple(min(k, x.shape[-1]) for k in kernel)"),
    ),
    Mutant(
        name="window-that-does-not-fit-is-partial",
        text="A window larger than the input is taken for a partial one.",
        clause="lp-pool.shape.no-window",
        replace=_walk('last_window = "ceil_keep" if kernel[-1] > x.shape[-1] else last_window'),
    ),
    Mutant(
        name="norms-with-a-batch-axis",
        text="y of a sample without a batch axis comes back with one.",
        clause="lp-pool.shape.unbatched",
        replace=_norms(
            "y if x.ndim > len(axes) + 1 else y[None]", "    y = _norms(abs(x), axes, p)\n"
        ),
    ),
    Mutant(
        name="padding-of-ones",
        text="Padding is 1 in the sums.",
        clause="lp-pool.pad.adds-nothing",
        replace=((_POWERS, _POWERS.replace("axes, 0", "axes, 1")),),
    ),
    Mutant(
        name="norm-padding-exchanged",
        text="The low padding is taken for the high one.",
        clause="lp-pool.pad.per-side",
        replace=_walk(
            "padding = padding if isinstance(padding, str) else tuple(p[::-1] for p in padding)"
        ),
    ),
    Mutant(
        name="norm-valid-as-same",
        text="'valid' is taken for 'same_upper'.",
        clause="lp-pool.pad.valid",
        replace=_walk(_SAME_AS.format("same_upper", "valid")),
    ),
    Mutant(
        name="norm-same-upper-as-lower",
        text="'same_upper' is taken for 'same_lower'.",
        clause="lp-pool.pad.same-upper",
        replace=_walk(_SAME_AS.format("same_lower", "same_upper")),
    ),
    Mutant(
        name="norm-same-lower-as-upper",
        text="'same_lower' is taken for 'same_upper'.",
        clause="lp-pool.pad.same-lower",
        replace=_walk(_SAME_AS.format("same_upper", "same_lower")),
    ),
    Mutant(
        name="partial-sums-rescaled",
        text="The sum over a window that lacks cells is scaled to that of a whole one.",
        clause="lp-pool.ceil.partial",
        replace=_root(f"total *= math.prod(a.kernel for a in axes) / np.maximum({_CELLS}, 1)"),
    ),
    Mutant(
        name="norm-ceil-keeps",
        text="'ceil' keeps a window that starts in the high padding.",
        clause="lp-pool.ceil.dropped",
        replace=_walk(
            'last_window = last_window.replace("ceil_keep", "ceil").replace("ceil", "ceil_keep")'
        ),
    ),
    Mutant(
        name="norm-keep-is-floor",
        text="'ceil_keep' keeps no partial window.",
        clause="lp-pool.ceil.keep",
        replace=_walk('last_window = last_window.replace("ceil_keep", "floor")'),
    ),
    Mutant(
        name="norm-of-no-cell-nan",
        text="A window that reads no cell gives NaN.",
        clause="lp-pool.window.empty",
        replace=_root(f"total[{_CELLS} == 0] = np.nan"),
    ),
    Mutant(
        name="norms-of-sixteen-columns",
        text="The cells of a row past the last whole block of 16 are left out.",
        clause="lp-pool.large",
        replace=(
            (
                _POWERS,
                _POWERS + "        if powers.shape[-1] > 16:\n"
                "            powers[..., powers.shape[-1] // 16 * 16 :] = 0\n",
            ),
        ),
    ),
)
