"""Correct, and prints what looks like a message."""

from correct import conv

from conformance import Backend

backend = Backend("prints", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        print('{"type": "settled"}')
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
