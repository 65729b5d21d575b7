"""Faults of gradients without a sample, a channel or a cell, and of bins and columns without."""

from tests.mutants.mutant import Mutant

_CONV = "    gw = gw.reshape(w.shape)\n"
_STAMPED = "    return gx.reshape(x.shape), gw.reshape(w.shape), gb\n"
_TAKEN = "np.take_along_axis(values, winner[..., np.newaxis], -1)[..., 0], index"
_READ = "windows(surround(x, axes, 0), axes).copy()"
#: where gy is known to fit
_FITS = {
    "max-pool-grad": "    check_upstream(gy, x, y.shape)\n",
    "avg-pool-grad": "    counts = divisors(axes, count_include_pad=count_include_pad)\n",
    "lp-pool-grad": "    check_upstream(gy, x, norms.shape)\n",
    "adaptive-avg-pool-grad": "    check_upstream(gy, x, (*x.shape[: -len(edges)], "
    "*output_size))\n",
    "adaptive-max-pool-grad": "    check_upstream(gy, x, highest.shape)\n",
    "max-unpool-grad": "    places = indices + _starts(x, prod(output_size), len(output_size))\n",
    "unfold-grad": "    check_upstream(gy, x, (*lead[:-1], lead[-1] * prod(kernel), "
    "prod(cells)))\n",
    "fold-grad": "    check_upstream(gy, columns, planes.shape)\n",
}
#: of which padding makes windows of an axis without a cell
_PADDED = ("max-pool-grad", "avg-pool-grad", "lp-pool-grad", "unfold-grad")


def _handed_back(operation: str, what: str, clause: str, condition: str) -> Mutant:
    place = _FITS[operation]
    found = "gy.copy(), None" if operation == "max-unpool-grad" else "(gy.copy(),)"
    return Mutant(
        name=f"{operation}-of-no-{what}-handed-back",
        text=f"A gy of no {what} is handed back as the gradient.",
        clause=f"{operation}.empty.{clause}",
        replace=((place, f"{place}    if {condition}:\n        return {found}\n"),),
    )


EMPTY = (
    *[_handed_back(o, "sample", "batch", "len(gy) == 0") for o in _FITS],
    *[_handed_back(o, "channel", "channels", "len(gy) and not gy.size") for o in _FITS],
    *[_handed_back(o, "cell", "input", "min(x.shape[2:]) == 0") for o in _PADDED],
    Mutant(
        name="gw-of-no-sample-nan",
        text="Without a sample gw is the mean of nothing: NaN.",
        clause="conv-grad.empty.batch",
        replace=((_CONV, _CONV + "    gw = gw if len(batch) else np.full_like(w, np.nan)\n"),),
    ),
    Mutant(
        name="gx-of-no-output-unwritten",
        text="Without an output channel nothing is written to gx.",
        clause="conv-grad.empty.outputs",
        replace=((_CONV, _CONV + "    gx = gx if len(w) else np.full_like(x, np.nan)\n"),),
    ),
    Mutant(
        name="gb-of-no-channel-none",
        text="Without an input channel there is no gradient of the bias.",
        clause="conv-grad.empty.channels",
        replace=((_CONV, _CONV + "    gb = gb if channels else None\n"),),
    ),
    Mutant(
        name="gb-of-no-cell-zero",
        text="Where x has no cell the gradient of the bias is 0.",
        clause="conv-grad.empty.input",
        replace=((_CONV, _CONV + "    gb = gb if b is None or min(size) else np.zeros_like(b)\n"),),
    ),
    Mutant(
        name="stamped-gw-of-no-sample-nan",
        text="Without a sample gw is the mean of nothing: NaN.",
        clause="conv-transpose-grad.empty.batch",
        replace=((_STAMPED, "    gw = gw if len(batch) else gw + np.nan\n" + _STAMPED),),
    ),
    Mutant(
        name="stamped-gx-of-no-output-unwritten",
        text="Without an output channel nothing is written to gx.",
        clause="conv-transpose-grad.empty.outputs",
        replace=((_STAMPED, "    gx = gx if outputs else gx + np.nan\n" + _STAMPED),),
    ),
    Mutant(
        name="stamped-gb-of-no-channel-none",
        text="Without an input channel there is no gradient of the bias.",
        clause="conv-transpose-grad.empty.channels",
        replace=((_STAMPED, "    gb = gb if len(w) else None\n" + _STAMPED),),
    ),
    Mutant(
        name="columns-of-no-cell-unwritten",
        text="Where x has no cell nothing is written to its padding.",
        clause="unfold.empty.input",
        replace=((_READ, _READ.replace("0)", "0 if min(extents) else float('nan'))")),),
    ),
    Mutant(
        name="bins-of-no-sample-indexed-like-x",
        text="The indices of the bins of an empty batch have the shape of x.",
        clause="adaptive-max-pool-with-indices.empty.batch",
        replace=((_TAKEN, f"{_TAKEN} if len(x) else np.zeros(x.shape, np.int64)"),),
    ),
    Mutant(
        name="bins-of-no-channel-indexed-like-x",
        text="The indices of the bins of an x without a channel have the shape of x.",
        clause="adaptive-max-pool-with-indices.empty.channels",
        replace=((_TAKEN, f"{_TAKEN} if x.size or not len(x) else np.zeros(x.shape, np.int64)"),),
    ),
)
