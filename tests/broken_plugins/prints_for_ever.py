"""Prints without end when a stride is above 1."""

from correct import conv

from conformance import Backend

backend = Backend("prints-for-ever", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        while True:
            print("x" * 1000)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
