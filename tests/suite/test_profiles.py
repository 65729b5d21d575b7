"""Profiles: what has to pass, and what is said of a backend that does not get there."""

import pytest

from conformance.capabilities import DTYPES, FLOATS
from conformance.results.model import ClauseResult, Status
from conformance.suite.clause import clauses
from conformance.suite.profiles import CERTIFIED, PROFILES, required, required_dtypes, standing


def _all(profile: str, dtype: str = "float32", status: Status = Status.PASS) -> list[ClauseResult]:
    return [
        ClauseResult(
            id=identifier, rank=rank, dtype=dtype, topic=clauses()[identifier].topic, status=status
        )
        for identifier, rank in required(profile)
    ]


def test_core_is_the_core_clauses_at_rank_2() -> None:
    core = {c.id for c in clauses().values() if c.level == "core"}
    assert {identifier for identifier, _ in required("core")} == core
    assert {rank for _, rank in required("core")} == {2}
    assert {identifier.split(".")[0] for identifier in core} == {"conv", "max-pool", "avg-pool"}


def test_standard_holds_all_of_core_and_every_rank() -> None:
    assert set(required("core")) < set(required("standard"))
    assert {rank for _, rank in required("standard")} == {1, 2, 3}
    assert all(
        (i, r) in required("standard") for i, _ in required("core") for r in clauses()[i].ranks
    )


def test_complete_is_every_clause_at_every_rank() -> None:
    for dtype in PROFILES["complete"].dtypes:
        every = [(c.id, r) for c in clauses().values() if dtype in c.dtypes for r in c.ranks]
        assert required("complete", dtype) == every
    assert set(required("standard")) < set(required("complete"))
    assert {identifier for identifier, _ in required_dtypes("complete")} == set(clauses())


def test_each_clause_is_required_of_its_own_dtypes() -> None:
    for (identifier, _), dtypes in required_dtypes("complete").items():
        assert list(dtypes) == [d for d in DTYPES if d in clauses()[identifier].dtypes]
    assert all(tuple(dtypes) == FLOATS for dtypes in required_dtypes("core").values())


#: what a clause needs -> the word for it in the text of the lowest profile that requires it
WORDS = {
    "padding=symmetric": "symmetric padding",
    "padding=asymmetric": "padding per side",
    "padding=same_upper": "'same'",
    "padding=same_lower": "'same'",
    "padding=valid": "'valid'",
    "count_include_pad=True": "divisors",
    "count_include_pad=False": "divisors",
    "last_window=ceil": "ceil rule",
    "stride=True": "strides",
    "dilation=True": "dilation",
    "groups=True": "groups",
    "bias=True": "bias",
    "output_padding=True": "transposed convolution",
}


def test_what_a_profile_needs_stands_in_its_text() -> None:
    told = ""
    for profile in (PROFILES["core"], PROFILES["standard"]):  # complete is every clause
        told += profile.text
        for c in clauses().values():
            if c.level == profile.levels[-1]:
                for name, value in c.needs:
                    need = f"{name}={value}"
                    assert WORDS[need] in told, f"{profile.name}: {c.id} needs {need}"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_certified_per_dtype(profile: str) -> None:
    table = standing(_all(profile, "float64"))
    assert set(table) == set(PROFILES)
    assert set(table[profile]) == set(PROFILES[profile].dtypes)
    assert table[profile]["float64"] == CERTIFIED
    assert table[profile]["float32"] == list(dict.fromkeys(i for i, _ in required(profile)))


@pytest.mark.parametrize("status", Status)
def test_only_a_pass_or_an_observation_counts(status: Status) -> None:
    results = _all("core")
    results[3].status = status
    expected = CERTIFIED if status in (Status.PASS, Status.OBSERVED) else [results[3].id]
    assert standing(results)["core"]["float32"] == expected


def test_a_clause_that_misses_at_two_ranks_is_named_once() -> None:
    results = [r for r in _all("standard") if r.id != "conv.shape.floor"]
    assert standing(results)["standard"]["float32"] == ["conv.shape.floor"]


def test_a_result_at_another_rank_does_not_count() -> None:
    results = [r for r in _all("standard") if (r.id, r.rank) != ("conv.shape.floor", 3)]
    assert standing(results)["standard"]["float32"] == ["conv.shape.floor"]
    assert standing(results)["core"]["float32"] == CERTIFIED


def test_statuses_say_what_they_mean() -> None:
    assert len({status.meaning for status in Status}) == len(Status)
