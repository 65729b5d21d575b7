"""Faults that have nothing to do with padding, in backends that take it by name alone."""

import numpy as np

from conformance import Backend
from conformance.backends.numpy import backend as numpy

conv, max_pool = (numpy.implementations[name].function for name in ("conv", "max_pool"))

first_sample = Backend("first-sample", version="1")


@first_sample.implements("conv", rank=[1, 2], padding=["same_upper"])
def conv_first_sample(x, w, b, **keywords):
    """Computes the first sample of a batch and repeats it."""
    return np.repeat(conv(x[:1], w, b, **keywords), len(x), axis=0)


first_channel = Backend("first-channel", version="1")


@first_channel.implements("conv", rank=[1, 2], padding=["valid"])
def conv_first_channel(x, w, b, *, groups, **keywords):
    """Leaves out every input channel of a group but the first."""
    w = w.copy()
    w[:, 1:] = 0
    return conv(x, w, b, groups=groups, **keywords)


numbers_only = Backend("numbers-only", version="1")


@numbers_only.implements("conv", rank=[1, 2], padding=["same_upper", "same_lower"])
def conv_numbers_only(x, w, b, **keywords):
    """Takes NaN for 0."""
    return conv(np.nan_to_num(x), w, b, **keywords)


@numbers_only.implements("max_pool", rank=[1, 2], padding=["same_lower"])
def max_pool_kernel_unchecked(x, *, kernel, **keywords):
    """Takes a kernel below 1 for 1."""
    return max_pool(x, kernel=tuple(max(k, 1) for k in kernel), **keywords)


last_call = Backend("last-call", version="1")
_made = {}


@last_call.implements("conv", rank=[1, 2], padding=["valid"])
def conv_last_call(x, w, b, *, padding, **keywords):
    """Keeps the first kernel of every shape."""
    w = _made.setdefault(w.shape, w.copy())
    return conv(x, w, b, padding=padding, **keywords)
