"""Declares a value that does not exist."""

from conformance import Backend

backend = Backend("misspelt-value", version="1")


@backend.implements("conv", padding=["same_uper"])
def conv(x, w, b, *, stride, padding, dilation, groups):
    return x
