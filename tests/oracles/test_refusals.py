"""What the reference refuses, and that the legal neighbour of each call is accepted."""

from math import inf, nan

import numpy as np
import pytest

from reference_impl import (
    GeometryError,
    adaptive_avg_pool_grad_terms,
    adaptive_avg_pool_terms,
    adaptive_max_pool_grad,
    adaptive_max_pool_with_indices,
    avg_pool_grad_terms,
    avg_pool_terms,
    conv,
    conv_grad,
    conv_transpose,
    conv_transpose_grad,
    fold,
    fold_grad,
    kernel_matrix,
    lp_pool,
    lp_pool_grad,
    max_pool_grad,
    max_pool_with_indices,
    max_unpool,
    max_unpool_grad,
    unfold,
    unfold_grad,
)

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
    avg_pool_terms(X, **POOL, divisor_override=2)
    with pytest.raises(GeometryError) as refusal:
        avg_pool_terms(X, **POOL, divisor_override=override)
    assert refusal.value.argument == "divisor_override"


def test_a_bias_that_would_change_the_dtype_is_refused():
    with pytest.raises(TypeError):
        conv(X, W, B.astype(np.float64), **CONV)


TRANSPOSED_W = np.ones((4, 3, 3, 2), dtype=np.int64)
TRANSPOSED = {
    "stride": (2, 1),
    "padding": ((1, 0), (0, 1)),
    "output_padding": (1, 0),
    "dilation": (1, 2),
    "groups": 2,
}


@pytest.mark.parametrize(
    ("argument", "arrays", "changed"),
    [
        ("w", (X, TRANSPOSED_W[0, 0], None), {}),
        ("x", (X[0, 0], TRANSPOSED_W, B), {}),
        ("groups", (X, TRANSPOSED_W, B), {"groups": 0}),
        ("groups", (X, TRANSPOSED_W, B), {"groups": 3}),
        ("w.shape[0]", (X, TRANSPOSED_W[:2], B), {}),
        ("b.shape", (X, TRANSPOSED_W, B[:3]), {}),
        ("stride", (X, TRANSPOSED_W, B), {"stride": (2, 0)}),
        ("dilation", (X, TRANSPOSED_W, B), {"dilation": (1,)}),
        ("kernel", (X, TRANSPOSED_W[..., :0], B), {}),
        ("output_padding", (X, TRANSPOSED_W, B), {"output_padding": (2, 0)}),
        ("output_padding", (X, TRANSPOSED_W, B), {"output_padding": (0, 2)}),
        ("output_padding", (X, TRANSPOSED_W, B), {"output_padding": (-1, 0)}),
        ("output_padding", (X, TRANSPOSED_W, B), {"output_padding": 1}),
        ("output_padding", (X, TRANSPOSED_W, B), {"padding": "same_upper"}),
        ("padding", (X, TRANSPOSED_W, B), {"padding": "full"}),
        ("lo", (X, TRANSPOSED_W, B), {"padding": ((-1, 0), (0, 0))}),
        ("x", (X, TRANSPOSED_W, B), {"padding": ((6, 7), (0, 0))}),
        ("x", (X[:, :, :0], TRANSPOSED_W, B), {"padding": ((1, 2), (0, 0))}),
    ],
)
def test_transposed_names_the_argument_it_refuses(argument, arrays, changed):
    assert conv_transpose(X, TRANSPOSED_W, B, **TRANSPOSED).shape == (1, 6, 11, 6)
    assert (
        conv_transpose(X, TRANSPOSED_W, B, **(TRANSPOSED | {"padding": ((6, 6), (0, 0))})).size == 0
    )
    with pytest.raises(GeometryError) as refusal:
        conv_transpose(*arrays, **(TRANSPOSED | changed))
    assert refusal.value.argument == argument


@pytest.mark.parametrize("p", [0, -1, -inf, nan, "2", None, True])
def test_the_power_of_a_norm_is_a_number_above_0(p):
    for run, arrays in ((lp_pool, (X,)), (lp_pool_grad, (X[..., :2, :2], X))):
        run(*arrays, p=0.5, **POOL)
        with pytest.raises(GeometryError) as refusal:
            run(*arrays, p=p, **POOL)
        assert refusal.value.argument == "p"


FOLD = {"output_size": (5, 5), "kernel": (2, 3), "stride": (1, 2), "dilation": (1, 1)}
COLUMNS = np.ones((1, 12, 8), dtype=np.int64)


