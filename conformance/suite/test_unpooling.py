"""Max unpooling: values put back where an index says they stood, all else 0."""

from math import prod

import numpy as np

from conformance.cases.unpooling import max_unpool, no_channels, no_samples
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.judge.prepared import prepare
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("max-unpool.value.placed", level="complete", rivals=["unpool-in-order"])
@over(max_unpool(multiple=True))
def test_placed(case: Case, judge: Judge) -> None:
    """y is x at its index: y[n, c, indices[n, c, a]] = x[n, c, a]. Every other cell is 0."""
    judge.meaning(case)


@clause("max-unpool.index.own-plane", level="complete", rivals=["unpool-first-plane"])
@over(max_unpool())
def test_own_plane(case: Case, judge: Judge) -> None:
    """An index counts the cells of the plane of its own sample and channel, from 0."""
    judge.meaning(case)


@clause(
    "max-unpool.index.row-major",
    level="complete",
    rivals=["unpool-column-major"],
    ranks=(2, 3),
)
@over(max_unpool(uneven=True))
def test_row_major(case: Case, judge: Judge) -> None:
    """Indices count the cells of output_size row-major: the last axis fastest."""
    judge.meaning(case)


@clause("max-unpool.output-size.any", level="complete")
@over(max_unpool(multiple=False))
def test_output_size(case: Case, judge: Judge) -> None:
    """Any output_size that contains the indices is accepted, be it a multiple of the extents of x
    or not."""
    judge.meaning(case)


@clause("max-unpool.duplicates.equal", level="complete", rivals=["unpool-sums"])
@over(max_unpool(crowded=True, data="pooled"))
def test_equal_duplicates(case: Case, judge: Judge) -> None:
    """Overlapping windows name the same maximum several times, each time with its value: it is
    written once, and never added up."""
    judge.meaning(case)


@clause("max-unpool.duplicates.clashing", level="complete", defined_by="implementation")
@over(max_unpool(crowded=True, data="clashing"))
def test_clashing_duplicates(case: Case, judge: Judge) -> None:
    """Where an index is named several times with different values, one of them is written, or the
    call is refused. A sum, an average or any other value is a failure."""
    outcome = judge.attempt(case, prepare(case).outputs)
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    expected = prepare(case).outputs
    (y,) = outcome.outputs
    if y.shape != expected[0].shape:
        message = f"y has shape {y.shape}, expected {expected[0].shape}"
        raise judge.wrong("shape", message, outcome, expected)
    named = _named(case)
    wrong = (named != y[..., np.newaxis]).all(axis=-1)
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        written = [v.item() for v in named[at] if not np.isnan(v)]
        message = f"y{list(at)} is {y[at]:.9g}, expected one of {written}"
        raise judge.wrong("values", message, outcome, expected)
    judge.saw("one of the values", case)


@clause("max-unpool.shape.unbatched", needs="unbatched", level="complete")
@over(max_unpool(unbatched=True))
def test_unbatched(case: Case, judge: Judge) -> None:
    """x and indices of shape (C, *cells) give y of shape (C, *output_size), equal to a batch of
    one."""
    judge.meaning(case)


@clause("max-unpool.empty.batch", level="complete", defined_by="implementation")
@over(no_samples)
def test_no_samples(case: Case, judge: Judge) -> None:
    """No sample gives no sample, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("max-unpool.empty.channels", level="complete", defined_by="implementation")
@over(no_channels)
def test_no_channels(case: Case, judge: Judge) -> None:
    """No channel gives no channel, the other extents as usual; or the call is refused."""
    formula_or_refused(judge, case, "an empty output")


def _named(case: Case) -> np.ndarray:
    """What may stand in every cell of y, along one more axis: the values that name it, and NaN; 0
    where nothing does."""
    x, indices = prepare(case).arrays
    assert x is not None
    assert indices is not None
    lead, cells = x.shape[: -case.rank], prod(case.size)
    extents = case.keywords()["output_size"]
    values, places = x.reshape(*lead, 1, cells), indices.reshape(*lead, 1, cells)
    names = places == np.arange(prod(extents))[:, np.newaxis]
    allowed = np.where(names, values, np.nan)
    allowed[~names.any(axis=-1)] = 0
    return allowed.reshape(*lead, *extents, cells)
