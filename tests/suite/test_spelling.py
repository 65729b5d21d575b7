"""A backend that takes padding by name alone is judged by the cases of others: the pairs of a case
are given to it by a name that stands for them."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

from conformance import Backend, Unsupported
from conformance.capabilities import WALKS, kind_of_padding
from conformance.cases.data import arrays
from conformance.judge.prepared import prepare
from conformance.judge.spelling import as_called, spelled
from conformance.operations import GRADIENTS, BadCall, Calls, Case, forward
from conformance.parameters import Conv, ConvTranspose
from conformance.results.model import ClauseResult, Status
from conformance.suite.clause import clauses
from conformance.suite.unit import Unit, abnormal, replay, run_unit, units

Make = Callable[..., Backend]
NAMES = ("valid", "same_upper", "same_lower")
JUDGED = (Status.PASS, Status.OBSERVED)


def _case(size: int, kernel: int, padding: Any, **keywords: Any) -> Case:
    parameters = Conv.of(1, padding=padding, **keywords)
    return Case("conv", parameters, ((1, 1, size), (1, 1, kernel), None))


@pytest.mark.parametrize(
    ("case", "declared", "padding"),
    [
        (_case(4, 2, 0), ["valid"], "valid"),
        (_case(2, 3, 0), ["valid"], "valid"),  # no window fits, by either name
        (_case(4, 2, [(0, 1)]), ["same_upper"], "same_upper"),
        (_case(4, 2, [(0, 1)]), ["same_lower"], ((0, 1),)),
        (_case(4, 2, [(1, 0)]), ["same_upper", "same_lower"], "same_lower"),
        (_case(4, 3, 1), ["valid", "same_upper"], "same_upper"),
        (_case(4, 3, [(0, 1)], stride=2), ["same_upper"], "same_upper"),
        (_case(4, 3, 1, stride=2), ["same_upper"], ((1, 1),)),
        (_case(5, 3, 2, dilation=2), ["same_upper"], "same_upper"),
        (_case(4, 1, 0), ["same_upper"], "same_upper"),
        (_case(4, 2, 0), ["same_upper"], ((0, 0),)),
        (_case(4, 2, 1), ["valid"], ((1, 1),)),
        (_case(4, 3, 1), ["symmetric", "same_upper"], ((1, 1),)),  # declared as it is
        (_case(4, 2, [(0, 1)]), ["symmetric", "same_upper"], "same_upper"),
        (_case(4, 1, "same_upper"), ["valid"], "same_upper"),  # a clause about the name
    ],
)
def test_pairs_are_given_by_a_name_that_stands_for_them(
    declaring: Make, case: Case, declared: list[str], padding: object
) -> None:
    made = spelled(case, declaring(["conv"], padding=declared))
    assert made.keywords()["padding"] == padding
    assert made.axes() == case.axes()


def test_an_output_padding_has_no_name_beside_it(declaring: Make) -> None:
    parameters = ConvTranspose.of(1, stride=2, padding=[(0, 1)], output_padding=1)
    case = Case("conv_transpose", parameters, ((1, 1, 3), (1, 1, 3), None))
    assert spelled(case, declaring(["conv_transpose"], padding=["same_upper"])) == case


def _walks() -> Iterator[Case]:
    """Cases of the clauses whose operation takes a padding; some name their data by the dtype."""
    for tested in clauses().values():
        if forward(tested.operation) not in WALKS or tested.topic in ("exactness", "dtypes"):
            continue
        scope = tested.small_scope(tested.ranks[0], "smoke") if tested.small_scope else ()
        for judged in scope:
            yield from judged.cases if isinstance(judged, Calls) else ()
            yield from [judged] if isinstance(judged, Case) else ()


@pytest.mark.parametrize("name", NAMES)
def test_the_call_by_name_has_the_same_arrays_and_results(name: str) -> None:
    backend = Backend("names", version="1")
    for operation in (*WALKS, *(g for g in GRADIENTS if forward(g) in WALKS)):
        backend.implements(operation, padding=[name])(lambda *arrays, **keywords: None)
    found = {(c, m) for c in _walks() if (m := spelled(c, backend)) != c}
    assert len({case.operation for case, _ in found}) >= 12
    assert len(found) > 500
    for case, made in found:
        assert kind_of_padding(made.keywords()["padding"]) == name
        for own, other in zip(arrays(case), arrays(made), strict=True):
            np.testing.assert_array_equal(own, other)  # type: ignore[arg-type]  # None too
        if max(np.prod(shape or 1) for shape in case.shapes) < 200:
            for own, other in zip(prepare(case).outputs, prepare(made).outputs, strict=True):
                np.testing.assert_array_equal(own, other)


def _core(backend: Backend) -> list[ClauseResult]:
    """The verdicts on the core clauses that are enumerated."""
    return [
        run_unit(unit, backend, "standard", spelled="numpy", tiers=["small scope"])
        for unit in units()
        if (tested := clauses()[unit.clause]).operation in backend.implementations
        and (tested.level, unit.dtype) == ("core", "float32")
        and unit.rank < 3
        and tested.small_scope is not None
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_right_backend_is_judged_by_most_clauses_and_passes(declaring: Make, name: str) -> None:
    names = ("conv", "max_pool", "avg_pool")
    results = _core(declaring(names, rank=[1, 2], padding=[name]))
    assert {r.status for r in results} <= {*JUDGED, Status.UNSUPPORTED}
    by_padding = [r for r in results if any(n == "padding" for n, _ in clauses()[r.id].needs)]
    others = Counter(r.status in JUDGED for r in results if r not in by_padding)
    assert others[True] > 9 * others[False], [
        (r.id, r.reason) for r in results if r.status not in JUDGED and r not in by_padding
    ]


def test_a_joint_limit_of_a_name_is_no_refusal_of_the_pairs(convolving: Make) -> None:
    """A case that nobody asked of the backend by that name costs no verdict."""

    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        if keywords["padding"] == "same_upper" and max(keywords["stride"]) > 1:
            raise Unsupported("'same' at stride 1 alone")
        return right(x, w, b, **keywords)

    backend = convolving(conv, padding=["symmetric", "same_upper"])
    by_name = convolving(conv, padding=["same_upper"])
    for clause, judged, expected in (
        ("conv.special.padding", backend, Status.OBSERVED),
        ("conv.law.batch", by_name, Status.PASS),
        ("conv.calls.independent", by_name, Status.PASS),
        ("conv.pad.same-upper-strided", backend, Status.REFUSED),
    ):
        unit = Unit(clause, 1, "float32")
        assert run_unit(unit, judged, "standard", spelled="numpy").status is expected, clause


def test_pairs_that_are_broken_are_given_to_nobody_who_takes_names(declaring: Make) -> None:
    backend = declaring(["conv"], padding=["symmetric", "same_upper"])
    legal = _case(4, 2, [(0, 1)])
    bad = BadCall(legal, "keyword", "padding", ((0, -1),), "a padding is at least 0")
    assert as_called(bad, backend) == bad
    stride = BadCall(_case(5, 2, 0), "keyword", "stride", (0,), "a stride is at least 1")
    beside = as_called(stride, declaring(["conv"], padding=["same_lower"]))
    assert beside.legal.keywords()["padding"] == "same_lower"  # type: ignore[union-attr]


def test_the_call_that_was_made_is_what_is_shown_stored_and_replayed(convolving: Make) -> None:
    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        made.append(keywords["padding"])
        return -right(x, w, b, **keywords)

    made: list[Any] = []
    backend = convolving(conv, padding=["same_lower"])
    unit = Unit("conv.channels.outputs", 1, "float32")
    result = run_unit(unit, backend, "standard", spelled="numpy")
    assert result.failure is not None
    assert set(made) == {"same_lower"}
    assert " padding=same_lower " in result.failure.message
    assert "padding='same_lower'" in result.failure.snippet
    assert result.failure.parameters["padding"] == "same_lower"
    again = replay(unit, backend, result.failure.case, spelled="numpy")
    assert again.failure is not None
    assert again.failure.message.splitlines()[2:] == result.failure.message.splitlines()[2:]
    encoded = msgspec.json.encode(msgspec.convert(result.failure.case, Case))
    ended = abnormal(unit, backend, "the process exited", 0, encoded, spelled="numpy")
    assert ended.failure is not None
    assert " padding=same_lower " in ended.failure.message
