"""NaN and infinities in the arrays of a gradient: in gy, in x, in w."""

import numpy as np

from conformance.cases import small_scope
from conformance.cases.adaptive import adaptive
from conformance.cases.data import Array
from conformance.cases.gradients import gradient
from conformance.cases.rearrangement import fold, unfold
from conformance.cases.special import in_the_middle, placed
from conformance.cases.transposed import conv_transpose
from conformance.cases.unpooling import max_unpool
from conformance.judge.judge import Judge
from conformance.judge.meaning import spread
from conformance.judge.observing import contained, observe
from conformance.judge.prepared import Outputs, prepare, reference
from conformance.operations import Case
from conformance.parameters import Conv, ConvTranspose
from conformance.suite.clause import clause, family, over

CHANNELS = ((2, 2, 1), (2, 2, 2), (1, 1, 1), (4, 4, 2))
CONV = gradient(small_scope.conv(channels=CHANNELS, bias=True))
STAMPED = gradient(conv_transpose(pads="symmetric", channels=CHANNELS, bias=True))
#: between the cells of gy kernels may put zeros where there is a stride
DENSE = gradient(small_scope.conv(pads="symmetric", stride=False, channels=CHANNELS, bias=True))
#: and around them where something is cut off
WHOLE = gradient(conv_transpose(channels=CHANNELS, bias=True))
MAX_POOL = gradient(small_scope.pool("max_pool", pads="symmetric", dilation=None))


@clause("conv-grad.special.nan", level="complete")
@over(placed(CONV, "nan-gy"))
def test_conv_nan(case: Case, judge: Judge) -> None:
    """A NaN in gy reaches the cells of gx that its window read, the gw of every tap of its output
    channel and its cell of gb, and no other. A declared transform may spread it within its sample
    of gx, and in gw."""
    judge.meaning(case)


@clause("conv-grad.special.infinite", level="complete")
@over(placed(CONV, "infinite-gy"))
def test_conv_infinite(case: Case, judge: Judge) -> None:
    """An infinity in gy makes infinite, with the sign of the product, what a NaN in its place would
    make NaN; beside one of the other sign it makes NaN."""
    judge.meaning(case)


@clause("conv-transpose-grad.special.nan", level="complete", defined_by="implementation")
@over(placed(STAMPED, "nan-gy"))
def test_transposed_nan(case: Case, judge: Judge) -> None:
    """A NaN in gy reaches the cells of gx whose stamps covered it, the gw of the taps that set it,
    its cell of gb, and no other of gx and gb. Kernels may put zeros between the cells of x, and
    around them: where these are multiplied, the other taps of its output channel are NaN too, the
    same in every call."""
    _observe_gaps(case, judge)


@clause("conv-transpose-grad.special.infinite", level="complete", defined_by="implementation")
@over(placed(STAMPED, "infinite-one-gy"))
def test_transposed_infinite(case: Case, judge: Judge) -> None:
    """An infinity in gy makes infinite, with the sign of the product, what a NaN in its place would
    make NaN; what zeros between and around the cells of x carry it to is NaN."""
    _observe_gaps(case, judge)


def _observe_gaps(case: Case, judge: Judge) -> None:
    """The zeros that kernels put between and around the cells of x are nowhere multiplied by what
    is special in gy, or for one of two sets of taps; a transform may spread it."""
    outcome, prepared = judge.outcome(case), prepare(case)
    gx, gw, *gb = prepared.outputs
    readings: dict[str, Outputs] = {"zeros skipped": prepared.outputs}
    for words, cells in _gaps(case).items():
        readings[f"{words} multiplied"] = (gx, np.where(cells, np.nan, gw), *gb)
    if judge.transforms(case):
        readings = {"spread": spread(case, prepared.arrays, prepared.outputs, outcome.outputs)}
    observe(judge, case, outcome, readings, "zeros multiplied for some taps, not for others")


def _gaps(case: Case) -> dict[str, Array]:
    """The finite gw that zeros join to what is special in gy."""
    p, (gy, *_) = case.parameters, prepare(case).arrays
    gw = prepare(case).outputs[1]
    assert isinstance(p, ConvTranspose)
    assert gy is not None
    _, channel, *place = (int(i) for i in np.argwhere(~np.isfinite(gy))[0])
    block, row = divmod(channel, gw.shape[1])
    inputs = len(gw) // p.groups
    cells = np.zeros(gw.shape, bool)
    cells[block * inputs : (block + 1) * inputs, row] = True
    cells &= np.isfinite(gw)
    on_grid = np.ones((), bool)
    for axis, q in zip(case.axes(), place, strict=True):
        behind = q + axis.lo - np.arange(axis.kernel) * axis.dilation
        on_grid = np.logical_and.outer(on_grid, behind % axis.stride == 0)
    return {"zeros between and around": cells, "zeros around": cells & on_grid}


@family(
    "special.nan",
    {
        "max-pool-grad": placed(MAX_POOL, "nan-gy", "infinite-one-gy"),
        "adaptive-max-pool-grad": placed(
            gradient(adaptive("adaptive_max_pool")), "nan-gy", "infinite-one-gy"
        ),
        "max-unpool-grad": placed(gradient(max_unpool()), "nan-gy", "infinite-one-gy"),
    },
)
def test_at_index(case: Case, judge: Judge) -> None:
    """A NaN or an infinity in gy reaches the cells of gx that the index joins it to, and no
    other."""
    judge.meaning(case)


