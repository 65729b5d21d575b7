"""Faults at the edge of what is legal: bad calls, windows that read nothing, limits."""

import numpy as np

from conformance import Backend
from conformance.backends.numpy import backend as numpy

conv, max_pool, max_pool_with_indices, avg_pool = (
    numpy.implementations[name].function
    for name in ("conv", "max_pool", "max_pool_with_indices", "avg_pool")
)

lenient = Backend("lenient", version="1")


@lenient.implements("conv", rank=[1, 2])
def conv_anything(x, w, b, *, stride, **keywords):
    """Takes a stride below 1 for 1, and the first entries of a bias that is too long."""
    b = None if b is None else np.resize(b, len(w))
    return conv(x, w, b, stride=tuple(max(s, 1) for s in stride), **keywords)


wavering = Backend("wavering", version="1")


@wavering.implements("conv", rank=[1])
def conv_wavering(x, w, b, **keywords):
    """Where no window fits: an empty output for one sample, an exception for more."""
    try:
        return conv(x, w, b, **keywords)
    except ValueError:
        if len(x) > 1:
            raise
        return np.empty((1, len(w), 0), x.dtype)


@wavering.implements("avg_pool", rank=[1], last_window=["floor", "ceil_keep"])
def avg_pool_wavering(x, **keywords):
    """The average over nothing: 0 for one channel, NaN for more."""
    y = avg_pool(x, **keywords)
    return np.nan_to_num(y) if x.shape[1] == 1 else y


invented = Backend("invented", version="1")


@invented.implements("conv", rank=[1], padding_mode=["zeros", "reflect", "circular"])
def conv_beyond_limits(x, w, b, *, padding_mode, padding, **keywords):
    """Falls back to zeros where a padding is beyond the limit of its mode."""
    try:
        return conv(x, w, b, padding_mode=padding_mode, padding=padding, **keywords)
    except ValueError:
        return conv(x, w, b, padding=padding, **keywords)


@invented.implements("avg_pool", rank=[1], last_window=["floor", "ceil_keep"])
def avg_pool_of_nothing(x, **keywords):
    """The average over nothing is -1."""
    return np.nan_to_num(avg_pool(x, **keywords), nan=-1)


@invented.implements("max_pool", rank=[1])
def max_pool_of_nothing(x, **keywords):
    """The largest of no cells is the lowest finite number."""
    return np.maximum(max_pool(x, **keywords), np.finfo(x.dtype).min)


@invented.implements("max_pool_with_indices", rank=[1])
def max_pool_beyond_the_plane(x, **keywords):
    """The index of a window that reads nothing is the number of cells."""
    y, indices = max_pool_with_indices(x, **keywords)
    return y, np.where(indices < 0, x.shape[-1], indices)


a_cell = Backend("a-cell", version="1")


@a_cell.implements("conv", rank=[1])
def conv_of_a_cell(x, w, b, **keywords):
    """Gives one cell where no window fits."""
    try:
        return conv(x, w, b, **keywords)
    except ValueError:
        return np.zeros((len(x), len(w), 1), x.dtype)


undecided = Backend("undecided", version="1")


@undecided.implements("max_pool_with_indices", rank=[1])
def max_pool_by_channel(x, **keywords):
    """The index of a window that reads nothing is -1 in one channel, 0 in the others."""
    y, indices = max_pool_with_indices(x, **keywords)
    indices[:, 1:] = np.maximum(indices[:, 1:], 0)
    return y, indices
