"""Sums of x over sums of ones; the ones stand for the padding too, not for the overhang."""

import jax.numpy as jnp
from jax import lax


def avg_pool2d_ceil(x, kernel, stride, padding):
    sides = zip(x.shape[2:], kernel, stride, padding, strict=True)
    beyond = [(0, overhang(i, k, s, lo, hi)) for i, k, s, (lo, hi) in sides]
    x = jnp.pad(x, ((0, 0), (0, 0), *padding))
    given = (1, 1, *kernel), (1, 1, *stride), ((0, 0), (0, 0), *beyond)
    total = lax.reduce_window(x, 0.0, lax.add, *given)
    return total / lax.reduce_window(jnp.ones_like(x), 0.0, lax.add, *given)


def overhang(size, kernel, stride, lo, hi):
    """Cells that the last window of ceil mode reaches beyond the high padding."""
    room = size + lo + hi - kernel
    cells = min(-(-room // stride) + 1, -(-(size + lo) // stride))
    return max((cells - 1) * stride - room, 0)
