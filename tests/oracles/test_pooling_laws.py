"""Laws that relate poolings to one another and to convolution, exact and free of any oracle."""

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import (
    avg_pool,
    avg_pool_terms,
    axes,
    conv,
    divisors,
    max_pool,
    max_pool_with_indices,
)

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)


def integers(shape, seed):
    return np.random.default_rng(seed).integers(-9, 10, shape)


@st.composite
def pools(draw):
    rank = draw(st.integers(1, 3))

    def per_axis(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * rank))

    x = integers(
        (draw(st.integers(1, 2)), 2, *per_axis(1, {1: 24, 2: 9, 3: 6}[rank])),
        draw(st.integers(0, 10**6)),
    )
    keywords = {
        "kernel": per_axis(1, 4),
        "stride": per_axis(1, 4),
        "padding": tuple(zip(per_axis(0, 3), per_axis(0, 3), strict=True)),
        "last_window": draw(st.sampled_from(["floor", "ceil", "ceil_keep"])),
    }
    return x, keywords, per_axis(1, 3)


@repeatable
@given(pools())
def test_a_maximum_stands_at_its_index_and_no_index_leaves_the_plane(pool):
    x, keywords, dilation = pool
    y, indices = max_pool_with_indices(x, **keywords, dilation=dilation)
    planes = x.reshape(*x.shape[:2], -1)
    assert indices.min(initial=0) >= -1
    assert indices.max(initial=0) < planes.shape[-1]
    found = np.take_along_axis(planes, indices.reshape(*x.shape[:2], -1), axis=-1).reshape(y.shape)
    assert np.array_equal(y, np.where(indices >= 0, found, np.iinfo(y.dtype).min))
    assert np.array_equal(y, max_pool(x, **keywords, dilation=dilation))


@repeatable
@given(pools())
def test_an_increasing_function_moves_maxima_but_no_index(pool):
    x, keywords, dilation = pool
    y, indices = max_pool_with_indices(x, **keywords, dilation=dilation)
    grown, same = max_pool_with_indices(x**3 + 5, **keywords, dilation=dilation)
    assert np.array_equal(indices, same)
    assert np.array_equal(grown[indices >= 0], y[indices >= 0] ** 3 + 5)


@repeatable
@given(pools())
def test_max_pooling_is_separable(pool):
    x, keywords, dilation = pool
    y = x
    for axis in range(len(dilation)):
        one = tuple(a == axis for a in range(len(dilation)))
        step = {
            name: tuple(v if o else 1 for v, o in zip(keywords[name], one, strict=True))
            for name in ("kernel", "stride")
        }
        sides = tuple(p if o else (0, 0) for p, o in zip(keywords["padding"], one, strict=True))
        spread = tuple(d if o else 1 for d, o in zip(dilation, one, strict=True))
        y = max_pool(y, **step, padding=sides, dilation=spread, last_window=keywords["last_window"])
    assert np.array_equal(y, max_pool(x, **keywords, dilation=dilation))


@repeatable
@given(pools())
def test_max_pooling_of_floats_equals_that_of_integers(pool):
    x, keywords, dilation = pool
    y, indices = max_pool_with_indices(x, **keywords, dilation=dilation)
    floats, same = max_pool_with_indices(x.astype(np.float32), **keywords, dilation=dilation)
    assert floats.dtype == np.float32
    assert np.array_equal(indices, same)
    assert np.array_equal(floats, np.where(indices >= 0, y, -np.inf))


@repeatable
@given(pools())
def test_average_pooling_is_a_depthwise_convolution_with_ones(pool):
    x, keywords, _ = pool
    rank = x.ndim - 2
    keywords = keywords | {"last_window": "floor"}
    ones = np.ones((2, 1, *keywords["kernel"]), dtype=np.int64)
    steps = {"stride": keywords["stride"], "padding": keywords["padding"], "dilation": (1,) * rank}
    total, include = avg_pool_terms(x, **keywords)
    _, exclude = avg_pool_terms(x, **keywords, count_include_pad=False)
    assert np.array_equal(total, conv(x, ones, **steps, groups=2))
    assert np.array_equal(include, np.full(total.shape[2:], np.prod(keywords["kernel"])))
    presence = conv(np.ones_like(x[:1, :1]), ones[:1], **steps)
    assert np.array_equal(exclude, presence[0, 0])


