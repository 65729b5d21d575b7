"""Lp, adaptive and un-pooling, and the gradients of all pooling, against the loop oracle."""

from fractions import Fraction
from itertools import product
from math import inf, prod

import numpy as np
import pytest

from conformance.judge import loops, loops_adjoint
from conformance.judge.loops_adjoint import gradient, inner
from reference_impl import (
    GeometryError,
    adaptive_avg_pool_grad_terms,
    adaptive_avg_pool_terms,
    adaptive_max_pool,
    adaptive_max_pool_grad,
    adaptive_max_pool_with_indices,
    avg_pool_grad,
    avg_pool_grad_terms,
    lp_pool,
    lp_pool_grad,
    lp_pool_terms,
    max_pool_grad,
    max_pool_with_indices,
    max_unpool,
    max_unpool_grad,
)

RULES = ("floor", "ceil", "ceil_keep")
LOWEST = np.iinfo(np.int64).min


def flat(array):
    return array.ravel().tolist()


def undilated(walks):
    return [walk for walk in walks if set(walk.dilation) == {1}]


def windows(walk, rule):
    """The keywords of a pooling without dilation."""
    return {
        "kernel": walk.kernel,
        "stride": walk.stride,
        "padding": walk.padding,
        "last_window": rule,
    }


def test_gradient_of_max_pooling_agrees_under_every_rule(pool_walks, distinct):
    for walk, rule in product(pool_walks[::3], RULES):
        call = dict(walk.keywords(), kernel=walk.kernel, last_window=rule)
        for x in (distinct(2, 1, *walk.size), distinct(2, 1, *walk.size) % 3):
            _, places, shape = loops.max_pool(flat(x), x.shape, lowest=LOWEST, **call)
            gy = distinct(*shape)
            (gx,) = max_pool_grad(gy, x, **call)
            expected = loops_adjoint.max_pool_grad(flat(gy), places, x.shape, len(walk.size))
            assert gx.shape == x.shape, (x, call)
            assert flat(gx) == expected, (x, call)


def average_gradient_by_loops(gy, x, **call):
    """In Fractions, so that every window divides by its own divisor; empty windows have none."""

    def loss(values):
        totals, divisors, _ = loops.avg_pool_terms(values, x.shape, **call)
        pairs = zip(flat(gy), totals, divisors, strict=True)
        return sum(Fraction(g * total, d) for g, total, d in pairs if d)

    _, divisors, _ = loops.avg_pool_terms(flat(x), x.shape, **call)
    scale = prod({abs(d) for d in divisors if d})
    return [Fraction(g, scale) for g in gradient(lambda v: int(scale * loss(v)), x.size)]


def test_gradient_of_average_pooling_agrees_under_every_rule_and_divisor(pool_walks, distinct):
    for walk, rule in product(undilated(pool_walks)[::5], RULES):
        x = distinct(1, 2, *walk.size)
        for include, override in ((True, None), (False, None), (True, -7)):
            call = windows(walk, rule)
            call |= {"count_include_pad": include, "divisor_override": override}
            gy = distinct(*loops.avg_pool_terms(flat(x), x.shape, **call)[2])
            total, divisor = avg_pool_grad_terms(gy, x, **call)
            assert total.shape == x.shape, (x.shape, call)
            found = [Fraction(value, divisor) for value in flat(total)]
            assert found == average_gradient_by_loops(gy, x, **call), (x.shape, call)
            (gx,) = avg_pool_grad(gy, x, **call)
            assert flat(gx) == [float(value) for value in found], (x.shape, call)


def test_power_sums_agree_under_every_rule(pool_walks, distinct):
    for walk, rule, p in product(undilated(pool_walks)[::3], RULES, (1, 3, None)):
        x = distinct(2, 1, *walk.size)
        call = windows(walk, rule)
        sums, shape = loops.lp_power_sums(flat(x), x.shape, p=p, **call)
        got = lp_pool_terms(x, p=p or inf, **call)
        assert got.shape == shape, (x.shape, call)
        assert flat(got) == sums, (x.shape, p, call)
        if p != 3:
            assert flat(lp_pool(x, p=p or inf, **call)) == sums, (x.shape, p, call)


def test_gradient_of_the_1_norm_agrees(pool_walks, distinct):
    for walk, rule in product(undilated(pool_walks)[::5], RULES):
        x = distinct(1, 2, *walk.size)
        call = windows(walk, rule)

        def sums(values, shape=x.shape, call=call):
            return loops.lp_power_sums(values, shape, p=1, **call)

        gy = distinct(*sums(flat(x))[1])

        def loss(values, gy=gy, sums=sums):
            return inner(flat(gy), sums(values)[0])

        signs = [1 if value > 0 else -1 for value in flat(x)]
        # At positive x the norm is the sum; elsewhere the sign of x decides.
        expected = [s * g for s, g in zip(signs, gradient(loss, x.size), strict=True)]
        (gx,) = lp_pool_grad(gy, x, p=1, **call)
        assert flat(gx) == expected, (x.shape, call)


