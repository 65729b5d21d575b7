"""`lax.conv_general_dilated`, of any rank; NCH and OIH are the default layouts."""

from jax import lax


def conv1d(x, w, stride, padding, dilation, groups):
    return lax.conv_general_dilated(
        x, w, stride, padding, rhs_dilation=dilation, feature_group_count=groups
    )
