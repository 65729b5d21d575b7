"""Which failures are shown, and in what words verdicts are put together."""

from typing import Any

import pytest

from conformance.cli.groups import by_cause, by_clause, places
from conformance.results.model import ClauseResult, Failure, Status

FLIPPED = "the kernel flipped (convolution for cross-correlation, or back)"


def _failed(identifier: str, rank: int = 2, dtype: str = "float32", **of: Any) -> ClauseResult:
    failure = Failure(parameters={}, message="", snippet="", kind="values", number=1)
    cells = of.pop("cells", 1)
    failure.arrays = {"x": {"shape": [cells]}}
    failure.cause, failure.alone = of.pop("cause", None), of.pop("alone", True)
    failure.case = of.pop("case", None)
    return ClauseResult(
        id=identifier, rank=rank, dtype=dtype, topic="", status=Status.FAIL, failure=failure, **of
    )


def _ids(groups: list[list[ClauseResult]]) -> list[list[str]]:
    return [[result.id for result in group] for group in groups]


def test_failures_of_one_cause_are_one_group_led_by_the_clause_about_it() -> None:
    groups = by_cause(
        [
            _failed("conv.bias.per-channel", cause=f"all 4 cells equal this reading: {FLIPPED}"),
            _failed("conv.channels.sum"),
            _failed(
                "conv.orientation.cross-correlation",
                cause=f"the only cell equals this reading: {FLIPPED}",
                cells=9,
            ),
        ]
    )
    assert _ids(groups) == [
        ["conv.orientation.cross-correlation", "conv.bias.per-channel"],
        ["conv.channels.sum"],
    ]


def test_one_cause_of_two_operations_is_two_groups() -> None:
    cause = "all 4 cells equal this reading: no padding at all"
    found = [_failed("conv.pad.zeros", cause=cause), _failed("avg-pool.value.mean", cause=cause)]
    assert len(by_cause(found)) == 2


def test_core_comes_first_then_what_fails_alone_then_few_cells_and_known_last() -> None:
    groups = by_cause(
        [
            _failed("conv.bias.per-channel", known="to do"),
            _failed("conv.error.stride"),
            _failed("conv.channels.sum", alone=False),
            _failed("conv.stride.step", cells=4),
            _failed("conv.stride.per-axis", cells=3),
        ]
    )
    assert [identifier for (identifier,) in _ids(groups)] == [
        "conv.stride.per-axis",
        "conv.stride.step",
        "conv.channels.sum",
        "conv.error.stride",
        "conv.bias.per-channel",
    ]


@pytest.mark.parametrize("row", [[{}, {}], {"type": "calls", "cases": [{}, {}]}])
def test_one_call_comes_before_a_row_of_them(row: Any) -> None:
    groups = by_cause(
        [_failed("conv.channels.sum", case=row), _failed("conv.stride.step", cells=9)]
    )
    assert _ids(groups) == [["conv.stride.step"], ["conv.channels.sum"]]


def test_places_are_ranks_with_their_dtypes() -> None:
    def at(*where: tuple[int, str]) -> str:
        return places([_failed("conv.stride.step", rank, dtype) for rank, dtype in where])

    assert at((1, "float32")) == "rank 1 float32"
    every = [(rank, dtype) for rank in (1, 2) for dtype in ("float32", "float64")]
    assert at(*every) == "rank 1, 2 float32, float64"
    assert at(*every, (3, "float64")) == "rank 1, 2 float32, float64; rank 3 float64"


def test_verdicts_are_put_together_by_clause_status_and_reason() -> None:
    one, two = _failed("conv.stride.step", 1), _failed("conv.stride.step", 2)
    other = _failed("conv.stride.step", 3, reason="another one")
    assert by_clause([one, other, two]) == [[one, two], [other]]
