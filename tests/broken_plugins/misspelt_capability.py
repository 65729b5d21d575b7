"""Declares a capability that does not exist."""

from conformance import Backend

backend = Backend("misspelt-capability", version="1")


@backend.implements("conv", dilatoin=False)
def conv(x, w, b, *, stride, padding, dilation, groups):
    return x
