"""Norms, and their gradients, in the ways in which correct kernels take them.

A norm takes magnitudes (..., P, T), 0 where there is no cell, and p, and gives (..., P). A share
takes the same, the norms (..., P, 1) and p: what each cell gets of gy, (..., P, T).
"""

from math import inf, prod

import numpy as np

from tests.legitimate.plain import POOL, places, pooled, read, tracks
from tests.legitimate.sums import WIDER

LP_POOL = {**POOL, "p": ["even", "odd", "fraction", "inf", "below_one"]}


# -- norms


def powers_in_order(magnitudes, p):
    """Float powers, one added to the other, and a float root."""
    total = np.zeros(magnitudes.shape[:-1], magnitudes.dtype)
    for tap in np.moveaxis(magnitudes, -1, 0):
        total += tap**p
    return total ** (1 / p)


def powers_reversed(magnitudes, p):
    """The last one first."""
    return powers_in_order(magnitudes[..., ::-1], p)


def scaled_by_the_largest(magnitudes, p):
    """The largest magnitude is taken out of the sum: no power overflows."""
    largest = magnitudes.max(-1, initial=0)
    scale = np.where(largest > 0, largest, 1)
    return largest * powers_in_order(magnitudes / scale[..., None], p)


def by_logarithms(magnitudes, p):
    """Powers and root as exp(p log x) and exp(log(S) / p)."""
    exponent = magnitudes.dtype.type(p)
    total = np.exp(exponent * np.log(magnitudes)).sum(-1)
    return np.exp(np.log(total) / exponent)


def mean_times_taps(magnitudes, p):
    """An average pooling of powers, times the size of the kernel."""
    return ((magnitudes**p).mean(-1) * magnitudes.shape[-1]) ** (1 / p)


def products_and_named_roots(magnitudes, p):
    """Integer powers as products, square and cube roots by their names."""
    if p not in (1, 2, 3):
        return powers_in_order(magnitudes, p)
    power = magnitudes.copy()
    for _ in range(int(p) - 1):
        power *= magnitudes
    return {1: np.positive, 2: np.sqrt, 3: np.cbrt}[p](power.sum(-1))


def wider_norm(magnitudes, p):
    """In the next wider format, rounded once."""
    wide = magnitudes.astype(WIDER[magnitudes.dtype])
    return ((wide**p).sum(-1) ** (1 / p)).astype(magnitudes.dtype)


# -- shares


def quotients(magnitudes, norms, p):
    """(abs(x) / y)^(p - 1)."""
    return (magnitudes / norms) ** (p - 1)


def powers_apart(magnitudes, norms, p):
    """abs(x)^(p - 1) / y^(p - 1)."""
    return magnitudes ** (p - 1) / norms ** (p - 1)


def chain_rule(magnitudes, norms, p):
    """p abs(x)^(p - 1) times S^(1/p - 1) / p, as autograd has it."""
    total = (magnitudes**p).sum(-1, keepdims=True)
    return (p * magnitudes ** (p - 1)) * (total ** (1 / p - 1) / p)


def quotients_by_logarithms(magnitudes, norms, p):
    """exp((p - 1) (log abs(x) - log y))."""
    exponent = magnitudes.dtype.type(p - 1)
    return np.exp(exponent * (np.log(magnitudes) - np.log(norms)))


def wider_quotients(magnitudes, norms, p):
    """In the next wider format, the norm too."""
    wide = magnitudes.astype(WIDER[magnitudes.dtype])
    total = (wide**p).sum(-1, keepdims=True) ** (1 / p)
    return quotients(wide, np.where(total > 0, total, 1), p)


# -- operations


def _walked(x, p, kernel, stride, padding, last_window):
    if not p > 0:
        raise ValueError(f"p={p}: expected a number above 0")
    size = pooled(x, kernel)
    axes = tracks(size, kernel, stride, (1,) * len(size), padding, last_window)
    return size, axes, places(axes, size)


def lp_pool(norm):
    """Lp pooling by a norm of this file."""

    def run(x, *, p, kernel, stride, padding, last_window):
        size, axes, where = _walked(x, p, kernel, stride, padding, last_window)
        magnitudes = read(abs(x).reshape(*x.shape[: -len(size)], prod(size)), where, 0)
        y = magnitudes.max(-1, initial=0) if p == inf else norm(magnitudes, p)
        assert y.dtype == x.dtype
        return y.reshape(*x.shape[: -len(size)], *map(len, axes))

    return run


def lp_pool_grad(share):
    """Its gradient by a share of this file; the windows are added in reverse order."""

    def run(gy, x, *, p, kernel, stride, padding, last_window):
        size, axes, where = _walked(x, p, kernel, stride, padding, last_window)
        lead = x.shape[: -len(size)]
        if gy.shape != (*lead, *map(len, axes)):
            raise ValueError(f"gy.shape={gy.shape} does not fit")
        flat = x.reshape(*lead, prod(size))
        magnitudes = read(abs(flat), where, 0)
        steep = gy.reshape(*lead, len(where), 1)
        if p == inf:
            first = (np.where(where < 0, -1, magnitudes)).argmax(-1)
            parts = (np.arange(where.shape[1]) == first[..., None]).astype(x.dtype)
        else:
            norms = wider_norm(magnitudes, p)[..., None]
            counts = magnitudes > 0
            safe = np.where(counts, magnitudes, 0 if p > 1 else 1)
            parts = share(safe, np.where(norms > 0, norms, 1), p)
            parts = np.where(counts, parts, 0)
        gx = np.zeros_like(flat)
        for window in reversed(range(len(where))):
            inside = where[window] >= 0
            cells = where[window][inside]
            gx[..., cells] += (parts * steep)[..., window, inside] * np.sign(flat[..., cells])
        return (gx.reshape(x.shape),)

    return run
