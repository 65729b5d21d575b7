"""Laws that tie every operation to its adjoint and to the others, exact and free of any oracle."""

from typing import Any, NamedTuple

import ml_dtypes
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reference_impl import (
    conv,
    conv_grad,
    conv_transpose,
    conv_transpose_grad,
    fold,
    gather,
    kernel_matrix,
    matrix_text,
    max_unpool,
    max_unpool_grad,
    scatter_add,
    scatter_at,
    transposed_axes,
    unfold,
)
from reference_impl.geometry import axes
from reference_impl.windows import window_map

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)


class Call(NamedTuple):
    """A convolution: its arrays and keywords; groups among them, no padding mode and no flip."""

    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    keywords: dict[str, Any]

    @property
    def rank(self):
        return self.w.ndim - 2

    def walk(self):
        steps = (self.keywords[name] for name in ("stride", "dilation", "padding"))
        return axes(self.x.shape[2:], self.w.shape[2:], *steps)


def integers(shape, seed):
    return np.random.default_rng(seed).integers(-9, 10, shape)


def inner(a, b):
    return int((a * b).sum())


@st.composite
def calls(draw):
    rank = draw(st.integers(1, 3))

    def per_axis(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * rank))

    size, kernel = per_axis(1, {1: 40, 2: 10, 3: 6}[rank]), per_axis(1, {1: 9, 2: 4, 3: 3}[rank])
    groups, n, per_group, outputs, seed = (
        draw(st.integers(1, high)) for high in (3, 2, 3, 3, 10**6)
    )
    keywords = {
        "stride": per_axis(1, 4),
        "padding": tuple(zip(per_axis(0, 3), per_axis(0, 3), strict=True)),
        "dilation": per_axis(1, 3),
        "groups": groups,
    }
    x = integers((n, groups * per_group, *size), seed)
    w = integers((groups * outputs, per_group, *kernel), seed + 1)
    return Call(x, w, integers(groups * outputs, seed + 2), keywords)


@st.composite
def transposed_calls(draw):
    """The arrays and keywords of a legal transposed convolution, w (C, O/groups, *kernel)."""
    call = draw(calls())
    steps = zip(call.keywords["stride"], call.keywords["dilation"], strict=True)
    extra = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in steps)
    outputs = call.w.shape[0] // call.keywords["groups"]
    x, w = call.x, integers((call.x.shape[1], outputs, *call.w.shape[2:]), 5)
    extents = [
        (i - 1) * s + d * (k - 1) + 1 + e - sum(pair)
        for i, s, d, k, e, pair in zip(
            x.shape[2:],
            call.keywords["stride"],
            call.keywords["dilation"],
            w.shape[2:],
            extra,
            call.keywords["padding"],
            strict=True,
        )
    ]
    assume(min(extents) >= 0)
    return Call(x, w, call.b, call.keywords | {"output_padding": extra})


@repeatable
@given(calls())
def test_scatter_add_is_the_adjoint_of_gather(call):
    index_map = window_map(call.walk())
    x = integers((2, 3, int(np.prod(call.x.shape[2:]))), 1)
    y = integers((2, 3, *index_map.shape), 2)
    assert inner(gather(x, index_map, 0), y) == inner(x, scatter_add(y, index_map, x.shape[-1]))


def test_scatter_at_is_a_scatter_add_for_every_row():
    values, indices = integers((2, 3, 20), 1), np.random.default_rng(2).integers(-1, 7, (2, 3, 20))
    rows = zip(values.reshape(6, 20), indices.reshape(6, 20), strict=True)
    expected = [scatter_add(row, places, 7) for row, places in rows]
    assert np.array_equal(scatter_at(values, indices, 7).reshape(6, 7), expected)


@repeatable
@given(calls(), st.sampled_from(["zeros", "replicate"]), st.booleans())
def test_gradients_of_convolution_are_its_adjoints_in_each_array(call, mode, flip):
    x, w, b, keywords = call
    keywords = keywords | {"padding_mode": mode, "flip_kernel": flip}
    y = conv(x, w, **keywords)
    gy = integers(y.shape, 3)
    gx, gw, gb = conv_grad(gy, x, w, b, **keywords)
    other_x, other_w = integers(x.shape, 4), integers(w.shape, 5)
    assert inner(gy, conv(other_x, w, **keywords)) == inner(gx, other_x)
    assert inner(gy, conv(x, other_w, **keywords)) == inner(gw, other_w)
    assert inner(gy, conv(x, w, b, **keywords) - y) == inner(gb, b)


