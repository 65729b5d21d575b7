"""Backends that return something other than what was asked for, one each."""

import numpy as np
from correct import conv

from conformance import Backend


def _returning(name, spoil):
    backend = Backend(name, version="1")

    @backend.implements("conv")
    def spoilt(x, w, b, *, stride, padding, dilation, groups):
        y = conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
        return spoil(y, x)

    return backend


def _raise(y, x):
    raise ValueError("no kernel for this shape")


a_list = _returning("a-list", lambda y, x: y.tolist())
nothing = _returning("nothing", lambda y, x: None)
another_dtype = _returning("another-dtype", lambda y, x: y.astype("float16"))
another_shape = _returning("another-shape", lambda y, x: y.reshape(-1))
all_nan = _returning("all-nan", lambda y, x: np.full_like(y, np.nan))
its_input = _returning("its-input", lambda y, x: x)
an_error = _returning("an-error", _raise)
