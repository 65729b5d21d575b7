"""Laws that relate convolutions to one another, exact on integers and free of any oracle."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import (
    axes,
    conv,
    max_pool,
    pad,
    window_map,
)

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)


class Call(NamedTuple):
    """A legal convolution: its arrays and keywords."""

    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    keywords: dict[str, Any]

    @property
    def rank(self):
        return self.w.ndim - 2


def integers(shape, seed):
    return np.random.default_rng(seed).integers(-9, 10, shape)


@st.composite
def calls(draw, **fixed):
    rank = draw(st.integers(1, 3))
    most = {1: 24, 2: 9, 3: 6}[rank]

    def per_axis(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * rank))

    size, kernel = per_axis(1, most), per_axis(1, 4)
    mode = fixed.get("padding_mode") or draw(
        st.sampled_from(["zeros", "reflect", "replicate", "circular"])
    )
    limit = {"reflect": -1, "circular": 0}.get(mode)
    sides = tuple(
        tuple(draw(st.integers(0, 3 if limit is None else min(3, i + limit))) for _ in "lh")
        for i in size
    )
    groups = fixed.get("groups") or draw(st.integers(1, 3))
    n, per_group, outputs, seed = (draw(st.integers(1, high)) for high in (2, 3, 3, 10**6))
    keywords = {
        "stride": per_axis(1, 3),
        "padding": sides,
        "dilation": per_axis(1, 3),
        "groups": groups,
        "padding_mode": mode,
        "flip_kernel": draw(st.booleans()),
    }
    x = integers((n, groups * per_group, *size), seed)
    w = integers((groups * outputs, per_group, *kernel), seed + 1)
    return Call(x, w, integers(groups * outputs, seed + 2), keywords | fixed)


@repeatable
@given(calls(), st.integers(-5, 5))
def test_convolution_is_linear_in_the_input_and_in_the_kernel(call, factor):
    x, w, _, keywords = call
    other_x, other_w = integers(x.shape, 7), integers(w.shape, 8)
    y = conv(x, w, **keywords)
    assert np.array_equal(
        conv(x + factor * other_x, w, **keywords), y + factor * conv(other_x, w, **keywords)
    )
    assert np.array_equal(
        conv(x, w + factor * other_w, **keywords), y + factor * conv(x, other_w, **keywords)
    )


@repeatable
@given(calls())
def test_bias_is_added_to_every_cell_of_its_output_channel_so_the_map_is_affine(call):
    x, w, b, keywords = call
    difference = conv(x, w, b, **keywords) - conv(x, w, **keywords)
    assert np.array_equal(
        np.moveaxis(difference, 1, -1),
        np.broadcast_to(b, difference.shape[:1] + difference.shape[2:] + b.shape),
    )


@repeatable
@given(calls())
def test_groups_are_the_concatenation_of_convolutions_over_contiguous_blocks(call):
    x, w, b, keywords = call
    blocks = zip(
        *(np.split(array, keywords["groups"], axis) for array, axis in ((x, 1), (w, 0), (b, 0))),
        strict=True,
    )
    parts = [conv(*block, **(keywords | {"groups": 1})) for block in blocks]
    assert np.array_equal(conv(x, w, b, **keywords), np.concatenate(parts, axis=1))


@repeatable
@given(calls())
def test_groups_are_a_block_diagonal_dense_kernel(call):
    x, w, b, keywords = call
    groups, per_group = keywords["groups"], w.shape[1]
    dense = np.zeros((w.shape[0], x.shape[1], *w.shape[2:]), dtype=w.dtype)
    for g, block in enumerate(np.split(w, groups)):
        rows = slice(g * len(block), (g + 1) * len(block))
        dense[rows, g * per_group : (g + 1) * per_group] = block
    assert np.array_equal(
        conv(x, w, b, **keywords), conv(x, dense, b, **(keywords | {"groups": 1}))
    )


@repeatable
@given(calls())
def test_stride_subsamples_the_result_of_stride_1(call):
    x, w, b, keywords = call
    every = conv(x, w, b, **(keywords | {"stride": (1,) * call.rank}))
    steps = tuple(slice(None, None, s) for s in keywords["stride"])
    assert np.array_equal(conv(x, w, b, **keywords), every[(..., *steps)])


@repeatable
@given(calls())
def test_dilation_is_a_kernel_stuffed_with_zeros(call):
    x, w, b, keywords = call
    dilation = keywords["dilation"]
    extents = [d * (k - 1) + 1 for d, k in zip(dilation, w.shape[2:], strict=True)]
    stuffed = np.zeros((*w.shape[:2], *extents), dtype=w.dtype)
    stuffed[(..., *(slice(None, None, d) for d in dilation))] = w
    plain = keywords | {"dilation": (1,) * call.rank}
    assert np.array_equal(conv(x, w, b, **keywords), conv(x, stuffed, b, **plain))


@repeatable
@given(calls())
def test_padding_of_every_mode_is_padding_beforehand(call):
    x, w, b, keywords = call
    padded = pad(x, keywords["padding"], keywords["padding_mode"])
    plain = keywords | {"padding": "valid", "padding_mode": "zeros"}
    assert np.array_equal(conv(x, w, b, **keywords), conv(padded, w, b, **plain))


@repeatable
@given(calls())
def test_flip_kernel_reverses_every_spatial_axis_of_the_kernel_and_no_other(call):
    x, w, b, keywords = call
    reversed_w = np.flip(w, axis=range(2, w.ndim))
    other = keywords | {"flip_kernel": not keywords["flip_kernel"]}
    assert np.array_equal(conv(x, w, b, **keywords), conv(x, reversed_w, b, **other))


@repeatable
@given(calls())
def test_reversing_input_kernel_and_sides_reverses_the_result_at_stride_1(call):
    x, w, b, keywords = call
    spatial = range(2, x.ndim)
    keywords = keywords | {"stride": (1,) * call.rank}
    mirrored = keywords | {"padding": tuple((hi, lo) for lo, hi in keywords["padding"])}
    result = conv(np.flip(x, spatial), np.flip(w, spatial), b, **mirrored)
    assert np.array_equal(conv(x, w, b, **keywords), np.flip(result, spatial))


@repeatable
@given(calls())
def test_every_sample_is_computed_by_itself_with_or_without_a_batch(call):
    x, w, b, keywords = call
    alone = [conv(sample, w, b, **keywords) for sample in x]
    assert np.array_equal(conv(x, w, b, **keywords), np.stack(alone))


@repeatable
@given(calls(padding_mode="zeros", groups=1))
def test_convolution_is_a_matrix_with_one_row_per_output_cell(call):
    x, w, _, keywords = call
    size = x.shape[2:]
    basis = np.eye(x[0].size, dtype=np.int64).reshape(-1, *x.shape[1:])
    matrix = conv(basis, w, **keywords).reshape(len(basis), -1).T
    y = conv(x, w, **keywords)
    assert np.array_equal(y.reshape(len(x), -1), x.reshape(len(x), -1) @ matrix.T)
    walk = axes(size, w.shape[2:], keywords["stride"], keywords["dilation"], keywords["padding"])
    reads = (window_map(walk) >= 0).sum()
    assert np.count_nonzero(matrix) <= reads * x.shape[1] * len(w)


@repeatable
@given(calls(groups=1))
def test_a_kernel_of_one_tap_only_picks_the_cell_that_the_tap_reads(call):
    x, w, _, keywords = call
    keywords = keywords | {"flip_kernel": False}
    padded = pad(x, keywords["padding"], keywords["padding_mode"])
    for tap in np.ndindex(*w.shape[2:]):
        one = np.zeros((1, x.shape[1], *w.shape[2:]), dtype=np.int64)
        one[(0, 0, *tap)] = 1
        y = conv(x, one, **keywords)
        for cell in np.ndindex(*y.shape[2:]):
            place = [
                o * s + t * d
                for o, s, t, d in zip(
                    cell, keywords["stride"], tap, keywords["dilation"], strict=True
                )
            ]
            assert np.array_equal(y[(slice(None), 0, *cell)], padded[(slice(None), 0, *place)])


@repeatable
@given(calls(padding_mode="zeros"))
def test_a_lower_rank_is_a_higher_one_with_an_axis_of_extent_1(call):
    x, w, b, keywords = call
    if call.rank == 3:
        x, w = x[..., 0], w[..., 0]
        keywords = {k: v[:2] if isinstance(v, tuple) else v for k, v in keywords.items()}
    wider = keywords | {
        "stride": (1, *keywords["stride"]),
        "dilation": (1, *keywords["dilation"]),
        "padding": ((0, 0), *keywords["padding"]),
    }
    y = conv(x[:, :, None], w[:, :, None], b, **wider)
    assert np.array_equal(conv(x, w, b, **keywords), y[:, :, 0])


@repeatable
@given(calls(padding_mode="zeros", groups=1))
def test_shifting_the_input_by_a_stride_shifts_the_output_by_a_cell(call):
    x, w, b, keywords = call
    shifted = pad(x, tuple((s, 0) for s in keywords["stride"]), "zeros")
    y, moved = conv(x, w, b, **keywords), conv(shifted, w, b, **keywords)
    assert np.array_equal(y, moved[(..., *[slice(1, None)] * call.rank)])


def test_convolution_does_not_commute_with_a_shift_smaller_than_the_stride_or_at_the_border():
    x = np.array([[[1, 2, 3, 4, 5, 6]]])
    w = np.array([[[1, 1]]])
    shifted = np.roll(x, 1)
    strided = {"stride": (2,), "padding": "valid", "dilation": (1,)}
    y, moved = conv(x, w, **strided), conv(shifted, w, **strided)
    assert not set(moved[0, 0, 1:].tolist()) & set(y[0, 0].tolist())
    padded = {"stride": (1,), "padding": ((1, 1),), "dilation": (1,)}
    y, moved = conv(x, w, **padded), conv(shifted, w, **padded)
    assert np.array_equal(moved[0, 0, 2:-2], y[0, 0, 1:-3])
    assert moved[0, 0, -1] != y[0, 0, -2]


@repeatable
@given(st.integers(1, 20), st.integers(1, 8), st.integers(0, 10**6))
def test_convolution_proper_with_full_padding_is_numpy_convolve(i, k, seed):
    x, w = integers(i, seed), integers(k, seed + 1)
    full = {"stride": (1,), "padding": ((k - 1, k - 1),), "dilation": (1,), "flip_kernel": True}
    got = conv(x.reshape(1, 1, i), w.reshape(1, 1, k), **full)
    assert got[0, 0].tolist() == np.convolve(x, w).tolist()


def test_an_outer_product_kernel_is_two_convolutions_of_one_axis_each():
    x, down, across = integers((1, 1, 7, 6), 1), integers(3, 2), integers(2, 3)
    steps = {"dilation": (1, 1), "padding": ((1, 0), (0, 1))}
    both = conv(x, np.outer(down, across)[None, None], stride=(2, 3), **steps)
    rows = conv(
        x, down.reshape(1, 1, 3, 1), stride=(2, 1), dilation=(1, 1), padding=((1, 0), (0, 0))
    )
    twice = conv(
        rows, across.reshape(1, 1, 1, 2), stride=(1, 3), dilation=(1, 1), padding=((0, 0), (0, 1))
    )
    assert np.array_equal(both, twice)


def test_a_3x3_a_1x1_and_an_identity_branch_fuse_into_one_3x3_kernel():
    x, wide, narrow = (
        integers((2, 3, 5, 5), 1),
        integers((3, 3, 3, 3), 2),
        integers((3, 3, 1, 1), 3),
    )
    steps = {"stride": (1, 1), "dilation": (1, 1)}
    branches = (
        conv(x, wide, padding="same_upper", **steps) + conv(x, narrow, padding="valid", **steps) + x
    )
    fused = wide.copy()
    fused[:, :, 1, 1] += narrow[:, :, 0, 0] + np.eye(3, dtype=np.int64)
    assert np.array_equal(conv(x, fused, padding="same_upper", **steps), branches)


@pytest.mark.parametrize("name", ["int8", "uint8", "int16", "int32", "uint64"])
def test_integers_wrap_modulo_2_to_the_bits_and_keep_their_dtype(name):
    dtype = np.dtype(name)
    x, w, b = (
        integers(shape, 5) * 2 ** (8 * dtype.itemsize - 6) + 3
        for shape in ((1, 4, 9), (2, 4, 3), (2,))
    )
    steps = {"stride": (1,), "padding": ((1, 1),), "dilation": (1,)}
    exact = conv(x.astype(object), w.astype(object), b.astype(object), **steps)
    got = conv(x.astype(dtype), w.astype(dtype), b.astype(dtype), **steps)
    assert got.dtype == dtype
    wrapped = [int(value) % 2 ** (8 * dtype.itemsize) for value in exact.ravel()]
    assert [int(value) % 2 ** (8 * dtype.itemsize) for value in got.ravel()] == wrapped


def test_integers_take_no_detour_through_floating_point():
    steps = {"stride": (1,), "padding": "valid", "dilation": (1,)}
    for dtype, value in ((np.int32, 2**24 + 1), (np.int64, 2**53 + 1)):
        x = np.array([[[value, 1]]], dtype=dtype)
        assert conv(x, np.ones((1, 1, 2), dtype=dtype), **steps).tolist() == [[[value + 1]]]
        assert max_pool(x, kernel=(2,), **steps).tolist() == [[[value]]]


@repeatable
@given(calls())
def test_inputs_are_neither_written_nor_returned(call):
    x, w, b, keywords = call
    before = x.copy(), w.copy(), b.copy()
    y = conv(x, w, b, **keywords)
    assert not any(np.shares_memory(y, array) for array in (x, w, b))
    y[...] = 77
    assert all(np.array_equal(old, new) for old, new in zip(before, (x, w, b), strict=True))
    assert np.array_equal(conv(x, w, b, **keywords), conv(x.copy("F"), w.copy("F"), b, **keywords))
