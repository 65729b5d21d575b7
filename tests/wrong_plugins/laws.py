"""Faults that show in what several calls have to do with each other."""

import numpy as np

from conformance import Backend
from conformance.backends.numpy import backend as numpy

conv, conv_transpose, conv_grad, avg_pool = (
    numpy.implementations[name].function
    for name in ("conv", "conv_transpose", "conv_grad", "avg_pool")
)

last_step = Backend("last-step", version="1")


@last_step.implements("conv", rank=[1])
def conv_without_the_last_step(x, w, b, *, stride, **keywords):
    """With a stride the last window is not looked at."""
    y = conv(x, w, b, stride=stride, **keywords)
    y[..., -1] *= max(stride) == 1
    return y


@last_step.implements("conv_transpose", rank=[1])
def conv_transpose_as_it_is(x, w, b, **keywords):
    """A right one, beside the wrong gradient."""
    return conv_transpose(x, w, b, **keywords)


@last_step.implements("conv_grad", rank=[1])
def conv_grad_without_the_last_cell(gy, x, w, b, **keywords):
    """The last cell of gx is left at 0."""
    gx, gw, gb = conv_grad(gy, x, w, b, **keywords)
    gx[..., -1] = 0
    return gx, gw, gb


@last_step.implements("avg_pool", rank=[1])
def avg_pool_of_the_first_sample(x, **keywords):
    """The first sample is pooled, and stands for all of them."""
    y = avg_pool(x, **keywords)
    y[:] = y[:1]
    return y


nearly = Backend("nearly", version="1")


@nearly.implements("conv", rank=[1], arithmetic=["transform"])
def conv_of_few_channels(x, w, b, **keywords):
    """Of more than 64 channels the others are left out; all results are a little off."""
    first = np.arange(w.shape[1]) < 64
    return conv(x, w * first.reshape(-1, 1), b, **keywords) + x.dtype.type(0.25)
