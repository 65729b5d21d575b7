"""Gradients of adaptive pooling, unpooling, unfold and fold."""

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from conformance.cases import bad_input, strategies, thresholds
from conformance.cases.adaptive import adaptive
from conformance.cases.gradients import another_gy, gradient, gradient_of
from conformance.cases.rearrangement import fold, unfold
from conformance.cases.small_scope import Source
from conformance.cases.unpooling import max_unpool
from conformance.judge.judge import Judge
from conformance.judge.layouts import LAYOUTS
from conformance.operations import BadCall, Calls, Case
from conformance.results.model import Effort
from conformance.suite.clause import clause, over

AVERAGES = adaptive("adaptive_avg_pool", data=("positive",))
MAXIMA = adaptive("adaptive_max_pool", data=("distinct", "ties", "falling"))


def _every(source: Source) -> Source:
    """The gradients of all the cases of a source."""

    def gradients(rank: int, effort: Effort) -> Iterator[Case]:
        return map(gradient_of, source(rank, effort))

    return gradients


def _some(source: Source) -> Source:
    """The same, at effort smoke a quarter of them: the geometry hardly matters."""

    def gradients(rank: int, effort: Effort) -> Iterator[Case]:
        return islice(_every(source)(rank, effort), 0, None, 4 if effort == "smoke" else 1)

    return gradients


def _layouts(source: Source) -> Source:
    """A third of those in every memory layout."""

    def laid_out(rank: int, effort: Effort) -> Iterator[Case]:
        for number, case in enumerate(_some(source)(rank, effort)):
            if number % 3 == 0:
                for layout in LAYOUTS:
                    yield replace(case, variant=layout)

    return laid_out


@clause(
    "unfold-grad.input.adds",
    level="complete",
    rivals=["gradient-overlaps-overwritten", "gradient-rows-by-tap"],
)
@over(_every(unfold(dilation=False)))
def test_unfold_adds(case: Case, judge: Judge) -> None:
    """Every entry of gy is added to the cell of gx that it was read from; gx has the shape of x,
    and a cell that no window reads is 0."""
    judge.meaning(case)


@clause(
    "unfold-grad.input.walk",
    needs=["padding=symmetric", "stride", "dilation"],
    level="complete",
    rivals=["gradient-overlaps-overwritten"],
)
@over(_every(unfold(pads="symmetric")))
def test_unfold_walk(case: Case, judge: Judge) -> None:
    """The walk is that of unfold, with its padding, stride and dilation: what was read from padding
    is dropped."""
    judge.meaning(case)


@clause("fold-grad.columns.reads", level="complete", rivals=["gradient-rows-by-tap"])
@over(_every(fold(dilation=False)))
def test_fold_reads(case: Case, judge: Judge) -> None:
    """Every entry of gcolumns is gy at the cell that the entry was added to; gcolumns has the shape
    of the columns."""
    judge.meaning(case)


@clause(
    "fold-grad.columns.walk", needs=["padding=symmetric", "stride", "dilation"], level="complete"
)
@over(_every(fold(pads="symmetric")))
def test_fold_walk(case: Case, judge: Judge) -> None:
    """The walk is that of fold, with its padding, stride and dilation: an entry that fell on
    padding gets 0."""
    judge.meaning(case)


@clause("max-unpool-grad.input.gathers", level="complete")
@over(_every(max_unpool()))
def test_unpool_gathers(case: Case, judge: Judge) -> None:
    """gx is gy at the index of each entry, in the plane of its channel. The indices have no
    gradient: None stands for it."""
    judge.meaning(case)


@clause("max-unpool-grad.input.duplicates", level="complete", rivals=["gradient-of-last-duplicate"])
@over(_every(max_unpool(crowded=True, data="pooled")))
def test_unpool_duplicates(case: Case, judge: Judge) -> None:
    """Entries that name the same cell all read it, whichever of them was written."""
    judge.meaning(case)


@clause(
    "adaptive-avg-pool-grad.input.shares",
    level="complete",
    rivals=["gradient-unshared", "gradient-shared-alike"],
)
@over(_every(AVERAGES))
def test_average_shares(case: Case, judge: Judge) -> None:
    """Each cell of gy is divided by the number of cells of its bin and added to all of them; gx has
    the shape of x."""
    judge.meaning(case)


