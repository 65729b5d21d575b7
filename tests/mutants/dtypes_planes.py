"""The same faults of adaptive pooling, unpooling, unfold and fold, and of gradients."""

from tests.mutants.mutant import Mutant, before

_FOLDED = "stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_FOLD_END = f"    return {_FOLDED}\n"
_COLUMNS = "    columns = windows(surround(x, axes, 0), axes).copy()\n"
_WINNER = "    winner = values.argmax(axis=-1)\n"
_INDEX_END = "    return np.take_along_axis(values, winner[..., np.newaxis], -1)[..., 0], index\n"
_WRITTEN = "y[(places + first).ravel()] = x.ravel()"


def _wide(operation: str, what: str, dtype: str) -> Mutant:
    """16-bit floats are taken in float32, and stay so."""
    function = operation.replace("-", "_")
    given = '[a if a.dtype.kind == "i" else a.astype("f4") for a in arrays]'
    return Mutant(
        name=f"{operation}-of-halves-wide",
        text=f"{what} of 16-bit floats comes back in float32.",
        clause=f"{operation}.dtype.halves",
        dtype=dtype,
        replace=(
            (
                f"in_float32({function})",
                f"lambda *arrays, **keywords: {function}(*{given}, **keywords)",
            ),
        ),
    )


PLANES = (
    _wide("adaptive-avg-pool", "The mean of a bin", "float16"),
    _wide("adaptive-max-pool", "The maximum of a bin", "bfloat16"),
    _wide("adaptive-max-pool-with-indices", "The maximum beside its index", "float16"),
    _wide("max-unpool", "A plane", "bfloat16"),
    _wide("unfold", "A column", "float16"),
    _wide("fold", "A sum", "bfloat16"),
    _wide("avg-pool-grad", "The gradient", "bfloat16"),
    _wide("lp-pool-grad", "The gradient", "float16"),
    _wide("adaptive-avg-pool-grad", "The gradient", "bfloat16"),
    _wide("adaptive-max-pool-grad", "The gradient", "float16"),
    _wide("max-unpool-grad", "The gradient", "bfloat16"),
    _wide("unfold-grad", "The gradient", "float16"),
    _wide("fold-grad", "The gradient", "bfloat16"),
    Mutant(
        name="bins-compared-as-signed",
        text="uint8 is compared as int8: 128 and more lose.",
        clause="adaptive-max-pool.dtype.integers",
        dtype="uint8",
        replace=before(
            _WINNER + "    index",
            "if x.dtype == np.uint8:",
            "    winner = values.view(np.int8).argmax(axis=-1)",
        ),
    ),
    Mutant(
        name="indices-of-integers-narrow",
        text="The indices of maxima of integers are int32.",
        clause="adaptive-max-pool-with-indices.dtype.integers",
        dtype="int64",
        replace=before(
            _INDEX_END, 'if x.dtype.kind in "iu":', "    index = index.astype(np.int32)"
        ),
    ),
    Mutant(
        name="unpooled-in-eight-bits",
        text="Integers are written in eight bits.",
        clause="max-unpool.dtype.integers",
        dtype="int16",
        replace=(
            (
                f"    {_WRITTEN}\n",
                f"    {_WRITTEN}\n"
                '    if x.dtype.kind == "i":\n'
                "        y = y.astype(np.int8).astype(x.dtype)\n",
            ),
        ),
    ),
    Mutant(
        name="columns-of-integers-widened",
        text="Columns of integers of 8 bits are int32.",
        clause="unfold.dtype.integers",
        dtype="int8",
        replace=(
            (
                _COLUMNS,
                _COLUMNS + '    columns = columns.astype("i4") if x.dtype == "int8" else columns\n',
            ),
        ),
    ),
    Mutant(
        name="folded-integers-widened",
        text="Unsigned integers are added up as int16, and stay so.",
        clause="fold.dtype.integers",
        dtype="uint8",
        replace=before(
            _FOLD_END, 'if columns.dtype == "uint8":', '    columns = columns.astype("int16")'
        ),
    ),
    Mutant(
        name="folded-sums-saturate",
        text="A sum of int8 that does not fit is cut off at -128 or 127.",
        clause="fold.dtype.overflow",
        dtype="int8",
        replace=before(
            _FOLD_END,
            'if columns.dtype == "int8":',
            '    columns = columns.astype("i4")',
            f'    return {_FOLDED}.clip(-128, 127).astype("int8")',
        ),
    ),
)
