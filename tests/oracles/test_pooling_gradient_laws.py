"""Laws of the gradients of pooling, free of any oracle."""

from math import inf

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import (
    adaptive_avg_pool_grad,
    adaptive_avg_pool_grad_terms,
    adaptive_avg_pool_terms,
    adaptive_max_pool_grad,
    avg_pool_grad,
    avg_pool_grad_terms,
    avg_pool_terms,
    conv_grad,
    lp_pool,
    lp_pool_grad,
    max_pool_grad,
    max_pool_with_indices,
)

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)


def integers(shape, seed):
    return np.random.default_rng(seed).integers(-9, 10, shape)


@st.composite
def pools(draw):
    """An input of rank 1 to 3 and the keywords of a pooling of it."""
    rank = draw(st.integers(1, 3))

    def per_axis(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * rank))

    x = integers((2, 2, *per_axis(1, {1: 24, 2: 9, 3: 6}[rank])), draw(st.integers(0, 10**6)))
    return x, {
        "kernel": per_axis(1, 4),
        "stride": per_axis(1, 4),
        "padding": tuple(zip(per_axis(0, 3), per_axis(0, 3), strict=True)),
        "last_window": draw(st.sampled_from(["floor", "ceil", "ceil_keep"])),
    }


@repeatable
@given(pools(), st.integers(1, 3))
def test_max_pooling_hands_every_gy_to_one_cell_or_to_none(pool, step):
    x, call = pool
    call = call | {"dilation": (step,) * len(call["kernel"])}
    _, indices = max_pool_with_indices(x, **call)
    gy = integers(indices.shape, 1)
    (gx,) = max_pool_grad(gy, x, **call)
    axes = tuple(range(2, x.ndim))
    assert np.array_equal(gx.sum(axis=axes), (gy * (indices >= 0)).sum(axis=axes))
    (counts,) = max_pool_grad(np.ones_like(gy), x, **call)
    for plane, places in zip(counts.reshape(4, -1), indices.reshape(4, -1), strict=True):
        named = places[places >= 0]
        assert plane.tolist() == np.bincount(named, minlength=plane.size).tolist()


