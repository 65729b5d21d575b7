"""The reference against torch in float64, bit for bit: integers below 2^53 leave no rounding.

Left out, because torch has no such call: unequal sides and padding beyond k/2 in pooling (for
convolution they are padded by torch beforehand), ceil_keep, `same` with a stride, `same_lower`.
Left out, because torch deviates: a kernel larger than the padded input and empty extents (it
refuses; C = 0 gives no output channels), the index of a window that reads nothing (it lies outside
the plane), the last instead of the first of several NaN.
"""

from itertools import cycle, product

import numpy as np
import pytest

from reference_impl import avg_pool, avg_pool_terms, conv, max_pool, max_pool_with_indices
from reference_impl.receptive_field import Layer, receptive_field

torch = pytest.importorskip("torch")
functional = torch.nn.functional

CONV = {1: functional.conv1d, 2: functional.conv2d, 3: functional.conv3d}
MAX_POOL = {1: functional.max_pool1d, 2: functional.max_pool2d, 3: functional.max_pool3d}
AVG_POOL = {1: functional.avg_pool1d, 2: functional.avg_pool2d, 3: functional.avg_pool3d}
MODES = {
    "zeros": "constant",
    "reflect": "reflect",
    "replicate": "replicate",
    "circular": "circular",
}
CHANNELS = [(1, 1, 1, 1), (2, 2, 1, 1), (1, 2, 2, 2), (1, 4, 4, 2), (2, 2, 4, 2), (1, 3, 6, 3)]


pytestmark = pytest.mark.usefixtures("one_thread")


def tensor(array):
    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float64))


def limits_hold(walk, mode):
    room = {"zeros": lambda i: 9, "replicate": lambda i: 9, "reflect": lambda i: i - 1}
    widest = room.get(mode, lambda i: i)
    return all(max(pair) <= widest(i) for i, pair in zip(walk.size, walk.padding, strict=True))


