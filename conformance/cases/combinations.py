"""Combinations: small calls in which all values of any two parameters occur together, at higher
efforts of any four or five.

A fault in what one parameter means is found elsewhere; here are those of a path that handles one
parameter and forgets another: a bias that is lost with 'same', a flip that exchanges the padding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from math import prod
from typing import Any, TypeAlias

from conformance.cases.small_scope import Source
from conformance.operations import Case, Operation
from conformance.parameters import AvgPool, Conv, MaxPool, Shape
from conformance.results.model import Effort
from reference_impl.geometry import LastWindow

Row: TypeAlias = tuple[int, ...]

_STRENGTH: dict[Effort, int] = {"smoke": 2, "standard": 4, "thorough": 5}
_STEP = 1_000_003  # prime, so that its multiples visit every row, far from one to the next
_SIZE, _KERNEL, _STRIDES = (6, 5, 4), (3, 2, 2), ((1, 1, 1), (2, 1, 2), (3, 2, 1))
_DILATIONS = ((1, 1, 1), (2, 1, 1), (1, 2, 1))
_PADS: tuple[Any, ...] = (
    ((0, 0), (0, 0), (0, 0)),
    ((1, 1), (0, 0), (1, 1)),
    ((0, 1), (1, 0), (0, 0)),
    "valid",
    "same_upper",
    "same_lower",
)
_BATCHES: tuple[Shape, ...] = ((1,), (2,), ())
_PADDING_MODES = ("zeros", "reflect", "replicate", "circular")
_CHANNELS = ((2, 3, 1), (4, 4, 2), (2, 4, 2))
_LAST_WINDOWS: tuple[LastWindow, ...] = ("floor", "ceil", "ceil_keep")


@cache
def _covering(counts: tuple[int, ...], strength: int) -> list[Row]:
    """Rows of option numbers in which all that ``strength`` options can be together occurs.

    A row is kept where it holds something new. Those with few options beside the first, which is
    the plain one, come first.
    """
    total = prod(counts)
    seen: set[tuple[tuple[int, int], ...]] = set()
    kept = []
    for number in range(total):
        row = _digits(number * _STEP % total, counts)
        held = set(combinations(enumerate(row), strength))
        if not held <= seen:
            seen |= held
            kept.append(row)
    return sorted(kept, key=lambda row: (sum(map(bool, row)), row))


def _digits(number: int, counts: Sequence[int]) -> Row:
    found = []
    for count in counts:
        number, digit = divmod(number, count)
        found.append(digit)
    return tuple(found)


def _chosen(effort: Effort, *options: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The values of the options, row by row."""
    for row in _covering(tuple(map(len, options)), _STRENGTH[effort]):
        yield tuple(values[digit] for values, digit in zip(options, row, strict=True))


def _padding(pads: Any, rank: int) -> Any:
    return pads if isinstance(pads, str) else pads[:rank]


def conv(rank: int, effort: Effort) -> Iterator[Case]:
    """Padding, stride, dilation, groups, mode, bias, flip and batch of a convolution."""
    options = (_PADS, _STRIDES, _DILATIONS[: max(rank, 2)], _CHANNELS, _PADDING_MODES)
    flags = ((False, True), (False, True), _BATCHES)
    for pads, stride, dilation, (c, o, g), mode, bias, flip, batch in _chosen(
        effort, *options, *flags
    ):
        parameters = Conv.of(
            rank,
            stride=stride[:rank],
            padding=_padding(pads, rank),
            dilation=dilation[:rank],
            groups=g,
            padding_mode=mode,
            flip_kernel=flip,
        )
        shapes = ((*batch, c, *_SIZE[:rank]), (o, c // g, *_KERNEL[:rank]), (o,) if bias else None)
        yield Case("conv", parameters, shapes)


def max_pool(operation: Operation) -> Source:
    """Padding, stride, dilation, last window, batch and data of max pooling."""

    def source(rank: int, effort: Effort) -> Iterator[Case]:
        for pads, stride, dilation, rule, batch, data in _chosen(
            effort,
            _PADS,
            _STRIDES,
            _DILATIONS[: max(rank, 2)],
            _LAST_WINDOWS,
            _BATCHES,
            ("distinct", "negative", "ties"),
        ):
            parameters = MaxPool.of(
                _KERNEL[:rank],
                stride=stride[:rank],
                padding=_padding(pads, rank),
                dilation=dilation[:rank],
                last_window=_rule(pads, rule),
            )
            case = Case(operation, parameters, ((*batch, 2, *_SIZE[:rank]),), data)
            if _reads(case):
                yield case

    return source


def avg_pool(rank: int, effort: Effort) -> Iterator[Case]:
    """Padding, stride, last window, divisors and batch of average pooling."""
    for pads, stride, rule, include, divisor, batch in _chosen(
        effort, _PADS, _STRIDES, _LAST_WINDOWS, (True, False), (None, 3), _BATCHES
    ):
        parameters = AvgPool.of(
            _KERNEL[:rank],
            stride=stride[:rank],
            padding=_padding(pads, rank),
            last_window=_rule(pads, rule),
            count_include_pad=include,
            divisor_override=divisor,
        )
        case = Case("avg_pool", parameters, ((*batch, 2, *_SIZE[:rank]),), "positive")
        if _reads(case):
            yield case


def _rule(pads: Any, last_window: LastWindow) -> LastWindow:
    """'same' has an extent of its own, which no rule for the last window changes."""
    return "floor" if pads in ("same_upper", "same_lower") else last_window


def _reads(case: Case) -> bool:
    """Whether every window reads a cell: only then one result alone is right."""
    return all(axis.present(cell) for axis in case.axes() for cell in range(axis.cells))
