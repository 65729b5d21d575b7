"""Unfold lays what the windows read side by side, as columns; fold adds columns back to a plane."""

from conformance.cases.rearrangement import fold, no_channels, no_samples, unfold
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "unfold.value.windows",
    level="complete",
    rivals=["taps-reversed", "columns-as-rows", "stride-of-kernel"],
)
@over(unfold(stride=False, dilation=False))
def test_unfold_windows(case: Case, judge: Judge) -> None:
    """Each column is one window: entry (c, t) of column o is x[n, c, o s + t d - lo]. The result
    has shape (N, C prod(kernel), cells)."""
    judge.meaning(case)


@clause("unfold.rows.by-channel", level="complete", rivals=["rows-by-tap"])
@over(unfold(dilation=False))
def test_unfold_rows(case: Case, judge: Judge) -> None:
    """Rows are ordered by channel, then by tap: row c prod(kernel) + t."""
    judge.meaning(case)


@clause(
    "unfold.rows.taps-row-major",
    level="complete",
    rivals=["taps-column-major", "taps-reversed"],
    ranks=(2, 3),
)
@over(unfold(dilation=False, uneven=True))
def test_unfold_taps(case: Case, judge: Judge) -> None:
    """The taps of a channel are ordered row-major: the last axis of the kernel fastest."""
    judge.meaning(case)


@clause(
    "unfold.columns.row-major",
    level="complete",
    rivals=["cells-column-major"],
    ranks=(2, 3),
)
@over(unfold(stride=False, dilation=False, uneven=True))
def test_unfold_cells(case: Case, judge: Judge) -> None:
    """Columns are ordered by output cell, row-major: the last spatial axis fastest."""
    judge.meaning(case)


@clause(
    "unfold.stride.step",
    needs="stride",
    level="complete",
    rivals=["stride-ignored", "stride-of-kernel"],
)
@over(unfold(pads="symmetric", stride=True, dilation=False))
def test_unfold_stride(case: Case, judge: Judge) -> None:
    """Windows begin s cells apart, whatever the kernel."""
    judge.meaning(case)


@clause(
    "unfold.stride.per-axis",
    needs="stride",
    level="complete",
    rivals=["axes-reversed", "stride-ignored"],
    ranks=(2, 3),
)
@over(unfold(stride=True, dilation=False, uneven=True))
def test_unfold_stride_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own stride, in the order of the axes of x."""
    judge.meaning(case)


@clause("unfold.dilation.spacing", needs="dilation", level="complete", rivals=["dilation-ignored"])
@over(unfold(pads="symmetric", dilation=True))
def test_unfold_dilation(case: Case, judge: Judge) -> None:
    """The taps of a window lie d cells apart."""
    judge.meaning(case)


@clause(
    "unfold.dilation.per-axis",
    needs="dilation",
    level="complete",
    rivals=["axes-reversed", "dilation-ignored"],
    ranks=(2, 3),
)
@over(unfold(dilation=True, uneven=True))
def test_unfold_dilation_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own dilation, in the order of the axes of x."""
    judge.meaning(case)


@clause(
    "unfold.pad.zeros",
    needs="padding=symmetric",
    level="complete",
    rivals=["padding-omitted", "padding-repeats-edge"],
)
@over(unfold(pads="symmetric", padded=True))
def test_unfold_padding(case: Case, judge: Judge) -> None:
    """A tap on padding reads 0."""
    judge.meaning(case)


@clause(
    "unfold.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged", "padding-low-both"],
)
@over(unfold(pads="asymmetric"))
def test_unfold_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("unfold.pad.valid", needs="padding=valid", level="complete")
@over(unfold(pads="valid"))
def test_unfold_valid(case: Case, judge: Judge) -> None:
    """'valid' lays no padding at all."""
    judge.meaning(case)