@repeatable
@given(transposed_calls())
def test_gradients_of_transposed_convolution_are_its_adjoints_in_each_array(call):
    x, w, b, keywords = call
    y = conv_transpose(x, w, **keywords)
    gy = integers(y.shape, 3)
    gx, gw, gb = conv_transpose_grad(gy, x, w, b, **keywords)
    other_x, other_w = integers(x.shape, 4), integers(w.shape, 5)
    assert inner(gy, conv_transpose(other_x, w, **keywords)) == inner(gx, other_x)
    assert inner(gy, conv_transpose(x, other_w, **keywords)) == inner(gw, other_w)
    assert inner(gy, conv_transpose(x, w, b, **keywords) - y) == inner(gb, b)


@repeatable
@given(calls())
def test_gradient_of_the_input_is_the_transposed_convolution_of_the_same_kernel(call):
    x, w, _, keywords = call
    y = conv(x, w, **keywords)
    assume(y.size)
    gy = integers(y.shape, 3)
    # What the last window leaves over is the output padding that restores the extent.
    left = tuple((axis.padded - axis.extent) % axis.stride for axis in call.walk())
    gx, *_ = conv_grad(gy, x, w, **keywords)
    assert np.array_equal(conv_transpose(gy, w, output_padding=left, **keywords), gx)


@repeatable
@given(transposed_calls())
def test_below_the_stride_the_gradient_of_a_transposed_convolution_is_a_convolution(call):
    x, w, _, keywords = call
    forward = {name: value for name, value in keywords.items() if name != "output_padding"}
    y = conv_transpose(x, w, **keywords)
    gy = integers(y.shape, 3)
    steps = zip(keywords["output_padding"], keywords["stride"], strict=True)
    if all(extra < s for extra, s in steps):
        gx, *_ = conv_transpose_grad(gy, x, w, **keywords)
        assert np.array_equal(gx, conv(gy, w, **forward))
    else:
        assert conv(gy, w, **forward).size > x.shape[0] * w.shape[0] * np.prod(x.shape[2:])


def test_an_output_padding_from_the_stride_on_is_the_scatter_and_no_adjoint():
    x, w = np.array([[[1, 10]]]), np.array([[[1, 2]]])
    steps = {"stride": (1,), "padding": "valid", "dilation": (3,)}
    y = conv_transpose(x, w, output_padding=(2,), **steps)
    assert y.tolist() == [[[1, 10, 0, 2, 20, 0, 0]]]
    assert conv(y, w, **steps).shape == (1, 1, 4)


@repeatable
@given(transposed_calls())
def test_transposed_is_a_convolution_of_the_input_stuffed_with_zeros(call):
    x, w, b, keywords = call
    stride, dilation = keywords["stride"], keywords["dilation"]
    extents = [d * (k - 1) + 1 for d, k in zip(dilation, w.shape[2:], strict=True)]
    stuffed = np.zeros(
        (*x.shape[:2], *[(i - 1) * s + 1 for i, s in zip(x.shape[2:], stride, strict=True)]),
        dtype=x.dtype,
    )
    stuffed[(..., *[slice(None, None, s) for s in stride])] = x
    # The kernel moves to (O, C/groups, ...), and is flipped as a convolution proper.
    groups = keywords["groups"]
    turned = np.concatenate([part.swapaxes(0, 1) for part in np.split(w, groups)])
    full = tuple(
        (e - 1, e - 1 + extra) for e, extra in zip(extents, keywords["output_padding"], strict=True)
    )
    whole = conv(
        stuffed,
        turned,
        b,
        stride=(1,) * call.rank,
        padding=full,
        dilation=dilation,
        groups=groups,
        flip_kernel=True,
    )
    cut = tuple(
        slice(lo, extent - hi)
        for (lo, hi), extent in zip(keywords["padding"], whole.shape[2:], strict=True)
    )
    assert np.array_equal(conv_transpose(x, w, b, **keywords), whole[(..., *cut)])


@repeatable
@given(transposed_calls())
def test_transposed_groups_samples_and_biases_stand_by_themselves(call):
    x, w, b, keywords = call
    y = conv_transpose(x, w, b, **keywords)
    blocks = zip(
        *(np.split(array, keywords["groups"], axis) for array, axis in ((x, 1), (w, 0), (b, 0))),
        strict=True,
    )
    parts = [conv_transpose(*block, **(keywords | {"groups": 1})) for block in blocks]
    assert np.array_equal(y, np.concatenate(parts, axis=1))
    assert np.array_equal(y, [conv_transpose(sample, w, b, **keywords) for sample in x])
    alone = conv_transpose(np.zeros_like(x), w, b, **keywords)
    assert np.array_equal(alone, np.broadcast_to(b.reshape(-1, *[1] * call.rank), y.shape))


