"""`lax.conv_general_dilated(x, w, window_strides, padding, rhs_dilation=, feature_group_count=)`.

NCHW and OIHW are the default layouts; padding is (lo, hi) for each axis, as here.
"""

from jax import lax


def conv2d(x, w, stride, padding, dilation, groups):
    return lax.conv_general_dilated(
        x, w, stride, padding, rhs_dilation=dilation, feature_group_count=groups
    )
