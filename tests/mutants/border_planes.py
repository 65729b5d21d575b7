"""Faults at the border of adaptive pooling, unpooling, unfold and fold."""

from tests.mutants.mutant import Mutant

_UNFOLDED = "    columns = windows(surround(x, axes, 0), axes).copy()"
_UNFOLD_RANK = '    check_array("x", x, (rank + 1, rank + 2))\n    extents = x.shape[-rank:]'
_FOLDED = "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_FOLD_RANK = '    check_array("columns", columns, (2, 3))\n'
_AVERAGE = "    edges = bin_edges(x, output_size)\n    divisor"
_MAXIMA = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]"
_BINNED = "    winner = values.argmax(axis=-1)"
_BIN_INDEX = "    index = places[(*np.indices(output_size, sparse=True), winner)]"
_WRITE = "    y[(places + first).ravel()] = x.ravel()\n"

PLANES = (
    Mutant(
        name="unfold-clears-its-input",
        text="x is cleared once its windows have been read.",
        clause="unfold.border.inputs",
        replace=((_UNFOLDED, _UNFOLDED + "\n    x[...] = 0"),),
    ),
    Mutant(
        name="unfold-returns-a-view",
        text="Where every window is one cell, the columns are a view of x.",
        clause="unfold.border.outputs",
        replace=((_UNFOLDED, _UNFOLDED.replace(".copy()", "")),),
    ),
    Mutant(
        name="unfold-in-memory-order",
        text="The cells of x are read in the order in which they lie in memory.",
        clause="unfold.border.layouts",
        rank=2,
        replace=((_UNFOLD_RANK, '    x = x.ravel("K").reshape(x.shape)\n' + _UNFOLD_RANK),),
    ),
    Mutant(
        name="fold-clears-its-columns",
        text="The columns are cleared once they have been added.",
        clause="fold.border.inputs",
        replace=(
            (_FOLDED, _FOLDED.replace("return", "x =") + "\n    columns[...] = 0\n    return x"),
        ),
    ),
    Mutant(
        name="fold-one-plane-per-shape",
        text="The planes are kept by their shape and used again by the next call.",
        clause="fold.border.outputs",
        replace=(
            (
                _FOLDED,
                _FOLDED.replace("return", "x =")
                + "\n    kept = _KEPT.setdefault(x.shape, x)\n    kept[...] = x\n    return kept",
            ),
            ("def fold(\n", "_KEPT: dict[Ints, Array] = {}\ndef fold(\n"),
        ),
    ),
    Mutant(
        name="fold-in-memory-order",
        text="The columns are read in the order in which they lie in memory.",
        clause="fold.border.layouts",
        rank=2,
        replace=(
            (_FOLD_RANK, _FOLD_RANK + '    columns = columns.ravel("K").reshape(columns.shape)\n'),
        ),
    ),
    Mutant(
        name="mean-moves-its-input",
        text="x is moved into a buffer, and left cleared.",
        clause="adaptive-avg-pool.border.inputs",
        replace=((_AVERAGE, "    moved = x.copy()\n    x[...] = 0\n    x = moved\n" + _AVERAGE),),
    ),
    Mutant(
        name="mean-of-single-cells-is-x",
        text="Where every bin is one cell, x itself is returned.",
        clause="adaptive-avg-pool.border.outputs",
        replace=(
            (
                _AVERAGE,
                "    if x.shape[-len(output_size) :] == output_size:\n        return x\n"
                + _AVERAGE,
            ),
        ),
    ),
    Mutant(
        name="mean-in-memory-order",
        text="The cells of x are read in the order in which they lie in memory.",
        clause="adaptive-avg-pool.border.layouts",
        rank=2,
        replace=((_AVERAGE, '    x = x.ravel("K").reshape(x.shape)\n' + _AVERAGE),),
    ),
    Mutant(
        name="maximum-clears-its-input",
        text="x is cleared once its maxima are found.",
        clause="adaptive-max-pool.border.inputs",
        replace=((_MAXIMA, _MAXIMA.replace("return", "y =") + "\n    x[...] = 0\n    return y"),),
    ),
    Mutant(
        name="maximum-of-single-cells-is-x",
        text="Where every bin is one cell, x itself is returned.",
        clause="adaptive-max-pool.border.outputs",
        replace=(
            (
                _MAXIMA,
                "    if x.shape[-len(output_size) :] == output_size:\n        return x\n" + _MAXIMA,
            ),
        ),
    ),
    Mutant(
        name="maximum-in-memory-order",
        text="The cells of x are read in the order in which they lie in memory.",
        clause="adaptive-max-pool.border.layouts",
        rank=2,
        replace=((_MAXIMA, '    x = x.ravel("K").reshape(x.shape)\n' + _MAXIMA),),
    ),
    Mutant(
        name="bin-maxima-struck-out",
        text="The maxima that were found are struck out in x.",
        clause="adaptive-max-pool-with-indices.border.inputs",
        replace=((_BINNED, _BINNED + "\n    x[x == values.max(initial=-np.inf)] = -np.inf"),),
    ),
    Mutant(
        name="bin-indices-kept",
        text="The indices are kept by their shape and used again by the next call.",
        clause="adaptive-max-pool-with-indices.border.outputs",
        replace=(
            (
                _BIN_INDEX,
                _BIN_INDEX + "\n    found = index\n"
                "    index = _KEPT.setdefault(found.shape, found)\n    index[...] = found",
            ),
            ("def adaptive_max_pool(", "_KEPT: dict[Ints, Array] = {}\ndef adaptive_max_pool("),
        ),
    ),
    Mutant(
        name="bin-indices-in-memory-order",
        text="The indices count the cells as they lie in memory.",
        clause="adaptive-max-pool-with-indices.border.layouts",
        rank=2,
        replace=(
            (
                "values = x.reshape(*lead, prod(size))[..., places]",
                'values = x.ravel("K").reshape(*lead, prod(size))[..., places]',
            ),
        ),
    ),
    Mutant(
        name="places-counted-in-the-indices",
        text="The first cell of each plane is added to the indices in their own memory.",
        clause="max-unpool.border.inputs",
        replace=(
            (_WRITE, _WRITE.replace("    y", "    places += first\n    y").replace(" + first", "")),
        ),
    ),
    Mutant(
        name="unpooled-planes-kept",
        text="Planes are kept by their number of cells and used again by the next call.",
        clause="max-unpool.border.outputs",
        replace=(
            (
                _WRITE,
                "    y = _KEPT.setdefault(len(y), y)\n    y[...] = 0\n" + _WRITE,
            ),
            ("def max_unpool(", "_KEPT: dict[int, Array] = {}\ndef max_unpool("),
        ),
    ),
    Mutant(
        name="unpooled-in-memory-order",
        text="The values are read in the order in which they lie in memory.",
        clause="max-unpool.border.layouts",
        rank=2,
        replace=((_WRITE, _WRITE.replace("x.ravel()", 'x.ravel("K")')),),
    ),
)
