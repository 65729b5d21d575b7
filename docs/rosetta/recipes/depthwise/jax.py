"""`feature_group_count=C` with w of (C·m, 1, kH, kW); in HWIO it is (kH, kW, 1, C·m)."""

from jax import lax


def depthwise2d(x, w, stride, padding):
    return lax.conv_general_dilated(x, w, stride, padding, feature_group_count=x.shape[1])
