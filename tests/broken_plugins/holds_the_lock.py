"""Hangs in C, holding the interpreter lock, when a stride is above 1."""

import ctypes
import os
from pathlib import Path

from correct import conv

from conformance import Backend

backend = Backend("holds-the-lock", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        if "STARTED" in os.environ:
            Path(os.environ["STARTED"]).touch()
        ctypes.PyDLL(None).sleep(3600)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
