"""Worked examples of convolution: values, printed digits and shapes."""

from __future__ import annotations

from typing import Any

import numpy as np

from conformance.cases.examples.record import (
    Array,
    Example,
    conv_call,
    example,
    full,
    grid,
    half_units,
)
from conformance.operations import Shape

X4 = "4 1 7 5 / 4 4 2 5 / 7 7 2 4 / 1 0 2 4"
K2 = "1 0 / 2 1"
Y3 = "16 11 16 / 25 20 10 / 9 9 10"
SAME = "16 11 16 15 / 25 20 10 13 / 9 9 10 12 / 1 0 2 4"
X3 = "0 1 2 / 3 4 5 / 6 7 8"
K3 = "0 1 / 2 3"
TWO = f"{X3} | 1 2 3 / 4 5 6 / 7 8 9"
KERNELS = f"{K3} | 1 2 / 3 4"
CORNERS = "1 0 / 0 0 | 0 0 / 0 1"
NINE = "1 2 3 / 4 5 6 / 7 8 9"
EDGES = " / ".join(["1 1 0 0 0 0 1 1"] * 6)


def _values(
    rows: str,
    text: str,
    x: Array | str,
    w: Array | str,
    b: str | None = None,
    *,
    y: Array | str,
    label: str = "",
    part: str = "values",
    **keywords: Any,
) -> Example:
    call = conv_call(x, w, b, **keywords)
    x_full = call[1][0]
    assert x_full is not None
    outputs = (full(y, x_full.ndim),)
    return example(rows, text, "values", [call], label=label, part=part, outputs=outputs)


def _printed(
    rows: str, text: str, x: str, w: str, b: str | None = None, *, y: str
) -> Example:
    halves = (
        full(half_units(x), 4),
        full(half_units(w), 4),
        None if b is None else half_units(b),
        full(half_units(y), 4),
    )
    return example(
        rows, text, "printed", [conv_call(x, w, b)], outputs=(full(y, 4),), halves=halves
    )


def _shape(
    rows: str, text: str, x: Shape, w: Shape, y: Shape, *, label: str = "", **keywords: Any
) -> Example:
    def counted(shape: Shape) -> Array:
        return (np.arange(np.prod(shape)) % 7 - 3).reshape(shape)

    call = conv_call(counted(x), counted(w), rank=len(w) - 2, **keywords)
    return example(rows, text, "shape", [call], label=label, shape=y)


