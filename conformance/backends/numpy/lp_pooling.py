"""Lp pooling: powers of the magnitudes added up window by window, and the root; its gradient."""

from __future__ import annotations

import math

import numpy as np

from conformance.backends.numpy.checks import HALVES, Array, Ints, Padding, widened
from conformance.backends.numpy.gradients import check_upstream
from conformance.backends.numpy.pooling import pooled_size
from conformance.backends.numpy.pooling_gradients import max_pool_grad
from conformance.backends.numpy.walk import Axis, stamp, surround, walk, windows


def lp_pool(
    x: Array, *, p: float, kernel: Ints, stride: Ints, padding: Padding, last_window: str
) -> Array:
    """The p-norm of each window of x (N, C, *size) or (C, *size), as (..., *cells).

    p is above 0, or infinity for the largest magnitude; a window without a cell gives 0. Powers
    and sums are taken in the dtype of x and may leave its range. Raises ValueError or TypeError,
    naming the argument, for what has no meaning.
    """
    pooled_size(x, kernel)
    if x.dtype in HALVES:
        (wide,) = widened(x)
        walked = _walked(wide, p, kernel, stride, padding, last_window)
        return _norms(abs(wide), walked, p).astype(x.dtype)
    axes = _walked(x, p, kernel, stride, padding, last_window)
    return _norms(abs(x), axes, p)


def lp_pool_grad(
    gy: Array, x: Array, *, p: float, kernel: Ints, stride: Ints, padding: Padding, last_window: str
) -> tuple[Array]:
    """The gradient (gx,) of lp pooling: each cell gets gy sign(x) (abs(x) / y)^(p-1).

    A new array of the shape and dtype of x, 0 where x is 0. Raises ValueError or TypeError, naming
    the argument, for what has no meaning.
    """
    axes = _walked(x, p, kernel, stride, padding, last_window)
    magnitudes = abs(x)
    norms = _norms(magnitudes, axes, p)
    check_upstream(gy, x, norms.shape)
    rank, signs = len(axes), np.sign(x)
    if p == math.inf:
        undilated = (1,) * rank
        (gx,) = max_pool_grad(
            gy,
            magnitudes,
            kernel=kernel,
            stride=stride,
            padding=padding,
            dilation=undilated,
            last_window=last_window,
        )
        return (gx * signs,)
    per_window = (*x.shape[:-rank], *(1,) * rank, *norms.shape[-rank:])
    read = windows(surround(magnitudes, axes, 0), axes)
    ratio = np.where(read > 0, read, 1) / np.where(norms > 0, norms, 1).reshape(per_window)
    parts = ratio ** (p - 1) * gy.reshape(per_window)
    return (stamp(parts, axes) * signs,)


def _walked(
    x: Array, p: float, kernel: Ints, stride: Ints, padding: Padding, last_window: str
) -> list[Axis]:
    """The walk along every axis; checks the arguments."""
    if isinstance(p, bool) or not isinstance(p, int | float):
        raise TypeError(f"p={p!r}: expected a number above 0, or infinity")
    if not p > 0:
        raise ValueError(f"p={p!r}: expected a number above 0, or infinity")
    extents = pooled_size(x, kernel)
    once = (1,) * len(extents)
    return walk(extents, kernel, stride, once, padding, last_window=last_window)


def _norms(magnitudes: Array, axes: list[Axis], p: float) -> Array:
    """The p-norm of each window of the magnitudes."""
    rank = len(axes)
    over_taps = tuple(range(-2 * rank, -rank))
    if p == math.inf:
        highest: Array = windows(surround(magnitudes, axes, 0), axes).max(axis=over_taps)
        return highest
    with np.errstate(over="ignore", under="ignore"):
        powers = surround(magnitudes**p, axes, 0)
        total: Array = windows(powers, axes).sum(axis=over_taps)
        return total ** (1 / p)
