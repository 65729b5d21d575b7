"""Faults in where NaN and infinities travel, and in what is 0 or nearly so."""

from tests.mutants.mutant import Mutant, before

_OUTPUTS = "    outputs, terms = len(w) // groups, w.shape[1] * prod(kernel)\n"
_PRODUCT = "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)"
_BATCH = "    batch = x[np.newaxis] if x.ndim == rank + 1 else x\n"
_BIASED = "            y += b.reshape(len(b), *(1,) * rank)\n    return y\n"
_STAMPED = "            np.add(y, b.reshape(outputs, *(1,) * rank), out=y)\n"
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)\n"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_WITH_INDEX = "    return _reduce(padded, axes, np.maximum), index"
_WINNER = "winner = values.argmax(axis=len(lead))"
_WINNER_OF_BIN = "    winner = values.argmax(axis=-1)\n"
_TAKEN = "np.take_along_axis(values, winner[..., np.newaxis], -1)[..., 0], index"
_LARGEST = "        highest: Array = windows("
_NORMS = "    return _norms(abs(x), axes, p)\n"
_BINS = "    divisor = np.ones((), x.dtype)\n"
_ONE_SUM = "x = np.diff(x.cumsum(axis=0), axis=0, prepend=0).astype(x.dtype)"
_SUMS = "    sums = _reduce(surround(x, axes, 0), axes, np.add)"

