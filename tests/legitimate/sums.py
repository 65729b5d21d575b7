"""Sums of products in the orders and widths in which correct direct kernels take them.

Each is an inner product of `plain.conv`: x (C, T, N, G, 1, P), w (C, T, 1, G, M, 1), b (G, M, 1) or
None give (N, G, M, P).
"""

import random
from functools import reduce

import numpy as np

SHUFFLE = random.Random(0)
WIDER = {np.dtype("float32"): np.float64, np.dtype("float64"): np.longdouble}


def start(x, w):
    """Zeros to add products to."""
    return np.zeros(np.broadcast_shapes(x.shape[2:], w.shape[2:]), x.dtype)


def by_taps(x, w):
    """The pairs of factors, taps outermost, as an image with channels last is read."""
    return ((x[c, t], w[c, t]) for t in range(x.shape[1]) for c in range(x.shape[0]))


def by_channels(x, w):
    """The pairs of factors, channels outermost."""
    return ((x[c, t], w[c, t]) for c in range(x.shape[0]) for t in range(x.shape[1]))


def reversed_order(x, w):
    """The pairs of factors from the last to the first."""
    return reversed(list(by_channels(x, w)))


def shuffled(x, w):
    """The pairs of factors in another order at every call, as threads may take them."""
    pairs = list(by_channels(x, w))
    SHUFFLE.shuffle(pairs)
    return pairs


def sequential(order, bias_first=False):
    """One product after the other, in the given order."""

    def inner(x, w, b):
        total = start(x, w)
        if bias_first and b is not None:
            total += b
        for a, c in order(x, w):
            total += a * c
        if not bias_first and b is not None:
            total += b
        return total

    return inner


def blas(x, w, b):
    """One matrix product."""
    c, t, n, g, _, p = x.shape
    columns = x.reshape(c * t, n, g, p).transpose(1, 2, 0, 3)
    rows = w.reshape(c * t, g, -1).transpose(1, 2, 0)
    y = np.matmul(rows, columns)
    return y if b is None else y + b


def blas_per_tap(x, w, b):
    """A matrix product over the channels for each tap, added up: kernels without im2col."""
    total = start(x, w)
    for t in range(x.shape[1]):
        rows = w[:, t, 0, :, :, 0].transpose(1, 2, 0)
        total += np.matmul(rows, x[:, t, :, :, 0].transpose(1, 2, 0, 3))
    return total if b is None else total + b


def lanes(count):
    """Every ``count``-th product in an accumulator of its own; their sum last."""

    def inner(x, w, b):
        totals = [start(x, w) for _ in range(count)]
        for number, (a, c) in enumerate(by_taps(x, w)):
            totals[number % count] += a * c
        y = reduce(np.add, totals)
        return y if b is None else y + b

    return inner


def blocks(length):
    """Runs of ``length`` products added up by themselves, then the runs."""

    def inner(x, w, b):
        total, run = start(x, w), start(x, w)
        for number, (a, c) in enumerate(by_channels(x, w), 1):
            run += a * c
            if number % length == 0:
                total += run
                run[:] = 0
        total += run
        return total if b is None else total + b

    return inner


def pairwise(x, w, b):
    """Neighbours added, then the sums of neighbours."""
    terms = [a * c for a, c in by_channels(x, w)]
    while len(terms) > 1:
        odd = terms[len(terms) // 2 * 2 :]
        terms = [a + c for a, c in zip(terms[::2], terms[1::2], strict=False)] + odd
    return terms[0] if b is None else terms[0] + b


def kahan(x, w, b):
    """What each addition loses is added to the next term."""
    total, lost = start(x, w), start(x, w)
    terms = [a * c for a, c in by_channels(x, w)]
    for term in terms if b is None else [*terms, b]:
        given = term - lost
        grown = total + given
        lost = np.where(np.isfinite(grown), (grown - total) - given, 0)
        total = grown
    return total


def fused(x, w, b):
    """Each product exact and rounded once together with the addition, as an FMA does it."""
    total = start(x, w)
    wider = WIDER[x.dtype]
    for a, c in by_taps(x, w):
        total = (a.astype(wider) * c + total).astype(x.dtype)
    return total if b is None else total + b


def wider(x, w, b):
    """All in the next wider format, rounded once."""
    wide = WIDER[x.dtype]
    total = start(x, w).astype(wide)
    for a, c in by_taps(x, w):
        total += a.astype(wide) * c
    return (total if b is None else total + b).astype(x.dtype)


def padding_skipped(x, w, b):
    """Products with padding are left out, as kernels do that clip their loops at the border:
    `plain.conv` pads with -0.0."""
    total = start(x, w)
    for a, c in by_taps(x, w):
        np.add(total, a * c, out=total, where=(a != 0) | ~np.signbit(a))
    return total if b is None else total + b


def flushed_to_zero(x, w, b):
    """Operands, products and sums below the normal range are 0."""
    smallest = np.finfo(x.dtype).tiny

    def flushed(a):
        return np.where(abs(a) < smallest, x.dtype.type(0), a)

    total = start(x, w)
    for a, c in by_taps(flushed(x), flushed(w)):
        total = flushed(total + flushed(a * c))
    return total if b is None else flushed(total + flushed(b))


def split(x, w, b):
    """float32 as three bfloat16 pieces, the six largest of the nine products: as good as float32;
    float64 as three float32 pieces. What cannot be split is multiplied as it is."""
    if not (np.isfinite(x).all() and np.isfinite(w).all()):
        return sequential(by_taps)(x, w, b)
    xs, ws = pieces(x), pieces(w)
    total = start(x, w)
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0)):
        total += sequential(by_taps)(xs[i], ws[j], None)
    return total if b is None else total + b


def pieces(a, count=3):
    """The array as a sum of arrays with a third of the significant bits."""
    mask = {4: np.uint32(0xFFFF0000), 8: np.uint64(0xFFFFFFFFF8000000)}[a.itemsize]
    found = []
    for _ in range(count):
        piece = (np.ascontiguousarray(a).view(mask.dtype) & mask).view(a.dtype)
        found.append(piece)
        a = a - piece
    return found
