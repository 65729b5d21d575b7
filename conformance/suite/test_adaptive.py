"""Adaptive pooling: the number of output cells is given, and each pools a bin of the input."""

from conformance.cases.adaptive import adaptive, empty, rounded
from conformance.judge.judge import Judge
from conformance.judge.observing import formula_or_refused
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("adaptive-avg-pool.value.mean", level="complete", rivals=["bins-summed"])
@over(adaptive("adaptive_avg_pool", bins="equal", data=("positive",)))
def test_mean(case: Case, judge: Judge) -> None:
    """Each cell is the mean of its bin: where o divides i, of i / o neighbouring cells per axis."""
    judge.meaning(case)


@clause("adaptive-avg-pool.value.own-divisor", level="complete", rivals=["bins-divided-alike"])
@over(adaptive("adaptive_avg_pool", bins="overlapping", data=("positive",)))
def test_own_divisor(case: Case, judge: Judge) -> None:
    """Every bin is divided by the number of its own cells; bins differ by a cell in size."""
    judge.meaning(case)


@clause("adaptive-avg-pool.value.global", level="complete", rivals=["bins-summed"])
@over(adaptive("adaptive_avg_pool", bins="one", data=("positive",)))
def test_global_mean(case: Case, judge: Judge) -> None:
    """An output_size of 1 is global pooling: the mean of the whole plane."""
    judge.meaning(case)


@clause(
    "adaptive-avg-pool.bins.overlap",
    level="complete",
    rivals=["bins-end-floored", "bins-of-equal-windows"],
)
@over(adaptive("adaptive_avg_pool", bins="overlapping", data=("positive",)))
def test_mean_overlap(case: Case, judge: Judge) -> None:
    """Bin a reads the cells from floor(a i / o) to ceil((a + 1) i / o) - 1: where o does not divide
    i, some neighbouring bins share a cell."""
    judge.meaning(case)


@clause("adaptive-avg-pool.bins.repeat", level="complete", rivals=["bins-end-floored"])
@over(adaptive("adaptive_avg_pool", bins="repeated", data=("positive",)))
def test_mean_repeat(case: Case, judge: Judge) -> None:
    """There may be more bins than cells: by the same formula they hold one or two cells each."""
    judge.meaning(case)


@clause("adaptive-avg-pool.bins.integers", level="complete", rivals=["bins-in-float32"])
@over(rounded("adaptive_avg_pool", data=("positive",)))
def test_mean_integers(case: Case, judge: Judge) -> None:
    """Bins are those of exact quotients: rounding i / o first puts some of them a cell off, from 14
    cells and 13 bins on."""
    judge.meaning(case)


@clause(
    "adaptive-avg-pool.bins.per-axis",
    level="complete",
    rivals=["output-size-reversed"],
    ranks=(2, 3),
)
@over(adaptive("adaptive_avg_pool", uneven=True, data=("positive",)))
def test_mean_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own output extent, in the order of the axes of x."""
    judge.meaning(case)


@clause("adaptive-avg-pool.shape.unbatched", needs="unbatched", level="complete")
@over(adaptive("adaptive_avg_pool", unbatched=True, data=("positive",)))
def test_mean_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (C, *output_size), equal to a batch of one."""
    judge.meaning(case)


@clause("adaptive-avg-pool.shape.no-output", level="complete", defined_by="implementation")
@over(empty("adaptive_avg_pool", "output"))
def test_mean_no_output(case: Case, judge: Judge) -> None:
    """An output extent of 0 gives an empty output, or is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("adaptive-avg-pool.shape.no-samples", level="complete", defined_by="implementation")
@over(empty("adaptive_avg_pool", "samples"))
def test_mean_no_samples(case: Case, judge: Judge) -> None:
    """A batch of no sample gives a batch of no sample, or is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("adaptive-avg-pool.shape.no-channels", level="complete", defined_by="implementation")