@repeatable
@given(pools())
def test_an_overhanging_window_is_a_floor_window_over_cells_that_do_not_count(pool):
    x, keywords, _ = pool
    rank = x.ndim - 2
    size = x.shape[2:]
    walk = axes(
        size,
        keywords["kernel"],
        keywords["stride"],
        (1,) * rank,
        keywords["padding"],
        keywords["last_window"],
    )
    total, include = avg_pool_terms(x, **keywords)
    if total.size == 0:
        return
    reach = [(a.cells - 1) * a.stride + a.extent for a in walk]
    tape = np.pad(
        np.ones_like(x[:1, :1]), [(0, 0), (0, 0), *keywords["padding"]], constant_values=1
    )
    tape = tape[(..., *(slice(r) for r in reach))]
    overhang = tuple((0, max(r - a.padded, 0)) for r, a in zip(reach, walk, strict=True))
    ones = np.ones((1, 1, *keywords["kernel"]), dtype=np.int64)
    counted = conv(tape, ones, stride=keywords["stride"], padding=overhang, dilation=(1,) * rank)
    assert np.array_equal(include, counted[0, 0])
    assert np.array_equal(include.ravel(), divisors(walk, True, None))


def test_the_average_is_the_total_over_the_divisor_in_the_dtype_of_the_input():
    x = np.array([[[1, 2, 3, 4]]])
    call = {"kernel": (3,), "stride": (2,), "padding": ((1, 1),)}
    assert avg_pool(x, **call).tolist() == [[[1.0, 3.0]]]
    assert avg_pool(x, **call).dtype == np.float64
    for dtype in (np.float32, np.float16, ml_dtypes.bfloat16):
        assert avg_pool(x.astype(dtype), **call).dtype == dtype
    assert avg_pool(x, **call, divisor_override=-2).tolist() == [[[-1.5, -4.5]]]


@pytest.mark.filterwarnings("error")
def test_the_average_of_nothing_is_nan_without_a_warning():
    x = np.array([[[5]]])
    y = avg_pool(x, kernel=(1,), stride=(3,), padding=((0, 1),), last_window="ceil_keep")
    assert y[0, 0, 0] == 5
    assert np.isnan(y[0, 0, 1])


def test_padding_never_wins_against_minus_infinity():
    x = np.full((1, 1, 2, 3), -np.inf)
    call = {"kernel": (2, 2), "stride": (1, 2), "padding": ((1, 1), (1, 1)), "dilation": (1, 1)}
    y, indices = max_pool_with_indices(x, **call)
    assert np.all(y == -np.inf)
    assert indices.tolist() == [[[[0, 1], [0, 1], [3, 4]]]]


def test_nan_wins_with_the_index_of_the_first_one():
    x = np.array([[[1, np.nan, 3, np.nan, 5.0]]])
    y, indices = max_pool_with_indices(
        x, kernel=(4,), stride=(1,), padding=((2, 0),), dilation=(1,)
    )
    assert np.isnan(y).all()
    assert indices.tolist() == [[[1, 1, 1, 1]]]


@pytest.mark.parametrize(
    ("name", "lowest"), [("int8", -128), ("uint8", 0), ("bool", False), ("float16", -np.inf)]
)
def test_the_identity_of_the_maximum_is_the_lowest_value_of_the_dtype(name, lowest):
    y = max_pool(
        np.ones((1, 1, 1), dtype=name), kernel=(2,), stride=(1,), padding=((1, 1),), dilation=(2,)
    )
    assert y.dtype == np.dtype(name)
    assert y.tolist() == [[[lowest]]]
