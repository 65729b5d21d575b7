"""Arithmetic narrower than it is declared: what must not pass for float32 or float64.

Roundings of operands, sums and results, to be put into an inner product of `sums`.
"""

import ml_dtypes
import numpy as np

from tests.legitimate import sums


def through(dtype):
    """Rounding to the nearest number of a narrower dtype."""

    def rounded(a):
        with np.errstate(over="ignore"):
            return a.astype(dtype).astype(a.dtype)

    return rounded


def _tf32(a, half):
    """float32 with the lowest 13 bits of the significand rounded off."""
    bits = np.ascontiguousarray(a, dtype=np.float32).view(np.uint32).astype(np.uint64)
    bits = (bits + half(bits)) & 0xFFFFE000
    return bits.astype(np.uint32).view(np.float32).astype(a.dtype)


def tf32(a):
    """TF32, to nearest, ties to even."""
    return _tf32(a, lambda bits: 0xFFF + (bits >> 13 & 1))


def tf32_truncated(a):
    """TF32, towards zero."""
    return _tf32(a, lambda bits: 0)


bfloat16 = through(ml_dtypes.bfloat16)
float16 = through(np.float16)
float32 = through(np.float32)


def operands(rounded, x=True, w=True, inner=sums.blas):
    """Both operands, or one of them, rounded on entry."""
    return lambda a, c, b: inner(rounded(a) if x else a, rounded(c) if w else c, b)


def in_two_pieces(rounded):
    """Both operands in two pieces, and the three largest of the four products."""

    def inner(x, w, b):
        high_x, high_w = rounded(x), rounded(w)
        with np.errstate(invalid="ignore"):
            low_x, low_w = rounded(x - high_x), rounded(w - high_w)
            pairs = ((high_x, high_w), (high_x, low_w), (low_x, high_w))
            y = sum(sums.blas(a, c, None) for a, c in pairs)
        return y if b is None else y + b

    return inner


def accumulated(rounded, order=sums.by_taps):
    """Each sum rounded as soon as it is taken; operands and products are not."""

    def inner(x, w, b):
        total = sums.start(x, w)
        with np.errstate(invalid="ignore"):
            for a, c in order(x, w):
                total = rounded(total + a * c)
        return total if b is None else rounded(total + b)

    return inner


def in_lanes(rounded, count):
    """Each sum rounded, in several accumulators, which are then added without rounding."""

    def inner(x, w, b):
        pairs = list(sums.by_taps(x, w))
        parts = [pairs[first::count] for first in range(count)]
        y = sum(accumulated(rounded, lambda *_, part=part: part)(x, w, None) for part in parts)
        return y if b is None else y + b

    return inner


def bias(rounded):
    """The bias rounded."""
    return lambda x, w, b: sums.blas(x, w, None if b is None else rounded(b))


def before_bias(rounded):
    """The sum rounded before the bias joins it."""

    def inner(x, w, b):
        if b is None:
            return sums.blas(x, w, None)
        return rounded(sums.blas(x, w, None)) + b

    return inner


def result(rounded):
    """The result rounded."""
    return lambda x, w, b: rounded(sums.blas(x, w, b))


def computed_in(dtype):
    """All of it in a narrower dtype."""

    def inner(x, w, b):
        with np.errstate(over="ignore", invalid="ignore"):
            narrow = (None if a is None else a.astype(dtype) for a in (x, w, b))
            return sums.sequential(sums.by_taps)(*narrow).astype(x.dtype)

    return inner


def correlated_in(dtype, correlate):
    """A transform in a narrower dtype."""

    def narrow(x, w):
        with np.errstate(over="ignore", invalid="ignore"):
            return correlate(x.astype(dtype), w.astype(dtype)).astype(x.dtype)

    return narrow
