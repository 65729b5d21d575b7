"""`jnp.mean(x, (2, 3), keepdims=True)` and `jnp.max`."""

import jax.numpy as jnp


def global_pool2d(x):
    return jnp.mean(x, (2, 3), keepdims=True), jnp.max(x, (2, 3), keepdims=True)
