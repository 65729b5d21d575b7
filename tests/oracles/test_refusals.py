"""What the reference refuses, and that the legal neighbour of each call is accepted."""

import numpy as np
import pytest

from reference_impl import GeometryError, avg_pool_terms, conv, max_pool_with_indices

X = np.ones((1, 4, 5, 5), dtype=np.int64)
W = np.ones((6, 2, 3, 3), dtype=np.int64)
B = np.ones(6, dtype=np.int64)
CONV = {"stride": (1, 1), "padding": ((1, 1), (1, 1)), "dilation": (1, 1), "groups": 2}
POOL = {"kernel": (2, 2), "stride": (2, 2), "padding": ((0, 0), (0, 0))}


@pytest.mark.parametrize(
    ("argument", "arrays", "changed"),
    [
        ("w", (X, W[0, 0], None), {}),
        ("w", (X, np.ones((6, 2, 1, 1, 1, 1)), None), {}),
        ("x", (X[0, 0], W, B), {}),
        ("x", (X[None], W, B), {}),
        ("groups", (X, W, B), {"groups": 0}),
        ("groups", (X, W, B), {"groups": 4}),
        ("groups", (X, W, B), {"groups": 3}),
        ("groups", (X, W, B), {"groups": 2.0}),
        ("w.shape[1]", (X, W, B), {"groups": 1}),
        ("b.shape", (X, W, B[:5]), {}),
        ("b.shape", (X, W, B[None]), {}),
        ("kernel", (X, W[..., :0], B), {}),
        ("stride", (X, W, B), {"stride": (0, 1)}),
        ("stride", (X, W, B), {"stride": (1,)}),
        ("dilation", (X, W, B), {"dilation": (1, 0)}),
        ("lo", (X, W, B), {"padding": ((-1, 0), (0, 0))}),
        ("padding", (X, W, B), {"padding": "full"}),
        ("padding", (X, W, B), {"padding": ((5, 0), (0, 0)), "padding_mode": "reflect"}),
        ("padding", (X, W, B), {"padding": ((0, 0), (0, 6)), "padding_mode": "circular"}),
        ("padding", (X[..., :0], W, B), {"padding_mode": "replicate"}),
        ("padding_mode", (X, W, B), {"padding_mode": "symmetric"}),
    ],
)
def test_conv_names_the_argument_it_refuses(argument, arrays, changed):
    assert conv(X, W, B, **CONV).shape == (1, 6, 5, 5)
    with pytest.raises(GeometryError) as refusal:
        conv(*arrays, **(CONV | changed))
    assert refusal.value.argument == argument


@pytest.mark.parametrize(
    ("argument", "x", "changed"),
    [
        ("x", X[0, 0], {}),
        ("x", X[None], {}),
        ("kernel", X, {"kernel": (0, 2)}),
        ("kernel", X, {"kernel": 2}),
        ("kernel", X, {"kernel": ()}),
        ("stride", X, {"stride": (2, 0)}),
        ("hi", X, {"padding": ((0, -1), (0, 0))}),
        ("last_window", X, {"last_window": "round"}),
    ],
)
def test_pooling_names_the_argument_it_refuses(argument, x, changed):
    for pool, extra in ((max_pool_with_indices, {"dilation": (1, 1)}), (avg_pool_terms, {})):
        pool(X, **POOL, **extra)
        with pytest.raises(GeometryError) as refusal:
            pool(x, **(POOL | extra | changed))
        assert refusal.value.argument == argument


@pytest.mark.parametrize("override", [0, 2.0])
def test_a_divisor_override_is_an_integer_other_than_zero(override):
    with pytest.raises(GeometryError) as refusal:
        avg_pool_terms(X, **POOL, divisor_override=override)
    assert refusal.value.argument == "divisor_override"


def test_a_bias_that_would_change_the_dtype_is_refused():
    with pytest.raises(TypeError):
        conv(X, W, B.astype(np.float64), **CONV)
