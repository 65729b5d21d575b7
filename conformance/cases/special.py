"""NaN, infinities, signed zeros and subnormal numbers, put into the ordinary data of a case.

The arrays are those of a case in float64. ``Case.variant`` says where: at a flat
position, modulo the size of the array.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import Any, TypeAlias

import numpy as np
from msgspec.structs import replace

from conformance.cases.gradients import gradient_of
from conformance.cases.small_scope import Source
from conformance.operations import GRADIENTS, Case, Operation, forward
from conformance.parameters import AdaptivePool, AvgPool, Conv, LpPool, MaxPool
from conformance.results.model import Effort

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Arrays: TypeAlias = tuple[Array | None, ...]
Change: TypeAlias = Callable[[Case, Arrays], Arrays]

#: the smallest number above 0: of float32, and of float64
_SMALLEST = {32: 2.0**-149, 64: 2.0**-1074}
#: which of the many geometries of one axis are taken; odd, so that channels keep cycling
_STEP: dict[Effort, int] = {"smoke": 3, "standard": 3, "thorough": 1}


def _at(case: Case) -> int:
    return int(case.variant or 0)


def _with(array: Array | None, *places: tuple[int, float]) -> Array:
    """The array in float64, with a value at each flat position."""
    assert array is not None
    changed = array.astype(np.float64, order="C")
    for position, value in places:
        changed.reshape(-1)[position % changed.size] = value
    return changed


def _changed(arrays: Arrays, number: int, array: Array) -> Arrays:
    return (*arrays[:number], array, *arrays[number + 1 :])


def _one(number: int, value: float) -> Change:
    """One value in one array, by its number."""
    return lambda case, arrays: _changed(arrays, number, _with(arrays[number], (_at(case), value)))


def _both_infinities(case: Case, arrays: Arrays) -> Arrays:
    """Plus infinity in the first array, and minus infinity half an array further."""
    first = _with(arrays[0])
    places = [(_at(case) + first.size // 2, -np.inf), (_at(case), np.inf)]
    return _changed(arrays, 0, _with(first, *places))


def _zero_by_infinite(zeros: int, infinite: int) -> Change:
    """Every second element of one array is 0, one element of the other is infinite."""

    def change(case: Case, arrays: Arrays) -> Arrays:
        thinned = _with(arrays[zeros])
        thinned.reshape(-1)[_at(case) % 2 :: 2] = 0
        full = _with(arrays[infinite], (_at(case), np.inf))
        return _changed(_changed(arrays, zeros, thinned), infinite, full)

    return change


def _subnormal(bits: int) -> Change:
    """Small multiples of the smallest number: all sums are exact, none of them is normal."""

    def change(case: Case, arrays: Arrays) -> Arrays:
        x, *others = arrays
        assert x is not None
        return (x * _SMALLEST[bits], *[None if a is None else np.sign(a) for a in others])

    return change


def _scattered(case: Case, arrays: Arrays) -> Arrays:
    """NaN in every third cell: beside another, alone in its window, and far from one."""
    x = _with(arrays[0])
    n = np.arange(x.size) + _at(case)
    x.reshape(-1)[(n % 7 == 0) | (n % 7 == 1) | (n % 7 == 4)] = np.nan
    return (x,)


def _rare(case: Case, arrays: Arrays) -> Arrays:
    """NaN in all cells but every fourth."""
    x = _with(arrays[0])
    x.reshape(-1)[(np.arange(x.size) + _at(case)) % 4 != 0] = np.nan
    return (x,)


def _unread(case: Case, arrays: Arrays) -> Arrays:
    """NaN in the cells that no window reads."""
    read = np.ones((), bool)
    for axis in case.axes():
        places = [axis.position(o, t) for o, t in product(range(axis.cells), range(axis.kernel))]
        read = np.logical_and.outer(read, np.isin(np.arange(axis.size), places))
    return (np.where(read, _with(arrays[0]), np.nan),)


def _infinite(case: Case, arrays: Arrays) -> Arrays:
    """Both infinities among numbers."""
    x = _with(arrays[0])
    n = np.arange(x.size) + _at(case)
    x.reshape(-1)[n % 3 == 0] = -np.inf
    x.reshape(-1)[n % 7 == 3] = np.inf
    return (x,)


def _zeros(case: Case, arrays: Arrays) -> Arrays:
    """-0.0 and +0.0 in either order, and -1."""
    x = _with(arrays[0])
    x.reshape(-1)[:] = np.take([-0.0, 0.0, -1.0, 0.0, -0.0], (np.arange(x.size) + _at(case)) % 5)
    return (x,)


def _rough(case: Case, arrays: Arrays) -> Arrays:
    """Sevenths: sums depend on the order in which they are taken."""
    return tuple(None if a is None else a / 7 for a in arrays)


CONV: dict[str, Change] = {
    "rough": _rough,
    "nan-x": _one(0, np.nan),
    "nan-w": _one(1, np.nan),
    "nan-b": _one(2, np.nan),
    "infinite-x": _both_infinities,
    "infinite-w": _one(1, np.inf),
    "zero-w-infinite-x": _zero_by_infinite(1, 0),
    "zero-x-infinite-w": _zero_by_infinite(0, 1),
    "subnormal32": _subnormal(32),
    "subnormal64": _subnormal(64),
}
POOL: dict[str, Change] = {
    "nan": _scattered,
    "nan-rare": _rare,
    "nan-one": _one(0, np.nan),
    "nan-unread": _unread,
    "infinite": _infinite,
    "infinite-one": _one(0, np.inf),
    "zeros": _zeros,
    "subnormal32": _subnormal(32),
    "subnormal64": _subnormal(64),
}


def _nothing_but_nan(case: Case, arrays: Arrays) -> Arrays:
    """NaN in all cells of x."""
    x = _with(arrays[1])
    return _changed(arrays, 1, np.full_like(x, np.nan))


#: of a gradient, the first of whose arrays is gy, and the second x
UPSTREAM: dict[str, Change] = {
    "nan-gy": _one(0, np.nan),
    "infinite-gy": _both_infinities,
    "infinite-one-gy": _one(0, np.inf),
    "nan-x": _one(1, np.nan),
    "infinite-x": _one(1, np.inf),
    "all-nan-x": _nothing_but_nan,
    "nan-w": _one(2, np.nan),
    "infinite-w": _one(2, np.inf),
}


def placed(source: Source, *names: str) -> Source:
    """Every so many cases with each data set, what is special in another place each time."""

    def chosen(rank: int, effort: Effort) -> list[Case]:
        step = _STEP[effort] if rank == 1 else 1
        return [
            replace(case, data=name, variant=str(number))
            for number, case in enumerate(islice(source(rank, effort), 0, None, step))
            for name in names
        ]

    return chosen


def blocks(operation: Operation) -> Source:
    """Channel counts around the block sizes of kernels, dense and depthwise, and a wide row."""

    def source(rank: int, effort: Effort) -> list[Case]:
        found = []
        for n, c in product((1, 2), (1, 3, 8, 17, 32)):
            for size in ([4] * rank, [3] * (rank - 1) + [19]):
                found += _of(operation, rank, n, c, size)
        return found

    return source


def _of(operation: Operation, rank: int, n: int, c: int, size: list[int]) -> list[Case]:
    if operation != "conv":
        return [Case(operation, MaxPool.of([2] * rank, stride=1), ((n, c, *size),))]
    return [
        Case("conv", Conv.of(rank, groups=g), ((n, c, *size), (c, c // g, *[2] * rank), None))
        for g in dict.fromkeys((1, c))
    ]


def in_the_middle(operation: Operation, *names: str) -> Source:
    """Poolings, or their gradients, whose special cell has windows on either side that do not
    read it."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for c, turn in product((1, 3, 8), (0, 1)):
            case = _summing(forward(operation), rank, c, turn)
            if operation in GRADIENTS:
                case = gradient_of(case)
            shape = case.shapes[0]
            assert shape is not None
            for name, n in product(names, (0, 1)):
                at = np.ravel_multi_index((n, c - 1, *[i // 2 for i in shape[2:]]), shape)
                yield replace(case, data=name, variant=str(int(at)))

    return source


def _summing(operation: Operation, rank: int, channels: int, turn: int) -> Case:
    """A pooling of two samples whose divisors, if it has any, are powers of two."""
    shape = (2, channels, *[7] * rank)
    if operation == "adaptive_avg_pool":
        return Case(operation, AdaptivePool.of([4] * rank), ((*shape[:2], *[8] * rank),))
    if operation == "lp_pool":
        return Case(operation, LpPool.of([2] * rank, p=2 + turn, stride=1), (shape,))
    parameters = AvgPool.of([2] * rank, stride=1, count_include_pad=turn == 0)
    return Case(operation, parameters, (shape,))