VALUES = (
    _values("0.2 0.3", "a 2x2 kernel slides over a 4x4 input", X4, K2, y=Y3),
    _values("0.4", "stride 2 keeps every second cell", X4, K2, stride=2, y="16 16 / 9 10"),
    _values("0.7 2.5", "two channels in, added", TWO, KERNELS, y="56 72 / 104 120"),
    _values(
        "0.7",
        "three channels in, added",
        f"{TWO} | {X3}",
        f"{KERNELS} | 1 0 / 0 0",
        y="56 73 / 107 124",
        label="three",
    ),
    _values(
        "0.8 1.9",
        "one bias for each output channel, not for each input channel",
        X3,
        grid(f"{K3} | 0 2 / 4 6")[:, None],
        "1 -1",
        y="20 26 / 38 44 | 37 49 / 73 85",
    ),
    _values(
        "0.11 2.11",
        "padding 1 is one ring of zeros",
        X4,
        K2,
        padding=1,
        y="4 9 9 19 10 / 4 16 11 16 15 / 7 25 20 10 13 / 1 9 9 10 12 / 0 1 0 2 4",
        label="one-ring",
    ),
    _values(
        "0.11 2.11",
        "padding 2 is two rings of zeros",
        X4,
        K2,
        padding=2,
        y="0 0 0 0 0 0 0 / 0 4 9 9 19 10 0 / 0 4 16 11 16 15 0 / 0 7 25 20 10 13 0 /"
        "0 1 9 9 10 12 0 / 0 0 1 0 2 4 0 / 0 0 0 0 0 0 0",
        label="two-rings",
    ),
    _values(
        "0.12 0.18",
        "a pair of paddings is (rows, columns)",
        X4,
        K2,
        padding=(1, 0),
        y="9 9 19 / 16 11 16 / 25 20 10 / 9 9 10 / 1 0 2",
    ),
    _values(
        "0.15 1.6 1.16",
        "rank 1: a signal slides along another",
        "4 1 7 5",
        "2 1",
        rank=1,
        y="9 9 19",
        label="rank-1",
    ),
    _values(
        "0.15 2.1",
        "rank 3: the sum over a third axis too",
        full(f"{X3} | 9 10 11 / 12 13 14 / 15 16 17", 5),
        full(f"{K3} | 1 0 / 0 0", 5),
        rank=3,
        y=full("28 35 / 49 56", 5),
        label="rank-3",
    ),
    _values(
        "0.18 1.25 3.6",
        "kernel and stride as pairs (height, width)",
        X4,
        "1 0 2 / 0 3 0",
        stride=(2, 1),
        y="30 17 / 11 21",
    ),
    _values(
        "0.27",
        "axis 0 is the batch: each sample by itself",
        grid(TWO)[:, None],
        K3,
        y=grid("19 25 / 37 43 | 25 31 / 43 49")[:, None],
    ),
    _values(
        "1.12 4.11",
        "dilation 2 leaves a gap of one cell",
        "1 10 100 1000 10000",
        "1 2",
        rank=1,
        dilation=2,
        y="201 2010 20100",
    ),
    _values(
        "2.13", "a dilated 2x2 kernel spans 3x3", X4, K2, dilation=2, y="20 19 / 8 8"
    ),
    _values("1.17", "a 3x3 kernel in the shape of a Z", X4, NINE, y="198 178 / 168 122"),
    _values(
        "1.18 3.5",
        "the bias of a single channel is a scalar",
        X4,
        K2,
        "10",
        y="26 21 26 / 35 30 20 / 19 19 20",
    ),
    _values(
        "1.19 1.20",
        "two channels in, two out: a kernel of two channels each",
        TWO,
        f"{KERNELS} || {CORNERS}",
        y="56 72 / 104 120 | 5 7 / 11 13",
    ),
    _values(
        "3.2 3.4",
        "the four expansions of the textbook, 0x0 + 1x1 + 3x2 + 4x3 = 19 first",
        X3,
        K3,
        y="19 25 / 37 43",
    ),
    _values(
        "3.7 3.8",
        "white to black gives 1, black to white -1",
        EDGES,
        grid("1 -1")[None],
        y=" / ".join(["0 1 0 0 0 -1 0"] * 6),
    ),
    _values(
        "4.12 1.21",
        "two groups: each output reads the channels of its group",
        f"{TWO} | {TWO}",
        f"{KERNELS} || {CORNERS}",
        groups=2,
        y="56 72 / 104 120 | 5 7 / 11 13",
    ),
    _values(
        "0.22 0.28 1.24 1.27 4.23",
        "(C, H, W) without a batch",
        X4,
        K2,
        batched=False,
        y=Y3,
        part="unbatched",
    ),
    _values(
        "0.19",
        "'valid' goes with stride 2",
        X4,
        K2,
        padding="valid",
        stride=2,
        y="16 16 / 9 10",
        part="valid",
    ),
    _values("0.29", "'same' as printed", X4, K2, padding="same_upper", y=SAME, part="same"),
    _values(
        "0.32",
        "stride 2 with 'same' on 4 cells: no zero in front, one behind",
        X4,
        NINE,
        padding="same_upper",
        stride=2,
        y="198 96 / 43 38",
        label="even",
        part="same-strided",
    ),
    _values(
        "0.32",
        "stride 2 with 'same' on 5 cells: a zero in front, one behind",
        "1 10 100 1000 10000",
        "1 2 3",
        rank=1,
        padding="same_upper",
        stride=2,
        y="32 3210 21000",
        label="odd",
        part="same-strided",
    ),
    _values(
        "3.12",
        "convolution proper turns the kernel by half a turn",
        X3,
        K3,
        flip_kernel=True,
        y="5 11 / 23 29",
        part="flipped",
    ),
    _values(
        "3.13",
        "a learned kernel that is flipped gives the result of cross-correlation",
        X3,
        "3 2 / 1 0",
        flip_kernel=True,
        y="19 25 / 37 43",
        part="flipped",
    ),
)

