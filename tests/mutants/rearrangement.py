"""Faults of unfold and fold."""

from tests.mutants.mutant import Mutant

_WALK = "padding, last_window=WHOLE)\n    cells = prod(axis"
_COLUMNS = "columns = windows(surround(x, axes, 0), axes).copy()"
_LAID = "    return columns.reshape(*x.shape[: -rank - 1], rows, cells)"
_STAMPED = "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_UNFOLD = "    columns = windows("
_UNFOLD_RANK = '    check_array("x", x, (rank + 1, rank + 2))\n    extents = x.shape[-rank:]'
_FOLD_RANK = '    check_array("columns", columns, (2, 3))\n'


def _unfold(
    name: str, text: str, clause: str, old: str, new: str, *, rank: int = 1, whole: str = _COLUMNS
) -> Mutant:
    """A fault made by a change of one piece of a line."""
    return Mutant(
        name=name, text=text, clause=clause, rank=rank, replace=((whole, whole.replace(old, new)),)
    )


def _fold(name: str, text: str, clause: str, old: str, new: str, *, rank: int = 1) -> Mutant:
    return _unfold(name, text, clause, old, new, rank=rank, whole=_STAMPED)


MUTANTS = (
    _unfold(
        "windows-back-to-front",
        "The taps of a window are laid back to front.",
        "unfold.value.windows",
        ".copy()",
        "[..., ::-1, :].copy()",
    ),
    Mutant(
        name="unfold-tap-first",
        text="Rows are ordered by tap, then channel.",
        clause="unfold.rows.by-channel",
        replace=((_COLUMNS, f"{_COLUMNS}.swapaxes(-3, -2)"),),
    ),
    Mutant(
        name="unfold-kernel-transposed",
        text="The taps of a kernel are laid column-major.",
        clause="unfold.rows.taps-row-major",
        rank=2,
        replace=((_COLUMNS, f"{_COLUMNS}.swapaxes(-4, -3)"),),
    ),
    Mutant(
        name="unfold-cells-transposed",
        text="The output cells are laid column-major.",
        clause="unfold.columns.row-major",
        rank=2,
        replace=((_COLUMNS, f"{_COLUMNS}.swapaxes(-2, -1)"),),
    ),
    Mutant(
        name="unfold-apart-or-dense",
        text="A stride above 1 is taken for the kernel.",
        clause="unfold.stride.step",
        replace=(
            (
                _UNFOLD_RANK,
                "    pairs = zip(stride, kernel, strict=True)\n"
                "    stride = tuple(s if s < 2 else k for s, k in pairs)\n" + _UNFOLD_RANK,
            ),
        ),
    ),
    Mutant(
        name="unfold-strides-width-first",
        text="The strides are read as (width, height).",
        clause="unfold.stride.per-axis",
        rank=2,
        replace=((_UNFOLD_RANK, "    stride = stride[::-1]\n" + _UNFOLD_RANK),),
    ),
    _unfold(
        "unfold-undilated",
        "The extent is that of the dilated kernel, its taps lie side by side.",
        "unfold.dilation.spacing",
        ", axes)",
        ", [a._replace(dilation=1) for a in axes])",
    ),
    Mutant(
        name="unfold-dilations-width-first",
        text="The dilations are read as (width, height).",
        clause="unfold.dilation.per-axis",
        rank=2,
        replace=((_UNFOLD_RANK, "    dilation = dilation[::-1]\n" + _UNFOLD_RANK),),
    ),
    _unfold(
        "padding-reads-first-cell",
        "Padding reads the first cell of x.",
        "unfold.pad.zeros",
        "axes, 0)",
        "axes, x.flat[0])",
    ),
    Mutant(
        name="unfold-pads-exchanged",
        text="The low padding is laid at the high end, and the other way round.",
        clause="unfold.pad.per-side",
        replace=((_UNFOLD, "    axes = [a._replace(lo=a.hi, hi=a.lo) for a in axes]\n" + _UNFOLD),),
    ),
    Mutant(
        name="unfold-valid-is-same",
        text="'valid' is taken for 'same_upper'.",
        clause="unfold.pad.valid",
        replace=(
            (
                _UNFOLD_RANK,
                '    padding = "same_upper" if padding == "valid" else padding\n' + _UNFOLD_RANK,
            ),
        ),
    ),
    Mutant(
        name="unfold-upper-is-lower",
        text="'same_upper' is taken for 'same_lower'.",
        clause="unfold.pad.same-upper",
        replace=(
            (
                _UNFOLD_RANK,
                '    padding = "same_lower" if padding == "same_upper" else padding\n'
                + _UNFOLD_RANK,
            ),
        ),
    ),
    Mutant(
        name="unfold-lower-is-upper",
        text="'same_lower' is taken for 'same_upper'.",
        clause="unfold.pad.same-lower",
        replace=(
            (
                _UNFOLD_RANK,
                '    padding = "same_upper" if padding == "same_lower" else padding\n'
                + _UNFOLD_RANK,
            ),
        ),
    ),
    _unfold(
        "unfold-partial-windows",
        "A partial last window is laid too.",
        "unfold.shape.floor",
        "WHOLE",
        '"ceil"',
        whole=_WALK,
    ),
    _unfold(
        "unfold-partial-window-alone",
        "Where no whole window fits, a partial one is laid.",
        "unfold.shape.no-window",
        "WHOLE",
        'WHOLE if x.shape[-1] >= kernel[-1] else "ceil"',
        whole=_WALK,
    ),
    _unfold(
        "unfold-keeps-batch-axis",
        "The columns of a sample without a batch axis come back with one.",
        "unfold.shape.unbatched",
        "*x.shape[: -rank - 1]",
        "-1",
        whole=_LAID,
    ),
    Mutant(
        name="unfold-of-no-sample-is-flat",
        text="A batch of no sample comes back as an empty vector.",
        clause="unfold.shape.no-samples",
        replace=((_LAID, "    if not len(x):\n        return columns.reshape(0)\n" + _LAID),),
    ),
    Mutant(
        name="unfold-of-no-channel-is-flat",
        text="Samples of no channel come back as an empty vector.",
        clause="unfold.shape.no-channels",
        replace=((_LAID, "    if not rows:\n        return columns.reshape(0)\n" + _LAID),),
    ),
    _fold(
        "fold-taps-reversed",
        "The taps of a column are put down back to front.",
        "fold.value.overlaps",
        "), axes)",
        ")[..., ::-1, :], axes)",
    ),
    Mutant(
        name="overlaps-normalised",
        text="Overlapping columns are averaged, so that folding an unfold gives x itself.",
        clause="fold.value.coverage",
        replace=(
            (
                _STAMPED,
                _STAMPED.replace("return", "x =")
                + "\n    count = stamp(columns.reshape(*lead, -1, *kernel, *cells) * 0 + 1, axes)\n"
                "    return x / (count + (count == 0))",
            ),
        ),
    ),
    Mutant(
        name="uncovered-cells-filled",
        text="A cell that no column reaches is given the value of the first entry.",
        clause="fold.value.uncovered",
        replace=(
            (
                _STAMPED,
                _STAMPED.replace("return", "x =")
                + "\n    x[x == 0] = columns[(0,) * columns.ndim]\n    return x",
            ),
        ),
    ),
    _fold(
        "fold-tap-first",
        "Rows are taken to be ordered by tap, then channel.",
        "fold.rows.by-channel",
        "rows // prod(kernel), *kernel, *cells)",
        "*kernel, rows // prod(kernel), *cells).swapaxes(-3, -2)",
    ),
    _fold(
        "fold-kernel-transposed",
        "The taps of a kernel are taken to be laid column-major.",
        "fold.rows.taps-row-major",
        "*kernel, *cells)",
        "*kernel[::-1], *cells).swapaxes(-4, -3)",
        rank=2,
    ),
    _fold(
        "fold-cells-transposed",
        "The windows are taken to be laid column-major.",
        "fold.columns.row-major",
        "*cells)",
        "*cells[::-1]).swapaxes(-2, -1)",
        rank=2,
    ),
    _fold(
        "fold-unstrided",
        "Columns are put down one cell apart.",
        "fold.stride.spacing",
        ", axes)",
        ", [a._replace(stride=1) for a in axes])",
    ),
    _fold(
        "fold-strides-width-first",
        "Columns are put down at strides read as (width, height).",
        "fold.stride.per-axis",
        ", axes)",
        ", [a._replace(stride=s) for a, s in zip(axes, stride[::-1])])",
        rank=2,
    ),
    _fold(
        "fold-undilated",
        "The taps of a column are put down side by side.",
        "fold.dilation.spacing",
        ", axes)",
        ", [a._replace(dilation=1) for a in axes])",
    ),
    _fold(
        "fold-dilations-width-first",
        "Taps are put down at dilations read as (width, height).",
        "fold.dilation.per-axis",
        ", axes)",
        ", [a._replace(dilation=d) for a, d in zip(axes, dilation[::-1])])",
        rank=2,
    ),
    _fold(
        "fold-padding-kept",
        "The plane is cut out from where the low padding begins.",
        "fold.pad.dropped",
        ", axes)",
        ", [a._replace(lo=0, hi=a.lo + a.hi) for a in axes])",
    ),
    _fold(
        "fold-pads-exchanged",
        "The low padding is cut off at the high end, and the other way round.",
        "fold.pad.per-side",
        ", axes)",
        ", [a._replace(lo=a.hi, hi=a.lo) for a in axes])",
    ),
    Mutant(
        name="fold-valid-is-same",
        text="'valid' is taken for 'same_upper'.",
        clause="fold.pad.valid",
        replace=(
            (
                _FOLD_RANK,
                _FOLD_RANK + '    padding = "same_upper" if padding == "valid" else padding\n',
            ),
        ),
    ),
    Mutant(
        name="fold-upper-is-lower",
        text="'same_upper' is taken for 'same_lower'.",
        clause="fold.pad.same-upper",
        replace=(
            (
                _FOLD_RANK,
                _FOLD_RANK + '    padding = "same_lower" if padding == "same_upper" else padding\n',
            ),
        ),
    ),
    Mutant(
        name="fold-lower-is-upper",
        text="'same_lower' is taken for 'same_upper'.",
        clause="fold.pad.same-lower",
        replace=(
            (
                _FOLD_RANK,
                _FOLD_RANK + '    padding = "same_upper" if padding == "same_lower" else padding\n',
            ),
        ),
    ),
    _fold(
        "planes-end-with-the-last-window",
        "The planes end where the last window does, whatever output_size says.",
        "fold.shape.output-size",
        ", axes)",
        ", [a._replace(size=a.reach - a.lo - a.hi) for a in axes])",
    ),
    _fold(
        "fold-keeps-batch-axis",
        "Columns without a batch axis come back with one.",
        "fold.shape.unbatched",
        "*lead",
        "-1",
    ),
    Mutant(
        name="fold-of-no-sample-is-flat",
        text="A batch of no sample comes back as an empty vector.",
        clause="fold.shape.no-samples",
        replace=(
            (_STAMPED, "    if not len(columns):\n        return columns.ravel()\n" + _STAMPED),
        ),
    ),
    Mutant(
        name="fold-of-no-channel-is-flat",
        text="Columns of no row come back as an empty vector.",
        clause="fold.shape.no-channels",
        replace=((_STAMPED, "    if not rows:\n        return columns.ravel()\n" + _STAMPED),),
    ),
)
