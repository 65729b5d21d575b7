"""`padding="SAME"` of `lax.conv_general_dilated`, with any stride and dilation."""

from jax import lax


def conv2d_same(x, w, stride, dilation):
    return lax.conv_general_dilated(x, w, stride, "SAME", rhs_dilation=dilation)