@repeatable
@given(calls(), st.sampled_from(["same_upper", "same_lower"]))
def test_transposed_same_has_the_extent_times_the_stride_and_its_adjoint_is_same(call, name):
    x, w, _, keywords = call
    keywords = keywords | {"padding": name}
    w = w[:, : len(w) // keywords["groups"]]
    size = tuple(i * s for i, s in zip(x.shape[2:], keywords["stride"], strict=True))
    x = integers((2, len(w), *x.shape[2:]), 1)
    y = conv_transpose(x, w, output_padding=(0,) * call.rank, **keywords)
    assert y.shape[2:] == size
    gy = integers(y.shape, 2)
    assert inner(gy, y) == inner(conv(gy, w, **keywords), x)


@repeatable
@given(calls())
def test_convolution_is_the_product_of_the_kernels_with_the_unfolded_input(call):
    x, w, _, keywords = call
    steps = {name: keywords[name] for name in ("stride", "padding", "dilation")}
    dense = integers((3, x.shape[1], *w.shape[2:]), 7)
    columns = unfold(x, kernel=w.shape[2:], **steps)
    y = conv(x, dense, **steps)
    assert np.array_equal(dense.reshape(3, -1) @ columns, y.reshape(len(x), 3, -1))


@repeatable
@given(transposed_calls())
def test_transposed_convolution_folds_the_product_of_the_turned_kernels(call):
    x, w, _, keywords = call
    steps = {name: keywords[name] for name in ("stride", "padding", "dilation")}
    w = integers((x.shape[1], 2, *w.shape[2:]), 7)
    none = (0,) * call.rank
    try:
        walk = transposed_axes(x.shape[2:], w.shape[2:], output_padding=none, **steps)
    except ValueError:
        assume(False)
    columns = w.reshape(len(w), -1).T @ x.reshape(*x.shape[:2], -1)
    y = fold(columns, output_size=tuple(a.size for a in walk), kernel=w.shape[2:], **steps)
    assert np.array_equal(conv_transpose(x, w, output_padding=none, **steps), y)


@repeatable
@given(calls())
def test_fold_of_unfold_multiplies_each_cell_by_the_windows_that_cover_it(call):
    x, w, _, keywords = call
    steps = {name: keywords[name] for name in ("stride", "padding", "dilation")}
    steps["kernel"] = w.shape[2:]
    reads = window_map(call.walk())
    plane = int(np.prod(x.shape[2:]))
    coverage = np.bincount(reads[reads >= 0], minlength=plane).reshape(x.shape[2:])
    back = fold(unfold(x, **steps), output_size=x.shape[2:], **steps)
    assert np.array_equal(back, x * coverage)


@repeatable
@given(calls())
def test_fold_is_the_adjoint_of_unfold(call):
    x, w, _, keywords = call
    steps = {name: keywords[name] for name in ("stride", "padding", "dilation")}
    columns = unfold(x, kernel=w.shape[2:], **steps)
    y = integers(columns.shape, 3)
    back = fold(y, output_size=x.shape[2:], kernel=w.shape[2:], **steps)
    assert inner(columns, y) == inner(x, back)


@repeatable
@given(calls(), st.sampled_from(["zeros", "replicate"]))
def test_the_window_matrix_is_the_convolution_and_its_transpose_the_transposed_one(call, mode):
    x, w, _, keywords = call
    x, w = x[:1, :1], w[:1, :1]
    steps = {name: keywords[name] for name in ("stride", "padding", "dilation")}
    matrix = kernel_matrix(w[0, 0], size=x.shape[2:], padding_mode=mode, **steps)
    y = conv(x, w, padding_mode=mode, **steps)
    assert matrix.shape == (y.size, x.size)
    assert np.array_equal(matrix @ x.ravel(), y.ravel())
    gy = integers(y.shape, 3)
    gx, *_ = conv_grad(gy, x, w, padding_mode=mode, **steps)
    assert np.array_equal(matrix.T @ gy.ravel(), gx.ravel())
    if mode == "zeros" and y.size:
        left = tuple((axis.padded - axis.extent) % axis.stride for axis in call.walk())
        back = conv_transpose(gy, w, output_padding=left, **steps)
        assert np.array_equal(matrix.T @ gy.ravel(), back.ravel())


def test_the_text_of_a_matrix_aligns_its_columns_and_dots_its_zeros():
    assert matrix_text(np.array([[10, 0], [-1, 5]])) == "10  .\n-1  5"
    assert matrix_text(np.zeros((0, 3), dtype=int)) == ""


@repeatable
@given(st.integers(1, 3), st.integers(1, 12), st.integers(0, 12), st.integers(0, 10**6))
def test_the_gradient_of_unpooling_is_its_adjoint_where_no_cell_is_named_twice(
    n, plane, cells, seed
):
    cells = min(cells, plane)
    rng = np.random.default_rng(seed)
    indices = np.stack([rng.permutation(plane)[:cells] for _ in range(n)])[:, None]
    x, gy = integers(indices.shape, seed), integers((n, 1, plane), seed + 1)
    y = max_unpool(x, indices, output_size=(plane,))
    gx, _ = max_unpool_grad(gy, x, indices, output_size=(plane,))
    assert inner(y, gy) == inner(x, gx)


def test_a_cell_named_twice_by_unpooling_gets_a_value_once_and_its_gradient_goes_to_both():
    x, indices = np.array([[5, 5, 7]]), np.array([[1, 1, 2]])
    assert max_unpool(x, indices, output_size=(4,)).tolist() == [[0, 5, 7, 0]]
    gx, none = max_unpool_grad(np.array([[1, 10, 100, 1000]]), x, indices, output_size=(4,))
    assert gx.tolist() == [[10, 10, 100]]
    assert none is None


@pytest.mark.parametrize("name", ["int8", "uint8", "int32", "int64"])
def test_integers_wrap_and_keep_their_dtype_through_every_adjoint(name):
    dtype, bits = np.dtype(name), 8 * np.dtype(name).itemsize
    arrays = [
        integers(shape, 5) * 2 ** (bits - 6) + 3
        for shape in ((1, 4, 5), (4, 2, 3), (2,), (1, 2, 11))
    ]
    x, w, b, gy = (array.astype(dtype) for array in arrays)
    steps = {"stride": (2,), "padding": ((1, 0),), "dilation": (1,)}
    exact = [array.astype(object) for array in arrays]

    def assert_wraps(found, expected):
        assert found.dtype == dtype
        wrapped = [int(value) % 2**bits for value in expected.ravel()]
        assert [int(value) % 2**bits for value in found.ravel()] == wrapped

    y = conv_transpose(x, w, b, output_padding=(1,), **steps)
    assert_wraps(y, conv_transpose(*exact[:3], output_padding=(1,), **steps))
    found = conv_transpose_grad(gy, x, w, b, output_padding=(1,), **steps)
    expected = conv_transpose_grad(exact[3], *exact[:3], output_padding=(1,), **steps)
    for got, wanted in zip(found, expected, strict=True):
        assert_wraps(got, wanted)
    found = conv_grad(x, gy, w, x[0, :, 0], **steps)
    expected = conv_grad(exact[0], exact[3], exact[1], exact[0][0, :, 0], **steps)
    for got, wanted in zip(found, expected, strict=True):
        assert_wraps(got, wanted)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32])
