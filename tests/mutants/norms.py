"""Faults of lp pooling and its gradient at the border, in rows of calls, and without cells."""

from tests.mutants.mutant import Mutant

_WALK = "    axes = _walked(x, p, kernel, stride, padding, last_window)\n    return _norms"
_NORMS = "    return _norms(abs(x), axes, p)\n"
_POWERS = "        powers = surround(magnitudes**p, axes, 0)\n"
_FITS = "    check_upstream(gy, x, norms.shape)\n"
_SHARED = "    return (stamp(parts, axes) * signs,)\n"
_START = "def lp_pool(\n"
_KEPT = "_KEPT: dict[Ints, Array] = {}\n" + _START


def _returned(value: str, before: str = "") -> tuple[tuple[str, str], ...]:
    """Something else is returned."""
    return ((_NORMS, f"{before}    return {value}\n"),)


def _fitting(changed: str) -> tuple[tuple[str, str], ...]:
    """Something is done once gy is known to fit."""
    return ((_FITS, f"{_FITS}    {changed}\n"),)


BORDER = (
    Mutant(
        name="magnitudes-in-place",
        text="The magnitudes are taken in the memory of x.",
        clause="lp-pool.border.inputs",
        replace=_returned("_norms(np.abs(x, out=x), axes, p)"),
    ),
    Mutant(
        name="one-norm-per-shape",
        text="The memory of the norms is kept by their shape and used again by the next call.",
        clause="lp-pool.border.outputs",
        replace=(
            *_returned(
                "kept",
                "    y = _norms(abs(x), axes, p)\n"
                "    kept = _KEPT.setdefault(y.shape, y)\n    kept[...] = y\n",
            ),
            (_START, _KEPT),
        ),
    ),
    Mutant(
        name="norms-in-memory-order",
        text="The cells of x are read in the order in which they lie in memory.",
        clause="lp-pool.border.layouts",
        rank=2,
        replace=((_WALK, '    x = x.ravel("K").reshape(x.shape)\n' + _WALK),),
    ),
    Mutant(
        name="norm-gy-negated-in-place",
        text="The sign of gy is turned in its own memory.",
        clause="lp-pool-grad.border.inputs",
        replace=_fitting("np.negative(gy, out=gy)"),
    ),
    Mutant(
        name="norm-gradient-kept",
        text="The memory of gx is kept by its shape and given again by the next call.",
        clause="lp-pool-grad.border.outputs",
        replace=(
            (_SHARED, "    return (_KEPT.setdefault(x.shape, stamp(parts, axes) * signs),)\n"),
            (_START, _KEPT),
        ),
    ),
    Mutant(
        name="norm-gy-in-memory-order",
        text="The cells of gy are read in the order in which they lie in memory.",
        clause="lp-pool-grad.border.layouts",
        rank=2,
        replace=_fitting('gy = gy.ravel("K").reshape(gy.shape)'),
    ),
)

CALLS = (
    Mutant(
        name="powers-kept-by-shape",
        text="The powers of more than 64 cells are kept by their shape, whatever cells and p come "
        "with a later call.",
        clause="lp-pool.calls.independent",
        tier="drawn",
        replace=(
            (
                _POWERS,
                _POWERS + "        if magnitudes.size > 64:\n"
                "            powers = _KEPT.setdefault(powers.shape, powers)\n",
            ),
            (_START, _KEPT),
        ),
    ),
    Mutant(
        name="norms-kept-by-shape",
        text="The norms are kept by their shape, and divide the x of the next call too.",
        clause="lp-pool-grad.calls.independent",
        tier="drawn",
        replace=(
            *_fitting("norms = _KEPT.setdefault(norms.shape, norms)"),
            (_START, _KEPT),
        ),
    ),
)

EMPTY = (
    Mutant(
        name="norms-of-no-sample-handed-back",
        text="An empty batch is handed back as the result.",
        clause="lp-pool.empty.batch",
        replace=_returned("_norms(abs(x), axes, p) if len(x) else x.copy()"),
    ),
    Mutant(
        name="norms-of-no-channel-handed-back",
        text="An x without a channel is handed back as the result.",
        clause="lp-pool.empty.channels",
        replace=_returned("x.copy() if len(x) and not x.size else _norms(abs(x), axes, p)"),
    ),
    Mutant(
        name="norms-of-no-cell-nan",
        text="Where the input is empty the norm of the padding is NaN.",
        clause="lp-pool.empty.input",
        replace=_returned("_norms(abs(x), axes, p) * (1 if x.size else np.nan)"),
    ),
)
