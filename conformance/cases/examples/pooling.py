"""Worked examples of pooling; one of max pooling serves with and without indices."""

from __future__ import annotations

from typing import Any

import numpy as np

from conformance.cases.examples.convolution import X3
from conformance.cases.examples.record import Call, Example, Kind, example, full
from conformance.operations import Case, Operation
from conformance.parameters import AvgPool, MaxPool, Shape

RAMP = "0 1 2 3 / 4 5 6 7 / 8 9 10 11 / 12 13 14 15"
FIVE = "1 2 3 4 5"
BELOW = "-5 -6 -7 -8"
SIGNED = f"{X3} | 0 -1 -2 / -3 -4 -5 / -6 -7 -8"


def _pool(operation: Operation, x: str, kernel: Shape, **keywords: Any) -> Call:
    array = full(x, len(kernel) + 2)
    record = AvgPool if operation == "avg_pool" else MaxPool
    return Case(operation, record.of(kernel, **keywords), (array.shape,)), (array,)


def _max(
    rows: str,
    text: str,
    x: str,
    kernel: Shape,
    y: str,
    indices: str,
    kind: Kind = "values",
    part: str | None = None,
    **keywords: Any,
) -> tuple[Example, Example]:
    outputs = full(y, len(kernel) + 2), full(indices, len(kernel) + 2)
    plain = _pool("max_pool", x, kernel, **keywords)
    both = _pool("max_pool_with_indices", x, kernel, **keywords)
    name, *others = rows.split()
    marked = " ".join([f"{name}-indices", *others])
    return (
        example(rows, text, kind, plain, part=part, outputs=outputs[:1]),
        example(marked, text, kind, both, part=part, outputs=outputs),
    )


def _average(
    rows: str,
    text: str,
    x: str,
    kernel: Shape,
    total: str,
    divisor: str,
    part: str | None = None,
    **keywords: Any,
) -> Example:
    call = _pool("avg_pool", x, kernel, **keywords)
    outputs = full(total, len(kernel) + 2), full(divisor, len(kernel))
    return example(rows, text, "values", call, part=part, outputs=outputs)


def _halved(rows: str, text: str, x: Shape, y: Shape) -> Example:
    array = (np.arange(np.prod(x)) * 5 % 7 - 3).reshape(x)
    call = Case("max_pool", MaxPool.of((2, 2)), (x,)), (array,)
    return example(rows, text, "shape", call, shape=y)


MAXIMA = (
    *_max(
        "4.6",
        "random numbers printed to four digits",
        "-0.0101 -0.2253 0.5103 -0.4498 1.0100 / -0.1033 0.4632 0.6030 -1.9225 -0.0780 /"
        "2.4814 0.1323 0.4371 1.4305 1.2624 | -1.9155 -0.7742 2.1208 0.0939 0.5217 /"
        "-0.2796 -0.0061 -0.5401 -1.3831 0.9548 / 1.7043 0.8059 -0.7640 0.7627 -0.5131",
        (3,),
        "0.5103 1.0100 / 0.6030 0.6030 / 2.4814 1.4305 |"
        "2.1208 2.1208 / -0.0061 0.9548 / 1.7043 0.7627",
        "2 4 / 2 2 / 0 3 | 2 2 / 1 4 / 0 3",
        kind="printed",
        stride=2,
    ),
    *_max("4.16", "padding never wins", BELOW, (2,), "-5 -6 -8", "0 1 3", padding=1),
    *_max("4.17", "a window with gaps", "1 5 2 4 3", (2,), "2 5 3", "2 1 4", stride=1, dilation=2),
    *_max("4.18 4.15", "the stride is the kernel's", RAMP, (2, 2), "5 7 / 13 15", "5 7 / 13 15"),
    *_max("4.18-tie", "of equal cells the first", "7 7 7 / 7 7 7", (2, 2), "7 7", "0 1", stride=1),
    *_max(
        "4.20",
        "each channel by itself",
        SIGNED,
        (2, 2),
        "4 5 / 7 8 | 0 -1 / -3 -4",
        "4 5 / 7 8 | 0 1 / 3 4",
        stride=1,
    ),
    *_max("4.19-floor", "rounded down: 2 windows", FIVE, (2,), "2 4", "1 3"),
    *_max(
        "4.19",
        "rounded up: 3 windows",
        FIVE,
        (2,),
        "2 4 5",
        "1 3 4",
        part="ceil",
        last_window="ceil",
    ),
    *_max(
        "4.19-dropped",
        "rounded up, but the last window would start in the padding",
        FIVE,
        (2,),
        "1 3 5",
        "0 2 4",
        part="ceil",
        last_window="ceil",
        padding=1,
    ),
)

AVERAGES = (
    _average("4.15-mean", "the stride is the kernel's", RAMP, (2, 2), "10 18 / 42 50", "4 4 / 4 4"),
    _average("4.16-mean", "padding counts as 0", BELOW, (2,), "-5 -13 -8", "2 2 2", padding=1),
    _average(
        "4.16-mean-without",
        "padding does not count",
        BELOW,
        (2,),
        "-5 -13 -8",
        "1 2 1",
        padding=1,
        count_include_pad=False,
    ),
    _average(
        "4.20-mean",
        "each channel by itself",
        SIGNED,
        (2, 2),
        "8 12 / 20 24 | -8 -12 / -20 -24",
        "4 4 / 4 4",
        stride=1,
    ),
    _average(
        "4.19-mean",
        "rounded up: a window of one cell",
        FIVE,
        (2,),
        "3 7 5",
        "2 2 1",
        part="ceil",
        last_window="ceil",
    ),
)

SHAPES = (
    _halved("4.21-pool", "24 to 12", (1, 10, 24, 24), (1, 10, 12, 12)),
    _halved("4.21-second-pool", "8 to 4", (1, 20, 8, 8), (1, 20, 4, 4)),
)