@clause("adaptive-max-pool-grad.input.adds", level="complete", rivals=["gradient-to-all-maxima"])
@over(_every(MAXIMA))
def test_maximum_adds(case: Case, judge: Judge) -> None:
    """Each cell of gy is added to the first maximum of its bin, in row-major order; where bins
    share their maximum, it gets the sum. All other cells are 0."""
    judge.meaning(case)


@clause("unfold-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_some(unfold(pads="symmetric", unbatched=True)))
def test_unfold_unbatched(case: Case, judge: Judge) -> None:
    """Arrays without a batch axis give a gradient without one, equal to a batch of one."""
    judge.meaning(case)


@clause("unfold-grad.border.inputs", level="complete")
@over(_some(unfold(pads="symmetric")))
def test_unfold_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy and x as they were."""
    judge.untouched(case)


@clause("unfold-grad.border.outputs", level="complete")
@over(_some(unfold(pads="symmetric")))
def test_unfold_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with an input, nor with the gradient of another call."""
    judge.unaliased(case)


@clause("unfold-grad.border.layouts", level="complete")
@over(_layouts(unfold(pads="symmetric")))
def test_unfold_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@clause("unfold-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_rearrangement("unfold")))
def test_unfold_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused."""
    judge.refuses(bad)


@clause("unfold-grad.large", level="complete")
@over(_every(thresholds.rearrangement("unfold")))
def test_unfold_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32, 64 and 128 change nothing."""
    judge.meaning(case)


@clause("unfold-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.rearrangement("unfold"))))
def test_unfold_calls(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other arguments: each
    gradient is that of its own, and stays so while others are computed."""
    judge.sequence(calls)


@clause("fold-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_some(fold(pads="symmetric", unbatched=True)))
def test_fold_unbatched(case: Case, judge: Judge) -> None:
    """Arrays without a batch axis give a gradient without one, equal to a batch of one."""
    judge.meaning(case)


@clause("fold-grad.border.inputs", level="complete")
@over(_some(fold(pads="symmetric")))
def test_fold_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy and the columns as they were."""
    judge.untouched(case)


@clause("fold-grad.border.outputs", level="complete")
@over(_some(fold(pads="symmetric")))
def test_fold_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with an input, nor with the gradient of another call."""
    judge.unaliased(case)


@clause("fold-grad.border.layouts", level="complete")
@over(_layouts(fold(pads="symmetric")))
def test_fold_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@clause("fold-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_rearrangement("fold")))
def test_fold_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused."""
    judge.refuses(bad)


@clause("fold-grad.large", level="complete")
@over(_every(thresholds.rearrangement("fold")))
def test_fold_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32, 64 and 128 change nothing."""
    judge.meaning(case)


@clause("fold-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.rearrangement("fold"))))
def test_fold_calls(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other arguments: each
    gradient is that of its own, and stays so while others are computed."""
    judge.sequence(calls)


@clause("max-unpool-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_some(max_unpool(unbatched=True)))
def test_max_unpool_unbatched(case: Case, judge: Judge) -> None:
    """Arrays without a batch axis give a gradient without one, equal to a batch of one."""
    judge.meaning(case)


@clause("max-unpool-grad.border.inputs", level="complete")
@over(_some(max_unpool()))
def test_max_unpool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy, x and the indices as they were."""
    judge.untouched(case)


@clause("max-unpool-grad.border.outputs", level="complete")
@over(_some(max_unpool()))
def test_max_unpool_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with an input, nor with the gradient of another call."""
    judge.unaliased(case)


@clause("max-unpool-grad.border.layouts", level="complete")
@over(_layouts(max_unpool()))
def test_max_unpool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@clause("max-unpool-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_unpool))
def test_max_unpool_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused."""
    judge.refuses(bad)


@clause("max-unpool-grad.large", level="complete")
@over(_every(thresholds.max_unpool))
def test_max_unpool_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32, 64 and 128 change nothing."""
    judge.meaning(case)


@clause("max-unpool-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.max_unpool)))
def test_max_unpool_calls(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other arguments: each
    gradient is that of its own, and stays so while others are computed."""
    judge.sequence(calls)


@clause("adaptive-avg-pool-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_some(adaptive("adaptive_avg_pool", unbatched=True, data=("positive",))))
def test_adaptive_avg_pool_unbatched(case: Case, judge: Judge) -> None:
    """Arrays without a batch axis give a gradient without one, equal to a batch of one."""
    judge.meaning(case)


@clause("adaptive-avg-pool-grad.border.inputs", level="complete")
@over(_some(AVERAGES))
def test_adaptive_avg_pool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy and x as they were."""
    judge.untouched(case)


@clause("adaptive-avg-pool-grad.border.outputs", level="complete")
@over(_some(AVERAGES))
def test_adaptive_avg_pool_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with an input, nor with the gradient of another call."""
    judge.unaliased(case)


@clause("adaptive-avg-pool-grad.border.layouts", level="complete")
@over(_layouts(AVERAGES))
def test_adaptive_avg_pool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@clause("adaptive-avg-pool-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_adaptive("adaptive_avg_pool")))
def test_adaptive_avg_pool_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused."""
    judge.refuses(bad)


@clause("adaptive-max-pool-grad.shape.unbatched", needs="unbatched", level="complete")
@over(_some(adaptive("adaptive_max_pool", unbatched=True)))
def test_adaptive_max_pool_unbatched(case: Case, judge: Judge) -> None:
    """Arrays without a batch axis give a gradient without one, equal to a batch of one."""
    judge.meaning(case)


@clause("adaptive-max-pool-grad.border.inputs", level="complete")
@over(_some(MAXIMA))
def test_adaptive_max_pool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy and x as they were."""
    judge.untouched(case)


@clause("adaptive-max-pool-grad.border.outputs", level="complete")
@over(_some(MAXIMA))
def test_adaptive_max_pool_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with an input, nor with the gradient of another call."""
    judge.unaliased(case)


@clause("adaptive-max-pool-grad.border.layouts", level="complete")
@over(_layouts(MAXIMA))
def test_adaptive_max_pool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@clause("adaptive-max-pool-grad.error.gy", level="complete")
@over(another_gy(bad_input.legal_adaptive("adaptive_max_pool")))
def test_adaptive_max_pool_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused."""
    judge.refuses(bad)


@clause("adaptive-max-pool-grad.large", level="complete")
@over(_every(thresholds.adaptive("adaptive_max_pool")))
def test_adaptive_max_pool_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32, 64 and 128 change nothing."""
    judge.meaning(case)


@clause("adaptive-max-pool-grad.calls.independent", level="complete")
@over(
    random=strategies.calls(
        strategies.gradient(strategies.adaptive("adaptive_max_pool", data=("distinct", "rising")))
    )
)
def test_adaptive_max_pool_calls(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other arguments: each
    gradient is that of its own, and stays so while others are computed."""
    judge.sequence(calls)


@clause("unfold-grad.pad.per-side", needs="padding=asymmetric", level="complete")
@over(gradient(unfold(pads="asymmetric")))
def test_unfold_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding, on the way back too."""
    judge.meaning(case)


@clause("unfold-grad.pad.valid", needs="padding=valid", level="complete")
@over(gradient(unfold(pads="valid")))
def test_unfold_valid(case: Case, judge: Judge) -> None:
    """With 'valid' there is no padding to drop."""
    judge.meaning(case)


@clause("unfold-grad.pad.same-upper", needs="padding=same_upper", level="complete")
@over(gradient(unfold(pads="same_upper")))
def test_unfold_same_upper(case: Case, judge: Judge) -> None:
    """The padding of 'same_upper' is that of the forward call."""
    judge.meaning(case)


@clause("unfold-grad.pad.same-lower", needs="padding=same_lower", level="complete")
@over(gradient(unfold(pads="same_lower")))
def test_unfold_same_lower(case: Case, judge: Judge) -> None:
    """The padding of 'same_lower' is that of the forward call."""
    judge.meaning(case)


@clause("fold-grad.pad.per-side", needs="padding=asymmetric", level="complete")
@over(gradient(fold(pads="asymmetric")))
def test_fold_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding, on the way back too."""
    judge.meaning(case)


@clause("fold-grad.pad.valid", needs="padding=valid", level="complete")
@over(gradient(fold(pads="valid")))
def test_fold_valid(case: Case, judge: Judge) -> None:
    """With 'valid' there is no padding to drop."""
    judge.meaning(case)


@clause("fold-grad.pad.same-upper", needs="padding=same_upper", level="complete")
@over(gradient(fold(pads="same_upper")))
def test_fold_same_upper(case: Case, judge: Judge) -> None:
    """The padding of 'same_upper' is that of the forward call."""
    judge.meaning(case)


@clause("fold-grad.pad.same-lower", needs="padding=same_lower", level="complete")
@over(gradient(fold(pads="same_lower")))
def test_fold_same_lower(case: Case, judge: Judge) -> None:
    """The padding of 'same_lower' is that of the forward call."""
    judge.meaning(case)
