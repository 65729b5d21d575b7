"""The right numbers, given back in a way that was not promised; and calls that end otherwise."""

import numpy as np

from conformance import Backend
from conformance.backends.numpy import backend as numpy

conv, max_pool_with_indices = (
    numpy.implementations[name].function for name in ("conv", "max_pool_with_indices")
)


def _conv(name, spoil):
    """A backend whose convolution gives ``spoil(y, x, w)``."""
    backend = Backend(name, version="1")

    @backend.implements("conv", rank=[1, 2])
    def spoilt(x, w, b, **keywords):
        return spoil(conv(x, w, b, **keywords), x, w)

    return backend


def _write(y, x, w):
    if w.flags.writeable:
        w *= 2
    return y


def _raise(y, x, w):
    if w.shape[-1] > 1:
        raise RuntimeError("no kernel found for this shape\n  tried: direct, im2col")
    return y


a_list = _conv("a-list", lambda y, x, w: y.tolist())
nothing = _conv("nothing", lambda y, x, w: None)
wide_dtype = _conv("wide-dtype", lambda y, x, w: y.astype("float64"))
channels_last = _conv("channels-last", lambda y, x, w: np.moveaxis(y, 1, -1).copy())
all_nan = _conv("all-nan", lambda y, x, w: np.full_like(y, np.nan))
own_input = _conv("own-input", lambda y, x, w: x if w.shape[-1] == 1 else y)
writes = _conv("writes", _write)
raises = _conv("raises", _raise)

values_alone = Backend("values-alone", version="1")


@values_alone.implements("max_pool_with_indices")
def max_pool_values(x, **keywords):
    return max_pool_with_indices(x, **keywords)[0]


narrow_indices = Backend("narrow-indices", version="1")


@narrow_indices.implements("max_pool_with_indices", rank=[1])
def max_pool_int32(x, **keywords):
    y, indices = max_pool_with_indices(x, **keywords)
    return y, indices.astype("int32")
