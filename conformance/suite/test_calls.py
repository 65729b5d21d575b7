"""Calls in a row: a result depends on its own arguments alone."""

from msgspec.structs import replace

from conformance.cases import strategies
from conformance.cases.together import together
from conformance.judge.judge import Judge
from conformance.operations import Calls
from conformance.suite.clause import clause, over


@clause("conv.calls.independent", level="core")
@over(random=strategies.calls(strategies.conv("grouped", "dense", "depthwise")))
def test_conv(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    weights: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("max-pool.calls.independent", level="core")
@over(random=strategies.calls(strategies.pool("max_pool")))
def test_max_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("avg-pool.calls.independent", level="core")
@over(random=strategies.calls(strategies.pool("avg_pool", data=("positive",))))
def test_avg_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("conv-transpose.calls.independent")
@over(random=strategies.calls(strategies.conv_transpose("grouped", "dense", "depthwise")))
def test_conv_transpose(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    weights: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("unfold.calls.independent", level="complete")
@over(random=strategies.calls(strategies.rearrangement("unfold")))
def test_unfold(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("fold.calls.independent", level="complete")
@over(random=strategies.calls(strategies.rearrangement("fold")))
def test_fold(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("adaptive-avg-pool.calls.independent", level="complete")
@over(random=strategies.calls(strategies.adaptive("adaptive_avg_pool", data=("positive",))))
def test_adaptive_avg_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other output sizes or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("adaptive-max-pool.calls.independent", level="complete")
@over(
    random=strategies.calls(strategies.adaptive("adaptive_max_pool", data=("distinct", "rising")))
)
def test_adaptive_max_pool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other output sizes or
    values: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("conv-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.conv("grouped", small=True))))
def test_conv_grad(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each gradient is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("conv-transpose-grad.calls.independent", level="complete")
@over(
    random=strategies.calls(strategies.gradient(strategies.conv_transpose("grouped", small=True)))
)
def test_conv_transpose_grad(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each gradient is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("max-unpool.calls.independent", level="complete")
@over(random=strategies.calls(strategies.max_unpool))
def test_max_unpool(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other indices, values or
    output sizes: each result is that of its own arguments, and stays so while others are
    computed."""
    judge.sequence(calls)


@clause("max-pool-with-indices.calls.independent", level="complete")
@over(random=strategies.calls(strategies.pool("max_pool_with_indices")))
def test_indices(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    values: maxima and indices are those of their own arguments, and stay so while others are
    computed."""
    judge.sequence(calls)


@clause("conv.calls.threads", level="complete", dtypes=("float32",))
@over(together("conv"))
def test_conv_threads(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or weights: each result is that of its own arguments."""
    judge.together(calls)


@clause("conv-transpose.calls.threads", level="complete", dtypes=("float32",))
@over(together("conv_transpose"))
def test_conv_transpose_threads(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or weights: each result is that of its own arguments."""
    judge.together(calls)


@clause("max-pool.calls.threads", level="complete", dtypes=("float32",))
@over(together("max_pool"))
def test_max_pool_threads(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or values: each result is that of its own arguments."""
    judge.together(calls)


@clause("max-pool-with-indices.calls.threads", level="complete", dtypes=("float32",))
@over(together("max_pool_with_indices"))
def test_indices_threads(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or values: maxima and indices are those of their own arguments."""
    judge.together(calls)


@clause("avg-pool.calls.threads", level="complete", dtypes=("float32",))
@over(together("avg_pool"))
def test_avg_pool_threads(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or values: each result is that of its own arguments."""
    judge.together(calls)


@clause("conv.calls.repeated", level="complete", defined_by="implementation")
@over(together("conv"))
def test_conv_repeated(calls: Calls, judge: Judge) -> None:
    """The same call made again gives the same result where no rounding is left to the order of the
    sums; where one is, the same bits, or others."""
    _repeated(calls, judge)


@clause("conv-transpose.calls.repeated", level="complete", defined_by="implementation")
@over(together("conv_transpose"))
def test_conv_transpose_repeated(calls: Calls, judge: Judge) -> None:
    """The same call made again gives the same result where no rounding is left to the order of the
    sums; where one is, the same bits, or others."""
    _repeated(calls, judge)


#: so often the same call is made
_AGAIN = 4


def _repeated(calls: Calls, judge: Judge) -> None:
    for case in calls.cases:
        for _ in range(_AGAIN):
            judge.meaning(case)
    rough = [replace(case, data="rough") for case in calls.cases]
    same = all(
        len({judge.outcome(case).outputs[0].tobytes() for _ in range(_AGAIN)}) == 1
        for case in rough
    )
    if not same:
        judge.observed.clear()  # seen once, it is so
    if same and judge.observed:
        return
    judge.saw("the same bits on every run" if same else "other bits from run to run", rough[0])


@clause("max-pool-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.pool("max_pool"))))
def test_max_pool_grad(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each gradient is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@clause("avg-pool-grad.calls.independent", level="complete")
@over(random=strategies.calls(strategies.gradient(strategies.pool("avg_pool", data=("positive",)))))
def test_avg_pool_grad(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each gradient is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)
