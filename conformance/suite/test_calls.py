"""Calls in a row: a result depends on its own arguments alone."""

from msgspec.structs import replace

from conformance.cases import strategies
from conformance.cases.together import together
from conformance.judge.judge import Judge
from conformance.operations import Calls, Operation
from conformance.suite.clause import Level, family

#: what is drawn for calls in a row of each operation
DRAWN = {
    "conv": strategies.conv("grouped", "dense", "depthwise"),
    "max-pool": strategies.pool("max_pool"),
    "avg-pool": strategies.pool("avg_pool", data=("positive",)),
    "conv-transpose": strategies.conv_transpose("grouped", "dense", "depthwise"),
    "unfold": strategies.rearrangement("unfold"),
    "fold": strategies.rearrangement("fold"),
    "adaptive-avg-pool": strategies.adaptive("adaptive_avg_pool", data=("positive",)),
    "adaptive-max-pool": strategies.adaptive("adaptive_max_pool", data=("distinct", "rising")),
    "conv-grad": strategies.gradient(strategies.conv("grouped", small=True)),
    "conv-transpose-grad": strategies.gradient(strategies.conv_transpose("grouped", small=True)),
    "max-unpool": strategies.max_unpool,
    "max-pool-with-indices": strategies.pool("max_pool_with_indices"),
    "max-pool-grad": strategies.gradient(strategies.pool("max_pool")),
    "avg-pool-grad": strategies.gradient(strategies.pool("avg_pool", data=("positive",))),
    "lp-pool": strategies.pool("lp_pool", data=("signed",)),
    "lp-pool-grad": strategies.gradient(strategies.pool("lp_pool", data=("signed",))),
}
#: what is called in several threads at the same time
AT_ONCE: tuple[Operation, ...] = (
    "conv",
    "conv_transpose",
    "max_pool",
    "max_pool_with_indices",
    "avg_pool",
    "lp_pool",
    "unfold",
    "fold",
    "adaptive_avg_pool",
    "adaptive_max_pool",
    "max_unpool",
    "conv_grad",
    "conv_transpose_grad",
    "max_pool_grad",
    "avg_pool_grad",
    "lp_pool_grad",
)
#: and at one rank alone: what is shared by threads has little to do with the number of axes
AT_ONCE_IN_PLANES: tuple[Operation, ...] = (
    "adaptive_max_pool_with_indices",
    "unfold_grad",
    "fold_grad",
    "adaptive_avg_pool_grad",
    "adaptive_max_pool_grad",
    "max_unpool_grad",
)
LEVELS: dict[str, Level] = {
    "conv": "core",
    "max-pool": "core",
    "avg-pool": "core",
    "conv-transpose": "standard",
}


@family(
    "calls.independent",
    {
        **{operation: (None, strategies.calls(drawn)) for operation, drawn in DRAWN.items()},
        "adaptive-max-pool-with-indices": (
            together("adaptive_max_pool_with_indices"),
            strategies.calls(strategies.adaptive("adaptive_max_pool_with_indices")),
        ),
    },
    levels=LEVELS,
)
def test_independent(calls: Calls, judge: Judge) -> None:
    """Calls may follow one another in any order, with the same shapes and other parameters or
    arrays: each result is that of its own arguments, and stays so while others are computed."""
    judge.sequence(calls)


@family(
    "calls.threads",
    {operation.replace("_", "-"): together(operation) for operation in AT_ONCE},
    dtypes=("float32",),
)
def test_threads(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or arrays: each result is that of its own arguments."""
    judge.together(calls)


@family(
    "calls.threads",
    {operation.replace("_", "-"): together(operation) for operation in AT_ONCE_IN_PLANES},
    ranks=(2,),
    dtypes=("float32",),
)
def test_threads_in_planes(calls: Calls, judge: Judge) -> None:
    """Calls may be made in several threads at the same time, with the same shapes and other
    parameters or arrays: each result is that of its own arguments."""
    judge.together(calls)


#: so often the same call is made
_AGAIN = 4


@family(
    "calls.repeated",
    {"conv": together("conv"), "conv-transpose": together("conv_transpose")},
    defined_by="implementation",
)
def test_repeated(calls: Calls, judge: Judge) -> None:
    """The same call made again gives the same result where no rounding is left to the order of the
    sums; where one is, the same bits, or others."""
    judge.sequence(Calls(calls.cases * _AGAIN))
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