@over(empty("adaptive_avg_pool", "channels"))
def test_mean_no_channels(case: Case, judge: Judge) -> None:
    """Samples of no channel give samples of no channel, or are refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("adaptive-max-pool.value.maximum", level="complete", rivals=["minimum"])
@over(adaptive("adaptive_max_pool", bins="equal", data=("distinct", "negative")))
def test_maximum(case: Case, judge: Judge) -> None:
    """Each cell is the maximum of its bin, also where all cells are negative."""
    judge.meaning(case)


@clause("adaptive-max-pool.value.global", level="complete", rivals=["minimum"])
@over(adaptive("adaptive_max_pool", bins="one", data=("distinct", "negative")))
def test_global_maximum(case: Case, judge: Judge) -> None:
    """An output_size of 1 is global pooling: the maximum of the whole plane."""
    judge.meaning(case)


@clause(
    "adaptive-max-pool.bins.overlap",
    level="complete",
    rivals=["bins-end-floored", "bins-of-equal-windows"],
)
@over(adaptive("adaptive_max_pool", bins="overlapping", data=("rising", "distinct")))
def test_maximum_overlap(case: Case, judge: Judge) -> None:
    """Bin a reads the cells from floor(a i / o) to ceil((a + 1) i / o) - 1: where o does not divide
    i, some neighbouring bins share a cell."""
    judge.meaning(case)


@clause("adaptive-max-pool.bins.repeat", level="complete", rivals=["bins-end-floored"])
@over(adaptive("adaptive_max_pool", bins="repeated", data=("rising", "distinct")))
def test_maximum_repeat(case: Case, judge: Judge) -> None:
    """There may be more bins than cells: by the same formula they hold one or two cells each."""
    judge.meaning(case)


@clause("adaptive-max-pool.bins.integers", level="complete", rivals=["bins-in-float32"])
@over(rounded("adaptive_max_pool", data=("rising", "falling")))
def test_maximum_integers(case: Case, judge: Judge) -> None:
    """Bins are those of exact quotients: rounding i / o first puts some of them a cell off, from 14
    cells and 13 bins on."""
    judge.meaning(case)


@clause(
    "adaptive-max-pool.bins.per-axis",
    level="complete",
    rivals=["output-size-reversed"],
    ranks=(2, 3),
)
@over(adaptive("adaptive_max_pool", uneven=True))
def test_maximum_per_axis(case: Case, judge: Judge) -> None:
    """Each axis has its own output extent, in the order of the axes of x."""
    judge.meaning(case)


@clause("adaptive-max-pool.shape.unbatched", needs="unbatched", level="complete")
@over(adaptive("adaptive_max_pool", unbatched=True))
def test_maximum_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y of shape (C, *output_size), equal to a batch of one."""
    judge.meaning(case)


@clause("adaptive-max-pool.shape.no-output", level="complete", defined_by="implementation")
@over(empty("adaptive_max_pool", "output"))
def test_maximum_no_output(case: Case, judge: Judge) -> None:
    """An output extent of 0 gives an empty output, or is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("adaptive-max-pool.shape.no-samples", level="complete", defined_by="implementation")
@over(empty("adaptive_max_pool", "samples"))
def test_maximum_no_samples(case: Case, judge: Judge) -> None:
    """A batch of no sample gives a batch of no sample, or is refused."""
    formula_or_refused(judge, case, "an empty output")


@clause("adaptive-max-pool.shape.no-channels", level="complete", defined_by="implementation")
@over(empty("adaptive_max_pool", "channels"))
def test_maximum_no_channels(case: Case, judge: Judge) -> None:
    """Samples of no channel give samples of no channel, or are refused."""
    formula_or_refused(judge, case, "an empty output")


@clause(
    "adaptive-max-pool-with-indices.index.plane",
    level="complete",
    rivals=["index-over-channels", "index-in-window"],
)
@over(adaptive("adaptive_max_pool_with_indices"))
def test_index_plane(case: Case, judge: Judge) -> None:
    """An index is int64 and counts the cells of the plane of its own sample and channel, from 0; y
    is x at that cell."""
    judge.meaning(case)


@clause(
    "adaptive-max-pool-with-indices.index.row-major",
    level="complete",
    rivals=["index-column-major"],
    ranks=(2, 3),
)
@over(adaptive("adaptive_max_pool_with_indices", uneven=True))
def test_index_row_major(case: Case, judge: Judge) -> None:
    """Indices count row-major: the last spatial axis fastest."""
    judge.meaning(case)


@clause(
    "adaptive-max-pool-with-indices.index.global",
    level="complete",
    rivals=["index-over-channels", "last-maximum"],
)
@over(adaptive("adaptive_max_pool_with_indices", bins="one", data=("ties", "distinct")))
def test_index_global(case: Case, judge: Judge) -> None:
    """An output_size of 1 gives the index of the first maximum of the plane."""
    judge.meaning(case)


@clause("adaptive-max-pool-with-indices.ties.first", level="complete", rivals=["last-maximum"])
@over(adaptive("adaptive_max_pool_with_indices", data=("ties",)))
def test_first_of_ties(case: Case, judge: Judge) -> None:
    """Of equal maxima the first in row-major order gives the index."""
    judge.meaning(case)


@clause("adaptive-max-pool-with-indices.ties.lowest", level="complete", rivals=["last-maximum"])
@over(adaptive("adaptive_max_pool_with_indices", data=("lowest",)))
def test_lowest(case: Case, judge: Judge) -> None:
    """A bin of which all cells are minus infinity gives the index of its first cell."""
    judge.meaning(case)


@clause(
    "adaptive-max-pool-with-indices.bins.integers",
    level="complete",
    rivals=["bins-in-float32"],
)
@over(rounded("adaptive_max_pool_with_indices", data=("rising", "falling")))
def test_index_integers(case: Case, judge: Judge) -> None:
    """Bins are those of exact quotients, also where a maximum stands at their edge."""
    judge.meaning(case)


@clause("adaptive-max-pool-with-indices.shape.unbatched", needs="unbatched", level="complete")
@over(adaptive("adaptive_max_pool_with_indices", unbatched=True))
def test_index_unbatched(case: Case, judge: Judge) -> None:
    """x of shape (C, *size) gives y and indices of shape (C, *output_size), equal to a batch of
    one."""
    judge.meaning(case)
