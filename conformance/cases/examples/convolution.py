"""Worked examples of convolution: values, printed digits, shapes."""

from __future__ import annotations

from typing import Any

import numpy as np

from conformance.cases.examples.record import Array, Example, conv, example, full, grid, half_units
from conformance.parameters import Shape

X4 = "4 1 7 5 / 4 4 2 5 / 7 7 2 4 / 1 0 2 4"
K2 = "1 0 / 2 1"
Y3 = "16 11 16 / 25 20 10 / 9 9 10"
RING = "4 9 9 19 10 / 4 16 11 16 15 / 7 25 20 10 13 / 1 9 9 10 12 / 0 1 0 2 4"
RINGS = "0 0 0 0 0 0 0 / 0 " + RING.replace("/", "0 / 0") + " 0 / 0 0 0 0 0 0 0"
SAME = "16 11 16 15 / 25 20 10 13 / 9 9 10 12 / 1 0 2 4"
X3 = "0 1 2 / 3 4 5 / 6 7 8"
K3 = "0 1 / 2 3"
TWO = f"{X3} | 1 2 3 / 4 5 6 / 7 8 9"
KERNELS = f"{K3} | 1 2 / 3 4"
CORNERS = "1 0 / 0 0 | 0 0 / 0 1"
NINE = "1 2 3 / 4 5 6 / 7 8 9"
IMAGE = " / ".join(["1 1 0 0 0 0 1 1"] * 6)
EDGES = " / ".join(["0 1 0 0 0 -1 0"] * 6)
LEARNED = " / ".join(["-0.0064 1.0028 0.0080 0.0080 0.0080 -1.0012 -0.0064"] * 6)
TENS = "1 10 100 1000 10000"


def _values(
    rows: str,
    text: str,
    x: Array | str,
    w: Array | str,
    y: Array | str,
    b: str | None = None,
    part: str = "values",
    **keywords: Any,
) -> Example:
    call = conv(x, w, b, **keywords)
    outputs = (full(y, len(call[0].input_shape)),)
    return example(rows, text, "values", call, part=part, outputs=outputs)


def _printed(rows: str, text: str, x: str, w: str, y: str, b: str | None = None) -> Example:
    halves = tuple(None if a is None else half_units(a) for a in (x, w, b, y))
    return example(rows, text, "printed", conv(x, w, b), outputs=(full(y, 4),), halves=halves)


def _shape(rows: str, text: str, x: Shape, w: Shape, y: Shape, **keywords: Any) -> Example:
    x_array, w_array = ((np.arange(np.prod(s)) % 7 - 3).reshape(s) for s in (x, w))
    return example(
        rows, text, "shape", conv(x_array, w_array, rank=len(w) - 2, **keywords), shape=y
    )


VALUES = (
    _values("0.2 0.3", "a 2x2 kernel slides over a 4x4 input", X4, K2, Y3),
    _values("0.4", "stride 2 keeps every second cell", X4, K2, "16 16 / 9 10", stride=2),
    _values("0.7 2.5", "two channels in, added", TWO, KERNELS, "56 72 / 104 120"),
    _values(
        "0.7-three",
        "three channels in, added",
        f"{TWO} | {X3}",
        f"{KERNELS} | 1 0 / 0 0",
        "56 73 / 107 124",
    ),
    _values(
        "0.8 1.9",
        "a bias for each output channel, none for an input channel",
        X3,
        grid(f"{K3} | 0 2 / 4 6")[:, None],
        "20 26 / 38 44 | 37 49 / 73 85",
        "1 -1",
    ),
    _values("0.11-one", "padding 1 is one ring of zeros", X4, K2, RING, padding=1),
    _values("0.11-two", "padding 2 is two rings of zeros", X4, K2, RINGS, padding=2),
    _values(
        "0.12 0.18",
        "a pair of paddings is (rows, columns)",
        X4,
        K2,
        "9 9 19 / 16 11 16 / 25 20 10 / 9 9 10 / 1 0 2",
        padding=(1, 0),
    ),
    _values(
        "0.15-rank-1 1.6 1.16",
        "one signal slides along another",
        "4 1 7 5",
        "2 1",
        "9 9 19",
        rank=1,
    ),
    _values(
        "0.15-rank-3 2.1",
        "a sum over three axes",
        f"{X3} | 9 10 11 / 12 13 14 / 15 16 17",
        f"{K3} | 1 0 / 0 0",
        "28 35 / 49 56",
        rank=3,
    ),
    _values(
        "0.18 1.25 3.6",
        "kernel and stride as pairs (height, width)",
        X4,
        "1 0 2 / 0 3 0",
        "30 17 / 11 21",
        stride=(2, 1),
    ),
    _values(
        "0.27",
        "axis 0 is the batch: each sample by itself",
        grid(TWO)[:, None],
        K3,
        grid("19 25 / 37 43 | 25 31 / 43 49")[:, None],
    ),
    _values(
        "1.12 4.11",
        "dilation 2 leaves a gap of one cell",
        TENS,
        "1 2",
        "201 2010 20100",
        rank=1,
        dilation=2,
    ),
    _values("2.13", "a dilated 2x2 kernel spans 3x3", X4, K2, "20 19 / 8 8", dilation=2),
    _values("1.17", "left to right, then down, like a Z", X4, NINE, "198 187 / 118 137"),
    _values("1.18 3.5", "a scalar bias", X4, K2, "26 21 26 / 35 30 20 / 19 19 20", "10"),
    _values(
        "1.19 1.20",
        "two channels in, two out: a kernel of two channels for each",
        TWO,
        f"{KERNELS} || {CORNERS}",
        "56 72 / 104 120 | 5 7 / 11 13",
    ),
    _values("3.2 1.10 3.4", "0x0 + 1x1 + 3x2 + 4x3 = 19 and so on", X3, K3, "19 25 / 37 43"),
    _values("3.7 3.8", "white to black is 1, black to white -1", IMAGE, full("1 -1", 4), EDGES),
    _values(
        "4.12 1.21",
        "two groups: an output channel reads the channels of its group",
        f"{TWO} | {TWO}",
        f"{KERNELS} || {CORNERS}",
        "56 72 / 104 120 | 5 7 / 11 13",
        groups=2,
    ),
    _values(
        "0.28 0.22 1.24 1.27 4.23",
        "(C, H, W) without a batch axis",
        X4,
        K2,
        Y3,
        part="unbatched",
        batched=False,
    ),
    _values(
        "0.19",
        "'valid' goes with stride 2",
        X4,
        K2,
        "16 16 / 9 10",
        part="valid",
        padding="valid",
        stride=2,
    ),
    _values("0.29", "'same' as it is printed", X4, K2, SAME, part="same", padding="same_upper"),
    _values(
        "0.32-even",
        "'same' at stride 2 on 4 cells: no zero in front, one behind",
        X4,
        NINE,
        "198 96 / 43 38",
        part="same-strided",
        padding="same_upper",
        stride=2,
    ),
    _values(
        "0.32-odd",
        "'same' at stride 2 on 5 cells: a zero in front, one behind",
        TENS,
        "1 2 3",
        "32 3210 21000",
        part="same-strided",
        rank=1,
        padding="same_upper",
        stride=2,
    ),
    _values(
        "3.12",
        "the kernel turned by half a turn",
        X3,
        K3,
        "5 11 / 23 29",
        part="flipped",
        flip_kernel=True,
    ),
    _values(
        "3.13",
        "a kernel learned flipped gives what cross-correlation gives",
        X3,
        "3 2 / 1 0",
        "19 25 / 37 43",
        part="flipped",
        flip_kernel=True,
    ),
)

