"""The sum over the windows of x, divided by the same sum over ones."""

import jax.numpy as jnp
from jax import lax


def avg_pool2d_uncounted(x, kernel, stride, padding):
    given = (1, 1, *kernel), (1, 1, *stride), ((0, 0), (0, 0), *padding)
    total = lax.reduce_window(x, 0.0, lax.add, *given)
    return total / lax.reduce_window(jnp.ones_like(x), 0.0, lax.add, *given)
