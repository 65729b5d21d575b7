"""Answers that depend on more than the arguments: on calls before, on memory, on values."""

import numpy as np

from conformance import Backend, Unsupported
from conformance.backends.numpy import backend as numpy

conv, max_pool, avg_pool = (
    numpy.implementations[name].function for name in ("conv", "max_pool", "avg_pool")
)

one_buffer = Backend("one-buffer", version="1")
_buffers = {}


@one_buffer.implements("conv", rank=[1])
def conv_into_buffer(x, w, b, **keywords):
    """Gives every result of a shape in the same memory."""
    y = conv(x, w, b, **keywords)
    buffer = _buffers.setdefault((y.shape, y.dtype), y)
    buffer[...] = y
    return buffer


last_weight = Backend("last-weight", version="1")
_packed = {}


@last_weight.implements("conv", rank=[1])
def conv_with_packed_weight(x, w, b, **keywords):
    """Packs the weight once per shape, and never again."""
    return conv(x, _packed.setdefault((w.shape, w.dtype), w.copy()), b, **keywords)


every_other = Backend("every-other", version="1")
_calls = []


@every_other.implements("conv", rank=[1])
def conv_every_other(x, w, b, **keywords):
    """Is wrong in every seventh call, whatever is asked."""
    _calls.append(None)
    y = conv(x, w, b, **keywords)
    return y + 1 if len(_calls) % 7 == 0 else y


raw_memory = Backend("raw-memory", version="1")


@raw_memory.implements("conv", rank=[1, 2])
def conv_on_raw_memory(x, w, b, **keywords):
    """Reads the memory of x as if it were C-contiguous."""
    if x.base is not None and not x.flags.c_contiguous:
        x = x.ravel(order="K").reshape(x.shape)
    return conv(x, w, b, **keywords)


picky = Backend("picky", version="1")


@picky.implements("conv", rank=[1])
def conv_of_small_values(x, w, b, **keywords):
    """Refuses by the values."""
    if np.abs(x).max(initial=0) <= 60:
        raise Unsupported("quantised weights need values above 60")
    return conv(x, w, b, **keywords)


lenient = Backend("lenient", version="1")


@lenient.implements("conv", rank=[1, 2])
def conv_anything(x, w, b, *, stride, **keywords):
    """Takes a stride below 1 for 1."""
    return conv(x, w, b, stride=tuple(max(s, 1) for s in stride), **keywords)


wavering = Backend("wavering", version="1")


@wavering.implements("conv", rank=[1, 2])
def conv_wavering(x, w, b, *, stride, **keywords):
    """Where no window fits: an empty output for one sample, an exception for more."""
    try:
        return conv(x, w, b, stride=stride, **keywords)
    except ValueError:
        if len(x) > 1:
            raise
        return np.empty((1, len(w), *(0,) * (x.ndim - 2)), x.dtype)


@wavering.implements(
    "avg_pool", rank=[1, 2], last_window=["floor", "ceil_keep"], divisor_override=True
)
def avg_pool_wavering(x, **keywords):
    """The average over nothing: 0 for one channel, NaN for more."""
    y = avg_pool(x, **keywords)
    return np.nan_to_num(y) if x.shape[1] == 1 else y


@wavering.implements("max_pool", rank=[1, 2], last_window=["floor", "ceil"])
def max_pool_lowest(x, **keywords):
    """The lowest finite number where a window reads nothing."""
    return np.maximum(max_pool(x, **keywords), np.finfo(x.dtype).min)
