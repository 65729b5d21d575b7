"""Takes memory without end when a stride is above 1."""

import numpy as np
from correct import conv

from conformance import Backend

backend = Backend("eats-memory", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        hoard = []
        while True:
            hoard.append(np.ones(1 << 20))
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
