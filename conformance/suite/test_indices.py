"""Indices of max pooling: which cell won, and how it is numbered."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "max-pool-with-indices.index.plane",
    rivals=["index-in-padded-plane", "index-over-channels", "index-in-window"],
    needs="padding=symmetric",
)
@over(small_scope.pool("max_pool_with_indices", pads="symmetric"))
def test_plane(case: Case, judge: Judge) -> None:
    """An index is int64 and counts the cells of the unpadded plane of its own sample and channel,
    from 0; y is x at that cell."""
    judge.meaning(case)


@clause("max-pool-with-indices.index.row-major", rivals=["index-column-major"], ranks=(2, 3))
@over(small_scope.pool("max_pool_with_indices"))
def test_row_major(case: Case, judge: Judge) -> None:
    """Indices count row-major: the last spatial axis fastest."""
    judge.meaning(case)


@clause("max-pool-with-indices.ties.first", rivals=["last-maximum"])
@over(small_scope.pool("max_pool_with_indices", pads="symmetric", data=("ties",)))
def test_first_of_ties(case: Case, judge: Judge) -> None:
    """Of equal maxima the first in row-major order gives the index."""
    judge.meaning(case)


@clause("max-pool-with-indices.ties.lowest", needs="padding=symmetric", rivals=["last-maximum"])
@over(small_scope.pool("max_pool_with_indices", pads="symmetric", data=("lowest",)))
def test_lowest(case: Case, judge: Judge) -> None:
    """A window of which all cells are minus infinity gives the index of its first cell that
    exists, never of padding."""
    judge.meaning(case)


@clause(
    "max-pool-with-indices.index.per-side",
    needs="padding=asymmetric",
    rivals=["pads-exchanged", "index-in-padded-plane"],
)
@over(small_scope.pool("max_pool_with_indices", pads="asymmetric"))
def test_per_side(case: Case, judge: Judge) -> None:
    """Padding on one side does not enter the numbering."""
    judge.meaning(case)


@clause(
    "max-pool-with-indices.index.dilated",
    needs=["dilation", "padding=symmetric"],
    rivals=["dilation-ignored", "index-in-window"],
)
@over(small_scope.pool("max_pool_with_indices", pads="symmetric", dilation=True))
def test_dilated(case: Case, judge: Judge) -> None:
    """With dilation an index still names the cell of the plane."""
    judge.meaning(case)


@clause(
    "max-pool-with-indices.index.ceil",
    needs=["last_window=ceil", "stride", "padding=symmetric"],
    rivals=["window-floor", "index-in-padded-plane"],
)
@over(small_scope.pool("max_pool_with_indices", pads="symmetric", stride=True, last_window="ceil"))
def test_ceil(case: Case, judge: Judge) -> None:
    """A partial last window gives an index inside the plane."""
    judge.meaning(case)


@clause(
    "max-pool-with-indices.index.ceil-per-side",
    needs=["last_window=ceil", "stride", "padding=asymmetric"],
    rivals=["window-floor", "window-ceil_keep", "pads-exchanged", "index-in-padded-plane"],
)
@over(small_scope.pool("max_pool_with_indices", pads="asymmetric", stride=True, last_window="ceil"))
def test_ceil_per_side(case: Case, judge: Judge) -> None:
    """Under the ceil rule with padding on one side, the low padding alone decides whether the last
    window is dropped, and neither side enters the numbering."""
    judge.meaning(case)


@clause(
    "max-pool-with-indices.pad.same-upper",
    needs="padding=same_upper",
    rivals=["pads-exchanged", "index-in-padded-plane"],
)
@over(small_scope.pool("max_pool_with_indices", pads="same_upper", stride=False))
def test_same_upper(case: Case, judge: Judge) -> None:
    """The padding of 'same_upper' does not enter the numbering."""
    judge.meaning(case)


@clause(
    "max-pool-with-indices.pad.same-lower",
    needs="padding=same_lower",
    level="complete",
    rivals=["pads-exchanged", "index-in-padded-plane"],
)
@over(small_scope.pool("max_pool_with_indices", pads="same_lower", stride=False))
def test_same_lower(case: Case, judge: Judge) -> None:
    """The padding of 'same_lower' does not enter the numbering."""
    judge.meaning(case)