PRINTED = (
    _printed(
        "1.29",
        "a random layer, printed to four digits",
        "-0.3508 1.9242 0.8938 -0.2322 / 0.2797 -2.1567 -1.4089 -0.7050 /"
        "1.0373 0.6111 -0.0473 1.2506 / -0.2059 0.0521 -0.0578 -0.2146",
        "0.2372 0.0935 0.3123 / -0.0540 0.2891 -0.1263 / -0.0857 0.1702 -0.1640",
        y="-6.2029e-02 1.0302e-04 / -4.1261e-01 -1.0472e+00",
    ),
    _printed(
        "3.10",
        "the learned kernel of the edge detector, off by at most 0.0081",
        EDGES,
        "0.9948 -1.0092",
        "0.0080",
        y=" / ".join(["-0.0064 1.0028 0.0080 0.0080 0.0080 -1.0012 -0.0064"] * 6),
    ),
)

SHAPES = (
    _shape("0.5", "4x4 under 2x2 gives 3x3", (1, 1, 4, 4), (1, 1, 2, 2), (1, 1, 3, 3)),
    _shape(
        "0.6 0.24", "m in, n out: n kernels of m channels", (1, 3, 4, 4), (2, 3, 2, 2), (1, 2, 3, 3)
    ),
    _shape("0.10", "3x3 shrinks to 2x2", (1, 1, 3, 3), (1, 1, 2, 2), (1, 1, 2, 2), label="second"),
    _shape("0.10", "2x2 shrinks to 1x1", (1, 1, 2, 2), (1, 1, 2, 2), (1, 1, 1, 1), label="third"),
    _shape(
        "1.15 2.1", "video: three spatial axes", (1, 3, 4, 5, 6), (2, 3, 2, 2, 2), (1, 2, 3, 4, 5)
    ),
    _shape(
        "1.28",
        "the published formula, all parameters at once",
        (1, 1, 10, 12),
        (1, 1, 3, 2),
        (1, 1, 4, 5),
        stride=(2, 3),
        padding=(1, 2),
        dilation=(2, 1),
    ),
    _shape("1.30", "not 1x1x4", (1, 1, 4, 4), (1, 1, 3, 3), (1, 1, 2, 2)),
    _shape("1.31", "3 in, 3 out: 9 planes", (1, 3, 5, 5), (3, 3, 3, 3), (1, 3, 3, 3)),
    _shape("2.3", "words: (N, E, L)", (2, 5, 7), (4, 5, 3), (2, 4, 5)),
    _shape("2.7", "rounded down: 1.5 + 1 is 2", (1, 1, 6, 6), (1, 1, 3, 3), (1, 1, 2, 2), stride=2),
    _shape(
        "2.11", "7 = 4 + 2 + 2 - 1", (1, 1, 4, 4), (1, 1, 2, 2), (1, 1, 7, 7), padding=2
    ),
    _shape("4.2", "7x6 to 5x4", (2, 1, 7, 6), (20, 1, 3, 3), (2, 20, 5, 4)),
    _shape("4.2", "5x4 to 3x2", (2, 20, 5, 4), (4, 20, 3, 3), (2, 4, 3, 2), label="second"),
    _shape("4.5 4.8", "Conv1d(4, 3, 3, stride=2)", (2, 4, 5), (3, 4, 3), (2, 3, 2), stride=2),
    _shape("4.21", "28 to 24", (1, 1, 28, 28), (10, 1, 5, 5), (1, 10, 24, 24)),
    _shape("4.21", "12 to 8", (1, 10, 12, 12), (20, 10, 5, 5), (1, 20, 8, 8), label="second"),
)
