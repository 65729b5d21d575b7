"""Transposed convolution, unfold, fold and their gradients against the loop oracle, bit for bit."""

from itertools import cycle, product

import numpy as np
import pytest

from conformance.judge import loops, loops_adjoint
from conformance.judge.loops_adjoint import gradient, inner
from reference_impl import (
    GeometryError,
    conv,
    conv_grad,
    conv_transpose,
    conv_transpose_grad,
    fold,
    fold_grad,
    unfold,
    unfold_grad,
)

# N, C, O, groups
CHANNELS = [(1, 1, 1, 1), (2, 2, 1, 1), (1, 2, 2, 2), (1, 4, 2, 2), (2, 1, 3, 1), (1, 3, 6, 3)]


def flat(array):
    return array.ravel().tolist()


def gradients(forward, arrays, gy):
    """The gradient by each array of <gy, forward>, which is affine in each of them alone."""
    found = []
    for place, array in enumerate(arrays):

        def loss(values, place=place):
            given = [flat(other) for other in arrays]
            given[place] = values
            return inner(flat(gy), forward(*given)[0])

        found.append(np.array(gradient(loss, array.size), dtype=np.int64).reshape(array.shape))
    return found


def assert_gradients_agree(found, forward, arrays, gy, call):
    expected = gradients(forward, arrays, gy)
    for got, wanted in zip(found, expected, strict=True):
        assert got.shape == wanted.shape, call
        assert np.array_equal(got, wanted), call


def transposed_by_loops(x, w, b, **call):
    values, shape = loops_adjoint.conv_transpose(flat(x), x.shape, flat(w), w.shape, b, **call)
    return np.array(values, dtype=np.int64).reshape(shape)


