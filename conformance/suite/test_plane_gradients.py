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
from conformance.suite.clause import clause, family, over

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


@family(
    "shape.unbatched",
    {
        "unfold-grad": _some(unfold(pads="symmetric", unbatched=True)),
        "fold-grad": _some(fold(pads="symmetric", unbatched=True)),
        "max-unpool-grad": _some(max_unpool(unbatched=True)),
        "adaptive-avg-pool-grad": _some(
            adaptive("adaptive_avg_pool", unbatched=True, data=("positive",))
        ),
        "adaptive-max-pool-grad": _some(adaptive("adaptive_max_pool", unbatched=True)),
    },
    needs="unbatched",
)
def test_unbatched(case: Case, judge: Judge) -> None:
    """Arrays without a batch axis give a gradient without one, equal to a batch of one."""
    judge.meaning(case)


FORWARD = {
    "unfold-grad": unfold(pads="symmetric"),
    "fold-grad": fold(pads="symmetric"),
    "max-unpool-grad": max_unpool(),
    "adaptive-avg-pool-grad": AVERAGES,
    "adaptive-max-pool-grad": MAXIMA,
}
SOME = {operation: _some(source) for operation, source in FORWARD.items()}


@family("border.inputs", SOME)
def test_inputs(case: Case, judge: Judge) -> None:
    """A call leaves its arrays as they were."""
    judge.untouched(case)


@family("border.outputs", SOME)
def test_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with an input, nor with the gradient of another call."""
    judge.unaliased(case)


@family("border.layouts", {name: _layouts(source) for name, source in FORWARD.items()})
def test_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@family(
    "error.gy",
    {
        "unfold-grad": another_gy(bad_input.legal_rearrangement("unfold")),
        "fold-grad": another_gy(bad_input.legal_rearrangement("fold")),
        "max-unpool-grad": another_gy(bad_input.legal_unpool),
        "adaptive-avg-pool-grad": another_gy(bad_input.legal_adaptive("adaptive_avg_pool")),
        "adaptive-max-pool-grad": another_gy(bad_input.legal_adaptive("adaptive_max_pool")),
    },
)
def test_another_gy(bad: BadCall, judge: Judge) -> None:
    """A gy that has not the shape of the result is refused."""
    judge.refuses(bad)


@family(
    "large",
    {
        "unfold-grad": _every(thresholds.rearrangement("unfold")),
        "fold-grad": _every(thresholds.rearrangement("fold")),
        "max-unpool-grad": _every(thresholds.max_unpool),
        "adaptive-avg-pool-grad": _every(thresholds.adaptive("adaptive_avg_pool")),
        "adaptive-max-pool-grad": _every(thresholds.adaptive("adaptive_max_pool")),
    },
)
def test_large(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32, 64 and 128 change nothing."""
    judge.meaning(case)


#: what is drawn for the calls of which the gradients are taken
DRAWN = {
    "unfold-grad": strategies.rearrangement("unfold"),
    "fold-grad": strategies.rearrangement("fold"),
    "max-unpool-grad": strategies.max_unpool,
    "adaptive-avg-pool-grad": strategies.adaptive("adaptive_avg_pool", data=("positive",)),
    "adaptive-max-pool-grad": strategies.adaptive("adaptive_max_pool", data=("distinct", "rising")),
}


@family(
    "calls.independent",
    {name: (None, strategies.calls(strategies.gradient(drawn))) for name, drawn in DRAWN.items()},
)
def test_calls(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other arguments: each
    gradient is that of its own, and stays so while others are computed."""
    judge.sequence(calls)


@family(
    "pad.per-side",
    {
        "unfold-grad": gradient(unfold(pads="asymmetric")),
        "fold-grad": gradient(fold(pads="asymmetric")),
    },
    needs="padding=asymmetric",
)
def test_per_side(case: Case, judge: Judge) -> None:
    """Each side of an axis has its own padding, on the way back too."""
    judge.meaning(case)


@family(
    "pad.valid",
    {"unfold-grad": gradient(unfold(pads="valid")), "fold-grad": gradient(fold(pads="valid"))},
    needs="padding=valid",
)
def test_valid(case: Case, judge: Judge) -> None:
    """With 'valid' there is no padding to drop."""
    judge.meaning(case)


@family(
    "pad.same-upper",
    {
        "unfold-grad": gradient(unfold(pads="same_upper")),
        "fold-grad": gradient(fold(pads="same_upper")),
    },
    needs="padding=same_upper",
)
def test_same_upper(case: Case, judge: Judge) -> None:
    """The padding of 'same_upper' is that of the forward call."""
    judge.meaning(case)


@family(
    "pad.same-lower",
    {
        "unfold-grad": gradient(unfold(pads="same_lower")),
        "fold-grad": gradient(fold(pads="same_lower")),
    },
    needs="padding=same_lower",
)
def test_same_lower(case: Case, judge: Judge) -> None:
    """The padding of 'same_lower' is that of the forward call."""
    judge.meaning(case)