PRINTED = (
    _printed(
        "1.29",
        "a random layer, printed to four digits",
        "-0.3508 1.9242 0.8938 -0.2322 / 0.2797 -2.1567 -1.4089 -0.7050 /"
        "1.0373 0.6111 -0.0473 1.2506 / -0.2059 0.0521 -0.0578 -0.2146",
        "0.2372 0.0935 0.3123 / -0.0540 0.2891 -0.1263 / -0.0857 0.1702 -0.1640",
        "-6.2029e-02 1.0302e-04 / -4.1261e-01 -1.0472e+00",
    ),
    _printed("3.10", "a learned edge detector", IMAGE, "0.9948 -1.0092", LEARNED, "0.0080"),
)

SHAPES = (
    _shape("0.5", "4x4 under 2x2", (1, 1, 4, 4), (1, 1, 2, 2), (1, 1, 3, 3)),
    _shape("0.6 0.24", "n kernels of m channels", (1, 3, 4, 4), (2, 3, 2, 2), (1, 2, 3, 3)),
    _shape("0.10", "3x3 shrinks to 2x2", (1, 1, 3, 3), (1, 1, 2, 2), (1, 1, 2, 2)),
    _shape("0.10-last", "2x2 shrinks to 1x1", (1, 1, 2, 2), (1, 1, 2, 2), (1, 1, 1, 1)),
    _shape("1.15 2.1", "video: three axes", (1, 3, 4, 5, 6), (2, 3, 2, 2, 2), (1, 2, 3, 4, 5)),
    _shape(
        "1.28",
        "the published formula, every parameter",
        (1, 1, 10, 12),
        (1, 1, 3, 2),
        (1, 1, 4, 5),
        stride=(2, 3),
        padding=(1, 2),
        dilation=(2, 1),
    ),
    _shape("1.30", "not 1x1x4", (1, 1, 4, 4), (1, 1, 3, 3), (1, 1, 2, 2)),
    _shape("1.31", "9 planes of weights", (1, 3, 5, 5), (3, 3, 3, 3), (1, 3, 3, 3)),
    _shape("2.3", "words: (N, E, L)", (2, 5, 7), (4, 5, 3), (2, 4, 5)),
    _shape("2.7", "1.5 rounded down", (1, 1, 6, 6), (1, 1, 3, 3), (1, 1, 2, 2), stride=2),
    _shape("2.11-shape", "4+2+2-1", (1, 1, 4, 4), (1, 1, 2, 2), (1, 1, 7, 7), padding=2),
    _shape("4.2", "7x6 to 5x4", (2, 1, 7, 6), (20, 1, 3, 3), (2, 20, 5, 4)),
    _shape("4.2-second", "5x4 to 3x2", (2, 20, 5, 4), (4, 20, 3, 3), (2, 4, 3, 2)),
    _shape("4.5 4.8", "Conv1d(4, 3, 3, stride=2)", (2, 4, 5), (3, 4, 3), (2, 3, 2), stride=2),
    _shape("4.21", "28 to 24", (1, 1, 28, 28), (10, 1, 5, 5), (1, 10, 24, 24)),
    _shape("4.21-second", "12 to 8", (1, 10, 12, 12), (20, 10, 5, 5), (1, 20, 8, 8)),
)