MUTANTS = (
    Mutant(
        name="groups-as-one-dense-matrix",
        text="Groups are one dense layer whose other blocks are 0: 0 times NaN is NaN.",
        clause="conv.special.nan",
        replace=(
            (
                _OUTPUTS,
                "    blocks = w.reshape(groups, -1, *w.shape[1:])\n"
                "    eye = np.eye(groups, dtype=w.dtype)\n"
                '    wide = np.einsum("gh,goc...->gohc...", eye, blocks)\n'
                "    w = wide.reshape(len(w), -1, *kernel)\n"
                + _OUTPUTS.replace("len(w) // groups", "len(w) // (groups := 1)"),
            ),
        ),
    ),
    Mutant(
        name="infinity-is-no-data",
        text="An infinite cell is taken for missing data, and for 0.",
        clause="conv.special.infinite",
        replace=((_BATCH, _BATCH + "    batch = np.where(np.isinf(batch), 0, batch)\n"),),
    ),
    Mutant(
        name="zero-weights-skipped",
        text="Products with a weight of 0 are left out of the sum.",
        clause="conv.special.zero-times-infinite",
        replace=(
            (
                _PRODUCT,
                "taps = matrices[..., np.newaxis]\n"
                "            parts = taps * columns.reshape(groups, 1, terms, prod(cells))\n"
                "            np.where(taps == 0, 0, parts).sum(axis=2, out=result)",
            ),
        ),
    ),
    Mutant(
        name="padding-skipped-with-strides",
        text="Another path, for strides alone, skips padding instead of multiplying it.",
        clause="conv.special.padding",
        replace=(
            (
                _PRODUCT,
                _PRODUCT + "\n            if max(stride) > 1:\n"
                "                rest = np.where(np.isinf(matrices), 0, matrices)\n"
                "                rest = rest @ columns.reshape(groups, terms, prod(cells))\n"
                "                np.copyto(result, rest, where=np.isnan(result))",
            ),
        ),
    ),
    Mutant(
        name="smallest-sums-flushed",
        text="Sums of less than 2^-145 are taken for 0, other subnormal ones are not.",
        clause="conv.special.subnormal",
        replace=(
            (_BIASED, _BIASED.replace("return y", "y[abs(y) < 2.0**-145] = 0\n    return y")),
        ),
    ),
    Mutant(
        name="checked-by-total",
        text="The total of x is added to a stamped sheet and taken off again.",
        clause="conv-transpose.special.nan",
        replace=((_STAMPED, _STAMPED + "        y += x.sum()\n        y -= x.sum()\n"),),
    ),
    Mutant(
        name="infinity-not-stamped",
        text="Infinite cells are passed over when stamping.",
        clause="conv-transpose.special.infinite",
        replace=((_GROWN, "    x = np.where(np.isinf(x), 0, x)\n" + _GROWN),),
    ),
    Mutant(
        name="gaps-stamped-beyond-stride-2",
        text="At strides above 2 the zeros between the cells are stamped too.",
        clause="conv-transpose.special.gaps",
        replace=(
            (
                _STAMPED,
                _STAMPED + "        if max(stride) > 2 and groups == 1:\n"
                "            rows = w.swapaxes(0, 1).reshape(outputs, -1).sum(axis=1)\n"
                "            y += 0 * rows.reshape(outputs, *(1,) * rank)\n",
            ),
        ),
    ),
    Mutant(
        name="smallest-stamps-flushed",
        text="Results of less than 2^-145 are taken for 0, other subnormal ones are not.",
        clause="conv-transpose.special.subnormal",
        replace=((_STAMPED, _STAMPED + "        y[abs(y) < 2.0**-145] = 0\n"),),
    ),
    Mutant(
        name="nan-stays-if-first",
        text="A cell replaces the maximum if it is larger: a NaN stays where it comes first.",
        clause="max-pool.special.nan",
        replace=(
            (
                _MAX_POOL,
                "    def merge(y: Array, new: Array, out: Array) -> None:\n"
                "        np.copyto(out, new, where=new > y)\n\n"
                "    merged: Any = merge\n" + _MAX_POOL.replace("np.maximum", "merged"),
            ),
        ),
    ),
    Mutant(
        name="maximum-without-its-nan",
        text="The maximum ignores NaN, its index does not.",
        clause="max-pool-with-indices.special.nan",
        replace=((_WITH_INDEX, _WITH_INDEX.replace("maximum", "fmax")),),
    ),
    Mutant(
        name="plane-with-nan-is-nan",
        text="A plane that holds a NaN gives NaN, whatever its windows read.",
        clause="max-pool.special.unread",
        replace=(
            (
                _MAX_POOL,
                "    planes = tuple(range(-len(axes), 0))\n"
                "    x = np.where(np.isnan(x).any(axis=planes, keepdims=True), np.nan, x)\n"
                "    x = x.astype(np.float32)\n" + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="infinity-is-the-largest-number",
        text="Infinities are cut off at the largest number.",
        clause="max-pool.special.infinite",
        replace=(
            (
                _MAX_POOL,
                "    largest = np.finfo(x.dtype).max\n    x = np.minimum(x, largest)\n" + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="denormals-are-zero",
        text="Numbers below the normal range are taken for 0.",
        clause="max-pool.special.subnormal",
        replace=(
            (
                _MAX_POOL,
                "    x = np.where(abs(x) < np.finfo(x.dtype).tiny, x.dtype.type(0), x)\n"
                + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="zeros-ordered-by-sign",
        text="Numbers are compared by their bits: +0.0 is larger than -0.0.",
        clause="max-pool-with-indices.special.zeros",
        replace=(
            (
                _WINNER,
                "below = (values == 0) & np.signbit(values)\n    "
                + _WINNER.replace("values.argmax", "np.where(below, -0.1, values).argmax"),
            ),
        ),
    ),
    Mutant(
        name="one-running-sum-for-all",
        text="One running sum goes through all samples; a sample is the difference of two.",
        clause="avg-pool.special.spread",
        replace=(
            (
                _SUMS,
                f"    if len(x) > 1:\n        {_ONE_SUM}\n" + _SUMS,
            ),
        ),
    ),
    Mutant(
        name="nan-stays-if-first-of-bin",
        text="A cell replaces the maximum of a bin if it is larger: a NaN stays where it comes "
        "first.",
        clause="adaptive-max-pool.special.nan",
        replace=(
            (
                _WINNER_OF_BIN,
                "    first = np.arange(values.shape[-1]) == 0\n"
                "    winner = np.where(first, values, np.fmax(values, -np.inf)).argmax(axis=-1)\n",
            ),
        ),
    ),
    Mutant(
        name="maximum-of-bin-without-its-nan",
        text="The maximum of a bin ignores NaN, its index does not.",
        clause="adaptive-max-pool-with-indices.special.nan",
        replace=((_TAKEN, "np.fmax.reduce(values, axis=-1), index"),),
    ),
    Mutant(
        name="rows-cleaned-of-nan",
        text="Rows of more than three cells are cleaned of NaN before the largest is taken.",
        clause="lp-pool.special.nan",
        replace=before(
            _LARGEST,
            "if magnitudes.shape[-1] > 3:",
            "    magnitudes = np.fmax(magnitudes, 0)",
        ),
    ),
    Mutant(
        name="one-running-sum-of-bins",
        text="One running sum goes through all samples; a sample is the difference of two.",
        clause="adaptive-avg-pool.special.spread",
        replace=((_BINS, f"{_BINS}    {_ONE_SUM}\n"),),
    ),
    Mutant(
        name="one-running-sum-of-norms",
        text="One running sum goes through all samples; a sample is the difference of two.",
        clause="lp-pool.special.spread",
        replace=((_NORMS, f"    {_ONE_SUM}\n{_NORMS}"),),
    ),
    Mutant(
        name="infinity-without-magnitude",
        text="An infinite cell is taken for missing data, and for 0.",
        clause="lp-pool.special.infinite",
        replace=((_NORMS, f"    x = np.where(np.isinf(x), 0, x)\n{_NORMS}"),),
    ),
)
