"""Output extents: how many windows there are."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.judge.observing import no_window_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.shape.floor", level="core")
@over(small_scope.conv(pads="symmetric"))
def test_conv_floor(case: Case, judge: Judge) -> None:
    """The output extent of an axis is floor((P - e) / s) + 1, where P = i + lo + hi is the padded
    extent and e = d (k - 1) + 1 the extent of the dilated kernel."""
    judge.meaning(case)


@clause("max-pool.shape.floor", level="core")
@over(small_scope.pool("max_pool", pads="symmetric", dilation=None))
def test_max_pool_floor(case: Case, judge: Judge) -> None:
    """Under the floor rule the output extent of an axis is floor((P - e) / s) + 1: what a whole
    last window does not cover is not read."""
    judge.meaning(case)


@clause("avg-pool.shape.floor", level="core")
@over(small_scope.pool("avg_pool", pads="symmetric", data=("positive",)))
def test_avg_pool_floor(case: Case, judge: Judge) -> None:
    """Under the floor rule the output extent of an axis is floor((P - k) / s) + 1: what a whole
    last window does not cover is not read."""
    judge.meaning(case)


@clause("conv.shape.padding-makes-room", needs="padding=symmetric")
@over(small_scope.padding_makes_room("conv"))
def test_conv_padding_makes_room(case: Case, judge: Judge) -> None:
    """The kernel is held against the padded input: it may be larger than the input itself."""
    judge.meaning(case)


@clause("max-pool.shape.padding-makes-room", needs="padding=symmetric")
@over(small_scope.padding_makes_room("max_pool"))
def test_max_pool_padding_makes_room(case: Case, judge: Judge) -> None:
    """The window is held against the padded input: it may be larger than the input itself."""
    judge.meaning(case)


@clause("avg-pool.shape.padding-makes-room", needs="padding=symmetric")
@over(small_scope.padding_makes_room("avg_pool"))
def test_avg_pool_padding_makes_room(case: Case, judge: Judge) -> None:
    """The window is held against the padded input: it may be larger than the input itself."""
    judge.meaning(case)


@clause("conv.shape.no-window", defined_by="implementation")
@over(small_scope.conv(pads="symmetric", windows=False))
def test_conv_no_window(case: Case, judge: Judge) -> None:
    """A kernel larger than the padded input (P < e) is refused, or gives an empty output: always
    the same of the two, and never a cell."""
    no_window_or_refused(judge, case)


@clause("max-pool.shape.no-window", defined_by="implementation")
@over(small_scope.pool("max_pool", pads="symmetric", dilation=None, windows=False))
def test_max_pool_no_window(case: Case, judge: Judge) -> None:
    """A window larger than the padded input (P < e) is refused under the floor rule, or gives an
    empty output: always the same of the two, and never a cell."""
    no_window_or_refused(judge, case)


@clause("avg-pool.shape.no-window", defined_by="implementation")
@over(small_scope.pool("avg_pool", pads="symmetric", windows=False, data=("positive",)))
def test_avg_pool_no_window(case: Case, judge: Judge) -> None:
    """A window larger than the padded input (P < k) is refused under the floor rule, or gives an
    empty output: always the same of the two, and never a cell."""
    no_window_or_refused(judge, case)


@clause("conv.shape.unbatched", needs="unbatched", level="complete")
@over(
    small_scope.both(
        small_scope.conv(pads="symmetric", unbatched=True),
        small_scope.conv(
            stride=False,
            dilation=False,
            bias=True,
            channels=((1, 2, 1), (2, 4, 2), (4, 2, 2)),
            unbatched=True,
        ),
    )
)
def test_conv_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (O, *cells), equal to a batch of one."""
    judge.meaning(case)


@clause("max-pool.shape.unbatched", needs="unbatched", level="complete")
@over(small_scope.pool("max_pool", pads="symmetric", unbatched=True))
def test_max_pool_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (C, *cells), equal to a batch of one."""
    judge.meaning(case)


@clause("max-pool-with-indices.shape.unbatched", needs="unbatched", level="complete")
@over(small_scope.pool("max_pool_with_indices", pads="symmetric", unbatched=True))
def test_max_pool_with_indices_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y and indices of shape (C, *cells), equal to a batch of one."""
    judge.meaning(case)


@clause("avg-pool.shape.unbatched", needs="unbatched", level="complete")
@over(small_scope.pool("avg_pool", pads="symmetric", unbatched=True, data=("positive",)))
def test_avg_pool_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (C, *cells), equal to a batch of one."""
    judge.meaning(case)
