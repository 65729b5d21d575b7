"""Maxima and averages in the ways in which correct kernels take them."""

import numpy as np

from tests.legitimate.sums import WIDER

# -- maxima: values (T, planes, P) with -inf where there is no cell, where (T, P) negative there


def first_wins(values, where):
    """One tap after the other from -inf; a later one wins if it is larger."""
    y = np.full(values.shape[1:], -np.inf, values.dtype)
    index = np.full(y.shape, -1)
    for value, at in zip(values, where, strict=True):
        wins = ((value > y) | (index < 0)) & (at >= 0) & ~np.isnan(value)
        y, index = np.where(wins, value, y), np.where(wins, at, index)
    return y, index


def from_the_last(values, where):
    """From the last tap to the first; an earlier one wins if it is not smaller."""
    y = np.full(values.shape[1:], -np.inf, values.dtype)
    index = np.full(y.shape, -1)
    for value, at in zip(values[::-1], where[::-1], strict=True):
        wins = (value >= y) & (at >= 0)
        y, index = np.where(wins, value, y), np.where(wins, at, index)
    return y, index


def by_halves(values, where):
    """A tournament: neighbours are compared, the winners again; of equals the earlier wins."""
    index = np.broadcast_to(where[:, None], values.shape)
    while len(values) > 1:
        pairs = len(values) // 2 * 2
        left, right = values[0:pairs:2], values[1:pairs:2]
        at_left, at_right = index[0:pairs:2], index[1:pairs:2]
        wins = ((right > left) | (at_left < 0) | np.isnan(left)) & (at_right >= 0)
        values = np.concatenate([np.where(wins, right, left), values[pairs:]])
        index = np.concatenate([np.where(wins, at_right, at_left), index[pairs:]])
    return values[0], np.maximum(index[0], -1)


def nan_wins(values, where):
    """The last NaN of a window wins, as where the loop asks ``value > y or isnan(value)``."""
    y = np.full(values.shape[1:], -np.inf, values.dtype)
    index = np.full(y.shape, -1)
    for value, at in zip(values, where, strict=True):
        wins = ((value > y) | np.isnan(value) | (index < 0)) & (at >= 0)
        y, index = np.where(wins, value, y), np.where(wins, at, index)
    return y, index


def nan_ignored(values, where):
    """A NaN never wins against a number."""
    return first_wins(np.where(np.isnan(values), -np.inf, values), where)


def cell_of_the_plane(values, where):
    """A window that reads nothing has the index of the first cell."""
    y, index = first_wins(values, where)
    return y, np.maximum(index, 0)


def refused_if_empty(values, where):
    """A call in which some window reads nothing is refused."""
    if (where < 0).all(axis=0).any():
        raise ValueError("a window reads no cell")
    return first_wins(values, where)


# -- averages: values (T, planes, P) with 0 where there is no cell, divisor (P,)


def sum_over_divisor(values, divisor):
    """The sum, one tap after the other, divided."""
    total = np.zeros(values.shape[1:], values.dtype)
    for value in values:
        total += value
    return total / divisor.astype(values.dtype)


def sum_times_reciprocal(values, divisor):
    """The sum times 1/D."""
    one = values.dtype.type(1)
    return sum_over_divisor(values, np.ones_like(divisor)) * (one / divisor.astype(values.dtype))


def scaled_taps(values, divisor):
    """Each cell times 1/D, then added."""
    one = values.dtype.type(1)
    scaled = values * (one / divisor.astype(values.dtype))
    return sum_over_divisor(scaled, np.ones_like(divisor))


def divided_taps(values, divisor):
    """Each cell over D, then added from the last to the first."""
    return sum_over_divisor((values / divisor.astype(values.dtype))[::-1], np.ones_like(divisor))


def wider_sum(values, divisor):
    """The sum in the next wider format, divided there and rounded once."""
    wide = values.astype(WIDER[values.dtype])
    return (wide.sum(axis=0) / divisor).astype(values.dtype)


# -- sums of the windows of x (planes, *size) by the track (cells, taps) of every axis


def separable(x, axes):
    """Along one axis after the other."""
    for number, track in enumerate(axes, 1):
        taps = np.moveaxis(x, number, 0)
        total = np.zeros((len(track), *taps.shape[1:]), x.dtype)
        for tap in track.T:
            inside = tap >= 0
            total[inside] += taps[tap[inside]]
        x = np.moveaxis(total, 0, number)
    return x


def running_sums(x, axes):
    """Along one axis after the other, a window being the difference of two sums from the start."""
    for number, track in enumerate(axes, 1):
        sums = np.cumsum(_behind_zero(x, number), axis=number, dtype=x.dtype)
        x = _difference(sums, track, number)
    return x


def summed_area(x, axes):
    """The sums of all cells before a corner, from which each window takes its corners."""
    for number in range(1, len(axes) + 1):
        x = np.cumsum(_behind_zero(x, number), axis=number, dtype=x.dtype)
    for number, track in enumerate(axes, 1):
        x = _difference(x, track, number)
    return x


def _behind_zero(x, axis):
    return np.pad(x, [(int(a == axis), 0) for a in range(x.ndim)])


def _difference(sums, track, axis):
    inside = track >= 0
    count = inside.sum(axis=1)
    first = np.where(count > 0, np.where(inside, track, track.max(initial=0)).min(axis=1), 0)
    return sums.take(first + count, axis) - sums.take(first, axis)
