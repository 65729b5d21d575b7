"""The loop oracle: convolution and pooling as loops over plain Python integers.

It judges the reference, so it shares nothing with it and imports nothing but the standard library.
Its geometry is written another way: each axis is laid out as a tape of padded cells, and windows
are put on the tape one after the other until the next one does not qualify.

Arrays are flat row-major sequences with their shapes, so that empty ones keep them. An illegal
padding mode or width raises ValueError; other arguments are expected to be legal.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Final

PADDING: Final = -1
"""Label of a tape cell that is padding of zeros; other labels are input cells."""
OVERHANG: Final = -2
"""Label of what lies behind the tape."""

Shape = tuple[int, ...]
Window = tuple[int, ...]
"""The labels under the taps of one window, along one axis."""


def conv(
    x: Sequence[int],
    x_shape: Shape,
    w: Sequence[int],
    w_shape: Shape,
    b: Sequence[int] | None,
    *,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    dilation: Shape,
    groups: int,
    padding_mode: str,
    flip_kernel: bool,
) -> tuple[list[int], Shape]:
    """Values and shape of the convolution of x (N, C, *size) or (C, *size), integers exact."""
    outputs, per_group, *kernel = w_shape
    batch, size = split_shape(x_shape, len(kernel))
    tracks = lay_tracks(size, kernel, stride, dilation, padding, "floor", padding_mode)
    taps = list(product(*(range(k) for k in kernel)))
    if flip_kernel:
        taps = [tuple(k - 1 - t for t, k in zip(tap, kernel, strict=True)) for tap in taps]
    channels = x_shape[-len(size) - 1]

    y = []
    for n in range(batch):
        for m in range(outputs):
            first_channel = m // (outputs // groups) * per_group
            for window in product(*tracks):
                total = b[m] if b is not None else 0
                for c in range(per_group):
                    plane = n * channels + first_channel + c
                    for tap, labels in zip(taps, product(*window), strict=True):
                        if min(labels) >= 0:
                            cell = plane * prod(size) + flat_index(labels, size)
                            weight = (m * per_group + c) * prod(kernel) + flat_index(tap, kernel)
                            total += x[cell] * w[weight]
                y.append(total)
    return y, (*x_shape[: -len(size) - 1], outputs, *(len(track) for track in tracks))


def max_pool(
    x: Sequence[int],
    x_shape: Shape,
    *,
    kernel: Shape,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    dilation: Shape,
    last_window: str,
    lowest: int,
) -> tuple[list[int], list[int], Shape]:
    """Values, indices and shape of max pooling; `lowest` and -1 where a window reads nothing."""
    size = x_shape[-len(kernel) :]
    tracks = lay_tracks(size, kernel, stride, dilation, padding, last_window, "zeros")
    values, indices = [], []
    for plane in range(prod(x_shape[: -len(size)])):
        for window in product(*tracks):
            highest, index = lowest, -1
            for labels in product(*window):
                if min(labels) >= 0:
                    cell = flat_index(labels, size)
                    value = x[plane * prod(size) + cell]
                    if index == -1 or value > highest:
                        highest, index = value, cell
            values.append(highest)
            indices.append(index)
    return values, indices, (*x_shape[: -len(size)], *(len(track) for track in tracks))


def avg_pool_terms(
    x: Sequence[int],
    x_shape: Shape,
    *,
    kernel: Shape,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    last_window: str,
    count_include_pad: bool,
    divisor_override: int | None,
) -> tuple[list[int], list[int], Shape]:
    """Sum and divisor of each window of average pooling, for every plane, and their shape."""
    size = x_shape[-len(kernel) :]
    tracks = lay_tracks(size, kernel, stride, (1,) * len(kernel), padding, last_window, "zeros")
    totals, divisors = [], []
    for plane in range(prod(x_shape[: -len(size)])):
        for window in product(*tracks):
            total, divisor = 0, 0
            for labels in product(*window):
                if min(labels) >= 0:
                    total += x[plane * prod(size) + flat_index(labels, size)]
                    divisor += 1
                elif count_include_pad and OVERHANG not in labels:
                    divisor += 1
            totals.append(total)
            divisors.append(divisor if divisor_override is None else divisor_override)
    return totals, divisors, (*x_shape[: -len(size)], *(len(track) for track in tracks))


def lp_power_sums(
    x: Sequence[int],
    x_shape: Shape,
    *,
    p: int | None,
    kernel: Shape,
    stride: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    last_window: str,
) -> tuple[list[int], Shape]:
    """The sum of abs(x)**p over each window, and their shape; p None: the largest abs(x)."""
    size = x_shape[-len(kernel) :]
    tracks = lay_tracks(size, kernel, stride, (1,) * len(kernel), padding, last_window, "zeros")
    sums = []
    for plane in range(prod(x_shape[: -len(size)])):
        for window in product(*tracks):
            total = 0
            for labels in product(*window):
                if min(labels) >= 0:
                    magnitude = abs(x[plane * prod(size) + flat_index(labels, size)])
                    total = max(total, magnitude) if p is None else total + magnitude**p
            sums.append(total)
    return sums, (*x_shape[: -len(size)], *(len(track) for track in tracks))


def adaptive_pool(
    x: Sequence[int], x_shape: Shape, *, output_size: Shape
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Sum, number of cells, maximum and its index of each bin, in planes of `output_size`."""
    size = x_shape[-len(output_size) :]
    tracks = [list(_bins(i, o)) for i, o in zip(size, output_size, strict=True)]
    sums, counts, maxima, indices = [], [], [], []
    for plane in range(prod(x_shape[: -len(size)])):
        for window in product(*tracks):
            cells = [flat_index(labels, size) for labels in product(*window)]
            values = [x[plane * prod(size) + cell] for cell in cells]
            sums.append(sum(values))
            counts.append(len(values))
            maxima.append(max(values))
            indices.append(cells[values.index(max(values))])
    return sums, counts, maxima, indices


