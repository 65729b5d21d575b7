"""What is expected of lp pooling: its data, its exact values, its bounds."""

from decimal import Decimal, localcontext
from itertools import islice
from math import inf

import numpy as np
import pytest

from conformance.capabilities import requirements
from conformance.cases import small_scope, strategies
from conformance.cases.data import arrays
from conformance.cases.gradients import gradient, gradient_of
from conformance.cases.lp import LP
from conformance.judge.meaning import ROUNDOFF
from conformance.judge.prepared import prepare
from conformance.operations import Case
from conformance.parameters import LpPool
from reference_impl.windows import gather, window_map

POWERS = (1, 2, 3, 4, 1.5, 2.5, 0.5)


def _cases(*data: str, rank: int = 1, most: int = 40) -> list[Case]:
    source = small_scope.pool("lp_pool", pads="any", last_window="ceil", powers=POWERS, data=data)
    return list(islice(source(rank, "standard"), 0, 8 * most, 8))


@pytest.mark.parametrize("name", sorted(set(LP) - {"vast53", "slight53"}))
def test_no_cell_is_rounded_in_float32(name: str) -> None:
    for rank in (1, 2, 3):
        for case in _cases(name, rank=rank):
            (x,) = arrays(case)
            assert x is not None
            np.testing.assert_array_equal(x.astype(np.float32), x)


@pytest.mark.parametrize("name", ["positive", "signed", "other"])
def test_magnitudes_are_distinct_and_within_half_of_1(name: str) -> None:
    for case in [*_cases(name), *_cases(name, rank=2), *_cases(name, rank=3)]:
        (x,) = arrays(case)
        assert x is not None
        assert (np.abs(x) >= 1).all()
        assert (np.abs(x) < 1.5).all()
        for plane in np.abs(x).reshape(-1, int(np.prod(case.size))):
            assert len(set(plane.tolist())) == plane.size


def test_windows_hold_cells_of_either_sign_and_windows_of_zeros_occur() -> None:
    mixed = blank = gaps = 0
    for case in _cases("signed", "gaps", "blank", rank=2):
        (x,) = arrays(case)
        assert x is not None
        planes = x.reshape(*x.shape[:-2], -1)
        read = gather(planes, window_map(case.axes()), 0)
        mixed += int(((read > 0).any(-1) & (read < 0).any(-1)).sum()) * (case.data == "signed")
        blank += int((read == 0).all(-1).sum()) * (case.data == "blank")
        gaps += int(((read == 0).any(-1) & (read != 0).any(-1)).sum()) * (case.data == "gaps")
    assert min(mixed, blank, gaps) > 30


@pytest.mark.parametrize("p", POWERS)
def test_the_expected_value_is_the_exact_one_rounded(p: float) -> None:
    for one in _cases("signed", "gaps"):
        case = Case("lp_pool", LpPool.of(one.kernel, p=p), one.shapes, one.data)
        prepared = prepare(case)
        (x,) = prepared.arrays
        assert x is not None
        cells = gather(x.reshape(*x.shape[:-1], -1), window_map(case.axes()), 0)
        with localcontext(prec=40):
            for window, y in zip(
                cells.reshape(-1, cells.shape[-1]), prepared.outputs[0].reshape(-1), strict=True
            ):
                total = sum(abs(Decimal(float(v))) ** Decimal(p) for v in window if v)
                exact = total ** (1 / Decimal(p)) if total else Decimal(0)
                assert abs(Decimal(float(y)) - exact) <= exact * Decimal(2) ** -52


@pytest.mark.parametrize("p", [1, 2, 3, 1.5])
def test_the_expected_gradient_is_the_slope_of_the_norm(p: float) -> None:
    for one in _cases("signed")[:12]:
        case = Case("lp_pool", LpPool.of(one.kernel, p=p), one.shapes, "signed")
        prepared = prepare(gradient_of(case))
        gy, x = prepared.arrays
        assert gy is not None
        assert x is not None
        for at in list(np.ndindex(*x.shape))[:3]:
            step = np.zeros(x.shape)
            step[at] = 2.0**-20
            high, low = (_norms(x + sign * step, case) for sign in (1, -1))
            slope = (gy * (high - low)).sum() / 2.0**-19
            assert slope == pytest.approx(prepared.outputs[0][at], abs=1e-7)


def _norms(x: np.ndarray, case: Case) -> np.ndarray:
    p = case.keywords()["p"]
    read = gather(np.abs(x), window_map(case.axes()), 0)
    norms: np.ndarray = (read**p).sum(-1) ** (1 / p)
    return norms


def test_a_bound_is_relative_and_infinity_has_none() -> None:
    for case in [*_cases("positive"), *map(gradient_of, _cases("positive"))]:
        prepared = prepare(case)
        (units,) = prepared.roundings
        assert units is not None
        most = 40 * (case.terms + 8) * np.abs(prepared.arrays[0]).max() * 4  # type: ignore[arg-type]
        assert (units >= 4 * np.abs(prepared.outputs[0])).all()
        assert (units * ROUNDOFF["float32"] <= most * ROUNDOFF["float32"]).all()
    source = small_scope.pool("lp_pool", powers=(inf,), data=("signed",))
    for one in (source, gradient(source)):
        assert all(prepare(case).roundings == () for case in one(1, "smoke"))


KINDS = {
    "odd": (1, 3.0),
    "even": (2, 4.0),
    "fraction": (1.5, 2.25),
    "inf": (inf,),
    "below_one": (0.5, 0.999),
}


@pytest.mark.parametrize(("kind", "powers"), KINDS.items(), ids=list(KINDS))
def test_every_power_is_of_one_kind(kind: str, powers: tuple[float, ...]) -> None:
    for p in powers:
        case = Case("lp_pool", LpPool.of((2,), p=p), ((1, 1, 4),), "positive")
        assert ("p", kind) in requirements(case, "float32")
        assert case.keywords()["p"] == p


def test_drawn_calls_vary_the_power() -> None:
    case = Case("lp_pool", LpPool.of((2,), p=2), ((1, 1, 9),), "signed")
    assert 3.0 in {c.keywords()["p"] for c in strategies._variations(case)}
