"""The border: inputs left alone, results owned, any memory layout."""

from math import inf

from conformance.cases import small_scope
from conformance.cases.adaptive import adaptive
from conformance.cases.gradients import gradient
from conformance.cases.rearrangement import fold, unfold
from conformance.cases.transposed import conv_transpose
from conformance.cases.unpooling import max_unpool
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import Level, family
from conformance.suite.samples import few, in_layouts

CONV = small_scope.conv(
    pads="symmetric", dilation=False, bias=True, channels=((2, 2, 1), (1, 1, 1), (2, 3, 1))
)
CONV_TRANSPOSE = conv_transpose(
    pads="symmetric", dilation=False, bias=True, channels=((2, 2, 1), (1, 1, 1), (2, 3, 1))
)
FLIPPED = small_scope.conv(stride=False, dilation=False, flip=True, channels=((2, 2, 1),))
MAX_POOL = small_scope.pool("max_pool", pads="symmetric", data=("negative", "distinct"))
INDICES = small_scope.pool(
    "max_pool_with_indices", pads="symmetric", data=("lowest", "negative", "ties")
)
MAX_POOL_GRAD = gradient(MAX_POOL)
CONV_GRAD, CONV_TRANSPOSE_GRAD = gradient(CONV), gradient(CONV_TRANSPOSE)
AVG_POOL = small_scope.pool("avg_pool", pads="symmetric", data=("positive",))
ADAPTIVE_AVG_POOL = adaptive("adaptive_avg_pool", data=("positive",))
ADAPTIVE_MAX_POOL = adaptive("adaptive_max_pool", data=("negative", "distinct"))
ADAPTIVE_INDICES = adaptive("adaptive_max_pool_with_indices", data=("lowest", "ties"))
AVG_POOL_GRAD = gradient(AVG_POOL)
LP_POOL = small_scope.pool(
    "lp_pool", pads="symmetric", powers=(2, 1, 3, 1.5, inf), data=("signed",)
)
LP_POOL_GRAD = gradient(LP_POOL)
MAX_UNPOOL = max_unpool()
UNFOLD = unfold(pads="symmetric", dilation=False)
FOLD = fold(pads="symmetric", dilation=False)

#: on which cases each operation is judged, and every how many of them suffice
CASES = {
    "conv": (CONV, 3),
    "max-pool": (MAX_POOL, 3),
    "max-pool-with-indices": (INDICES, 3),
    "avg-pool": (AVG_POOL, 3),
    "conv-transpose": (CONV_TRANSPOSE, 3),
    "unfold": (UNFOLD, 3),
    "fold": (FOLD, 3),
    "adaptive-avg-pool": (ADAPTIVE_AVG_POOL, 2),
    "adaptive-max-pool": (ADAPTIVE_MAX_POOL, 2),
    "adaptive-max-pool-with-indices": (ADAPTIVE_INDICES, 2),
    "max-unpool": (MAX_UNPOOL, 2),
    "conv-grad": (CONV_GRAD, 3),
    "conv-transpose-grad": (CONV_TRANSPOSE_GRAD, 3),
    "max-pool-grad": (MAX_POOL_GRAD, 3),
    "avg-pool-grad": (AVG_POOL_GRAD, 3),
    "lp-pool": (LP_POOL, 3),
    "lp-pool-grad": (LP_POOL_GRAD, 3),
}
FEW = {operation: few(source, step) for operation, (source, step) in CASES.items()}
LEVELS: dict[str, Level] = {
    "conv": "core",
    "max-pool": "core",
    "avg-pool": "core",
    "max-pool-with-indices": "standard",
    "conv-transpose": "standard",
}


@family(
    "border.inputs", {**FEW, "conv": small_scope.both(FEW["conv"], few(FLIPPED, 3))}, levels=LEVELS
)
def test_inputs(case: Case, judge: Judge) -> None:
    """A call leaves its arrays as they were."""
    judge.untouched(case)


@family("border.outputs", FEW, levels=LEVELS)
def test_outputs(case: Case, judge: Judge) -> None:
    """Results share no memory with an array of the call, nor with the results of another call; not
    even where the window is one cell."""
    judge.unaliased(case)


@family(
    "border.layouts",
    {operation: in_layouts(source) for operation, (source, _) in CASES.items()},
    levels=LEVELS,
)
def test_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the results of their values."""
    judge.layout(case)


@family(
    "border.byte-order",
    {name: few(CASES[name][0], 15) for name in ("conv", "max-pool", "avg-pool", "conv-transpose")},
    defined_by="implementation",
)
def test_byte_order(case: Case, judge: Judge) -> None:
    """Arrays in the byte order of other machines are refused, or read by their values; their bytes
    are never taken for other numbers."""
    judge.foreign(case)
