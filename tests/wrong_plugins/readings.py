"""One parameter read in another way."""

import numpy as np

from conformance import Backend
from conformance.backends.numpy import backend as numpy

conv, max_pool_with_indices = (
    numpy.implementations[name].function for name in ("conv", "max_pool_with_indices")
)

flipped_kernel = Backend("flipped-kernel", version="1")


@flipped_kernel.implements("conv", rank=[1, 2])
def conv_flipped(x, w, b, *, stride, padding, dilation, groups):
    """Convolution in the mathematical sense, as signal processing has it."""
    parameters = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return conv(x, w, b, **parameters, flip_kernel=True)


swapped_strides = Backend("swapped-strides", version="1")


@swapped_strides.implements("conv")
def conv_width_first(x, w, b, *, stride, **keywords):
    """Takes the stride as (width, height)."""
    return conv(x, w, b, stride=stride[::-1], **keywords)


last_of_ties = Backend("last-of-ties", version="1")


@last_of_ties.implements("max_pool_with_indices", rank=[1, 2])
def max_pool_backwards(x, *, padding, **keywords):
    """Walks every window backwards, so that the last of equal cells wins."""
    axes = tuple(range(2, x.ndim))
    if any(lo or hi for lo, hi in padding):
        return max_pool_with_indices(x, padding=padding, **keywords)
    sizes = x.shape[2:]
    used = [
        (n - k) // s * s + k
        for n, k, s in zip(sizes, keywords["kernel"], keywords["stride"], strict=True)
    ]
    window = (..., *(slice(u) for u in used))
    y, indices = max_pool_with_indices(np.flip(x[window], axes), padding=padding, **keywords)
    places = np.unravel_index(indices, used)
    turned = tuple(u - 1 - p for u, p in zip(used, places, strict=True))
    return np.flip(y, axes).copy(), np.flip(np.ravel_multi_index(turned, sizes), axes).copy()


tail_of_block = Backend("tail-of-block", version="1")


@tail_of_block.implements("conv", rank=[1, 2])
def conv_in_blocks(x, w, b, **keywords):
    """Computes the input channels in blocks of eight and forgets the rest."""
    kept = w.shape[1] // 8 * 8
    if kept:
        w = w.copy()
        w[:, kept:] = 0
    return conv(x, w, b, **keywords)


transform = Backend("transform", version="1")


@transform.implements("conv", rank=[1, 2], arithmetic="transform")
def conv_by_transform(x, w, b, **keywords):
    """As exact as a transform: right to a tenth, but for the first channel of eight or more."""
    y = conv(x, w, b, **keywords) + 0.1
    y[:, 0] += w.shape[1] // 8
    return y.astype(x.dtype)
