"""Reads address 0 when a stride is above 1."""

import ctypes

from correct import conv

from conformance import Backend

backend = Backend("segfaults", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        ctypes.string_at(0)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
