"""The divisor of an average."""

from conformance.cases import small_scope
from conformance.judge.judge import Judge
from conformance.operations import Case
from conformance.suite.clause import clause, over


@clause(
    "avg-pool.divisor.include",
    needs=["count_include_pad=True", "padding=symmetric"],
    level="core",
    rivals=["padding-counted"],
)
@over(small_scope.pool("avg_pool", pads="symmetric", padded=True, data=("positive",)))
def test_include(case: Case, judge: Judge) -> None:
    """With count_include_pad the divisor counts input cells and explicit padding alike."""
    judge.meaning(case)


@clause(
    "avg-pool.divisor.exclude",
    needs=["count_include_pad=False", "padding=symmetric"],
    level="core",
    rivals=["padding-counted"],
)
@over(
    small_scope.pool(
        "avg_pool", pads="symmetric", padded=True, count_include_pad=False, data=("positive",)
    )
)
def test_exclude(case: Case, judge: Judge) -> None:
    """Without count_include_pad the divisor counts the input cells that the window reads."""
    judge.meaning(case)


@clause(
    "avg-pool.divisor.exclude-per-side",
    needs=["count_include_pad=False", "padding=asymmetric"],
    rivals=["padding-counted", "pads-exchanged"],
)
@over(small_scope.pool("avg_pool", pads="asymmetric", count_include_pad=False, data=("positive",)))
def test_exclude_per_side(case: Case, judge: Judge) -> None:
    """Without count_include_pad no padding counts, on either side, by however much they differ."""
    judge.meaning(case)


@clause(
    "avg-pool.divisor.exclude-ceil",
    needs=["count_include_pad=False", "last_window=ceil", "padding=symmetric", "stride"],
    rivals=["padding-counted", "kernel-divisor", "window-floor"],
)
@over(
    small_scope.pool(
        "avg_pool",
        pads="symmetric",
        stride=True,
        last_window="ceil",
        count_include_pad=False,
        data=("positive",),
    )
)
def test_exclude_ceil(case: Case, judge: Judge) -> None:
    """Without count_include_pad a partial window is divided by the cells that it reads."""
    judge.meaning(case)


@clause(
    "avg-pool.divisor.override",
    needs=["divisor_override", "padding=symmetric"],
    level="complete",
    rivals=["override-ignored"],
)
@over(
    small_scope.both(
        small_scope.pool("avg_pool", pads="symmetric", divisors=(3, 1, 7), data=("positive",)),
        small_scope.pool(
            "avg_pool",
            pads="symmetric",
            divisors=(2, 5),
            count_include_pad=False,
            data=("positive",),
        ),
        small_scope.pool(
            "avg_pool",
            stride=True,
            last_window="ceil",
            partial=True,
            divisors=(3, 7),
            data=("positive",),
        ),
    )
)
def test_override(case: Case, judge: Judge) -> None:
    """divisor_override divides every sum, also at the edges and over a partial window, whatever
    count_include_pad says."""
    judge.meaning(case)