def assert_conv_agrees(walks, distinct, modes, count):
    forms = cycle(CHANNELS)
    checked = 0
    for walk, mode in product(walks, modes):
        if 0 in walk.size or not walk.has_window() or not limits_hold(walk, mode):
            continue
        n, c, o, groups = next(forms)
        x, w, b = distinct(n, c, *walk.size), distinct(o, c // groups, *walk.kernel), distinct(o)
        padded = functional.pad(tensor(x), walk.sides(), mode=MODES[mode])
        settings = {"stride": walk.stride, "dilation": walk.dilation, "groups": groups}
        expected = CONV[len(walk.size)](padded, tensor(w), tensor(b), **settings)
        got = conv(x, w, b, padding=walk.padding, padding_mode=mode, **settings)
        assert got.shape == tuple(expected.shape), (x.shape, w.shape, mode, walk)
        assert np.array_equal(got, expected.numpy()), (x.shape, w.shape, mode, walk)
        checked += 1
    assert checked == count


def test_conv_agrees_on_every_geometry_of_one_axis(one_axis_walks, distinct):
    assert_conv_agrees(one_axis_walks, distinct, ["zeros"], 1734)


def test_conv_agrees_on_pairs_and_triples_of_axes(many_axis_walks, distinct):
    assert_conv_agrees(many_axis_walks, distinct, ["zeros"], 269)


def test_conv_agrees_in_every_padding_mode(mode_walks, distinct):
    assert_conv_agrees(mode_walks, distinct, ["reflect", "replicate", "circular"], 2184)


def test_symmetric_padding_agrees_with_the_padding_argument_of_torch(one_axis_walks, distinct):
    for walk in one_axis_walks:
        ((lo, hi),) = walk.padding
        if lo != hi or 0 in walk.size or not walk.has_window():
            continue
        x, w = distinct(1, 2, *walk.size), distinct(2, 2, *walk.kernel)
        settings = {"stride": walk.stride, "dilation": walk.dilation}
        expected = functional.conv1d(tensor(x), tensor(w), padding=lo, **settings)
        assert np.array_equal(conv(x, w, padding=walk.padding, **settings), expected.numpy()), walk


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
def test_same_upper_agrees_at_stride_1(same_walks, distinct):
    checked = 0
    for walk in same_walks:
        if walk.padding != "same_upper" or set(walk.stride) != {1} or 0 in walk.size:
            continue
        x, w = distinct(1, 2, *walk.size), distinct(3, 2, *walk.kernel)
        run = CONV[len(walk.size)]
        expected = run(tensor(x), tensor(w), padding="same", dilation=walk.dilation)
        got = conv(x, w, stride=walk.stride, padding="same_upper", dilation=walk.dilation)
        assert np.array_equal(got, expected.numpy()), walk
        checked += 1
    assert checked == 144


def pools(walks):
    """Geometries that torch accepts: equal sides of at most k/2, and its ceil_mode."""
    for walk, rule in product(walks, ("floor", "ceil")):
        if 0 in walk.size or any(lo != hi for lo, hi in walk.padding):
            continue
        if any(lo > k // 2 for (lo, _), k in zip(walk.padding, walk.kernel, strict=True)):
            continue
        if walk.has_window(rule):
            yield walk, rule


def test_max_pool_and_its_indices_agree_under_floor_and_ceil(pool_walks, distinct):
    checked = 0
    for walk, rule in pools(pool_walks):
        call = dict(walk.keywords(), kernel=walk.kernel, last_window=rule)
        for x in (distinct(2, 1, *walk.size), distinct(2, 1, *walk.size) % 3):
            y, indices = max_pool_with_indices(x.astype(np.float64), **call)
            expected, places = MAX_POOL[len(walk.size)](
                tensor(x),
                walk.kernel,
                stride=walk.stride,
                padding=tuple(lo for lo, _ in walk.padding),
                dilation=walk.dilation,
                ceil_mode=rule == "ceil",
                return_indices=True,
            )
            assert y.shape == tuple(expected.shape), (x.shape, call)
            assert np.array_equal(y, expected.numpy()), (x, call)
            reads = indices >= 0
            assert np.array_equal(indices[reads], places.numpy()[reads]), (x, call)
            checked += 1
    assert checked == 1636


def test_pooling_with_unequal_sides_agrees_with_padding_beforehand(pool_walks, distinct):
    checked = 0
    for walk in pool_walks:
        if 0 in walk.size or not walk.has_window():
            continue
        x = distinct(2, 1, *walk.size)
        rank = len(walk.size)
        lowest = functional.pad(tensor(x), walk.sides(), value=-torch.inf)
        expected = MAX_POOL[rank](lowest, walk.kernel, stride=walk.stride, dilation=walk.dilation)
        got = max_pool(x.astype(np.float64), **walk.keywords(), kernel=walk.kernel)
        assert np.array_equal(got, expected.numpy()), (x, walk)
        if set(walk.dilation) == {1}:
            zeros = functional.pad(tensor(x), walk.sides())
            expected = AVG_POOL[rank](zeros, walk.kernel, stride=walk.stride)
            got = avg_pool(x, kernel=walk.kernel, stride=walk.stride, padding=walk.padding)
            assert np.array_equal(got, expected.numpy()), (x, walk)
        checked += 1
    assert checked == 3364


def test_nan_propagates_through_max_pooling_as_in_torch(pool_walks, distinct):
    for walk, rule in pools(pool_walks[::5]):
        x = distinct(1, 1, *walk.size).astype(np.float64)
        x[x % 3 == 0] = np.nan
        expected = MAX_POOL[len(walk.size)](
            tensor(x),
            walk.kernel,
            stride=walk.stride,
            padding=tuple(lo for lo, _ in walk.padding),
            dilation=walk.dilation,
            ceil_mode=rule == "ceil",
        )
        got = max_pool(x, **walk.keywords(), kernel=walk.kernel, last_window=rule)
        assert np.array_equal(got, expected.numpy(), equal_nan=True), (x, walk, rule)


def test_average_pool_agrees_under_floor_and_ceil_with_every_divisor(pool_walks, distinct):
    checked = 0
    for walk, rule in pools(pool_walks):
        if set(walk.dilation) != {1}:
            continue
        rank = len(walk.size)
        x = distinct(2, 1, *walk.size)
        # One-dimensional average pooling of torch has no divisor_override.
        for include, override in ((True, None), (False, None), (True, 7))[: 2 if rank == 1 else 3]:
            extra = {} if override is None else {"divisor_override": override}
            expected = AVG_POOL[rank](
                tensor(x),
                walk.kernel,
                stride=walk.stride,
                padding=tuple(lo for lo, _ in walk.padding),
                ceil_mode=rule == "ceil",
                count_include_pad=include,
                **extra,
            )
            call = {
                "kernel": walk.kernel,
                "stride": walk.stride,
                "padding": walk.padding,
                "last_window": rule,
                "count_include_pad": include,
                **extra,
            }
            got = avg_pool(x, **call)
            total, divisor = avg_pool_terms(x, **call)
            assert np.array_equal(got, expected.numpy()), (x, call)
            assert np.array_equal(total / divisor, got)
            checked += 1
    assert checked == 1082


def test_kernel_larger_than_the_padded_input_is_refused_by_torch_and_empty_here(distinct):
    x, w = distinct(1, 1, 2), distinct(1, 1, 5)
    with pytest.raises(RuntimeError, match="size"):
        functional.conv1d(tensor(x), tensor(w), padding=1)
    assert conv(x, w, stride=(1,), padding=((1, 1),), dilation=(1,)).shape == (1, 1, 0)


def test_receptive_field_equals_the_support_of_the_gradient_of_torch():
    stacks = [
        [Layer(2)],
        [Layer(2), Layer(2)],
        [Layer(3, stride=2, lo=1, hi=1), Layer(3, lo=1, hi=1)],
        [Layer(5), Layer(2, stride=2), Layer(5), Layer(2, stride=2)],
    ]
    for layers in stacks:
        field = receptive_field(layers)
        x = torch.randn(1, 1, 28, dtype=torch.float64, requires_grad=True)
        y = x
        for layer in layers:
            padded = functional.pad(y, (layer.lo, layer.hi))
            weight = torch.ones(1, 1, layer.kernel, dtype=torch.float64)
            y = functional.conv1d(padded, weight, stride=layer.stride, dilation=layer.dilation)
        for cell in range(y.shape[-1]):
            (gradient,) = torch.autograd.grad(y[0, 0, cell], x, retain_graph=True)
            touched = gradient[0, 0].nonzero().flatten().tolist()
            assert touched == list(field.clipped(cell, 28)), (layers, cell)