@clause(
    "unfold.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(unfold(pads="same_upper"))
def test_unfold_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' there are ceil(i / s) windows along an axis; an odd cell of padding is at
    the high end."""
    judge.meaning(case)


@clause(
    "unfold.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(unfold(pads="same_lower"))
def test_unfold_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of padding is at the low end."""
    judge.meaning(case)


@clause("unfold.shape.floor", level="complete")
@over(unfold(pads="symmetric"))
def test_unfold_floor(case: Case, judge: Judge) -> None:
    """There is a column for each whole window: floor((P - e) / s) + 1 along an axis, with
    P = i + lo + hi and e = d (k - 1) + 1."""
    judge.meaning(case)


@clause("unfold.shape.no-window", level="complete", defined_by="implementation")
@over(unfold(pads="symmetric", windows=False))
def test_unfold_no_window(case: Case, judge: Judge) -> None:
    """A kernel larger than the padded input (P < e) is refused, or gives no column: always the same
    of the two."""
    formula_or_refused(judge, case, "no column")


@clause("unfold.shape.unbatched", needs="unbatched", level="complete")
@over(unfold(pads="symmetric", unbatched=True))
def test_unfold_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives columns of shape (C prod(kernel), cells), equal to a batch of
    one."""
    judge.meaning(case)


@clause("unfold.shape.no-samples", level="complete", defined_by="implementation")
@over(no_samples("unfold"))
def test_unfold_no_samples(case: Case, judge: Judge) -> None:
    """A batch of no sample gives a batch of no sample, or is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("unfold.shape.no-channels", level="complete", defined_by="implementation")
@over(no_channels("unfold"))
def test_unfold_no_channels(case: Case, judge: Judge) -> None:
    """Samples of no channel give columns of no row, or are refused."""
    formula_or_refused(judge, case, "an empty output")


@clause(
    "fold.value.overlaps",
    level="complete",
    rivals=["last-overlap", "overlaps-averaged", "taps-reversed"],
)
@over(fold(stride=False, dilation=False))
def test_fold_overlaps(case: Case, judge: Judge) -> None:
    """Entry (c, t) of column o is added to x[n, c, o s + t d - lo]. Where columns overlap, they add
    up: fold is the adjoint of unfold."""
    judge.meaning(case)


@clause("fold.value.coverage", level="complete", rivals=["last-overlap", "overlaps-averaged"])
@over(fold(pads="symmetric", data="windowed"))
def test_fold_coverage(case: Case, judge: Judge) -> None:
    """The fold of an unfold is x, each cell times the number of windows that cover it."""
    judge.meaning(case)


@clause("fold.value.uncovered", needs="stride", level="complete")
@over(fold(pads="symmetric", uncovered=True))
def test_fold_uncovered(case: Case, judge: Judge) -> None:
    """A cell that no window covers is 0."""
    judge.meaning(case)


@clause("fold.rows.by-channel", level="complete", rivals=["rows-by-tap"])
@over(fold(dilation=False))
def test_fold_rows(case: Case, judge: Judge) -> None:
    """Rows are ordered by channel, then by tap: C is the number of rows over prod(kernel)."""
    judge.meaning(case)


@clause(
    "fold.rows.taps-row-major",
    level="complete",
    rivals=["taps-column-major", "taps-reversed"],
    ranks=(2, 3),
)
@over(fold(dilation=False, uneven=True))
def test_fold_taps(case: Case, judge: Judge) -> None:
    """The taps of a channel are ordered row-major: the last axis of the kernel fastest."""
    judge.meaning(case)


@clause("fold.columns.row-major", level="complete", rivals=["cells-column-major"], ranks=(2, 3))
@over(fold(stride=False, dilation=False, uneven=True))
def test_fold_cells(case: Case, judge: Judge) -> None:
    """Columns are ordered by window, row-major: the last spatial axis fastest."""
    judge.meaning(case)


@clause("fold.stride.spacing", needs="stride", level="complete", rivals=["columns-unstrided"])
@over(fold(pads="symmetric", stride=True, dilation=False))
def test_fold_stride(case: Case, judge: Judge) -> None:
    """Neighbouring columns begin s cells apart."""
    judge.meaning(case)


@clause(
    "fold.stride.per-axis",
    needs="stride",
    level="complete",
    rivals=["strides-reversed", "columns-unstrided"],
    ranks=(2, 3),
)
@over(fold(stride=True, dilation=False, uneven=True))
def test_fold_stride_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own stride, in the order of the axes of output_size."""
    judge.meaning(case)


@clause("fold.dilation.spacing", needs="dilation", level="complete", rivals=["columns-undilated"])
@over(fold(pads="symmetric", dilation=True))
def test_fold_dilation(case: Case, judge: Judge) -> None:
    """The taps of a column go to cells d apart."""
    judge.meaning(case)


@clause(
    "fold.dilation.per-axis",
    needs="dilation",
    level="complete",
    rivals=["dilations-reversed", "columns-undilated"],
    ranks=(2, 3),
)
@over(fold(dilation=True, uneven=True))
def test_fold_dilation_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own dilation, in the order of the axes of output_size."""
    judge.meaning(case)


@clause(
    "fold.pad.dropped",
    needs="padding=symmetric",
    level="complete",
    rivals=["nothing-cut-low", "padding-added-to-edge"],
)
@over(fold(pads="symmetric", padded=True))
def test_fold_padding(case: Case, judge: Judge) -> None:
    """What falls on padding is dropped; output_size is the extent without padding."""
    judge.meaning(case)


@clause(
    "fold.pad.per-side",
    needs="padding=asymmetric",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(fold(pads="asymmetric"))
def test_fold_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding."""
    judge.meaning(case)


@clause("fold.pad.valid", needs="padding=valid", level="complete")
@over(fold(pads="valid"))
def test_fold_valid(case: Case, judge: Judge) -> None:
    """With 'valid' nothing is dropped."""
    judge.meaning(case)


@clause(
    "fold.pad.same-upper",
    needs="padding=same_upper",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(fold(pads="same_upper"))
def test_fold_same_upper(case: Case, judge: Judge) -> None:
    """With 'same_upper' the padding is that of 'same_upper' over output_size: an odd cell of it at
    the high end."""
    judge.meaning(case)


@clause(
    "fold.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged"],
)
@over(fold(pads="same_lower"))
def test_fold_same_lower(case: Case, judge: Judge) -> None:
    """With 'same_lower' an odd cell of padding is at the low end."""
    judge.meaning(case)


@clause("fold.shape.output-size", needs="stride", level="complete")
@over(fold(pads="symmetric", stride=True, left_over=True))
def test_fold_output_size(case: Case, judge: Judge) -> None:
    """The result has the extents of output_size, also where the last window ends before them:
    several output sizes have as many windows."""
    judge.meaning(case)


@clause("fold.shape.unbatched", needs="unbatched", level="complete")
@over(fold(pads="symmetric", unbatched=True))
def test_fold_unbatched(case: Case, judge: Judge) -> None:
    """Columns of shape (C prod(kernel), cells) give x of shape (C, *output_size), equal to a batch
    of one."""
    judge.meaning(case)


@clause("fold.shape.no-samples", level="complete", defined_by="implementation")
@over(no_samples("fold"))
def test_fold_no_samples(case: Case, judge: Judge) -> None:
    """A batch of no sample gives a batch of no sample, or is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("fold.shape.no-channels", level="complete", defined_by="implementation")
@over(no_channels("fold"))
def test_fold_no_channels(case: Case, judge: Judge) -> None:
    """Columns of no row give samples of no channel, or are refused."""
    formula_or_refused(judge, case, "an empty output")
