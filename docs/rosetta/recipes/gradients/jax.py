"""`jax.vjp(conv, x, w)` returns y and a function from gy to the gradients of x and w."""

import jax
import jax.numpy as jnp
from jax import lax


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    def conv2d(x, w):
        return lax.conv_general_dilated(
            x, w, stride, padding, rhs_dilation=dilation, feature_group_count=groups
        )

    _, pull_back = jax.vjp(conv2d, jnp.asarray(x), jnp.asarray(w))
    return pull_back(jnp.asarray(gy))