def test_gradient_of_the_infinity_norm_agrees(pool_walks, distinct):
    for walk, rule in product(undilated(pool_walks)[::5], RULES):
        x = distinct(1, 2, *walk.size)
        x = np.where(x % 4 == 0, 3, x)  # equal magnitudes of either sign
        call = windows(walk, rule)
        ones = (1,) * len(walk.size)
        magnitudes = [abs(value) for value in flat(x)]
        _, places, shape = loops.max_pool(magnitudes, x.shape, lowest=0, dilation=ones, **call)
        gy = distinct(*shape)
        scattered = loops_adjoint.max_pool_grad(flat(gy), places, x.shape, len(walk.size))
        (gx,) = lp_pool_grad(gy, x, p=inf, **call)
        assert flat(gx) == [np.sign(v) * g for v, g in zip(flat(x), scattered, strict=True)]


def adaptive_sizes():
    """Every (i, o) of one axis to 12, the pairs that defeat bins in floating point, some of 2-D
    and 3-D."""
    one = [((i,), (o,)) for i, o in product(range(1, 13), range(13))]
    one += [((i,), (o,)) for i, o in ((14, 13), (22, 21), (24, 21), (26, 22), (27, 25), (28, 13))]
    axes = [(1, 1), (1, 3), (4, 3), (5, 2), (3, 5), (6, 3), (2, 0)]
    wide = [tuple(zip(*pair, strict=True)) for pair in product(axes, repeat=2)]
    cube = [tuple(zip(*triple, strict=True)) for triple in product(axes[2:5], repeat=3)]
    return one + wide + cube


@pytest.mark.parametrize("tied", [False, True])
def test_adaptive_pooling_and_its_gradients_agree_on_every_size(tied, distinct):
    for size, output_size in adaptive_sizes():
        x = distinct(2, 1, *size)
        x = x % 3 if tied else x
        sums, counts, maxima, places = loops.adaptive_pool(
            flat(x), x.shape, output_size=output_size
        )
        shape = (2, 1, *output_size)
        total, divisor = adaptive_avg_pool_terms(x, output_size=output_size)
        assert total.shape == shape, (size, output_size)
        assert flat(total) == sums, (size, output_size)
        assert flat(np.broadcast_to(divisor, shape)) == counts, (size, output_size)
        y, indices = adaptive_max_pool_with_indices(x, output_size=output_size)
        assert y.shape == indices.shape == shape, (size, output_size)
        assert (flat(y), flat(indices)) == (maxima, places), (x, output_size)
        assert np.array_equal(adaptive_max_pool(x, output_size=output_size), y)

        gy = distinct(*shape)
        (gx,) = adaptive_max_pool_grad(gy, x, output_size=output_size)
        assert gx.shape == x.shape
        assert flat(gx) == loops_adjoint.max_pool_grad(flat(gy), places, x.shape, len(size))

        scale = prod(set(counts))

        def loss(values, shape=x.shape, output_size=output_size, gy=gy, scale=scale):
            sums, counts, *_ = loops.adaptive_pool(values, shape, output_size=output_size)
            weights = [g * scale // n for g, n in zip(flat(gy), counts, strict=True)]
            return inner(weights, sums)

        total, divisor = adaptive_avg_pool_grad_terms(gy, x, output_size=output_size)
        assert total.shape == x.shape
        found = [Fraction(value, divisor) for value in flat(total)]
        assert found == [Fraction(g, scale) for g in gradient(loss, x.size)], (size, output_size)


def test_unpooling_agrees_and_refuses_indices_outside_of_the_plane(pool_walks, distinct):
    judged = refused = 0
    for walk, rule in product(pool_walks[::3], ("floor", "ceil")):
        call = dict(walk.keywords(), kernel=walk.kernel, last_window=rule)
        y, indices = max_pool_with_indices(distinct(2, 1, *walk.size), **call)
        try:
            expected = loops_adjoint.max_unpool(
                flat(y), y.shape, flat(indices), output_size=walk.size
            )
        except ValueError:
            with pytest.raises(GeometryError) as refusal:
                max_unpool(y, indices, output_size=walk.size)
            assert refusal.value.argument == "indices"
            refused += 1
            continue
        got = max_unpool(y, indices, output_size=walk.size)
        assert got.shape == (2, 1, *walk.size), (walk, rule)
        assert flat(got) == expected, (walk, rule)
        gy = distinct(*got.shape)
        gx, none = max_unpool_grad(gy, y, indices, output_size=walk.size)
        assert none is None
        planes = gy.reshape(2, 1, -1)
        read = [planes[n, 0, i] for n in range(2) for i in indices[n].ravel()]
        assert flat(gx) == read, (walk, rule)
        judged += 1
    assert (judged, refused) == (1748, 1068)
