"""Windows that read no input cell."""

from math import prod

import numpy as np

from conformance.cases import small_scope
from conformance.cases.unread import unread
from conformance.judge.calling import Outcome
from conformance.judge.judge import Judge
from conformance.judge.prepared import prepare
from conformance.operations import Case
from conformance.suite.clause import clause, over

DILATED = small_scope.pool(
    "max_pool", pads="symmetric", dilation=True, empty=True, data=("distinct", "negative")
)
DILATED_WITH_INDICES = small_scope.pool(
    "max_pool_with_indices",
    pads="symmetric",
    dilation=True,
    empty=True,
    data=("distinct", "negative"),
)
KEPT = small_scope.pool(
    "avg_pool",
    pads="symmetric",
    stride=True,
    last_window="ceil_keep",
    empty=True,
    count_include_pad=False,
    data=("positive",),
)


def _shape_checked(case: Case, judge: Judge, outcome: Outcome) -> None:
    expected = prepare(case).outputs
    if outcome.outputs[0].shape != expected[0].shape:
        message = f"the output has shape {outcome.outputs[0].shape}, expected {expected[0].shape}"
        raise judge.wrong("shape", message, outcome, expected)


@clause(
    "conv.window.empty",
    level="complete",
    needs=["stride", "padding=symmetric"],
    dtypes=("float32", "float64", "float16", "bfloat16"),
)
@over(unread)
def test_conv_empty(case: Case, judge: Judge) -> None:
    """Where no tap of a window lies on a cell, the output is the bias, or zero."""
    judge.meaning(case)


@clause(
    "max-pool.window.empty",
    needs=["dilation", "padding=symmetric"],
    defined_by="implementation",
)
@over(DILATED)
def test_max_pool_empty(case: Case, judge: Judge) -> None:
    """A dilated window can straddle the input and read none of its cells: it gives minus infinity,
    or the whole call is refused."""
    outcome = judge.attempt(case, prepare(case).outputs)
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    _shape_checked(case, judge, outcome)
    y, expected = outcome.outputs[0], prepare(case).outputs[0]
    if (y != expected).any():
        at = tuple(int(i) for i in np.argwhere(y != expected)[0])
        message = f"y{list(at)} is {y[at]}, expected {expected[at]}"
        raise judge.wrong("values", message, outcome, prepare(case).outputs)
    judge.saw("minus infinity", case)


@clause(
    "max-pool-with-indices.window.empty",
    needs=["dilation", "padding=symmetric"],
    defined_by="implementation",
)
@over(DILATED_WITH_INDICES)
def test_index_of_empty(case: Case, judge: Judge) -> None:
    """The index of a window that reads no cell is -1, or a cell of the plane, or the whole call is
    refused. An index outside the plane is a failure."""
    outcome = judge.attempt(case, prepare(case).outputs)
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    _shape_checked(case, judge, outcome)
    indices = outcome.outputs[1]
    outside = (indices < -1) | (indices >= prod(case.size))
    if outside.any():
        at = tuple(int(i) for i in np.argwhere(outside)[0])
        message = f"indices{list(at)} is {indices[at]}, in a plane of {prod(case.size)} cells"
        raise judge.wrong("values", message, outcome, prepare(case).outputs)
    empty = prepare(case).outputs[1] == -1
    if (indices[~empty] != prepare(case).outputs[1][~empty]).any():
        message = "the index of a window that does read a cell is wrong"
        raise judge.wrong("values", message, outcome, prepare(case).outputs)
    named = indices[empty] >= 0
    if named.any() and not named.all():
        message = "a cell of the plane for one window that reads nothing, -1 for another"
        raise judge.wrong("values", message, outcome, prepare(case).outputs)
    judge.saw("a cell of the plane" if named.all() else "index -1", case)


@clause(
    "avg-pool.window.empty",
    needs=["last_window=ceil_keep", "count_include_pad=False", "padding=symmetric", "stride"],
    level="complete",
    defined_by="implementation",
)
@over(KEPT)
def test_avg_pool_empty(case: Case, judge: Judge) -> None:
    """The average over a window without a cell is NaN, or 0, everywhere the same, or the whole
    call is refused."""
    outcome = judge.attempt(case, prepare(case).outputs)
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    _shape_checked(case, judge, outcome)
    empty = np.broadcast_to(prepare(case).outputs[1] == 0, outcome.outputs[0].shape)
    cells = outcome.outputs[0][empty]
    if np.isnan(cells).all():
        judge.saw("NaN", case)
    elif (cells == 0).all():
        judge.saw("0", case)
    else:
        raise judge.wrong("values", "neither NaN nor 0 throughout", outcome, prepare(case).outputs)
