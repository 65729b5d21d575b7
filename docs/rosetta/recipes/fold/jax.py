"""The transpose of the unfold: `jax.linear_transpose(unfold, x)`."""

import jax
import jax.numpy as jnp
from jax import lax


def fold2d(columns, output_size, kernel, stride, padding, dilation):
    def unfold(x):
        y = lax.conv_general_dilated_patches(x, kernel, stride, padding, rhs_dilation=dilation)
        return y.reshape(*y.shape[:2], -1)

    channels = columns.shape[1] // (kernel[0] * kernel[1])
    x = jax.ShapeDtypeStruct((len(columns), channels, *output_size), columns.dtype)
    return jax.linear_transpose(unfold, x)(jnp.asarray(columns))[0]
