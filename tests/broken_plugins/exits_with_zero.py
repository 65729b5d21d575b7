"""Ends the process with status 0 when a stride is above 1."""

import os

from correct import conv

from conformance import Backend

backend = Backend("exits-with-zero", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        os._exit(0)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
