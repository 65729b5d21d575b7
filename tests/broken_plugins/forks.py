"""Forks when a stride is above 1, and lets both processes return."""

import os

from correct import conv

from conformance import Backend

backend = Backend("forks", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        os.fork()
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
