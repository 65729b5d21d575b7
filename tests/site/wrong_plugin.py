"""A backend with faults for the site to show: padded on the wrong side, zeros under a maximum."""

import numpy as np

import conformance as cf
from conformance.backends.numpy import backend as numpy_backend

backend = cf.Backend("wronglib", version="1.2", claims="core")
good = {name: i.function for name, i in numpy_backend.implementations.items()}


@backend.implements(
    "conv",
    rank=[1, 2],
    dtype=["float32"],
    padding={
        "symmetric": True,
        "asymmetric": cf.emulated("np.pad before the call"),
        "same_upper": True,
    },
)
def conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 2:
        raise cf.Unsupported("stride above 2")
    if padding == "same_upper":
        padding = "same_lower"
    keywords = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return good["conv"](x, w, b, **keywords)


@backend.implements("max_pool", rank=[2], dtype=["float32"])
def max_pool(x, *, kernel, stride, padding, dilation, last_window):
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    keywords = {"kernel": kernel, "stride": stride, "dilation": dilation}
    return good["max_pool"](x, padding=((0, 0), (0, 0)), last_window=last_window, **keywords)
