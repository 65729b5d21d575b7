"""The border: inputs left alone, results owned, any memory layout."""

from conformance.cases import small_scope
from conformance.cases.adaptive import adaptive
from conformance.cases.gradients import gradient
from conformance.cases.rearrangement import fold, unfold
from conformance.cases.transposed import conv_transpose
from conformance.cases.unpooling import max_unpool
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over
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
MAX_UNPOOL = max_unpool()
UNFOLD = unfold(pads="symmetric", dilation=False)
FOLD = fold(pads="symmetric", dilation=False)


@clause("conv.border.inputs", level="core")
@over(small_scope.both(few(CONV, 3), few(FLIPPED, 3)))
def test_conv_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x, w and b as they were."""
    judge.untouched(case)


@clause("conv.border.outputs", level="core")
@over(few(CONV, 3))
def test_conv_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with an input, nor with the result of another call."""
    judge.unaliased(case)


@clause("conv.border.layouts", level="core")
@over(in_layouts(CONV))
def test_conv_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("max-pool.border.inputs", level="core")
@over(few(MAX_POOL, 3))
def test_max_pool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("max-pool.border.outputs", level="core")
@over(few(MAX_POOL, 3))
def test_max_pool_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with x, nor with the result of another call; not even where the
    window is one cell."""
    judge.unaliased(case)


@clause("max-pool.border.layouts", level="core")
@over(in_layouts(MAX_POOL))
def test_max_pool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("max-pool-with-indices.border.inputs")
@over(few(INDICES, 3))
def test_indices_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("max-pool-with-indices.border.outputs")
@over(few(INDICES, 3))
def test_indices_outputs(case: Case, judge: Judge) -> None:
    """y and the indices share no memory with x, nor with the results of another call."""
    judge.unaliased(case)


@clause("max-pool-with-indices.border.layouts")
@over(in_layouts(INDICES))
def test_indices_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result and indices of their values."""
    judge.layout(case)


@clause("avg-pool.border.inputs", level="core")
@over(few(AVG_POOL, 3))
def test_avg_pool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("avg-pool.border.outputs", level="core")
@over(few(AVG_POOL, 3))
def test_avg_pool_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with x, nor with the result of another call; not even where the
    window is one cell."""
    judge.unaliased(case)


@clause("avg-pool.border.layouts", level="core")
@over(in_layouts(AVG_POOL))
def test_avg_pool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("conv-transpose.border.inputs")
@over(few(CONV_TRANSPOSE, 3))
def test_conv_transpose_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x, w and b as they were."""
    judge.untouched(case)


@clause("conv-transpose.border.outputs")
@over(few(CONV_TRANSPOSE, 3))
def test_conv_transpose_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with an input, nor with the result of another call."""
    judge.unaliased(case)


@clause("conv-transpose.border.layouts")
@over(in_layouts(CONV_TRANSPOSE))
def test_conv_transpose_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("unfold.border.inputs", level="complete")
@over(few(UNFOLD, 3))
def test_unfold_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("unfold.border.outputs", level="complete")
@over(few(UNFOLD, 3))
def test_unfold_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with x, nor with the result of another call; not even where the
    window is one cell."""
    judge.unaliased(case)


@clause("unfold.border.layouts", level="complete")
@over(in_layouts(UNFOLD))
def test_unfold_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("fold.border.inputs", level="complete")
@over(few(FOLD, 3))
def test_fold_inputs(case: Case, judge: Judge) -> None:
    """A call leaves the columns as they were."""
    judge.untouched(case)


@clause("fold.border.outputs", level="complete")
@over(few(FOLD, 3))
def test_fold_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with the columns, nor with the result of another call; not even
    where the window is one cell."""
    judge.unaliased(case)


@clause("fold.border.layouts", level="complete")
@over(in_layouts(FOLD))
def test_fold_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("adaptive-avg-pool.border.inputs", level="complete")
@over(few(ADAPTIVE_AVG_POOL, 2))
def test_adaptive_avg_pool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("adaptive-avg-pool.border.outputs", level="complete")
@over(few(ADAPTIVE_AVG_POOL, 2))
def test_adaptive_avg_pool_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with x, nor with the result of another call; not even where every
    bin is one cell."""
    judge.unaliased(case)


@clause("adaptive-avg-pool.border.layouts", level="complete")
@over(in_layouts(ADAPTIVE_AVG_POOL))
def test_adaptive_avg_pool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("adaptive-max-pool.border.inputs", level="complete")
@over(few(ADAPTIVE_MAX_POOL, 2))
def test_adaptive_max_pool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("adaptive-max-pool.border.outputs", level="complete")
@over(few(ADAPTIVE_MAX_POOL, 2))
def test_adaptive_max_pool_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with x, nor with the result of another call; not even where every
    bin is one cell."""
    judge.unaliased(case)


@clause("adaptive-max-pool.border.layouts", level="complete")
@over(in_layouts(ADAPTIVE_MAX_POOL))
def test_adaptive_max_pool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("adaptive-max-pool-with-indices.border.inputs", level="complete")
@over(few(ADAPTIVE_INDICES, 2))
def test_adaptive_indices_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x as it was."""
    judge.untouched(case)