def test_floats_keep_their_dtype_through_every_adjoint(dtype):
    x, w, b = (integers(shape, 1).astype(dtype) for shape in ((1, 2, 4), (2, 3, 2), (3,)))
    steps = {"stride": (2,), "padding": "valid", "dilation": (1,)}
    y = conv_transpose(x, w, b, output_padding=(0,), **steps)
    found = conv_transpose_grad(y, x, w, b, output_padding=(0,), **steps)
    columns = unfold(x, kernel=(2,), **steps)
    back = fold(columns, output_size=(4,), kernel=(2,), **steps)
    for array in (y, *found, *conv_grad(x, y, w, x[0, :, 0], **steps), columns, back):
        assert array.dtype == dtype


@repeatable
@given(transposed_calls())
def test_inputs_are_neither_written_nor_returned(call):
    x, w, b, keywords = call
    steps = {name: keywords[name] for name in ("stride", "padding", "dilation")}
    before = x.copy(), w.copy(), b.copy()
    y = conv_transpose(x, w, b, **keywords)
    columns = unfold(x, kernel=w.shape[2:], **steps)
    back = fold(columns, output_size=x.shape[2:], kernel=w.shape[2:], **steps)
    for result in (y, *conv_transpose_grad(y, x, w, b, **keywords), columns, back):
        assert not any(np.shares_memory(result, array) for array in (x, w, b))
        result[...] = 77
    assert all(np.array_equal(old, new) for old, new in zip(before, (x, w, b), strict=True))
    again = conv_transpose(x.copy("F"), w.copy("F"), b, **keywords)
    assert np.array_equal(again, conv_transpose(x, w, b, **keywords))
