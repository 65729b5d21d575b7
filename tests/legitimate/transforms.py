"""Convolution through a transform: FFT and Winograd, as `correlate` of `plain.conv_of_planes`."""

from functools import reduce

import numpy as np


def cook_toom(*points):
    """The matrices of input, kernel and output of Winograd F(m, 3) on m + 1 points and infinity.

    With f the product of all (z - a): rows of coefficients of f / (z - a) and of f itself; powers
    of a point over the value of f / (z - a) there; powers of the points.
    """
    rows = [np.poly([c for c in points if c != a])[::-1] for a in points]
    values = [np.prod([a - c for c in points if c != a]) for a in points]
    of_input = np.array([*(np.append(row, 0) for row in rows), np.poly(points)[::-1]])
    of_kernel = np.array(
        [*([a**0 / v, a / v, a * a / v] for a, v in zip(points, values, strict=True)), [0, 0, 1]]
    )
    powers = [[float(a) ** i for a in points] for i in range(len(points) - 1)]
    of_output = np.column_stack([powers, np.eye(len(powers))[-1]])
    return of_input, of_kernel, of_output


F23 = cook_toom(0, 1, -1)
F43 = cook_toom(0, 1, -1, 2, -2)
F63 = cook_toom(0, 1, -1, 2, -2, 1 / 2, -1 / 2)


def fft(x, w):
    """The product of the spectra, in the complex numbers of the dtype."""
    size, kernel = x.shape[4:], w.shape[3:]
    # A circular convolution of the length of the plane wraps into cells that are not kept.
    length = [_smooth(i) for i in size]
    flipped = np.flip(w, tuple(range(3, w.ndim)))
    products = _spectrum(x, length) * _spectrum(flipped, length)
    axes = tuple(range(3, x.ndim - 1))
    y = np.fft.irfftn(products.sum(axis=3), length, axes).astype(x.dtype)
    return y[(..., *(slice(k - 1, i) for i, k in zip(size, kernel, strict=True)))]


def _spectrum(a, length):
    """Along the last axes; NumPy before 2 computes in float64."""
    axes = tuple(range(a.ndim - len(length), a.ndim))
    spectrum = np.fft.rfftn(a, length, axes)
    return spectrum.astype(np.complex64 if a.dtype == np.float32 else np.complex128)


def _smooth(length):
    """The next length of which 2, 3 and 5 are the only prime factors."""
    rest = length
    for prime in (2, 3, 5):
        while rest % prime == 0:
            rest //= prime
    return length if rest == 1 else _smooth(length + 1)


def as_it_is(a):
    """Unchanged."""
    return a


def winograd(matrices, of_x=as_it_is, of_w=None):
    """Winograd where every kernel axis has 3 taps; ``of_x`` and ``of_w`` are applied to the
    transformed operands, one for both if there is no second."""
    of_w = of_w or of_x
    of_input, of_kernel, of_output = matrices
    m = len(of_output)

    def correlate(x, w):
        if set(w.shape[3:]) != {3}:
            return directly(x, w)
        rank = w.ndim - 3
        cells = [i - 2 for i in x.shape[4:]]
        for axis in range(rank):
            x = _transform(of_input, _tiles(x, 4 + 2 * axis, m), 5 + 2 * axis)
            w = _transform(of_kernel, w, 3 + axis)
        w = of_w(w).reshape(*w.shape[:3], *[1, m + 2] * rank)
        y = (of_x(x) * w).sum(axis=3)
        for axis in range(rank):
            y = _transform(of_output, y, 4 + 2 * axis)
        y = y.reshape(*y.shape[:3], *(tiles * m for tiles in y.shape[3::2]))
        return y[(..., *(slice(c) for c in cells))]

    return correlate


def _tiles(x, axis, m):
    """Overlapping tiles of m + 2 cells, m apart, along an axis."""
    cells = x.shape[axis] - 2
    count = -(-cells // m)
    at = np.arange(count)[:, None] * m + np.arange(m + 2)
    wide = np.zeros((*x.shape[:axis], count * m + 2, *x.shape[axis + 1 :]), x.dtype)
    wide[(slice(None),) * axis + (slice(x.shape[axis]),)] = x
    return wide[(slice(None),) * axis + (at,)]


def _transform(matrix, a, axis):
    return np.moveaxis(np.moveaxis(a, axis, -1) @ matrix.T.astype(a.dtype), -1, axis)


def directly(x, w):
    """The sum over the taps of shifted planes."""
    kernel = w.shape[3:]
    cells = [i - k + 1 for i, k in zip(x.shape[4:], kernel, strict=True)]
    shifted = []
    for tap in np.ndindex(*kernel):
        part = x[(..., *(slice(t, t + c) for t, c in zip(tap, cells, strict=True)))]
        shifted.append((part * w[(..., *tap)][(..., *[None] * len(kernel))]).sum(axis=3))
    return reduce(np.add, shifted)
