"""`lax.conv_general_dilated_patches(x, kernel, strides, padding, rhs_dilation=)`.

Rows are channel, then tap, as here.
"""

from jax import lax


def unfold2d(x, kernel, stride, padding, dilation):
    y = lax.conv_general_dilated_patches(x, kernel, stride, padding, rhs_dilation=dilation)
    return y.reshape(*y.shape[:2], -1)
