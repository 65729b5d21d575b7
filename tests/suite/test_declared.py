"""What is declared is tested; what is not declared never reaches the function."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from conformance import Backend
from conformance.results.model import ClauseResult, Status
from conformance.suite.clause import clauses
from conformance.suite.profiles import standing
from conformance.suite.unit import run_unit, units

Make = Callable[..., Backend]
TIERS = ("examples", "small scope", "random")
LITTLE: dict[str, dict[str, Any]] = {
    "nothing more": {},
    "no stride": {"stride": False},
    "no dilation": {"dilation": False},
    "no groups": {"groups": False},
    "no bias": {"bias": False},
    "no padding": {"padding": ["none"]},
    "padding by name alone": {"padding": ["same_upper"]},
    "no padding, by name": {"padding": ["valid"]},
    "none of these": {
        "stride": False,
        "dilation": False,
        "groups": False,
        "bias": False,
        "padding": ["none"],
    },
    "the padding always counted": {"count_include_pad": [True]},
    "another rank": {"rank": [1]},
    "another dtype": {"dtype": ["float64"]},
    "a transform": {"arithmetic": "transform"},
    "the ceil rule alone": {"last_window": ["ceil"]},
}


def _run(
    backend: Backend, rank: int = 2, dtype: str = "float32", tiers: Sequence[str] = TIERS
) -> list[ClauseResult]:
    return [
        run_unit(unit, backend, "smoke", spelled="numpy", tiers=tiers)
        for unit in units()
        if (unit.rank, unit.dtype) == (rank, dtype)
    ]


@pytest.mark.parametrize("little", LITTLE)
def test_a_backend_that_declares_little_is_judged_by_what_it_declares(
    declaring: Make, little: str
) -> None:
    given = LITTLE[little]
    rank, dtype = given.get("rank", [2])[0], given.get("dtype", ["float32"])[0]
    results = _run(declaring(**given), rank, dtype)
    allowed = (Status.PASS, Status.OBSERVED, Status.UNSUPPORTED)
    assert [(r.id, r.status, r.reason) for r in results if r.status not in allowed] == []
    assert sum(r.status is Status.PASS for r in results) > 15
    for result in results:
        assert (result.reason is not None) is (result.status is Status.UNSUPPORTED), result.id


def test_what_is_not_declared_never_reaches_the_function(convolving: Make) -> None:
    reached = []

    def conv(right: Any, x: Any, w: Any, b: Any, **keywords: Any) -> Any:
        reached.append((x.ndim, x.dtype, max(keywords["stride"]), b is None))
        return right(x, w, b, **keywords)

    backend = convolving(conv, rank=[2], stride=False, bias=False, padding=["symmetric"])
    for unit in units():
        if clauses()[unit.clause].topic != "arguments":  # what no table can declare
            run_unit(unit, backend, "smoke", spelled="numpy")
    bad = {(5, np.dtype("float32"), 1, True)}  # an axis too many is what conv.error.rank tries
    assert set(reached) - bad == {(4, np.dtype("float32"), 1, True)}
    assert len(reached) > 200


def test_conv_and_the_pools_with_default_capabilities_reach_core(declaring: Make) -> None:
    backend = declaring(("conv", "max_pool", "avg_pool"))
    results = _run(backend)
    assert standing(results)["core"] == {
        "float32": "certified",
        "float64": standing([])["core"]["float64"],
    }
    assert isinstance(standing(results)["standard"]["float32"], list)


def test_without_one_of_the_operations_core_is_not_reached(declaring: Make) -> None:
    missing = standing(_run(declaring(("conv", "max_pool")), tiers=["small scope"]))
    assert isinstance(missing["core"]["float32"], list)
    assert "avg-pool.value.mean" in missing["core"]["float32"]