@family(
    "special.spread",
    {
        "avg-pool-grad": in_the_middle("avg_pool_grad", "nan-gy", "infinite-one-gy"),
        "adaptive-avg-pool-grad": in_the_middle(
            "adaptive_avg_pool_grad", "nan-gy", "infinite-one-gy"
        ),
        "lp-pool-grad": in_the_middle("lp_pool_grad", "nan-gy", "infinite-one-gy"),
    },
    defined_by="implementation",
)
def test_spread(case: Case, judge: Judge) -> None:
    """A NaN or an infinity in gy reaches the cells of its window, or, where the gradient is taken
    by running sums, it spreads within its plane; never to another plane."""
    contained(judge, case)


@family(
    "special.input",
    {
        "conv-grad": placed(DENSE, "nan-x", "infinite-x"),
        "conv-transpose-grad": placed(WHOLE, "nan-x", "infinite-x"),
    },
)
def test_in_x(case: Case, judge: Judge) -> None:
    """A NaN or an infinity in x reaches the gw of every tap that is joined to its cell, an infinity
    with the sign of the product. gx and gb do not depend on x. A declared transform may spread
    it."""
    judge.meaning(case)


@clause("conv-transpose-grad.special.weight", level="complete")
@over(placed(WHOLE, "nan-w", "infinite-w"))
def test_transposed_weight(case: Case, judge: Judge) -> None:
    """A NaN or an infinity in w reaches the cells of gx of its input channel, an infinity with the
    sign of the product. gw and gb do not depend on w. A declared transform may spread it."""
    judge.meaning(case)


@clause("conv-grad.special.weight", level="complete", defined_by="implementation")
@over(placed(CONV, "nan-w"))
def test_conv_weight(case: Case, judge: Judge) -> None:
    """A NaN in w reaches the cells of gx that its tap has read. Kernels may put zeros between the
    cells of gy, and around them: where these are multiplied, other cells of the same input channel
    are NaN too. No other cell of gx is; gw and gb do not depend on w. A declared transform may
    spread it."""
    outcome, prepared = judge.outcome(case), prepare(case)
    gx, got = prepared.outputs[0], outcome.outputs[0]
    allowed = prepared.outputs
    if judge.transforms(case):
        allowed = spread(case, prepared.arrays, allowed, outcome.outputs)
    elif got.shape == gx.shape:
        free = np.isnan(got) & _input_channel(case)
        allowed = (np.where(free, np.nan, gx), *allowed[1:])
    message = "a NaN in w is read, or missing, where its tap does not say so"
    observe(judge, case, outcome, {"stays in its input channel": allowed}, message)


def _input_channel(case: Case) -> Array:
    """The planes of gx of the channel that a NaN in w is a weight of."""
    p, w = case.parameters, prepare(case).arrays[2]
    assert isinstance(p, Conv)
    assert w is not None
    output, row, *_ = (int(i) for i in np.argwhere(np.isnan(w))[0])
    channel = output // (len(w) // p.groups) * w.shape[1] + row
    planes: Array = np.arange(case.channels) == channel
    return planes.reshape(-1, *(1,) * case.rank)


@family(
    "special.input",
    {
        "avg-pool-grad": placed(
            gradient(small_scope.pool("avg_pool", pads="symmetric")), "all-nan-x"
        ),
        "adaptive-avg-pool-grad": placed(gradient(adaptive("adaptive_avg_pool")), "all-nan-x"),
        "max-unpool-grad": placed(gradient(max_unpool()), "all-nan-x"),
        "unfold-grad": placed(gradient(unfold(pads="symmetric")), "all-nan-x"),
        "fold-grad": placed(gradient(fold(pads="symmetric")), "all-nan-x"),
    },
)
def test_whatever_x_is(case: Case, judge: Judge) -> None:
    """The gradient does not depend on the values of the input: where all of them are NaN it is as
    ever."""
    judge.meaning(case)


@family(
    "special.input",
    {
        "max-pool-grad": placed(MAX_POOL, "nan-x"),
        "adaptive-max-pool-grad": placed(gradient(adaptive("adaptive_max_pool")), "nan-x"),
    },
    defined_by="implementation",
)
def test_nan_is_highest(case: Case, judge: Judge) -> None:
    """A NaN in x gets the gy of every window that reads it, or is ignored, and the maximum of the
    numbers gets it; the gy of a window of nothing else goes to it, or nowhere. Always the same."""
    outcome, (gy, x) = judge.outcome(case), prepare(case).arrays
    assert x is not None
    (ignored,) = reference(case, (gy, np.where(np.isnan(x), -np.inf, x)))
    got = outcome.outputs[0]
    if got.shape == x.shape:
        ignored = np.where(np.isnan(x) & (got == 0), 0, ignored)
    readings = {"NaN gets the gradient": prepare(case).outputs, "NaN is ignored": (ignored,)}
    message = "a NaN gets the gradient of some windows and not of others"
    observe(judge, case, outcome, readings, message)
