"""Transposed convolution, rearrangement, the other poolings and all gradients against torch.

In float64 on integers, bit for bit where torch rounds nothing. Unequal sides are padded before, or
cut off after, the call. Left out, because torch deviates: lp pooling of negative values (it takes
no absolute value) and of partial windows (it rescales them), the gradient of lp pooling at 0 for
p = 1, the gradient of a max pooling with a window that reads nothing (torch writes outside of the
plane), i = 0 and O = 0 in transposed convolution (it refuses).
"""

from itertools import cycle, product
from math import inf, prod

import numpy as np
import pytest

from reference_impl import (
    GeometryError,
    adaptive_avg_pool,
    adaptive_avg_pool_grad,
    adaptive_max_pool_grad,
    adaptive_max_pool_with_indices,
    avg_pool_grad,
    conv_grad,
    conv_transpose,
    conv_transpose_grad,
    fold,
    fold_grad,
    lp_pool,
    lp_pool_grad,
    max_pool_grad,
    max_pool_with_indices,
    max_unpool,
    max_unpool_grad,
    unfold,
    unfold_grad,
)

torch = pytest.importorskip("torch")
functional = torch.nn.functional
pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.filterwarnings("ignore:Using padding='same'"),
]

MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate"}
MODES["circular"] = "circular"
CHANNELS = [(1, 1, 1, 1), (2, 2, 1, 1), (1, 2, 2, 2), (1, 4, 2, 2), (2, 1, 3, 1), (1, 3, 6, 3)]


def by_rank(name, rank):
    """The function of torch for that rank: `conv` is conv1d, conv2d, conv3d."""
    return getattr(functional, f"{name}{rank}d")


def tensor(array):
    return torch.from_numpy(np.array(array, dtype=np.float64)).requires_grad_()


def cropped(y, padding):
    for axis, (lo, hi) in enumerate(padding, start=y.ndim - len(padding)):
        y = y.narrow(axis, lo, y.shape[axis] - lo - hi)
    return y


def gradients(y, gy, tensors):
    """The gradients of torch, by each tensor, as arrays."""
    found = torch.autograd.grad(y, tensors, torch.from_numpy(np.array(gy, dtype=np.float64)))
    return [gradient.numpy() for gradient in found]


def assert_all_equal(found, expected, call):
    for got, wanted in zip(found, expected, strict=True):
        assert got.shape == wanted.shape, call
        assert np.array_equal(got, wanted), call