@repeatable
@given(pools(), st.booleans(), st.sampled_from([None, 5, -3]))
def test_the_gradient_of_the_average_is_its_adjoint(pool, include, override):
    x, call = pool
    call = call | {"count_include_pad": include, "divisor_override": override}
    total, divisor = avg_pool_terms(x, **call)
    gy = integers(total.shape, 1)
    grown, common = avg_pool_grad_terms(gy, x, **call)
    # <gy, total / divisor> over the one denominator; a window of nothing counts for nothing.
    factors = np.array([common // d if d else 0 for d in divisor.ravel()], dtype=np.int64)
    assert (gy * total * factors.reshape(divisor.shape)).sum() == (grown * x).sum()


@repeatable
@given(pools())
def test_without_a_counted_padding_the_average_shares_out_all_of_gy(pool):
    x, call = pool
    total, divisor = avg_pool_terms(x, **call, count_include_pad=False)
    gy = integers(total.shape, 1) * (divisor > 0)
    grown, common = avg_pool_grad_terms(gy, x, **call, count_include_pad=False)
    assert grown.sum() == common * gy.sum()


@repeatable
@given(pools())
def test_the_gradient_of_the_average_is_that_of_a_depthwise_convolution_with_ones(pool):
    x, call = pool
    rank = len(call["kernel"])
    call = call | {"last_window": "floor"}
    gy = integers(avg_pool_terms(x, **call)[0].shape, 1)
    grown, common = avg_pool_grad_terms(gy, x, **call)
    ones = np.ones((2, 1, *call["kernel"]), dtype=np.int64)
    steps = {"stride": call["stride"], "padding": call["padding"], "dilation": (1,) * rank}
    gx, *_ = conv_grad(gy, x, ones, **steps, groups=2)
    assert np.array_equal(grown, gx)
    assert common == (np.prod(call["kernel"]) if gy.size else 1)


@repeatable
@given(pools())
def test_adaptive_gradients_are_adjoints_and_share_out_all_of_gy(pool):
    x, call = pool
    output_size = tuple(3 * k for k in call["kernel"])
    total, divisor = adaptive_avg_pool_terms(x, output_size=output_size)
    gy = integers(total.shape, 1)
    grown, common = adaptive_avg_pool_grad_terms(gy, x, output_size=output_size)
    assert (gy * total * (common // divisor)).sum() == (grown * x).sum()
    assert grown.sum() == common * gy.sum()
    (gx,) = adaptive_max_pool_grad(gy, x, output_size=output_size)
    assert gx.sum() == gy.sum()


@repeatable
@given(pools(), st.sampled_from([0.5, 1, 1.5, 2, 3, inf]))
def test_a_norm_is_homogeneous_so_its_gradient_times_x_is_the_norm(pool, p):
    x, call = pool
    y = lp_pool(x, p=p, **call)
    gy = integers(y.shape, 1)
    (gx,) = lp_pool_grad(gy, x, p=p, **call)
    scale = np.abs(gy * y).sum()
    assert abs((gx * x).sum() - (gy * y).sum()) <= 1e-12 * scale
    (turned,) = lp_pool_grad(gy, -x, p=p, **call)
    assert np.array_equal(turned, -gx)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, inf])
def test_the_gradient_of_a_norm_is_0_at_0(p):
    x, gy = np.array([[[0.0, 0.0, 0.0, -2.0]]]), np.array([[[7.0, 5.0]]])
    (gx,) = lp_pool_grad(gy, x, p=p, kernel=(2,), stride=(2,), padding="valid")
    assert gx.tolist() == [[[0, 0, 0, -5]]]


def test_the_gradient_of_the_infinity_norm_goes_to_the_first_cell_times_its_sign():
    x, gy = np.array([[[1, -3, 3, -3]]]), np.array([[[1, 10, 100]]])
    (gx,) = lp_pool_grad(gy, x, p=inf, kernel=(2,), stride=(1,), padding="valid")
    assert gx.tolist() == [[[0, -11, 100, 0]]]


def test_nan_takes_the_gradient_of_its_windows():
    x = np.array([[[1, np.nan, 3, np.nan, 5.0]]])
    steps = {"kernel": (3,), "stride": (1,), "padding": "valid"}
    (gx,) = max_pool_grad(np.array([[[1, 10, 100]]]), x, **steps, dilation=(1,))
    assert gx.tolist() == [[[0, 11, 0, 100, 0]]]


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32, np.float64])
def test_gradients_keep_the_floating_dtype_of_gy_and_the_shape_of_x(dtype):
    x = integers((2, 3, 5), 1)
    gy = np.ones((2, 3, 2), dtype=dtype)
    steps = {"kernel": (2,), "stride": (2,), "padding": "valid"}
    for (gx,) in (
        max_pool_grad(gy, x, **steps, dilation=(1,)),
        avg_pool_grad(gy, x, **steps),
        lp_pool_grad(gy, x.astype(dtype), p=2, **steps),
        lp_pool_grad(gy, x, p=inf, **steps),
        adaptive_avg_pool_grad(gy, x, output_size=(2,)),
        adaptive_max_pool_grad(gy, x, output_size=(2,)),
    ):
        assert gx.dtype == dtype
        assert gx.shape == x.shape
    assert avg_pool_grad(gy.astype(np.int8), x, **steps)[0].dtype == np.float64


@repeatable
@given(pools())
def test_every_sample_has_its_own_gradient_with_or_without_a_batch(pool):
    x, call = pool
    undilated = (1,) * len(call["kernel"])
    gy = integers(avg_pool_terms(x, **call)[0].shape, 1)
    (gx,) = max_pool_grad(gy, x, **call, dilation=undilated)
    alone = [max_pool_grad(g, s, **call, dilation=undilated)[0] for g, s in zip(gy, x, strict=True)]
    assert np.array_equal(gx, alone)
    grown, common = avg_pool_grad_terms(gy, x, **call)
    alone = [avg_pool_grad_terms(g, s, **call) for g, s in zip(gy, x, strict=True)]
    assert np.array_equal(grown, [total for total, _ in alone])
    assert {divisor for _, divisor in alone} == {common}


@repeatable
@given(pools())
def test_inputs_are_neither_written_nor_returned(pool):
    x, call = pool
    undilated = (1,) * len(call["kernel"])
    gy = integers(avg_pool_terms(x, **call)[0].shape, 1)
    before = x.copy(), gy.copy()
    for (gx,) in (
        max_pool_grad(gy, x, **call, dilation=undilated),
        avg_pool_grad(gy, x, **call),
        lp_pool_grad(gy, x, p=2, **call),
    ):
        assert not np.shares_memory(gx, x)
        assert not np.shares_memory(gx, gy)
        gx[...] = 77
    assert np.array_equal(before[0], x)
    assert np.array_equal(before[1], gy)
