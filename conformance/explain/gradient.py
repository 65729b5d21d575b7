"""What a cell of a gradient is made of, in one line: which gy reach it, and by which factor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.finding import Finding
from conformance.judge.meaning import Mismatch
from conformance.operations import Case
from conformance.parameters import AvgPool, Conv, ConvTranspose, MaxPool
from reference_impl.pooling import highest
from reference_impl.windows import divisors, window_map

MOST_TERMS = 9


def made_of_gy(case: Case, finding: Finding, mismatch: Mismatch) -> str:
    """The terms of the cell, their number where one line cannot hold them, or nothing."""
    if isinstance(case.parameters, MaxPool | AvgPool):
        return _of_windows(case, finding.arrays, mismatch.cell)
    if not isinstance(case.parameters, Conv | ConvTranspose):
        return ""
    terms = list(_TERMS[mismatch.output](case, finding.arrays, mismatch.cell))
    if len(terms) > MOST_TERMS:
        return f"sum of {len(terms)} {'cells of gy' if mismatch.output == 'gb' else 'products'}"
    return " + ".join(terms) or "0"


def _of_windows(case: Case, arrays: Arrays, cell: tuple[int, ...]) -> str:
    """The gy of the windows whose maximum the cell is, or that share theirs with it."""
    gy, x = _present(arrays[0]), _present(arrays[1])
    rank, walk, p = case.rank, case.axes(), case.parameters
    here, cells = int(np.ravel_multi_index(cell[-rank:], case.size)), gy.shape[-rank:]
    if isinstance(p, AvgPool):
        won = (window_map(walk) == here).any(axis=1)
        counts = divisors(walk, p.count_include_pad, p.divisor_override)
        over = [f"/{count}" for count in counts.tolist()]
    else:
        plane = x[cell[:-rank]].reshape(1, 1, -1)
        won = highest(plane, window_map(walk))[1][0, 0] == here
        over = [""] * len(won)
    terms = [
        f"{named('gy', gy, rank, cell[:-rank], _cell(window, cells))}{over[window]}"
        for window in np.flatnonzero(won).tolist()
    ]
    if len(terms) > MOST_TERMS:
        return f"sum of {len(terms)} shares of gy"
    return " + ".join(terms) or "0: no window gives to this cell"


def named(name: str, array: Array, rank: int, lead: tuple[int, ...], cell: tuple[int, ...]) -> str:
    """The name of a cell, without the leading indices where they can only be 0."""
    kept = lead if any(n > 1 for n in array.shape[:-rank]) else ()
    return f"{name}[{','.join(map(str, (*kept, *cell)))}]"


def _reads(case: Case) -> Array:
    """Which cell each tap reads, (*cells, *kernel), flat in the plane; -1 for none.

    Of a transposed convolution: which cell of gy each cell of x reads.
    """
    p = case.parameters
    walk = case.axes()
    mode = p.padding_mode if isinstance(p, Conv) else "zeros"
    reads = window_map(walk, mode).reshape(*[a.cells for a in walk], *case.kernel)
    if isinstance(p, Conv):
        taps = tuple(range(case.rank, 2 * case.rank))
        return np.flip(reads, taps) if p.flip_kernel else reads
    return reads[tuple(slice(i) for i in case.size)]


def _share(case: Case, w: Array, channel: int) -> tuple[int, range]:
    """Of a channel of x: its number within its group, and the output channels of that group."""
    p = case.parameters
    assert isinstance(p, Conv | ConvTranspose)
    inputs = case.channels // p.groups
    outputs = len(w) // p.groups if isinstance(p, Conv) else w.shape[1]
    group, within = divmod(channel, inputs)
    return within, range(group * outputs, (group + 1) * outputs)


def _of_x(case: Case, arrays: Arrays, cell: tuple[int, ...]) -> Iterator[str]:
    gy, w = _present(arrays[0]), _present(arrays[2])
    rank, reads = case.rank, _reads(case)
    *sample, channel = cell[:-rank]
    within, outputs = _share(case, w, channel)
    size = gy.shape[-rank:]
    if isinstance(case.parameters, Conv):
        here = int(np.ravel_multi_index(cell[-rank:], case.size))
        pairs = [(c[:rank], c[rank:]) for c in map(tuple, np.argwhere(reads == here).tolist())]
    else:
        taps = list(np.ndindex(*case.kernel))
        under = [(int(reads[(*cell[-rank:], *t)]), t) for t in taps]
        pairs = [(_cell(q, size), t) for q, t in under if q >= 0]
    for m, (place, tap) in product(outputs, pairs):
        row = (m, within) if isinstance(case.parameters, Conv) else (channel, m - outputs[0])
        yield f"{w[(*row, *tap)]:.9g}*{named('gy', gy, rank, (*sample, m), place)}"


def _of_w(case: Case, arrays: Arrays, cell: tuple[int, ...]) -> Iterator[str]:
    gy, x, w = (_present(a) for a in arrays[:3])
    rank, reads = case.rank, _reads(case)
    first, second, tap = cell[0], cell[1], cell[2:]
    forwards = isinstance(case.parameters, Conv)
    if forwards:
        share = case.channels // case.keywords()["groups"]
        output, channel = first, first // (len(w) // case.keywords()["groups"]) * share + second
    else:
        output, channel = _share(case, w, first)[1][0] + second, first
    at_tap = reads.reshape(*reads.shape[:rank], -1)[
        ..., int(np.ravel_multi_index(tap, case.kernel))
    ]
    samples = [(n,) for n in range(len(x))] if case.batched else [()]
    for sample, window in product(samples, np.ndindex(*at_tap.shape)):
        read = int(at_tap[window])
        if read >= 0:
            place = _cell(read, case.size if forwards else gy.shape[-rank:])
            of_gy, of_x = (window, place) if forwards else (place, window)
            value = gy[(*sample, output, *of_gy)]
            yield f"{value:.9g}*{named('x', x, rank, (*sample, channel), of_x)}"


def _of_b(case: Case, arrays: Arrays, cell: tuple[int, ...]) -> Iterator[str]:
    gy = _present(arrays[0])
    samples = [(n,) for n in range(len(gy))] if case.batched else [()]
    for sample, place in product(samples, np.ndindex(*gy.shape[-case.rank :])):
        yield f"{gy[(*sample, *cell, *place)]:.9g}"


def _present(array: Array | None) -> Array:
    assert array is not None
    return array


def _cell(flat: int, size: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(flat, size))


_TERMS = {"gx": _of_x, "gw": _of_w, "gb": _of_b}
