"""Large: sizes and channel counts past the blocks and tiles of real kernels."""

from conformance.cases import strategies, thresholds
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause("conv.large.dense", level="core")
@over(thresholds.conv_dense, random=strategies.conv("dense"))
def test_conv_dense(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64, long kernels and wide strides change
    nothing: no cell of a tail is left out."""
    judge.meaning(case)


@clause("conv.large.grouped", needs="groups", level="core")
@over(thresholds.conv_grouped, random=strategies.conv("grouped"))
def test_conv_grouped(case: Case, judge: Judge) -> None:
    """The same with groups, whose channel counts fall on and beside the block sizes."""
    judge.meaning(case)


@clause("conv.large.depthwise", needs="groups", level="core")
@over(thresholds.conv_depthwise, random=strategies.conv("depthwise"))
def test_conv_depthwise(case: Case, judge: Judge) -> None:
    """The same depthwise, with a multiplier of 1 to 3."""
    judge.meaning(case)


@clause("conv.large.per-side", needs="padding=asymmetric")
@over(thresholds.conv_per_side, random=strategies.conv("dense", sides=True))
def test_conv_per_side(case: Case, judge: Judge) -> None:
    """The same with another padding at each end."""
    judge.meaning(case)


@clause("max-pool.large", level="core")
@over(
    thresholds.pool("max_pool"),
    random=strategies.pool("max_pool", data=("distinct", "negative", "ties")),
)
def test_max_pool(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)


@clause("max-pool.large.ceil", needs="last_window=ceil")
@over(
    thresholds.pool("max_pool", "ceil"),
    random=strategies.pool("max_pool", last_window="ceil", data=("distinct", "negative")),
)
def test_max_pool_ceil(case: Case, judge: Judge) -> None:
    """The same under the ceil rule."""
    judge.meaning(case)


@clause("max-pool-with-indices.large")
@over(
    thresholds.pool("max_pool_with_indices"),
    random=strategies.pool("max_pool_with_indices", data=("ties", "distinct", "lowest")),
)
def test_indices(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing, in the indices either."""
    judge.meaning(case)


@clause("avg-pool.large", level="core")
@over(
    thresholds.pool("avg_pool"),
    random=strategies.pool("avg_pool", data=("positive",)),
)
def test_avg_pool(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)


@clause("avg-pool.large.ceil", needs="last_window=ceil")
@over(
    thresholds.pool("avg_pool", "ceil"),
    random=strategies.pool("avg_pool", last_window="ceil", data=("positive",)),
)
def test_avg_pool_ceil(case: Case, judge: Judge) -> None:
    """The same under the ceil rule."""
    judge.meaning(case)


@clause("conv-transpose.large.dense", needs="output_padding")
@over(thresholds.conv_transpose, random=strategies.conv_transpose("dense"))
def test_conv_transpose_dense(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64, long kernels and wide strides change
    nothing: no cell of a tail is left out."""
    judge.meaning(case)


@clause("conv-transpose.large.grouped", needs="groups")
@over(thresholds.conv_transpose_grouped, random=strategies.conv_transpose("grouped"))
def test_conv_transpose_grouped(case: Case, judge: Judge) -> None:
    """The same with groups, whose channel counts fall on and beside the block sizes."""
    judge.meaning(case)


@clause("unfold.large", level="complete")
@over(thresholds.rearrangement("unfold"), random=strategies.rearrangement("unfold"))
def test_unfold(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 and long kernels change nothing."""
    judge.meaning(case)


@clause("fold.large", level="complete")
@over(thresholds.rearrangement("fold"), random=strategies.rearrangement("fold"))
def test_fold(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 and long kernels change nothing."""
    judge.meaning(case)


@clause("adaptive-avg-pool.large", level="complete")
@over(
    thresholds.adaptive("adaptive_avg_pool"),
    random=strategies.adaptive("adaptive_avg_pool", data=("positive",)),
)
def test_adaptive_avg_pool(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)


@clause("adaptive-max-pool.large", level="complete")
@over(
    thresholds.adaptive("adaptive_max_pool"),
    random=strategies.adaptive("adaptive_max_pool", data=("distinct", "negative", "rising")),
)
def test_adaptive_max_pool(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)


@clause("adaptive-max-pool-with-indices.large", level="complete")
@over(
    thresholds.adaptive("adaptive_max_pool_with_indices"),
    random=strategies.adaptive(
        "adaptive_max_pool_with_indices", data=("ties", "distinct", "lowest")
    ),
)
def test_adaptive_indices(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing, in the indices either."""
    judge.meaning(case)


@clause("max-unpool.large", level="complete")
@over(thresholds.max_unpool, random=strategies.max_unpool)
def test_max_unpool(case: Case, judge: Judge) -> None:
    """Extents and channel counts around 8, 16, 32 and 64 change nothing."""
    judge.meaning(case)
