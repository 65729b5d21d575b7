"""The arrays of a case: integers chosen so that a fault shows and rounding does not.

Convolution data keeps G = |x| conv |w| + |b| at most 2^16, so that direct, FFT and Winograd
kernels are all right to less than half a unit; cells and taps are nonzero, distinct and not
palindromic. Average pooling gets positive values in [L, 2L), so that no cell is negligible.
The same case always gives the same arrays: there is no randomness here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import gcd, prod
from typing import Any, TypeAlias

import numpy as np
from msgspec.structs import replace

from conformance.cases import dtypes, upstream
from conformance.cases.examples import recorded
from conformance.cases.integers import NoExactDataError, signed, take
from conformance.cases.lp import LP
from conformance.cases.probes import PROBES
from conformance.cases.special import CONV as SPECIAL_CONV
from conformance.cases.special import POOL as SPECIAL_POOL
from conformance.cases.special import UPSTREAM, Change
from conformance.operations import GRADIENTS, Case
from conformance.parameters import Conv, ConvTranspose, Fold, LpPool, MaxUnpool, Shape, Unfold
from reference_impl.windows import gather, window_map

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Arrays: TypeAlias = tuple[Array | None, ...]

#: (largest number of terms, largest |x|, largest |w|): G is at most 2^16, the bias included.
#: Weights of up to four terms are powers of ten where the output channels are as few.
_MAGNITUDES = (
    (4, 53, 1000),
    (34, 61, 31),
    (90, 31, 23),
    (290, 31, 7),
    (1200, 17, 3),
    (3700, 17, 1),
)


@cache
def _legible_weights(shape: Shape) -> Array:
    """Powers of ten, another order per output channel: a sum tells which cell each tap read."""
    terms = prod(shape[1:])
    taps = np.arange(terms)
    order = (taps + np.arange(shape[0])[:, None]) % terms
    weights = (10**order).astype(np.int64).reshape(shape)
    weights.flags.writeable = False
    return weights


def _bias(shape: Shape) -> Array:
    o = np.arange(shape[0], dtype=np.int64)
    return (101 + 7 * o) * (1 - 2 * (o % 2))


def _magnitudes(terms: int) -> tuple[int, int]:
    """The largest |x| and |w| that keep G small for so many terms."""
    for limit, x_max, w_max in _MAGNITUDES:
        if terms <= limit:
            return x_max, w_max
    raise NoExactDataError(f"{terms} terms in a cell: expected at most {_MAGNITUDES[-1][0]}")


def by_output(case: Case, w: Array) -> Array:
    """The weight of a convolution, transposed or not, as (O, C/groups, *kernel)."""
    if not isinstance(case.parameters, ConvTranspose):
        return w
    groups = case.parameters.groups
    blocks = w.reshape(groups, len(w) // groups, *w.shape[1:]).swapaxes(1, 2)
    return blocks.reshape(groups * w.shape[1], len(w) // groups, *w.shape[2:])


def laid_out(case: Case, w: Array) -> Array:
    """The weight (O, C/groups, *kernel) as the call takes it: the inverse of `by_output`."""
    if not isinstance(case.parameters, ConvTranspose):
        return w
    groups = case.parameters.groups
    blocks = w.reshape(groups, len(w) // groups, *w.shape[1:]).swapaxes(1, 2)
    return blocks.reshape(case.weight_shape)


def _conv(case: Case) -> Arrays:
    b_shape, terms = case.shapes[2], case.terms
    x_max, w_max = _magnitudes(terms)
    # Made by output channel, whose taps are what a sum must tell apart. Powers of ten have as many
    # orders as there are terms: further output channels would repeat.
    shape = by_output(case, np.empty(case.weight_shape)).shape
    legible = shape[0] <= terms <= _MAGNITUDES[0][0]
    w = _legible_weights(shape) if legible else take(signed(min(w_max, 31))[5:], shape)
    return (
        take(signed(x_max), case.input_shape),
        laid_out(case, w),
        None if b_shape is None else _bias(b_shape),
    )


def _other_conv(case: Case) -> Arrays:
    """The same shapes as ``distinct``, another value in every element."""
    x, w, b = _conv(case)
    assert x is not None
    assert w is not None
    x_max = _magnitudes(case.terms)[0]
    return (
        np.sign(x) * (np.abs(x) % x_max + 1),
        laid_out(case, -by_output(case, w)[::-1, ..., ::-1]),
        None if b is None else b[::-1] - 1,
    )


def _conv_full(bits: int) -> Callable[[Case], Arrays]:
    """x so large that G comes near 2^bits: still exact for direct arithmetic, no longer else."""

    def make(case: Case) -> Arrays:
        x, w, b = _conv(case)
        assert x is not None
        assert w is not None
        largest = int(np.abs(x).max(initial=1)) * int(np.abs(w).max(initial=1)) * case.terms
        scale = (2**bits - 2**11) // (largest + 1)
        odd = scale - 1 + scale % 2  # an even factor would hide the last bit
        return x * odd, w, b

    return make


def _distinct(case: Case) -> Arrays:
    magnitude = 61 if prod(case.input_shape) <= 61 else 9973
    return (take(signed(magnitude), case.input_shape),)


def _other_pool(case: Case) -> Arrays:
    """The same shape as ``positive``, another value in every cell."""
    return _positive(case, 3)


def _negative(case: Case) -> Arrays:
    return (-np.abs(_distinct(case)[0]),)  # type: ignore[arg-type]  # x is never absent


def _rising(case: Case) -> Arrays:
    """Negative and ascending: the last cell of every window is its maximum."""
    count = prod(case.input_shape)
    return (np.arange(-count, 0, dtype=np.int64).reshape(case.input_shape),)


def _falling(case: Case) -> Arrays:
    """Negative and descending: the first cell of every window is its maximum."""
    return (-1 - np.arange(prod(case.input_shape), dtype=np.int64).reshape(case.input_shape),)


def _ties(case: Case) -> Arrays:
    """Two values only, so that almost every window holds its maximum more than once."""
    return ((np.abs(take(signed(61), case.input_shape)) % 3 == 0).astype(np.int64) - 3,)


def _lowest(case: Case) -> Arrays:
    """Minus infinity in all cells but every fifth: windows without a finite cell occur."""
    x = take(signed(61), case.input_shape).astype(np.float64)
    n = np.arange(x.size).reshape(x.shape)
    return (np.where(n % 5 == 4, x, -np.inf),)


def _positive(case: Case, shift: int = 0) -> Arrays:
    """Values in [L, 2L), distinct within a plane; L is small, so that sums stay exact.

    Even the sum of a whole plane is exact in float32: windows may be differences of running sums.
    In a plane of more than 1024 cells, cells that far apart may then be equal. Planes a block of
    8, 16, 32, ... channels apart differ, or a channel read twice is not seen.
    """
    low, cells = 16, prod(case.size)
    while low < max(cells, case.terms) and 6 * low * cells < 2**24:
        low *= 4
    planes = prod(case.input_shape) // max(cells, 1)
    n, plane = np.arange(cells, dtype=np.int64), np.arange(planes, dtype=np.int64)[:, np.newaxis]
    start = 7 * plane + plane // low + shift
    return ((low + (5 * n + start) % low).reshape(case.input_shape),)


def _turned(case: Case) -> Arrays:
    """The same shape as ``distinct``, another value in every element."""
    (x,) = _distinct(case)
    assert x is not None
    return (-x.reshape(-1)[::-1].reshape(x.shape),)


def _windowed(case: Case) -> Arrays:
    """The columns of an integer plane: what unfolding it gives."""
    *batch, rows, _ = case.input_shape
    cells = prod(case.size)
    x = take(signed(61), (*batch, rows // prod(case.kernel), cells))
    return (gather(x, window_map(case.axes()).T, 0).reshape(case.input_shape),)


def _wide(bits: int) -> Callable[[Case], Arrays]:
    """Values, and sums of a fold, that come near 2^bits; in an unfold infinities among them."""

    def make(case: Case) -> Arrays:
        (x,) = _distinct(case)
        assert x is not None
        terms = case.terms if isinstance(case.parameters, Fold) else 1
        scale = (2**bits - 1) // (terms * int(np.abs(x).max(initial=1)))
        x = x * (scale - 1 + scale % 2)
        if isinstance(case.parameters, Fold):
            return (x,)
        n = np.arange(x.size).reshape(x.shape)
        return (np.where(n % 7 == 3, np.copysign(np.inf, x), x),)

    return make


def _alone(make: Callable[[Case], Array]) -> Callable[[Case], Arrays]:
    return lambda case: (make(case),)


def _changed(change: Change, ordinary: Callable[[Case], Arrays]) -> Callable[[Case], Arrays]:
    return lambda case: change(case, ordinary(case))


def _special(change: Change, ordinary: Callable[[Case], Arrays]) -> Callable[[Case], Arrays]:
    def make(case: Case) -> Arrays:
        wide = tuple(None if a is None else a.astype(np.float64) for a in ordinary(case))
        return change(case, wide)

    return make


_CONV: dict[str, Callable[[Case], Arrays]] = {
    "distinct": _conv,
    "other": _other_conv,
    "exact24": _conv_full(24),
    "exact53": _conv_full(53),
    **PROBES,
    **{name: _special(change, _conv) for name, change in SPECIAL_CONV.items()},
    **{name: _changed(change, _conv) for name, change in dtypes.CONV.items()},
}
_POOLING: dict[str, Callable[[Case], Arrays]] = {
    "distinct": _distinct,
    "other": _other_pool,
    "negative": _negative,
    "rising": _rising,
    "falling": _falling,
    "ties": _ties,
    "lowest": _lowest,
    "positive": _positive,
    "upward": _positive,
    **{name: _special(change, _distinct) for name, change in SPECIAL_POOL.items()},
    **{name: _changed(change, _distinct) for name, change in dtypes.POOL.items()},
}


_LP: dict[str, Callable[[Case], Arrays]] = {
    **{name: _alone(make) for name, make in LP.items()},
    **{name: _special(change, _alone(LP["signed"])) for name, change in SPECIAL_POOL.items()},
}


def _places(case: Case, sharing: int = 1, shift: int = 0) -> Array:
    """Indices in disorder, others in every plane; ``sharing`` neighbours name the same cell."""
    assert isinstance(case.parameters, MaxUnpool)
    plane, cells = prod(case.parameters.output_size), prod(case.size)
    step = next(n for n in range(plane // 2 + 1, plane + 2) if gcd(n, plane) == 1)
    lead = np.arange(prod(case.input_shape) // max(cells, 1))[:, np.newaxis]
    entry = np.arange(cells) // sharing
    return ((step * entry + 3 * lead + shift) % plane).reshape(case.input_shape)


def _unpooled(sharing: int, shift: int = 0) -> Callable[[Case], Arrays]:
    """Distinct values, and where they are to stand."""
    return lambda case: (
        *(_distinct if shift == 0 else _turned)(case),
        _places(case, sharing, shift),
    )


def _pooled(case: Case) -> Arrays:
    """What max pooling gives: neighbours that name the same cell hold the same value."""
    assert isinstance(case.parameters, MaxUnpool)
    indices = _places(case, 2)
    plane, cells = prod(case.parameters.output_size), prod(case.size)
    lead = np.arange(prod(case.input_shape) // max(cells, 1))[:, np.newaxis]
    flat = indices.reshape(len(lead), cells) + lead * plane
    pool = signed(9973)
    return pool[flat % len(pool)].reshape(case.input_shape), indices


def _into_places(values: Callable[[Case], Arrays]) -> Callable[[Case], Arrays]:
    """Values, and where they are to stand."""
    return lambda case: (*values(case), _places(case))


_UNPOOLING: dict[str, Callable[[Case], Arrays]] = {
    "distinct": _unpooled(1),
    "other": _unpooled(1, shift=1),
    "pooled": _pooled,
    "clashing": _unpooled(2),
    "exact24": _into_places(_wide(24)),
    "exact53": _into_places(_wide(53)),
    **{
        name: _into_places(_changed(change, _distinct)) for name, change in dtypes.UNPOOLING.items()
    },
}
_REARRANGEMENT: dict[str, Callable[[Case], Arrays]] = {
    "distinct": _distinct,
    "other": _turned,
    "windowed": _windowed,
    "exact24": _wide(24),
    "exact53": _wide(53),
    **{name: _changed(change, _distinct) for name, change in dtypes.REARRANGEMENT.items()},
}


def arrays(case: Case) -> Arrays:
    """Return the exact arrays of a case: int64, or float64 where fractions or infinities are meant.

    One array per array of the operation, None for an absent bias. Raises NoExactDataError
    when no data set keeps the case exact.
    """
    example = recorded(case.data)
    if example is not None:
        return example
    if case.operation in GRADIENTS:
        return _gradient(case)
    return _table(case)[case.data](case)


def _table(case: Case) -> dict[str, Callable[[Case], Arrays]]:
    if isinstance(case.parameters, Conv | ConvTranspose):
        return _CONV
    if isinstance(case.parameters, MaxUnpool):
        return _UNPOOLING
    if isinstance(case.parameters, LpPool):
        return _LP
    return _REARRANGEMENT if isinstance(case.parameters, Unfold | Fold) else _POOLING


def _gradient(case: Case) -> Arrays:
    """gy, then the arrays of the forward call."""
    if case.data in UPSTREAM:
        ordinary = "signed" if isinstance(case.parameters, LpPool) else "distinct"
        return UPSTREAM[case.data](case, _gradient(replace(case, data=ordinary)))
    if isinstance(case.parameters, Conv | ConvTranspose):
        b_shape = case.shape("b")
        bias = None if b_shape is None else _bias(b_shape)
        return (*upstream.convolution(case, case.data), bias)
    table = _table(case)
    if "distinct" in table:
        table = {**table, "exact24": table["distinct"], "exact53": table["distinct"]}
    return (upstream.pooling(case, case.data), *table[case.data](case))