def test_transposed_convolution_and_its_gradients_agree(stamp_walks, distinct):
    forms = cycle(CHANNELS)
    checked = 0
    for walk, extra in stamp_walks:
        if 0 in walk.size:
            continue
        n, c, o, groups = next(forms)
        x, w, b = distinct(n, c, *walk.size), distinct(c, o // groups, *walk.kernel), distinct(o)
        settings = {
            "stride": walk.stride,
            "dilation": walk.dilation,
            "output_padding": extra,
            "groups": groups,
        }
        call = dict(settings, padding=walk.padding)
        tensors = [tensor(array) for array in (x, w, b)]
        whole = by_rank("conv_transpose", len(walk.size))(*tensors, **settings)
        if any(sum(pair) > i for pair, i in zip(walk.padding, whole.shape[2:], strict=True)):
            continue
        expected = cropped(whole, walk.padding)
        y = conv_transpose(x, w, b, **call)
        assert_all_equal([y], [expected.detach().numpy()], (x.shape, w.shape, call))
        gy = distinct(*y.shape)
        found = conv_transpose_grad(gy, x, w, b, **call)
        assert_all_equal(found, gradients(expected, gy, tensors), (x.shape, w.shape, call))
        checked += 1
    assert checked == 2574


def test_transposed_convolution_with_the_padding_of_torch_agrees_or_both_find_no_cell(
    stamp_walks, distinct
):
    judged = refused = 0
    for walk, extra in stamp_walks:
        if 0 in walk.size or any(lo != hi for lo, hi in walk.padding):
            continue
        x, w = distinct(1, 2, *walk.size), distinct(2, 2, *walk.kernel)
        settings = {"stride": walk.stride, "dilation": walk.dilation, "output_padding": extra}
        sides = tuple(lo for lo, _ in walk.padding)
        run = by_rank("conv_transpose", len(walk.size))
        try:
            y = conv_transpose(x, w, padding=walk.padding, **settings)
        except GeometryError:
            y = np.empty(0)
        if y.size == 0:
            with pytest.raises(RuntimeError, match="too small"):
                run(tensor(x), tensor(w), padding=sides, **settings)
            refused += 1
            continue
        expected = run(tensor(x), tensor(w), padding=sides, **settings)
        assert_all_equal([y], [expected.detach().numpy()], (walk, extra))
        judged += 1
    assert (judged, refused) == (813, 93)


def conv_gradients_agree(walks, modes, distinct):
    forms = cycle(CHANNELS)
    checked = 0
    for walk, mode in product(walks, modes):
        if 0 in walk.size or not walk.has_window():
            continue
        n, c, o, groups = next(forms)
        x, w, b = distinct(n, c, *walk.size), distinct(o, c // groups, *walk.kernel), distinct(o)
        settings = {"stride": walk.stride, "dilation": walk.dilation, "groups": groups}
        tensors = [tensor(array) for array in (x, w, b)]
        try:
            padded = functional.pad(tensors[0], walk.sides(), mode=MODES[mode])
        except RuntimeError:  # beyond the limit of the mode
            continue
        y = by_rank("conv", len(walk.size))(padded, *tensors[1:], **settings)
        gy = distinct(*y.shape)
        call = dict(settings, padding=walk.padding, padding_mode=mode)
        found = conv_grad(gy, x, w, b, **call)
        assert_all_equal(found, gradients(y, gy, tensors), (x.shape, w.shape, call))
        flipped = np.flip(w, range(2, w.ndim))
        gx, gw, gb = conv_grad(gy, x, flipped, b, **call, flip_kernel=True)
        assert_all_equal((gx, np.flip(gw, range(2, w.ndim)), gb), found, (x.shape, call))
        checked += 1
    return checked


def test_gradients_of_convolution_agree(one_axis_walks, many_axis_walks, distinct):
    walks = one_axis_walks[::2] + many_axis_walks
    assert conv_gradients_agree(walks, ["zeros"], distinct) == 1139


def test_gradients_of_convolution_agree_in_every_padding_mode(mode_walks, distinct):
    modes = ("reflect", "replicate", "circular")
    assert conv_gradients_agree(mode_walks[::2], modes, distinct) == 1092


def test_unfold_and_fold_and_their_gradients_agree(many_axis_walks, distinct):
    checked = 0
    for walk in many_axis_walks:
        if len(walk.size) != 2 or not walk.has_window():
            continue
        steps = {"stride": walk.stride, "dilation": walk.dilation}
        call = dict(steps, padding=walk.padding, kernel=walk.kernel)
        x = distinct(2, 2, *walk.size)
        given = tensor(x)
        expected = functional.unfold(functional.pad(given, walk.sides()), walk.kernel, **steps)
        columns = unfold(x, **call)
        assert_all_equal([columns], [expected.detach().numpy()], call)
        gy = distinct(*columns.shape)
        assert_all_equal(unfold_grad(gy, x, **call), gradients(expected, gy, [given]), call)

        padded = [axis.padded for axis in walk.axes()]
        given = tensor(gy)
        expected = cropped(functional.fold(given, padded, walk.kernel, **steps), walk.padding)
        back = fold(gy, output_size=walk.size, **call)
        assert_all_equal([back], [expected.detach().numpy()], call)
        found = fold_grad(x, gy, output_size=walk.size, **call)
        assert_all_equal(found, gradients(expected, x, [given]), call)
        checked += 1
    assert checked == 144


def test_gradient_of_max_pooling_agrees_with_padding_beforehand(pool_walks, distinct):
    checked = 0
    for walk in pool_walks[::3]:
        if 0 in walk.size or not walk.has_window():
            continue
        for x in (distinct(2, 1, *walk.size), distinct(2, 1, *walk.size) % 3):
            given = tensor(x)
            padded = functional.pad(given, walk.sides(), value=-inf)
            y = by_rank("max_pool", len(walk.size))(
                padded, walk.kernel, stride=walk.stride, dilation=walk.dilation
            )
            gy = distinct(*y.shape)
            found = max_pool_grad(gy, x, **walk.keywords(), kernel=walk.kernel)
            assert_all_equal(found, gradients(y, gy, [given]), (x, walk))
        checked += 1
    assert checked == 1122


def symmetric(walks):
    """Poolings without dilation that torch accepts, under floor and under ceil."""
    for walk, rule in product(walks, ("floor", "ceil")):
        if 0 in walk.size or set(walk.dilation) != {1} or not walk.has_window(rule):
            continue
        pairs = zip(walk.padding, walk.kernel, strict=True)
        if all(lo == hi <= k // 2 for (lo, hi), k in pairs):
            yield walk, rule


def test_gradients_of_max_and_average_pooling_agree_under_floor_and_ceil(pool_walks, distinct):
    checked = 0
    for walk, rule in symmetric(pool_walks):
        rank = len(walk.size)
        x = distinct(2, 1, *walk.size) % 5
        given = tensor(x)
        settings = {
            "stride": walk.stride,
            "padding": [lo for lo, _ in walk.padding],
            "ceil_mode": rule == "ceil",
        }
        call = {"kernel": walk.kernel, "stride": walk.stride, "padding": walk.padding}
        call["last_window"] = rule
        y = by_rank("max_pool", rank)(given, walk.kernel, **settings)
        gy = distinct(*y.shape)
        found = max_pool_grad(gy, x, **call, dilation=(1,) * rank)
        assert_all_equal(found, gradients(y, gy, [given]), (x, call))
        # A multiple of every divisor leaves no rounding.
        gy = gy * 7 * 12**3
        for include, override in ((True, None), (False, None), (True, 7))[: 2 if rank == 1 else 3]:
            extra = {} if override is None else {"divisor_override": override}
            extra["count_include_pad"] = include
            y = by_rank("avg_pool", rank)(given, walk.kernel, **settings, **extra)
            found = avg_pool_grad(gy, x, **call, **extra)
            assert_all_equal(found, gradients(y, gy, [given]), (x, call, extra))
        checked += 1
    assert checked == 497


@pytest.mark.parametrize("p", [1, 2, 3, 1.5, 0.5, inf])
def test_lp_pooling_of_positive_values_and_its_gradient_agree(p, pool_walks, distinct):
    for walk, rule in symmetric(pool_walks):
        if rule != "floor" or any(lo for lo, _ in walk.padding):
            continue
        x = abs(distinct(2, 1, *walk.size))
        given, rank = tensor(x), len(walk.size)
        # One-dimensional lp pooling of torch takes an integer.
        kernel = walk.kernel if rank > 1 else walk.kernel[0]
        y = by_rank("lp_pool", rank)(given, float(p), kernel, stride=walk.stride)
        call = {"kernel": walk.kernel, "stride": walk.stride, "padding": walk.padding}
        got = lp_pool(x, p=p, **call)
        assert np.allclose(got, y.detach().numpy(), rtol=1e-13, atol=0), (x, call)
        gy = distinct(*y.shape)
        (gx,) = lp_pool_grad(gy, x, p=p, **call)
        assert np.allclose(gx, gradients(y, gy, [given])[0], rtol=1e-12, atol=1e-12), (x, call)


@pytest.mark.parametrize("p", [1, 2, 3, 2.5])
def test_lp_pooling_by_its_definition_agrees_for_either_sign_and_any_padding(
    p, pool_walks, distinct
):
    for walk in pool_walks[::5]:
        if 0 in walk.size or set(walk.dilation) != {1} or not walk.has_window():
            continue
        x = distinct(1, 1, *walk.size)
        given = tensor(x)
        windows = functional.pad(given, walk.sides())
        for axis, (k, s) in enumerate(zip(walk.kernel, walk.stride, strict=True), start=2):
            windows = windows.unfold(axis, k, s)
        total = windows.abs().pow(p).flatten(2 + len(walk.size)).sum(-1)
        reads = total > 0
        y = total[reads].pow(1 / p)
        call = {"kernel": walk.kernel, "stride": walk.stride, "padding": walk.padding}
        got = lp_pool(x, p=p, **call)
        assert np.allclose(got[reads.numpy()], y.detach().numpy(), rtol=1e-14, atol=0), (x, call)
        assert not got[~reads.numpy()].any()
        gy = distinct(*got.shape)
        (gx,) = lp_pool_grad(gy, x, p=p, **call)
        (expected,) = gradients(y, gy[reads.numpy()], [given])
        assert np.allclose(gx, expected, rtol=1e-12, atol=1e-12), (x, call)


def test_adaptive_pooling_and_its_gradients_agree(distinct):
    one = [((i,), (o,)) for i, o in product(range(1, 31), range(1, 31))]
    axes = [(1, 1), (1, 3), (4, 3), (5, 2), (3, 5), (6, 3)]
    wide = [tuple(zip(*pair, strict=True)) for pair in product(axes, repeat=2)]
    cube = [tuple(zip(*triple, strict=True)) for triple in product(axes[2:5], repeat=3)]
    for size, output_size in one + wide + cube:
        x = distinct(2, 1, *size) % 11
        given = tensor(x)
        y, indices = by_rank("adaptive_max_pool", len(size))(
            given, output_size, return_indices=True
        )
        found = adaptive_max_pool_with_indices(x, output_size=output_size)
        assert_all_equal(found, (y.detach().numpy(), indices.numpy()), (x, output_size))
        gy = distinct(*y.shape)
        found = adaptive_max_pool_grad(gy, x, output_size=output_size)
        assert_all_equal(found, gradients(y, gy, [given]), (x, output_size))

        y = by_rank("adaptive_avg_pool", len(size))(given, output_size)
        got = adaptive_avg_pool(x, output_size=output_size)
        assert np.allclose(got, y.detach().numpy(), rtol=1e-15, atol=1e-15), (x, output_size)
        (gx,) = adaptive_avg_pool_grad(gy, x, output_size=output_size)
        expected = gradients(y, gy, [given])[0]
        scale = abs(gy).max() * prod(output_size)
        assert np.abs(gx - expected).max() <= 1e-15 * scale, (x, output_size)


def test_unpooling_and_its_gradient_agree_on_every_result_of_max_pooling(pool_walks, distinct):
    checked = 0
    for walk, rule in symmetric(pool_walks):
        rank = len(walk.size)
        call = dict(walk.keywords(), kernel=walk.kernel, last_window=rule)
        x, indices = max_pool_with_indices(distinct(2, 1, *walk.size), **call)
        sides = tuple(lo for lo, _ in walk.padding)
        axes = zip(walk.size, x.shape[2:], walk.kernel, walk.stride, sides, strict=True)
        # torch takes an output size within a stride of the smallest that has so many windows.
        if any(abs(i - ((o - 1) * s + k - 2 * lo)) >= s for i, o, k, s, lo in axes):
            continue
        given = tensor(x)
        y = by_rank("max_unpool", rank)(
            given,
            torch.from_numpy(indices),
            walk.kernel,
            stride=walk.stride,
            padding=sides,
            output_size=walk.size,
        )
        found = max_unpool(x, indices, output_size=walk.size)
        assert_all_equal([found], [y.detach().numpy()], call)
        gy = distinct(*y.shape)
        gx, _ = max_unpool_grad(gy, x, indices, output_size=walk.size)
        assert_all_equal([gx], gradients(y, gy, [given]), call)
        checked += 1
    assert checked == 497
