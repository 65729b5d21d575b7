"""Faults in refusing bad input of adaptive pooling, unpooling, unfold and fold."""

from tests.mutants.mutant import Mutant

_UNFOLD_RANK = '    check_array("x", x, (rank + 1, rank + 2))\n    extents = x.shape[-rank:]'
_FOLD_RANK = '    check_array("columns", columns, (2, 3))\n'
_FOLD_SHAPE = "    *lead, rows, found = columns.shape\n"
_STAMPED = "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_FOUND = "    if found != prod(cells):\n"
_NONE_FOR_NEGATIVE = (
    "    if not isinstance(padding, str):\n"
    "        padding = tuple((max(a, 0), max(b, 0)) for a, b in padding)\n"
)
_AVERAGE = "    edges = bin_edges(x, output_size)\n    divisor"
_MAXIMA = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]"
_WRITE = "    y[(places + first).ravel()] = x.ravel()\n"
_OUTSIDE = "outside = (indices < 0) | (indices >= plane)"

PLANES = (
    Mutant(
        name="unfold-kernel-zero-is-one",
        text="A kernel of 0 is taken to be 1.",
        clause="unfold.error.kernel",
        replace=((_UNFOLD_RANK, "    kernel = tuple(k or 1 for k in kernel)\n" + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-stride-zero-is-one",
        text="A stride of 0 is taken to be 1.",
        clause="unfold.error.stride",
        replace=((_UNFOLD_RANK, "    stride = tuple(s or 1 for s in stride)\n" + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-dilation-sign-dropped",
        text="The sign of a dilation is dropped.",
        clause="unfold.error.dilation",
        replace=((_UNFOLD_RANK, "    dilation = tuple(map(abs, dilation))\n" + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-negative-padding-is-none",
        text="A negative padding of unfold is taken for none.",
        clause="unfold.error.padding",
        replace=((_UNFOLD_RANK, _NONE_FOR_NEGATIVE + _UNFOLD_RANK),),
    ),
    Mutant(
        name="unfold-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="unfold.error.rank",
        replace=(
            (
                _UNFOLD_RANK,
                "    x = x if x.ndim <= rank + 2 else x.reshape(-1, *x.shape[-rank - 1 :])\n"
                + _UNFOLD_RANK,
            ),
        ),
    ),
    Mutant(
        name="fold-kernel-zero-is-two",
        text="A kernel of 0 is taken to be the usual 2.",
        clause="fold.error.kernel",
        replace=(
            (
                _FOLD_SHAPE,
                "    kernel = tuple(k or 2 for k in kernel)\n" + _FOLD_SHAPE,
            ),
            (
                "walk(output_size, kernel, stride, dilation, padding",
                "walk(output_size, tuple(k or 2 for k in kernel), stride, dilation, padding",
            ),
        ),
    ),
    Mutant(
        name="fold-stride-zero-is-one",
        text="A stride of 0 is taken to be 1.",
        clause="fold.error.stride",
        replace=((_FOLD_RANK, _FOLD_RANK + "    stride = tuple(s or 1 for s in stride)\n"),),
    ),
    Mutant(
        name="fold-dilation-sign-dropped",
        text="The sign of a dilation is dropped.",
        clause="fold.error.dilation",
        replace=((_FOLD_RANK, _FOLD_RANK + "    dilation = tuple(map(abs, dilation))\n"),),
    ),
    Mutant(
        name="fold-padding-sign-dropped",
        text="The sign of a padding is dropped.",
        clause="fold.error.padding",
        replace=(
            (
                _FOLD_RANK,
                _FOLD_RANK + "    if not isinstance(padding, str):\n"
                "        padding = tuple((abs(a), abs(b)) for a, b in padding)\n",
            ),
        ),
    ),
    Mutant(
        name="fold-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="fold.error.rank",
        replace=(
            (_FOLD_RANK, "    columns = columns.reshape(-1, *columns.shape[-2:])\n" + _FOLD_RANK),
        ),
    ),
    Mutant(
        name="surplus-taps-cut",
        text="Rows beyond a multiple of the taps are cut off.",
        clause="fold.error.rows",
        replace=(
            (
                _FOLD_SHAPE,
                "    whole = columns.shape[-2] // prod(kernel)\n"
                "    columns = columns[..., : whole * prod(kernel), :]\n" + _FOLD_SHAPE,
            ),
        ),
    ),
    Mutant(
        name="surplus-columns-cut",
        text="Columns beyond the last window are cut off.",
        clause="fold.error.columns",
        replace=(
            (_FOUND, _FOUND.replace("!=", "<")),
            (_STAMPED, _STAMPED.replace("columns.re", "columns[..., : prod(cells)].re")),
        ),
    ),
    Mutant(
        name="missing-columns-repeated",
        text="Where output_size has more windows than columns are given, the last is repeated.",
        clause="fold.error.output-size",
        replace=(
            (_FOUND, _FOUND.replace("!=", ">")),
            (
                _STAMPED,
                '    columns = columns.take(range(prod(cells)), -1, mode="clip")\n' + _STAMPED,
            ),
        ),
    ),
    Mutant(
        name="mean-extent-sign-dropped",
        text="The sign of an output extent is dropped.",
        clause="adaptive-avg-pool.error.output-size",
        replace=((_AVERAGE, "    output_size = tuple(map(abs, output_size))\n" + _AVERAGE),),
    ),
    Mutant(
        name="mean-of-an-empty-axis",
        text="A bin of an empty axis is averaged all the same, to NaN.",
        clause="adaptive-avg-pool.error.empty-axis",
        replace=(("if i == 0 < o:", "if i < 0:"),),
    ),
    Mutant(
        name="mean-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="adaptive-avg-pool.error.rank",
        replace=(
            (_AVERAGE, "    x = x.reshape(-1, *x.shape[-len(output_size) - 1 :])\n" + _AVERAGE),
        ),
    ),
    Mutant(
        name="maximum-extent-raised",
        text="An output extent below 0 is taken to be the whole axis.",
        clause="adaptive-max-pool.error.output-size",
        replace=(
            (
                _MAXIMA,
                "    found = zip(output_size, x.shape[-len(output_size) :], strict=True)\n"
                "    output_size = tuple(o if o >= 0 else i for o, i in found)\n" + _MAXIMA,
            ),
        ),
    ),
    Mutant(
        name="maximum-of-an-empty-axis",
        text="The maximum over an empty axis is minus infinity.",
        clause="adaptive-max-pool.error.empty-axis",
        replace=(
            (
                _MAXIMA,
                "    if 0 in x.shape[-len(output_size) :]:\n"
                "        shape = (*x.shape[: -len(output_size)], *output_size)\n"
                "        return np.full(shape, -np.inf, x.dtype)\n" + _MAXIMA,
            ),
        ),
    ),
    Mutant(
        name="maximum-merges-leading-axes",
        text="Axes too many are merged into the batch.",
        clause="adaptive-max-pool.error.rank",
        replace=(
            (_MAXIMA, "    x = x.reshape(-1, *x.shape[-len(output_size) - 1 :])\n" + _MAXIMA),
        ),
    ),
    Mutant(
        name="index-from-the-end",
        text="A negative index counts from the end of the plane.",
        clause="max-unpool.error.index",
        replace=(
            (_OUTSIDE, _OUTSIDE.replace("< 0", "< -plane")),
            (_WRITE, _WRITE.replace("places +", "places % plane +")),
        ),
    ),
    Mutant(
        name="indices-broadcast",
        text="Indices of one plane are broadcast over all.",
        clause="max-unpool.error.shape",
        replace=(("if indices.shape != x.shape:", "if indices.ndim != x.ndim:"),),
    ),
    Mutant(
        name="indices-behind-the-plane-dropped",
        text="Values whose index is behind the plane are left out.",
        clause="max-unpool.error.output-size",
        replace=(
            (_OUTSIDE, "outside = indices < 0"),
            (
                _WRITE,
                "    inside = places < plane\n    y[(places + first)[inside]] = x[inside]\n",
            ),
        ),
    ),
    Mutant(
        name="indices-over-leading-axes",
        text="Axes too many are merged into the batch, and the indices used for all of them.",
        clause="max-unpool.error.rank",
        replace=(
            (
                '    check_array("x", x, (rank + 1, rank + 2))\n    plane',
                "    indices = np.broadcast_to(indices, x.shape)\n"
                "    if x.ndim > rank + 2:\n"
                "        shape = (-1, *x.shape[-rank - 1 :])\n"
                "        x, indices = x.reshape(shape), indices.reshape(shape)\n"
                "    plane",
            ),
        ),
    ),
)