def _bins(i: int, o: int) -> Iterator[Window]:
    """Cut the axis into o equal parts: each takes the cells that it touches, if only in part.

    The axis is measured in units of which a cell has o and a part has i.
    """
    for part in range(o):
        begin, end = part * i, (part + 1) * i
        yield tuple(c for c in range(i) if c * o < end and (c + 1) * o > begin)


def split_shape(shape: Shape, rank: int) -> tuple[int, Shape]:
    """Batch (1 where there is no such axis) and spatial size."""
    return (shape[0] if len(shape) == rank + 2 else 1), shape[-rank:]


def flat_index(index: Sequence[int], shape: Sequence[int]) -> int:
    """The place of a multi-index in a row-major array of that shape."""
    flat = 0
    for coordinate, extent in zip(index, shape, strict=True):
        flat = flat * extent + coordinate
    return flat


def lay_tracks(
    size: Shape,
    kernel: Sequence[int],
    stride: Shape,
    dilation: Shape,
    padding: tuple[tuple[int, int], ...] | str,
    last_window: str,
    mode: str,
) -> list[list[Window]]:
    """The windows along each axis."""
    tracks = []
    for a, i in enumerate(size):
        k, s, d = kernel[a], stride[a], dilation[a]
        rule = last_window
        if padding == "valid":
            lo, hi = 0, 0
        elif isinstance(padding, str):
            lo, hi = same_sides(i, k, s, d, padding)
            rule = "floor"
        else:
            lo, hi = padding[a]
        tape = _tape(i, lo, hi, mode)
        tracks.append(list(_windows(tape, k, s, d, len(tape) - hi, rule)))
    return tracks


def same_sides(i: int, k: int, s: int, d: int, name: str) -> tuple[int, int]:
    """Add cells, in turn on either side, until a window starts at every s-th input cell."""
    wanted = len(range(0, i, s))
    sides = {"same_upper": ("hi", "lo"), "same_lower": ("lo", "hi")}[name]
    added = {"lo": 0, "hi": 0}
    turn = 0
    while True:
        length = i + added["lo"] + added["hi"]
        if len(list(_windows([PADDING] * length, k, s, d, length, "floor"))) >= wanted:
            return added["lo"], added["hi"]
        added[sides[turn % 2]] += 1
        turn += 1


def _tape(i: int, lo: int, hi: int, mode: str) -> list[int]:
    """The padded axis, each place labelled with the input cell that stands there, or PADDING."""
    cells = list(range(i))
    if mode == "zeros":
        return [PADDING] * lo + cells + [PADDING] * hi
    if mode == "reflect":
        before, after = cells[lo:0:-1], cells[-2 : -2 - hi : -1]
    elif mode == "replicate":
        before, after = cells[:1] * lo, cells[-1:] * hi
    elif mode == "circular":
        before, after = cells[max(i - lo, 0) :], cells[:hi]
    else:
        raise ValueError(f"padding mode {mode!r} is unknown")
    if (len(before), len(after)) != (lo, hi):
        raise ValueError(f"padding ({lo}, {hi}) is too wide for {mode!r} on {i} cells")
    return before + cells + after


def _windows(tape: list[int], k: int, s: int, d: int, high: int, rule: str) -> Iterator[Window]:
    """Put windows on the tape at 0, s, 2s, ... as long as they qualify.

    floor: the last tap lies on the tape. ceil_keep: the window before it (or, for the first, one
    that would stand a step before) has not reached the end of the tape. ceil: it also starts
    before `high`, where the high padding begins.
    """
    start = 0
    while True:
        places = range(start, start + k * d, d)
        if rule == "floor":
            qualifies = places[-1] < len(tape)
        else:
            qualifies = places[-1] - s < len(tape) - 1
            if rule == "ceil":
                qualifies = qualifies and start < high
        if not qualifies:
            return
        yield tuple(tape[place] if place < len(tape) else OVERHANG for place in places)
        start += s
