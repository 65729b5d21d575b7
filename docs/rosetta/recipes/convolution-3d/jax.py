"""`lax.conv_general_dilated`, of any rank; NCDHW and OIDHW are the default layouts."""

from jax import lax


def conv3d(x, w, stride, padding, dilation, groups):
    return lax.conv_general_dilated(
        x, w, stride, padding, rhs_dilation=dilation, feature_group_count=groups
    )
