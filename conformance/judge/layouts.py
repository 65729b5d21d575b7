"""Memory layouts in which the same values may arrive."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from conformance.cases.data import Array


class Layout(Struct, frozen=True):
    """A layout: in words that follow "arrays", and how to give it to an array."""

    text: str
    apply: Callable[[Array], Array]


def _fortran(a: Array) -> Array:
    return np.asfortranarray(a)


def _reversed(a: Array) -> Array:
    """Negative strides in every axis."""
    turned = tuple(slice(None, None, -1) for _ in a.shape)
    return np.ascontiguousarray(a[turned])[turned]


def _every_second(a: Array) -> Array:
    """A view of every second element; what lies between is not a number, or no index."""
    between = np.nan if a.dtype.kind == "f" else -1
    wide = np.full((*a.shape[:-1], 2 * a.shape[-1]), between, a.dtype)
    wide[..., ::2] = a
    return wide[..., ::2]


def _channels_last(a: Array) -> Array:
    """The second axis fastest in memory, as frameworks with channels last keep it."""
    if a.ndim < 2:
        return a.copy()
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(a, 1, -1)), -1, 1)


def _read_only(a: Array) -> Array:
    kept = a.copy()
    kept.flags.writeable = False
    return kept


LAYOUTS: dict[str, Layout] = {
    "fortran": Layout("in Fortran order", _fortran),
    "reversed": Layout("with negative strides", _reversed),
    "every-second": Layout("that are every second element of wider ones", _every_second),
    "channels-last": Layout("with the second axis fastest in memory", _channels_last),
    "read-only": Layout("that are read-only", _read_only),
}
