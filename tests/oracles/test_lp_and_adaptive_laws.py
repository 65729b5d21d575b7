"""Laws of lp, adaptive, global and un-pooling, free of any oracle."""

from itertools import pairwise
from math import inf

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import (
    adaptive_avg_pool,
    adaptive_avg_pool_terms,
    adaptive_max_pool,
    adaptive_max_pool_with_indices,
    avg_pool_terms,
    bins,
    lp_pool,
    lp_pool_terms,
    max_pool,
    max_pool_with_indices,
    max_unpool,
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
@given(pools(), st.integers(1, 4))
def test_a_power_sum_is_the_sum_of_the_powers(pool, p):
    x, call = pool
    total, _ = avg_pool_terms(np.abs(x) ** p, **call)
    assert np.array_equal(lp_pool_terms(x, p=p, **call), total)


@repeatable
@given(pools())
def test_the_infinity_norm_is_the_maximum_of_the_magnitudes_and_never_below_0(pool):
    x, call = pool
    largest = max_pool(np.abs(x), dilation=(1,) * len(call["kernel"]), **call)
    assert np.array_equal(lp_pool(x, p=inf, **call), np.maximum(largest, 0))


@repeatable
@given(pools(), st.sampled_from([0.5, 1, 1.5, 2, 3, inf]))
def test_a_norm_scales_with_its_input_and_knows_no_sign(pool, p):
    x, call = pool
    y = lp_pool(x, p=p, **call)
    assert np.array_equal(y, lp_pool(-x, p=p, **call))
    assert np.allclose(lp_pool(-8 * x, p=p, **call), 8 * y, rtol=1e-13, atol=0)


@repeatable
@given(pools())
def test_norms_fall_with_p_towards_the_maximum(pool):
    x, call = pool
    norms = [lp_pool(x, p=p, **call) for p in (0.5, 1, 1.5, 2, 5, inf)]
    for wider, narrower in pairwise(norms):
        assert (wider >= narrower * (1 - 1e-14)).all()
    assert np.allclose(lp_pool(x / 10, p=300, **call), norms[-1] / 10, rtol=0.02, atol=0)


def test_a_window_without_a_cell_has_the_norm_0():
    x = np.array([[[-4]]])
    call = {"kernel": (1,), "stride": (3,), "padding": ((0, 1),), "last_window": "ceil_keep"}
    for p in (0.5, 1, 2, inf):
        assert lp_pool(x, p=p, **call).tolist() == [[[4, 0]]]


def test_power_sums_are_exact_where_floating_point_is_not():
    x = np.array([[2**26 + 1, 1]], dtype=np.int32)
    call = {"kernel": (2,), "stride": (2,), "padding": "valid"}
    assert lp_pool_terms(x, p=2, **call).tolist() == [[(2**26 + 1) ** 2 + 1]]
    lowest = np.array([[-128, 0]], dtype=np.int8)
    assert lp_pool_terms(lowest, p=2, **call).tolist() == [[16384]]


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32, np.float64])
def test_means_and_norms_keep_a_floating_dtype_and_make_float64_of_integers(dtype):
    x = np.array([[[3, -4, 1]]])
    call = {"kernel": (2,), "stride": (2,), "padding": "valid"}
    for p in (2, 2.5, inf):
        assert lp_pool(x.astype(dtype), p=p, **call).dtype == dtype
        assert lp_pool(x, p=p, **call).dtype == np.float64
    assert lp_pool(x.astype(dtype), p=2, **call).tolist() == [[[5]]]
    assert adaptive_avg_pool(x.astype(dtype), output_size=(2,)).dtype == dtype
    assert adaptive_avg_pool(x, output_size=(2,)).tolist() == [[[-0.5, -1.5]]]


