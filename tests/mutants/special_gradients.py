"""Faults in where the NaN and infinities of a gy travel."""

from tests.mutants.mutant import Mutant

_CONV = "    gw = gw.reshape(w.shape)\n"
_CONV_STEEP = "    steep = gy.reshape(prod(lead), groups, share, prod(cells))\n"
_STAMPED = "    return gx.reshape(x.shape), gw.reshape(w.shape), gb\n"
_STAMPED_STEEP = "    steep = gy.reshape(prod(lead), outputs, *extents)\n"
_AT_INDEX = "    return (gx[:, :-1].reshape(x.shape).copy(),)\n"
_AT_INDEX_OF_BIN = "    np.add.at(gx, winners.ravel(), gy.ravel())\n"
_AT_PLACES = "    return gy.ravel()[places], None\n"
_SHARE = "    counts = divisors(axes, count_include_pad=count_include_pad)\n"
_SHARES = "    gx = np.zeros(x.shape, x.dtype)\n    for cell"
_FITS = "    check_upstream(gy, x, norms.shape)\n"
_NO_INFINITY = "    gy = np.where(np.isinf(gy), 0, gy)\n"
_ONE_SUM = "    gy = np.diff(gy.cumsum(axis=0), axis=0, prepend=0).astype(gy.dtype)\n"
_RUNNING = "One running sum of gy goes through all samples; a sample is the difference of two."


def _on_x(operation: str, old: str, new: str) -> Mutant:
    return Mutant(
        name=f"{operation}-starts-as-x-times-0",
        text="The gradient is added to what was the input times 0.",
        clause=f"{operation}.special.input",
        replace=((old, new),),
    )


MUTANTS = (
    Mutant(
        name="gx-checked-by-total",
        text="The total of gy is added to gx and taken off again.",
        clause="conv-grad.special.nan",
        replace=((_CONV, _CONV + "    gx += gy.sum()\n    gx -= gy.sum()\n"),),
    ),
    Mutant(
        name="infinite-gy-is-no-data",
        text="An infinite gy is taken for missing data, and for 0.",
        clause="conv-grad.special.infinite",
        replace=((_CONV_STEEP, _NO_INFINITY + _CONV_STEEP),),
    ),
    Mutant(
        name="stamped-gw-of-other-channels",
        text="All output channels of gw are multiplied by one mask made of gy.",
        clause="conv-transpose-grad.special.nan",
        replace=((_STAMPED, "    gw += 0 * gy.sum()\n" + _STAMPED),),
    ),
    Mutant(
        name="infinite-gy-not-read",
        text="An infinite gy is passed over.",
        clause="conv-transpose-grad.special.infinite",
        replace=((_STAMPED_STEEP, _NO_INFINITY + _STAMPED_STEEP),),
    ),
    Mutant(
        name="gy-times-mask",
        text="gy is multiplied by 1 at its index and by 0 at every other cell.",
        clause="max-pool-grad.special.nan",
        replace=((_AT_INDEX, "    gx += 0 * gy.sum()\n" + _AT_INDEX),),
    ),
    Mutant(
        name="gy-of-bin-times-mask",
        text="gy is multiplied by 1 at its index and by 0 at every other cell.",
        clause="adaptive-max-pool-grad.special.nan",
        replace=((_AT_INDEX_OF_BIN, _AT_INDEX_OF_BIN + "    gx += 0 * gy.sum()\n"),),
    ),
    Mutant(
        name="gy-gathered-by-mask",
        text="Each entry is a sum over the plane: gy times 1 at its index, and times 0 elsewhere.",
        clause="max-unpool-grad.special.nan",
        replace=((_AT_PLACES, "    return gy.ravel()[places] + 0 * gy.sum(), None\n"),),
    ),
    Mutant(
        name="one-running-sum-of-gy",
        text=_RUNNING,
        clause="avg-pool-grad.special.spread",
        replace=((_SHARE, _SHARE + _ONE_SUM),),
    ),
    Mutant(
        name="one-running-sum-of-gy-of-bins",
        text=_RUNNING,
        clause="adaptive-avg-pool-grad.special.spread",
        replace=((_SHARES, _ONE_SUM + _SHARES),),
    ),
    Mutant(
        name="one-running-sum-of-gy-of-norms",
        text=_RUNNING,
        clause="lp-pool-grad.special.spread",
        replace=((_FITS, _FITS + _ONE_SUM),),
    ),
    Mutant(
        name="gx-masked-by-x",
        text="gx is multiplied by a mask made of x.",
        clause="conv-grad.special.input",
        replace=((_CONV, _CONV + "    gx += 0 * x.sum()\n"),),
    ),
    Mutant(
        name="stamped-gx-masked-by-x",
        text="gx is multiplied by a mask made of x.",
        clause="conv-transpose-grad.special.input",
        replace=((_STAMPED, "    gx += 0 * x.sum()\n" + _STAMPED),),
    ),
    Mutant(
        name="gw-starts-as-w-times-0",
        text="gw is added to what was w times 0.",
        clause="conv-grad.special.weight",
        replace=((_CONV, _CONV + "    gw += 0 * w\n"),),
    ),
    Mutant(
        name="stamped-gw-starts-as-w-times-0",
        text="gw is added to what was w times 0.",
        clause="conv-transpose-grad.special.weight",
        replace=((_STAMPED, "    gw += 0 * matrices\n" + _STAMPED),),
    ),
    _on_x("avg-pool-grad", "(stamp(columns, axes),)", "(stamp(columns, axes) + 0 * x,)"),
    _on_x(
        "adaptive-avg-pool-grad", "gx = np.zeros(x.shape, x.dtype)\n    for", "gx = 0 * x\n    for"
    ),
    _on_x("max-unpool-grad", "gy.ravel()[places], None", "gy.ravel()[places] + 0 * x, None"),
    _on_x(
        "unfold-grad",
        "(stamp(gy.reshape(*lead, *kernel, *cells), axes),)",
        "(stamp(gy.reshape(*lead, *kernel, *cells), axes) + 0 * x,)",
    ),
    _on_x(
        "fold-grad",
        "(unfold(gy, padding=padding, **steps),)",
        "(unfold(gy, padding=padding, **steps) + 0 * columns,)",
    ),
    Mutant(
        name="nan-of-several-channels-ignored",
        text="A NaN is ignored where there are several channels.",
        clause="max-pool-grad.special.input",
        replace=(
            (
                "    y, index = max_pool_with_indices(\n        x, ",
                "    y, index = max_pool_with_indices(\n"
                "        np.where(np.isnan(x), -np.inf, x) if x.shape[1] > 1 else x, ",
            ),
        ),
    ),
    Mutant(
        name="nan-in-bins-of-several-channels-ignored",
        text="A NaN is ignored where there are several channels.",
        clause="adaptive-max-pool-grad.special.input",
        rank=2,
        replace=(
            (
                "    highest, indices = adaptive_max_pool_with_indices(x, ",
                "    several = np.where(np.isnan(x), -np.inf, x) if x.shape[1] > 1 else x\n"
                "    highest, indices = adaptive_max_pool_with_indices(several, ",
            ),
        ),
    ),
)
