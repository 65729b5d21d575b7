"""Lp pooling of the NumPy and the torch backend: what they refuse, where they agree, and what the
torch adapter composes."""

from itertools import product
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from conformance.backends import numpy as numpy_backend

torch = pytest.importorskip("torch")
torch_backend = pytest.importorskip("conformance.backends.torch")

NUMPY = numpy_backend.backend.implementations
TORCH = torch_backend.cpu.implementations
X = np.array([[[1.0, -2.0, 3.0, -4.0, 5.0]]], np.float32)
POOL: dict[str, Any] = {"kernel": (2,), "stride": (2,), "padding": "valid", "last_window": "floor"}


@pytest.mark.parametrize("p", [0, -1, -inf, nan, "2", None, True])
def test_numpy_refuses_what_is_no_power(p: Any) -> None:
    for operation, arrays in (("lp_pool", (X,)), ("lp_pool_grad", (X[..., :2], X))):
        with pytest.raises((ValueError, TypeError), match=r"p=.*expected a number above 0"):
            NUMPY[operation](arrays, {**POOL, "p": p})


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("p", [1, 2, 3, 4, 1.5, 0.5, inf])
def test_both_agree_wherever_torch_adds_up_what_it_reads(rank: int, p: float) -> None:
    generator = np.random.default_rng(rank)
    x = generator.uniform(1, 2, (2, 3, *(5, 4, 3)[:rank])) * generator.choice([-1, 1], 3)[0]
    x[..., 0] *= -1
    sides = ("valid", "same_upper", "same_lower", ((1, 1),) * rank, ((0, 1),) * rank)
    for padding, rule, k, s in product(sides, ("floor", "ceil", "ceil_keep"), (1, 2, 3), (1, 2)):
        if padding == "valid" and rule == "ceil":
            continue  # torch scales the sums of partial windows
        keywords = {
            "p": p,
            "kernel": (k,) * rank,
            "stride": (s,) * rank,
            "padding": padding,
            "last_window": rule,
        }
        if k == 1 and not isinstance(padding, str):
            continue  # windows of padding alone
        y = NUMPY["lp_pool"]((x,), keywords)
        np.testing.assert_allclose(TORCH["lp_pool"]((x,), keywords), y, rtol=1e-13)
        gy = generator.uniform(1, 2, y.shape)
        (gx,) = NUMPY["lp_pool_grad"]((gy, x), keywords)
        (other,) = TORCH["lp_pool_grad"]((gy, x), keywords)
        np.testing.assert_allclose(other, gx, rtol=1e-12, atol=1e-13)


def test_torch_is_handed_magnitudes_where_the_power_it_documents_has_another_sign() -> None:
    native = torch.nn.functional.lp_pool1d(torch.from_numpy(X), 1, 2)
    assert native.tolist() == [[[-1, -1]]]
    assert torch.nn.functional.lp_pool1d(torch.from_numpy(X), 3, 2).isnan().all()
    assert TORCH["lp_pool"]((X,), {**POOL, "p": 1.0}).tolist() == [[[3, 7]]]
    declared = TORCH["lp_pool"].declared["p"]
    assert {p for p, how in declared.items() if how} == {"odd", "fraction", "below_one"}
    assert {p for p, how in declared.items() if not how} == {"even", "inf"}


def test_that_torch_scales_partial_windows_is_left_to_be_seen() -> None:
    keywords = {**POOL, "last_window": "ceil", "p": 1.0}
    assert NUMPY["lp_pool"]((X,), keywords).tolist() == [[[3, 7, 5]]]
    assert TORCH["lp_pool"]((X,), keywords).tolist() == [[[3, 7, 10]]]


def test_that_torch_takes_any_number_but_0_for_p_is_left_to_be_seen() -> None:
    smallest = TORCH["lp_pool"]((X,), {**POOL, "p": -inf})
    assert smallest.tolist() == [[[1, 3]]]
    assert TORCH["lp_pool"]((X[..., 1:3],), {**POOL, "p": -1.0}).tolist() == [
        [[pytest.approx(1.2)]]
    ]
    for p in (-1.0, nan):
        assert TORCH["lp_pool"]((X,), {**POOL, "p": p}).shape == (1, 1, 2)
    with pytest.raises(ZeroDivisionError):
        TORCH["lp_pool"]((X,), {**POOL, "p": 0.0})


@pytest.mark.parametrize("backend", [NUMPY, TORCH], ids=["numpy", "torch"])
def test_what_is_0_gets_0(backend: Any) -> None:
    x, gy = np.array([[0.0, 0.0, 1.0, 0.0]]), np.array([[5.0, 7.0]])
    for p in (1.0, 2.0, 3.0, 1.5, inf):
        keywords = {**POOL, "p": p}
        assert backend["lp_pool"]((x,), keywords).tolist() == [[0, 1]]
        (gx,) = backend["lp_pool_grad"]((gy, x), keywords)
        assert gx.tolist() == [[0, 0, pytest.approx(7, rel=1e-14), 0]]
