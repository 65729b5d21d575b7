"""The reference against the loop oracle, on every tiny configuration, bit for bit."""

from itertools import cycle, product

import numpy as np
import pytest

from conformance.judge import loops
from reference_impl import GeometryError, avg_pool_terms, conv, max_pool_with_indices

# N, C, O, groups
CHANNELS = [(1, 1, 1, 1), (2, 2, 1, 1), (1, 2, 2, 2), (1, 4, 4, 2), (2, 2, 4, 2), (1, 3, 6, 3)]
# flip_kernel, bias: five, so that they fall on every channel form in turn
SWITCHES = [(False, True), (True, False), (True, True), (False, False), (False, True)]
RULES = ("floor", "ceil", "ceil_keep")
LOWEST = np.iinfo(np.int64).min


def by_loops(x, w, b, **parameters):
    bias = None if b is None else b.tolist()
    values, shape = loops.conv(
        x.ravel().tolist(), x.shape, w.ravel().tolist(), w.shape, bias, **parameters
    )
    return np.array(values, dtype=np.int64).reshape(shape)


def conv_agrees(walks, distinct, modes=("zeros",), channels=CHANNELS):
    """Compare on every walk, mode and channel form; the number of calls judged and refused."""
    switches = cycle(SWITCHES)
    judged = refused = 0
    for walk, mode, (n, c, o, groups) in product(walks, modes, channels):
        flip, with_bias = next(switches)
        x = distinct(n, c, *walk.size)
        w = distinct(o, c // groups, *walk.kernel)
        b = distinct(o) if with_bias else None
        call = dict(walk.keywords(), groups=groups, padding_mode=mode, flip_kernel=flip)
        try:
            expected = by_loops(x, w, b, **call)
        except ValueError:
            with pytest.raises(GeometryError):
                conv(x, w, b, **call)
            refused += 1
            continue
        got = conv(x, w, b, **call)
        assert got.shape == expected.shape, (x.shape, w.shape, call)
        assert np.array_equal(got, expected), (x.shape, w.shape, call)
        judged += 1
    return judged, refused


def test_conv_agrees_on_every_geometry_of_one_axis_in_every_channel_form(one_axis_walks, distinct):
    assert conv_agrees(one_axis_walks, distinct) == (15552, 0)


def test_conv_agrees_on_pairs_and_triples_of_axes_in_every_channel_form(many_axis_walks, distinct):
    assert conv_agrees(many_axis_walks, distinct) == (1614, 0)


def test_conv_agrees_with_computed_same_padding(same_walks, distinct):
    assert conv_agrees(same_walks, distinct, channels=CHANNELS[1:3]) == (1944, 0)


def test_conv_agrees_in_every_padding_mode_and_refuses_beyond_the_same_limits(mode_walks, distinct):
    modes = ("reflect", "replicate", "circular")
    assert conv_agrees(mode_walks, distinct, modes, CHANNELS[2:3]) == (2352, 2256)


def test_conv_agrees_with_same_padding_in_every_padding_mode(same_walks, distinct):
    # An axis of 0 cells is left out: `same` of nothing is 0 cells, whatever padding led there.
    walks = [walk for walk in same_walks if 0 not in walk.size]
    modes = ("reflect", "replicate", "circular")
    assert conv_agrees(walks, distinct, modes, CHANNELS[2:3]) == (2354, 292)


@pytest.mark.parametrize(
    ("n", "c", "o", "size"), [(0, 1, 2, 3), (1, 0, 2, 3), (1, 2, 0, 3), (1, 2, 2, 0), (0, 0, 0, 0)]
)
def test_conv_agrees_on_empty_extents(n, c, o, size, distinct):
    x, w, b = distinct(n, c, size), distinct(o, c, 2), distinct(o)
    call = {
        "stride": (1,),
        "padding": ((1, 1),),
        "dilation": (1,),
        "groups": 1,
        "padding_mode": "zeros",
        "flip_kernel": False,
    }
    expected = by_loops(x, w, b, **call)
    got = conv(x, w, b, **call)
    assert got.shape == expected.shape == (n, o, size + 1)
    assert np.array_equal(got, expected)


def test_conv_without_a_batch_agrees(one_axis_walks, distinct):
    for walk in one_axis_walks[::7]:
        x, w = distinct(2, *walk.size), distinct(3, 2, *walk.kernel)
        call = dict(walk.keywords(), groups=1, padding_mode="zeros", flip_kernel=False)
        assert np.array_equal(conv(x, w, **call), by_loops(x, w, None, **call)), walk


def pooling_data(shape, distinct):
    """Distinct values, many ties, all negative with the lowest there is."""
    values = distinct(*shape)
    yield values
    yield values % 3
    yield np.where(values % 2 == 0, LOWEST, -1)


def test_max_pool_and_its_indices_agree_under_every_rule(pool_walks, distinct):
    assert len(pool_walks) == 4224
    for walk, rule in product(pool_walks, RULES):
        call = dict(walk.keywords(), kernel=walk.kernel, last_window=rule)
        for x in pooling_data((1, *walk.size), distinct):
            y, indices = max_pool_with_indices(x, **call)
            values, places, shape = loops.max_pool(
                x.ravel().tolist(), x.shape, lowest=LOWEST, **call
            )
            assert y.shape == indices.shape == shape, (x.shape, call)
            assert y.ravel().tolist() == values, (x, call)
            assert indices.ravel().tolist() == places, (x, call)


def test_average_terms_agree_under_every_rule_and_divisor(pool_walks, distinct):
    walks = [walk for walk in pool_walks if set(walk.dilation) == {1}]
    assert len(walks) == 2176
    for walk, rule in product(walks, RULES):
        x = distinct(2, 1, *walk.size)
        for include, override in ((True, None), (False, None), (True, 7)):
            call = {
                "kernel": walk.kernel,
                "stride": walk.stride,
                "padding": walk.padding,
                "last_window": rule,
                "count_include_pad": include,
                "divisor_override": override,
            }
            total, divisor = avg_pool_terms(x, **call)
            totals, divisors, shape = loops.avg_pool_terms(x.ravel().tolist(), x.shape, **call)
            assert total.shape == shape, (x.shape, call)
            assert total.ravel().tolist() == totals, (x.shape, call)
            assert np.broadcast_to(divisor, shape).ravel().tolist() == divisors, (x.shape, call)


def test_pooling_agrees_with_computed_same_padding_under_every_rule(same_walks, distinct):
    for walk, rule in product(same_walks, RULES):
        x = distinct(1, 2, *walk.size)
        call = dict(walk.keywords(), kernel=walk.kernel, last_window=rule)
        y, indices = max_pool_with_indices(x, **call)
        values, places, shape = loops.max_pool(x.ravel().tolist(), x.shape, lowest=LOWEST, **call)
        extents = [-(-i // s) for i, s in zip(walk.size, walk.stride, strict=True)]
        assert y.shape == shape == (1, 2, *extents), (x.shape, call)
        assert (y.ravel().tolist(), indices.ravel().tolist()) == (values, places), (x.shape, call)