@clause("adaptive-max-pool-with-indices.border.outputs", level="complete")
@over(few(ADAPTIVE_INDICES, 2))
def test_adaptive_indices_outputs(case: Case, judge: Judge) -> None:
    """y and the indices share no memory with x, nor with the results of another call."""
    judge.unaliased(case)


@clause("adaptive-max-pool-with-indices.border.layouts", level="complete")
@over(in_layouts(ADAPTIVE_INDICES))
def test_adaptive_indices_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result and indices of their values."""
    judge.layout(case)


@clause("conv-grad.border.inputs", level="complete")
@over(few(CONV_GRAD, 3))
def test_conv_grad_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy, x, w and b as they were."""
    judge.untouched(case)


@clause("conv-grad.border.outputs", level="complete")
@over(few(CONV_GRAD, 3))
def test_conv_grad_outputs(case: Case, judge: Judge) -> None:
    """The gradients share no memory with an input, nor with the gradients of another call."""
    judge.unaliased(case)


@clause("conv-grad.border.layouts", level="complete")
@over(in_layouts(CONV_GRAD))
def test_conv_grad_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradients of their values."""
    judge.layout(case)


@clause("conv-transpose-grad.border.inputs", level="complete")
@over(few(CONV_TRANSPOSE_GRAD, 3))
def test_conv_transpose_grad_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy, x, w and b as they were."""
    judge.untouched(case)


@clause("conv-transpose-grad.border.outputs", level="complete")
@over(few(CONV_TRANSPOSE_GRAD, 3))
def test_conv_transpose_grad_outputs(case: Case, judge: Judge) -> None:
    """The gradients share no memory with an input, nor with the gradients of another call."""
    judge.unaliased(case)


@clause("conv-transpose-grad.border.layouts", level="complete")
@over(in_layouts(CONV_TRANSPOSE_GRAD))
def test_conv_transpose_grad_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradients of their values."""
    judge.layout(case)


@clause("max-unpool.border.inputs", level="complete")
@over(few(MAX_UNPOOL, 2))
def test_max_unpool_inputs(case: Case, judge: Judge) -> None:
    """A call leaves x and the indices as they were."""
    judge.untouched(case)


@clause("max-unpool.border.outputs", level="complete")
@over(few(MAX_UNPOOL, 2))
def test_max_unpool_outputs(case: Case, judge: Judge) -> None:
    """The result shares no memory with x, nor with the result of another call; not even where it
    has as many cells as x."""
    judge.unaliased(case)


@clause("max-unpool.border.layouts", level="complete")
@over(in_layouts(MAX_UNPOOL))
def test_max_unpool_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the result of their values."""
    judge.layout(case)


@clause("conv.border.byte-order", level="complete", defined_by="implementation")
@over(few(CONV, 15))
def test_conv_byte_order(case: Case, judge: Judge) -> None:
    """Arrays in the byte order of other machines are refused, or read by their values; their bytes
    are never taken for other numbers."""
    judge.foreign(case)


@clause("max-pool.border.byte-order", level="complete", defined_by="implementation")
@over(few(MAX_POOL, 15))
def test_max_pool_byte_order(case: Case, judge: Judge) -> None:
    """An x in the byte order of other machines is refused, or read by its values; its bytes are
    never taken for other numbers."""
    judge.foreign(case)


@clause("avg-pool.border.byte-order", level="complete", defined_by="implementation")
@over(few(AVG_POOL, 15))
def test_avg_pool_byte_order(case: Case, judge: Judge) -> None:
    """An x in the byte order of other machines is refused, or read by its values; its bytes are
    never taken for other numbers."""
    judge.foreign(case)


@clause("conv-transpose.border.byte-order", level="complete", defined_by="implementation")
@over(few(CONV_TRANSPOSE, 15))
def test_conv_transpose_byte_order(case: Case, judge: Judge) -> None:
    """Arrays in the byte order of other machines are refused, or read by their values; their bytes
    are never taken for other numbers."""
    judge.foreign(case)


@clause("max-pool-grad.border.inputs", level="complete")
@over(few(MAX_POOL_GRAD, 3))
def test_max_pool_grad_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy and x as they were."""
    judge.untouched(case)


@clause("max-pool-grad.border.outputs", level="complete")
@over(few(MAX_POOL_GRAD, 3))
def test_max_pool_grad_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with gy or x, nor with that of another call; not even where
    the window is one cell."""
    judge.unaliased(case)


@clause("max-pool-grad.border.layouts", level="complete")
@over(in_layouts(MAX_POOL_GRAD))
def test_max_pool_grad_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)


@clause("avg-pool-grad.border.inputs", level="complete")
@over(few(AVG_POOL_GRAD, 3))
def test_avg_pool_grad_inputs(case: Case, judge: Judge) -> None:
    """A call leaves gy and x as they were."""
    judge.untouched(case)


@clause("avg-pool-grad.border.outputs", level="complete")
@over(few(AVG_POOL_GRAD, 3))
def test_avg_pool_grad_outputs(case: Case, judge: Judge) -> None:
    """The gradient shares no memory with gy or x, nor with that of another call; not even where
    the window is one cell."""
    judge.unaliased(case)


@clause("avg-pool-grad.border.layouts", level="complete")
@over(in_layouts(AVG_POOL_GRAD))
def test_avg_pool_grad_layouts(case: Case, judge: Judge) -> None:
    """Arrays of any strides, read-only ones too, give the gradient of their values."""
    judge.layout(case)
