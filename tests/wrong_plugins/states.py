"""Answers that depend on more than the arguments: on calls before, on memory, on values."""

import numpy as np

from conformance import Backend, Unsupported
from conformance.backends.numpy import backend as numpy

conv, max_pool_with_indices = (
    numpy.implementations[name].function for name in ("conv", "max_pool_with_indices")
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


def _wrong_where(name, condition):
    """A backend that is off by one where the memory of x is of a certain kind."""
    backend = Backend(name, version="1")

    @backend.implements("conv", rank=[2])
    def off_by_one(x, w, b, **keywords):
        return conv(x, w, b, **keywords) + (1 if condition(x) else 0)

    return backend


fortran = _wrong_where("fortran", lambda x: x.flags.f_contiguous and not x.flags.c_contiguous)
reversed_ = _wrong_where("reversed", lambda x: min(x.strides) < 0)
every_second = _wrong_where("every-second", lambda x: x.strides[-1] == 2 * x.itemsize)
read_only = _wrong_where("read-only", lambda x: not x.flags.writeable)

unreliable = Backend("unreliable", version="1")
_calls = []


@unreliable.implements("conv", rank=[1])
def conv_off_at_times(x, w, b, **keywords):
    """Is off by one in every third call, whatever is asked."""
    _calls.append(None)
    return conv(x, w, b, **keywords) + (len(_calls) % 3 == 0)


pooled_output = Backend("pooled-output", version="1")
_outputs = {}


@pooled_output.implements("max_pool_with_indices", rank=[1])
def max_pool_into_buffers(x, **keywords):
    """Gives every result of a shape in the same memory."""
    outputs = max_pool_with_indices(x, **keywords)
    kept = _outputs.setdefault((outputs[0].shape, x.dtype), outputs)
    for mine, y in zip(kept, outputs, strict=True):
        mine[...] = y
    return kept