@pytest.mark.parametrize(
    ("argument", "columns", "changed"),
    [
        ("columns", COLUMNS[0, 0], {}),
        ("columns", COLUMNS[None], {}),
        ("columns.shape[-2]", COLUMNS[:, :11], {}),
        ("columns.shape[-1]", COLUMNS[..., :7], {}),
        ("output_size", COLUMNS, {"output_size": 5}),
        ("output_size", COLUMNS, {"output_size": (-5, 5)}),
        ("kernel", COLUMNS, {"kernel": (6,)}),
    ],
)
def test_fold_names_the_argument_it_refuses(argument, columns, changed):
    assert fold(COLUMNS, padding="valid", **FOLD).shape == (1, 2, 5, 5)
    with pytest.raises(GeometryError) as refusal:
        fold(columns, padding="valid", **(FOLD | changed))
    assert refusal.value.argument == argument


@pytest.mark.parametrize(
    ("argument", "x", "output_size"),
    [
        ("output_size", X, 2),
        ("output_size", X, ()),
        ("output_size", X, (2, -1)),
        ("output_size", X, (2, 2.0)),
        ("output_size", X[..., :0], (2, 2)),
        ("x", X, (2,)),
    ],
)
def test_adaptive_pooling_names_the_argument_it_refuses(argument, x, output_size):
    for pool in (adaptive_avg_pool_terms, adaptive_max_pool_with_indices):
        assert pool(X[..., :0], output_size=(2, 0))[0].shape == (1, 4, 2, 0)
        pool(X, output_size=(2, 2))
        with pytest.raises(GeometryError) as refusal:
            pool(x, output_size=output_size)
        assert refusal.value.argument == argument


@pytest.mark.parametrize(
    ("argument", "indices", "output_size"),
    [
        ("indices", [[[0, 1], [2, 9]]], (3, 3)),
        ("indices", [[[0, 1], [2, -1]]], (3, 3)),
        ("indices", [[[0, 1], [2, 3]]], (0, 3)),
        ("indices.shape", [[0, 1], [2, 3]], (3, 3)),
        ("indices.dtype", [[[0.0, 1], [2, 3]]], (3, 3)),
        ("output_size", [[[0, 1], [2, 8]]], (-3, -3)),
        ("x", [[[0, 1], [2, 8]]], (9,) * 3),
    ],
)
def test_unpooling_names_the_argument_it_refuses(argument, indices, output_size):
    x = np.ones((1, 2, 2))
    for run, arrays in ((max_unpool, ()), (max_unpool_grad, (np.ones((1, 3, 3)),))):
        run(*arrays, x, np.array([[[0, 1], [2, 8]]]), output_size=(3, 3))
        with pytest.raises(GeometryError) as refusal:
            run(*arrays, x, np.array(indices), output_size=output_size)
        assert refusal.value.argument == argument


def test_every_gradient_refuses_a_gy_of_another_shape_than_its_result():
    undilated = {"dilation": (1, 1)}
    unfolding = {"kernel": (2, 3), "stride": (1, 2), "padding": "valid", **undilated}
    y = conv(X, W, B, **CONV)
    stamped = conv_transpose(X, TRANSPOSED_W, B, **TRANSPOSED)
    pooled, columns = X[..., :2, :2], unfold(X, **unfolding)
    indices = np.zeros(pooled.shape, dtype=np.int64)
    for run, gy, arrays, call in (
        (conv_grad, y, (X, W, B), CONV),
        (conv_transpose_grad, stamped, (X, TRANSPOSED_W, B), TRANSPOSED),
        (max_pool_grad, pooled, (X,), POOL | undilated),
        (avg_pool_grad_terms, pooled, (X,), POOL),
        (lp_pool_grad, pooled, (X,), POOL | {"p": 2}),
        (adaptive_max_pool_grad, pooled, (X,), {"output_size": (2, 2)}),
        (adaptive_avg_pool_grad_terms, pooled, (X,), {"output_size": (2, 2)}),
        (max_unpool_grad, X, (pooled, indices), {"output_size": (5, 5)}),
        (unfold_grad, columns, (X,), unfolding),
        (fold_grad, X, (columns,), unfolding | {"output_size": (5, 5)}),
    ):
        run(gy, *arrays, **call)
        for wrong in (gy[0], gy[:, :1], gy[..., 1:], np.concatenate([gy, gy])):
            with pytest.raises(GeometryError) as refusal:
                run(wrong, *arrays, **call)
            assert refusal.value.argument == "gy.shape", run


def test_a_window_matrix_names_the_argument_it_refuses():
    steps = {"stride": (1,), "padding": "valid", "dilation": (1,)}
    for argument, w, size in (("kernel", np.ones((1, 2)), (3,)), ("size", np.ones(2), 3)):
        with pytest.raises(GeometryError) as refusal:
            kernel_matrix(w, size=size, **steps)
        assert refusal.value.argument == argument