@repeatable
@given(pools(), st.integers(1, 5))
def test_bins_of_equal_size_are_windows_that_stand_side_by_side(pool, factor):
    x, call = pool
    cells, rank = call["kernel"], len(call["kernel"])
    x = np.concatenate([x] * factor, axis=-1)
    size = tuple(min(i, c) * (i // min(i, c)) for i, c in zip(x.shape[2:], cells, strict=True))
    x = x[(..., *[slice(i) for i in size])]
    output_size = tuple(min(i, c) for i, c in zip(size, cells, strict=True))
    kernel = tuple(i // o for i, o in zip(size, output_size, strict=True))
    windows = {"kernel": kernel, "stride": kernel, "padding": "valid"}
    total, divisor = adaptive_avg_pool_terms(x, output_size=output_size)
    expected, count = avg_pool_terms(x, **windows)
    assert np.array_equal(total, expected)
    assert np.array_equal(divisor, count)
    found = adaptive_max_pool_with_indices(x, output_size=output_size)
    expected = max_pool_with_indices(x, **windows, dilation=(1,) * rank)
    assert all(map(np.array_equal, found, expected))


@repeatable
@given(pools())
def test_global_pooling_is_one_window_of_the_whole_plane_and_the_output_size_1(pool):
    x, _ = pool
    size = x.shape[2:]
    ones = (1,) * len(size)
    window = {"kernel": size, "stride": ones, "padding": "valid"}
    total, count = avg_pool_terms(x, **window)
    assert total.ravel().tolist() == x.reshape(4, -1).sum(axis=1).tolist()
    assert count.ravel().tolist() == [np.prod(size)]
    terms = adaptive_avg_pool_terms(x, output_size=ones)
    assert np.array_equal(terms[0], total)
    assert np.array_equal(terms[1], count)
    y, indices = max_pool_with_indices(x, **window, dilation=ones)
    assert indices.ravel().tolist() == x.reshape(4, -1).argmax(axis=1).tolist()
    found = adaptive_max_pool_with_indices(x, output_size=ones)
    assert all(map(np.array_equal, found, (y, indices)))


@repeatable
@given(pools())
def test_as_many_bins_as_cells_change_nothing_and_twice_as_many_repeat_each(pool):
    x, _ = pool
    size = x.shape[2:]
    assert np.array_equal(adaptive_max_pool(x, output_size=size), x)
    twice = x
    for axis in range(2, x.ndim):
        twice = twice.repeat(2, axis)
    doubled = tuple(2 * i for i in size)
    assert np.array_equal(adaptive_max_pool(x, output_size=doubled), twice)
    assert np.array_equal(adaptive_avg_pool(x, output_size=doubled), twice)


@repeatable
@given(st.integers(1, 400), st.integers(1, 400))
def test_bins_cover_the_axis_in_order_and_read_the_same_from_either_end(size, cells):
    rows = bins(size, cells)
    assert len(rows) == cells
    assert rows[0].start == 0
    assert rows[-1].stop == size
    for row, following in pairwise(rows):
        assert row.start <= following.start <= row.stop <= following.stop
        assert row.stop - following.start <= 1
    widths = {len(row) for row in rows}
    assert 1 <= min(widths) <= max(widths) <= -(-size // cells) + 1
    mirrored = tuple(range(size - row.stop, size - row.start) for row in reversed(rows))
    assert rows == mirrored


def test_bins_are_not_rounded_where_floating_point_would():
    # In float32 13 * (14 / 13) exceeds 14, and the last bin leaves the plane.
    assert bins(14, 13)[12] == range(12, 14)
    assert bins(10**18, 3)[1] == range(333333333333333333, 666666666666666667)


@repeatable
@given(pools())
def test_unpooling_puts_the_maxima_where_they_stood(pool):
    x, call = pool
    rank = len(call["kernel"])
    call = call | {"padding": "valid", "last_window": "floor"}
    call["kernel"] = tuple(map(min, call["kernel"], x.shape[2:]))
    y, indices = max_pool_with_indices(x + 100, **call, dilation=(1,) * rank)
    back = max_unpool(y, indices, output_size=x.shape[2:])
    assert np.array_equal(back[back > 0], (x + 100)[back > 0])
    assert np.count_nonzero(back) == sum(
        len(set(plane.ravel())) for plane in indices.reshape(4, -1)
    )
    assert np.array_equal(max_pool(back, **call, dilation=(1,) * rank), y)


def test_unpooling_takes_any_output_size_that_contains_the_indices():
    y, indices = np.array([[5, 6]]), np.array([[1, 3]])
    for size in (4, 5, 9):
        found = max_unpool(y, indices, output_size=(size,))
        assert found.tolist() == [[0, 5, 0, 6] + [0] * (size - 4)]
    found = max_unpool(y[..., None], indices[..., None], output_size=(2, 2))
    assert found.tolist() == [[[0, 5], [0, 6]]]


def test_nan_and_ties_of_bins_are_those_of_windows():
    x = np.array([[[1, np.nan, 3, np.nan, 5, 5]]])
    y, indices = adaptive_max_pool_with_indices(x, output_size=(2,))
    assert np.isnan(y).tolist() == [[[True, True]]]
    assert indices.tolist() == [[[1, 3]]]
    assert adaptive_max_pool_with_indices(x, output_size=(3,))[1].tolist() == [[[1, 3, 4]]]
