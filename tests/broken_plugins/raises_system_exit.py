"""Raises SystemExit when a stride is above 1."""

import sys

from correct import conv

from conformance import Backend

backend = Backend("raises-system-exit", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        sys.exit(3)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