def test_transposed_agrees_with_every_output_padding_and_refuses_the_same(stamp_walks, distinct):
    forms = cycle(CHANNELS)
    judged = refused = 0
    for walk, extra in stamp_walks:
        n, c, o, groups = next(forms)
        x, w = distinct(n, c, *walk.size), distinct(c, o // groups, *walk.kernel)
        b = distinct(o) if c % 2 else None
        call = dict(walk.keywords(), output_padding=extra, groups=groups)
        try:
            expected = transposed_by_loops(x, w, None if b is None else flat(b), **call)
        except ValueError:
            with pytest.raises(GeometryError):
                conv_transpose(x, w, b, **call)
            refused += 1
            continue
        got = conv_transpose(x, w, b, **call)
        assert got.shape == expected.shape, (x.shape, w.shape, call)
        assert np.array_equal(got, expected), (x.shape, w.shape, call)
        judged += 1
    assert (judged, refused) == (2872, 414)


def test_transposed_with_same_padding_agrees(same_walks, distinct):
    for walk in same_walks:
        x, w = distinct(1, 2, *walk.size), distinct(2, 3, *walk.kernel)
        none = (0,) * len(walk.size)
        call = dict(walk.keywords(), output_padding=none, groups=1)
        got = conv_transpose(x, w, **call)
        grown = [i * s for i, s in zip(walk.size, walk.stride, strict=True)]
        assert got.shape == (1, 3, *grown), (x.shape, w.shape, call)
        assert np.array_equal(got, transposed_by_loops(x, w, None, **call)), (x.shape, call)


def test_transposed_gradients_agree(stamp_walks, distinct):
    forms = cycle(CHANNELS)
    judged = 0
    for walk, extra in stamp_walks:
        n, c, o, groups = next(forms)
        arrays = distinct(n, c, *walk.size), distinct(c, o // groups, *walk.kernel), distinct(o)
        call = dict(walk.keywords(), output_padding=extra, groups=groups)

        def forward(x, w, b, arrays=arrays, call=call):
            return loops_adjoint.conv_transpose(x, arrays[0].shape, w, arrays[1].shape, b, **call)

        try:
            gy = distinct(*forward(*map(flat, arrays))[1])
        except ValueError:
            continue
        found = conv_transpose_grad(gy, *arrays, **call)
        assert_gradients_agree(found, forward, arrays, gy, (walk, extra))
        judged += 1
    assert judged == 2872


@pytest.mark.parametrize(
    ("n", "c", "o", "size"), [(0, 1, 2, 3), (1, 0, 2, 3), (1, 2, 0, 3), (1, 2, 2, 0), (0, 0, 0, 0)]
)
def test_transposed_and_both_gradients_agree_on_empty_extents(n, c, o, size, distinct):
    x, w, b = distinct(n, c, size), distinct(c, o, 3), distinct(o)
    call = {"stride": (1,), "padding": ((1, 0),), "output_padding": (0,), "dilation": (1,)}
    expected = transposed_by_loops(x, w, flat(b), groups=1, **call)
    y = conv_transpose(x, w, b, **call)
    assert y.shape == expected.shape == (n, o, size + 1)
    assert np.array_equal(y, expected)
    found = conv_transpose_grad(y, x, w, b, **call)
    assert [g.shape for g in found] == [x.shape, w.shape, b.shape]
    del call["output_padding"]
    found = conv_grad(x, y, w, **call)
    assert [g.shape for g in found[:2]] == [y.shape, w.shape]


def conv_gradients_agree(walks, distinct, modes=("zeros",)):
    forms, flips = cycle(CHANNELS), cycle((False, True, True, False, True))
    judged = 0
    for walk, mode in product(walks, modes):
        n, c, o, groups = next(forms)
        arrays = distinct(n, c, *walk.size), distinct(o, c // groups, *walk.kernel), distinct(o)
        call = dict(walk.keywords(), groups=groups, padding_mode=mode, flip_kernel=next(flips))

        def forward(x, w, b, arrays=arrays, call=call):
            return loops.conv(x, arrays[0].shape, w, arrays[1].shape, b, **call)

        try:
            gy = distinct(*forward(*map(flat, arrays))[1])
        except ValueError:
            with pytest.raises(GeometryError) as refusal:
                conv_grad(arrays[0], *arrays, **call)
            assert refusal.value.argument == "padding"
            continue
        found = conv_grad(gy, *arrays, **call)
        assert_gradients_agree(found, forward, arrays, gy, (walk, call))
        judged += 1
    return judged


def test_gradients_of_convolution_agree(small_walks, distinct):
    assert conv_gradients_agree(small_walks, distinct) == len(small_walks)


def test_gradients_of_convolution_agree_with_same_padding(same_walks, distinct):
    assert conv_gradients_agree(same_walks, distinct) == len(same_walks)


def test_gradients_of_convolution_agree_in_every_padding_mode(mode_walks, distinct):
    modes = ("reflect", "replicate", "circular")
    assert conv_gradients_agree(mode_walks, distinct, modes) == 2352


def test_gradients_of_convolution_agree_without_a_batch(small_walks, distinct):
    for walk in small_walks[::11]:
        x, w, b = distinct(2, *walk.size), distinct(3, 2, *walk.kernel), distinct(3)
        gy = distinct(*conv(x, w, **walk.keywords()).shape)
        alone = conv_grad(gy, x, w, b, **walk.keywords())
        batch = conv_grad(gy[None], x[None], w, b, **walk.keywords())
        assert np.array_equal(alone[0], batch[0][0]), walk
        assert np.array_equal(alone[1], batch[1]), walk
        assert np.array_equal(alone[2], batch[2]), walk


def test_unfold_and_fold_and_their_gradients_agree(small_walks, distinct):
    for walk in small_walks[::2]:
        x = distinct(2, 2, *walk.size)
        call = dict(walk.keywords(), kernel=walk.kernel)
        columns = unfold(x, **call)
        values, shape = loops_adjoint.unfold(flat(x), x.shape, **call)
        assert columns.shape == shape, (x.shape, call)
        assert flat(columns) == values, (x.shape, call)

        gy = distinct(*shape)
        back = fold(gy, output_size=walk.size, **call)
        values, shape = loops_adjoint.fold(flat(gy), gy.shape, output_size=walk.size, **call)
        assert back.shape == shape == x.shape, (x.shape, call)
        assert flat(back) == values, (x.shape, call)

        def spread(x, shape=x.shape, call=call):
            return loops_adjoint.unfold(x, shape, **call)

        def collect(columns, shape=gy.shape, walk=walk, call=call):
            return loops_adjoint.fold(columns, shape, output_size=walk.size, **call)

        assert_gradients_agree(unfold_grad(gy, x, **call), spread, (x,), gy, walk)
        found = fold_grad(x, gy, output_size=walk.size, **call)
        assert_gradients_agree(found, collect, (gy,), x, walk)


def test_unfold_with_same_padding_agrees(same_walks, distinct):
    for walk in same_walks:
        x = distinct(1, 2, *walk.size)
        call = dict(walk.keywords(), kernel=walk.kernel)
        columns = unfold(x, **call)
        values, shape = loops_adjoint.unfold(flat(x), x.shape, **call)
        assert columns.shape == shape, (x.shape, call)
        assert flat(columns) == values, (x.shape, call)


def test_a_function_that_is_not_affine_has_no_gradient_here():
    assert gradient(lambda v: 3 * v[0] - 2**62 * v[1] + 7, 2) == [3, -(2**62)]
    with pytest.raises(ValueError, match="affine"):
        gradient(lambda v: v[0] * v[1] ** 2, 2)
