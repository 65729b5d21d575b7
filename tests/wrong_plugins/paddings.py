"""Padding on the wrong side, of the wrong kind, counted wrongly."""

import numpy as np

from conformance import Backend
from conformance.backends.numpy import backend as numpy

conv, max_pool, max_pool_with_indices, avg_pool = (
    numpy.implementations[name].function
    for name in ("conv", "max_pool", "max_pool_with_indices", "avg_pool")
)

even_kernels = Backend("even-kernels", version="1.2")


@even_kernels.implements("conv", rank=[1, 2], padding=["symmetric", "same_upper"])
def conv_same(x, w, b, *, stride, padding, dilation, groups):
    """'same' by k // 2 on the low side, whatever the side that was asked for."""
    if padding == "same_upper":
        extents = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
        padding = tuple((e // 2, e - 1 - e // 2) for e in extents)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)


zero_identity = Backend("zero-identity", version="1")


@zero_identity.implements("max_pool")
def max_pool_over_zeros(x, *, kernel, stride, padding, dilation, last_window):
    """Pads with zeros, which win over negative cells."""
    x = np.pad(x, ((0, 0), (0, 0), *padding))
    none = ((0, 0),) * len(kernel)
    return max_pool(
        x, kernel=kernel, stride=stride, padding=none, dilation=dilation, last_window=last_window
    )


inverted_count = Backend("inverted-count", version="1")


@inverted_count.implements("avg_pool")
def avg_pool_inverted(x, *, count_include_pad, **keywords):
    """Takes count_include_pad for its opposite (exclude_pad)."""
    return avg_pool(x, count_include_pad=not count_include_pad, **keywords)


padded_plane = Backend("padded-plane", version="1")


@padded_plane.implements("max_pool_with_indices", rank=[1, 2])
def max_pool_padded_plane(x, *, kernel, stride, padding, dilation, last_window):
    """Pads first, and so numbers the cells of the padded plane."""
    x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    none = ((0, 0),) * len(kernel)
    return max_pool_with_indices(
        x, kernel=kernel, stride=stride, padding=none, dilation=dilation, last_window=last_window
    )
