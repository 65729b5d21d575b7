"""The last window: whole, partial, or dropped."""

from conformance.cases import small_scope
from conformance.judge.finding import Finding
from conformance.judge.judge import Judge
from conformance.judge.meaning import disagreement
from conformance.judge.prepared import prepare
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "max-pool.ceil.partial",
    needs=["last_window=ceil", "stride"],
    rivals=["window-floor"],
)
@over(
    small_scope.pool(
        "max_pool", stride=True, last_window="ceil", partial=True, data=("distinct", "negative")
    )
)
def test_max_pool_partial(case: Case, judge: Judge) -> None:
    """Under the ceil rule a window that starts inside the input counts even if it overhangs the
    end: o = ceil((P - e) / s) + 1. It reads only the cells that exist."""
    judge.meaning(case)


@clause(
    "max-pool.ceil.dropped",
    needs=["last_window=ceil", "padding=symmetric", "stride"],
    rivals=["window-floor", "window-ceil_keep"],
)
@over(
    small_scope.pool("max_pool", pads="symmetric", dilation=None, stride=True, last_window="ceil")
)
def test_max_pool_dropped(case: Case, judge: Judge) -> None:
    """Under the ceil rule a window that would start in the high padding is dropped: at most
    ceil((i + lo) / s) windows."""
    judge.meaning(case)


@clause(
    "max-pool.ceil.per-side",
    needs=["last_window=ceil", "padding=asymmetric", "stride"],
    rivals=["window-floor", "window-ceil_keep", "pads-exchanged"],
)
@over(small_scope.pool("max_pool", pads="asymmetric", stride=True, last_window="ceil"))
def test_max_pool_per_side(case: Case, judge: Judge) -> None:
    """Under the ceil rule it is the low padding that decides whether the last window is dropped:
    at most ceil((i + lo) / s) windows, whatever hi is."""
    judge.meaning(case)


@clause(
    "max-pool.ceil.keep",
    needs=["last_window=ceil_keep", "padding=symmetric", "stride"],
    level="complete",
    rivals=["window-floor"],
    defined_by="implementation",
)
@over(
    small_scope.pool("max_pool", pads="symmetric", stride=True, last_window="ceil_keep", empty=None)
)
def test_max_pool_keep(case: Case, judge: Judge) -> None:
    """Under ceil_keep a window counts wherever it starts: o = ceil((P - e) / s) + 1. Where one
    reads no cell, it gives minus infinity, or the whole call is refused."""
    empty = not all(a.present(cell) for a in case.axes() for cell in range(a.cells))
    try:
        judge.meaning(case)
    except Finding as finding:
        if not empty or finding.kind != "raised":
            raise
        judge.saw("refused", case)
    else:
        if empty:
            judge.saw("minus infinity", case)


@clause(
    "avg-pool.ceil.partial",
    needs=["last_window=ceil", "stride"],
    rivals=["window-floor", "kernel-divisor"],
)
@over(
    small_scope.pool("avg_pool", stride=True, last_window="ceil", partial=True, data=("positive",))
)
def test_avg_pool_partial(case: Case, judge: Judge) -> None:
    """Under the ceil rule a window that starts inside the input counts even if it overhangs the
    end, and the overhang does not count in the divisor."""
    judge.meaning(case)


@clause(
    "avg-pool.ceil.dropped",
    needs=["last_window=ceil", "padding=symmetric", "stride"],
    rivals=["window-floor", "window-ceil_keep", "kernel-divisor"],
)
@over(
    small_scope.pool(
        "avg_pool", pads="symmetric", stride=True, last_window="ceil", data=("positive",)
    )
)
def test_avg_pool_dropped(case: Case, judge: Judge) -> None:
    """Under the ceil rule a window that would start in the high padding is dropped; explicit
    padding counts in the divisor, the overhang beyond it does not."""
    judge.meaning(case)


@clause(
    "avg-pool.ceil.per-side",
    needs=["last_window=ceil", "padding=asymmetric", "stride"],
    rivals=["window-floor", "window-ceil_keep", "kernel-divisor", "pads-exchanged"],
)
@over(
    small_scope.pool(
        "avg_pool", pads="asymmetric", stride=True, last_window="ceil", data=("positive",)
    )
)
def test_avg_pool_per_side(case: Case, judge: Judge) -> None:
    """Under the ceil rule it is the low padding that decides whether the last window is dropped;
    lo and hi count in the divisor, the overhang beyond hi does not."""
    judge.meaning(case)


@clause(
    "avg-pool.ceil.keep",
    needs=["last_window=ceil_keep", "padding=symmetric", "stride"],
    level="complete",
    rivals=["window-floor", "window-ceil"],
)
@over(
    small_scope.divisible(
        small_scope.pool(
            "avg_pool",
            pads="symmetric",
            stride=True,
            last_window="ceil_keep",
            empty=None,
            data=("positive",),
        )
    )
)
def test_avg_pool_keep(case: Case, judge: Judge) -> None:
    """Under ceil_keep a window counts wherever it starts: o = ceil((P - k) / s) + 1. One that
    reads padding alone gives 0."""
    judge.meaning(case)


@clause(
    "max-pool.ceil.no-whole-window",
    needs=["last_window=ceil", "stride"],
    defined_by="implementation",
)
@over(
    small_scope.pool("max_pool", windows=False, stride=True, last_window="ceil", data=("negative",))
)
def test_no_whole_window(case: Case, judge: Judge) -> None:
    """Where not even one whole window fits, the ceil rule gives one partial window if
    P - e > -s, or the call is refused; for P - e <= -s it is refused or the output is empty."""
    one = all(a.padded - a.extent > -a.stride for a in case.axes())
    expected = prepare(case).outputs
    outcome = judge.attempt(case, expected)
    if not one:
        if outcome.error is None and outcome.outputs[0].size:
            message = f"no window exists, yet the shape is {outcome.outputs[0].shape}"
            raise judge.wrong("shape", message, outcome, expected)
        return
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    if outcome.outputs[0].shape != expected[0].shape or disagreement(
        case, judge.dtype, expected, outcome.outputs
    ):
        message = "neither refused nor one partial window"
        raise judge.wrong("values", message, outcome, expected)
    judge.saw("one partial window", case)
