"""Worked examples of convolution: relations between calls, or between a call and its arrays."""

from __future__ import annotations

import numpy as np

from conformance.cases.examples.convolution import KERNELS, NINE, TWO, X4
from conformance.cases.examples.record import (
    Array,
    Call,
    Example,
    Relation,
    conv,
    example,
    full,
    grid,
)

K = "1 2 / 3 4"
X = full(X4, 4)
OTHER = full("1 0 2 4 / 3 5 1 2 / 0 6 4 1 / 2 2 3 7", 4)
WIDE = full("4 1 7 5 3 8 / 4 4 2 5 1 9 / 7 7 2 4 6 2 / 1 0 2 4 5 3", 4)
RAMP = np.arange(1, 17).reshape(1, 1, 4, 4)
SIGNAL = "4 1 7 5 2 8"

# The 3x3 windows of X4 as columns, one row per tap, and the kernel NINE as a matrix of windows.
COLUMNS = grid(
    "4 1 4 4 / 1 7 4 2 / 7 5 2 5 / 4 4 7 7 / 4 2 7 2 / 2 5 2 4 / 7 7 1 0 / 7 2 0 2 / 2 4 2 4"
)
WINDOW_MATRIX = grid(
    "1 2 3 0 4 5 6 0 7 8 9 0 0 0 0 0 / 0 1 2 3 0 4 5 6 0 7 8 9 0 0 0 0 /"
    "0 0 0 0 1 2 3 0 4 5 6 0 7 8 9 0 / 0 0 0 0 0 1 2 3 0 4 5 6 0 7 8 9"
)
# The branches of a residual block on two channels: 3x3 and 1x1; the third is the input itself.
THREE = grid(f"{NINE} | 0 1 0 / 2 0 3 / 0 4 0 || 1 0 2 / 0 3 0 / 4 0 5 | 9 8 7 / 6 5 4 / 3 2 1")
ONE = grid("2 -1 / 3 5").reshape(2, 2, 1, 1)
IDENTITY = np.eye(2, dtype=np.int64).reshape(2, 2, 1, 1)
FUSED = THREE + np.pad(ONE + IDENTITY, ((0, 0), (0, 0), (1, 1), (1, 1)))
# A depthwise kernel on two channels, what it gives, and the same as a dense kernel.
DEPTHWISE = grid(KERNELS)[:, None]
BETWEEN = full("19 25 / 37 43 | 37 47 / 67 77", 4)
BLOCKS = grid("0 1 / 2 3 | 0 0 / 0 0 || 0 0 / 0 0 | 1 2 / 3 4")


def _relation(
    rows: str, text: str, holds: Relation, *calls: Call, part: str | None = None
) -> Example:
    return example(rows, text, "relation", *calls, part=part, relation=holds)


def _equal(one: Array, other: Array) -> tuple[Array, Array]:
    return one, other


def _joined(*arrays: Array | int) -> Array:
    return np.concatenate([np.ravel(a) for a in arrays])


def _steps(*sums: int) -> Relation:
    """Channel c of the output rises by sums[c] from column to column, by 4 sums[c] down a row."""
    across = np.array(sums)[:, None, None]
    expected = _joined(np.tile(across, (1, 3, 2)), np.tile(4 * across, (1, 2, 3)))
    return lambda y: (_joined(np.diff(y[0], axis=2), np.diff(y[0], axis=1)), expected)


def _one_hot(extent: int) -> Array:
    """A sample for each cell of a plane, with 1 in that cell."""
    return np.eye(extent * extent, dtype=np.int64).reshape(-1, 1, extent, extent)


def _sees(cells: str) -> Relation:
    """The first output cell depends on exactly these cells of the one-hot planes.

    Taps are at least 1, and the error of a declared transform less than half.
    """
    return lambda y: ((np.abs(y[:, 0, 0, 0]) > 0.5).astype(int), grid(cells).ravel())


# What K makes of the one-hot planes of a 3x3 input, where each tap shows in the cell it serves;
# and K after K.
FIRST = np.stack(
    [np.pad(grid(K), ((r, 1 - r), (c, 1 - c))) for r, c in np.ndindex(2, 2)], axis=-1
).reshape(9, 1, 2, 2)
TWICE = grid("1 4 4 / 6 20 16 / 9 24 16")

RELATIONS = (
    _relation(
        "0.1",
        "a shifted input gives the shifted output",
        lambda y, shifted: (shifted[..., :-1], y[..., 1:]),
        conv(WIDE[..., :-1], K),
        conv(WIDE[..., 1:], K),
    ),
    _relation(
        "0.1-stride-2",
        "at stride 2 a shift by 2 moves the output by 1",
        lambda y, shifted: (shifted[..., :-1], y[..., 1:]),
        conv(WIDE[..., :-2], K, stride=2),
        conv(WIDE[..., 2:], K, stride=2),
    ),
    _relation(
        "0.1-interior",
        "with padding the interior shifts",
        lambda y, shifted: (shifted[..., 1:-2], y[..., 2:-1]),
        conv(WIDE[..., :-1], K, padding=1),
        conv(WIDE[..., 1:], K, padding=1),
    ),
    _relation(
        "0.9 2.4",
        "affine with a bias: conv(x) + conv(x') = conv(x + x') + b",
        lambda y, other, both: (y + other, both + 10),
        *(conv(x, K, "10") for x in (X, OTHER, X + OTHER)),
    ),
    _relation(
        "2.4",
        "linear without a bias: 2 conv(x) - 3 conv(x') = conv(2x - 3x')",
        lambda y, other, both: (2 * y - 3 * other, both),
        *(conv(x, K) for x in (X, OTHER, 2 * X - 3 * OTHER)),
    ),
    _relation(
        "1.1 1.22",
        "the kernel as a row times the windows as columns",
        lambda y: (y.ravel(), np.arange(1, 10) @ COLUMNS),
        conv(X, NINE),
    ),
    _relation(
        "1.2 1.14",
        "a 4x16 matrix made of the kernel times the input as a vector",
        lambda y: (y.ravel(), WINDOW_MATRIX @ X.ravel()),
        conv(X, NINE),
    ),
    _relation(
        "1.5",
        "rank 1 is rank 2 with a kernel of height 1",
        lambda plane, line: (plane[:, :, 0], line),
        conv(grid(X4).reshape(1, 2, 1, 8), grid("1 2 3 / 4 5 6").reshape(1, 2, 1, 3)),
        conv(grid(X4).reshape(1, 2, 8), "1 2 3 / 4 5 6", rank=1),
    ),
    _relation(
        "1.13",
        "the branches 3x3, 1x1 and identity are one kernel, their sum",
        lambda three, one, fused: (fused, three + one + full(TWO, 4)),
        conv(TWO, THREE, padding=1),
        conv(TWO, ONE),
        conv(TWO, FUSED, padding=1),
    ),
    _relation(
        "2.8",
        "on 1..16 a step across is the sum of the kernel, a step down four times that",
        _steps(10),
        conv(RAMP, K, "3"),
    ),
    _relation(
        "2.9",
        "the same in each of two channels",
        _steps(10, -4),
        conv(RAMP, grid(f"{K} | 2 -5 / -3 2")[:, None], "3 -7"),
    ),
    _relation(
        "2.11",
        "padding first, then convolution",
        _equal,
        conv(np.pad(X, ((0, 0), (0, 0), (2, 2), (2, 2))), K),
        conv(X, K, padding=2),
    ),
    _relation(
        "2.12",
        "a 5x5 kernel sees 5x5 cells",
        _sees("1 1 1 1 1 0 /" * 5 + "0 0 0 0 0 0"),
        conv(_one_hot(6), np.arange(1, 26).reshape(1, 1, 5, 5)),
    ),
    _relation(
        "2.13-sees",
        "a dilated 3x3 kernel spans 5x5 and reads 9 cells of it",
        _sees("1 0 1 0 1 / 0 0 0 0 0 / 1 0 1 0 1 / 0 0 0 0 0 / 1 0 1 0 1"),
        conv(_one_hot(5), NINE, dilation=2),
    ),
    _relation(
        "2.14",
        "a depthwise and then a 1x1 kernel are one dense kernel",
        lambda deep, point, dense: (_joined(deep, point), _joined(BETWEEN, dense)),
        conv(TWO, DEPTHWISE, groups=2),
        conv(BETWEEN, ONE),
        conv(TWO, ONE * DEPTHWISE[:, 0]),
    ),
    _relation(
        "3.15",
        "with padding the receptive field exceeds the input: 4 of 9 elements exist",
        _sees("1 1 0 / 1 1 0 / 0 0 0"),
        conv(_one_hot(3), NINE, padding=1),
    ),
    _relation(
        "3.16", "a 2x2 layer sees 4 elements", _sees("1 1 0 / 1 1 0 / 0 0 0"), conv(_one_hot(3), K)
    ),
    _relation(
        "3.16-two 3.17",
        "two 2x2 layers see 9 elements, as one 3x3 kernel does",
        lambda first, second: (_joined(first, second), _joined(FIRST, TWICE)),
        conv(_one_hot(3), K),
        conv(FIRST, K),
    ),
    _relation(
        "4.9",
        "cells left over by the stride are ignored",
        _equal,
        *(conv(x, "1 2 3", rank=1, stride=2) for x in (SIGNAL, "4 1 7 5 2")),
    ),
    _relation(
        "4.11",
        "dilation is a kernel with zeros between its taps",
        _equal,
        conv(SIGNAL, "1 2", rank=1, dilation=3),
        conv(SIGNAL, "1 0 0 2", rank=1),
    ),
    _relation(
        "4.13",
        "groups are a dense kernel of diagonal blocks",
        _equal,
        conv(TWO, DEPTHWISE, groups=2),
        conv(TWO, BLOCKS),
    ),
    _relation(
        "0.13",
        "'valid' is padding 0",
        _equal,
        conv(X, K, padding="valid"),
        conv(X, K, padding=0),
        part="valid",
    ),
    _relation(
        "0.14 0.30",
        "'same' for k = 2 is a zero behind",
        _equal,
        conv(X, K, padding="same_upper"),
        conv(X, K, padding=((0, 1), (0, 1))),
        part="same",
    ),
    _relation(
        "0.14-dilated",
        "'same' for k = 2 and d = 3 is a zero in front, two behind",
        _equal,
        conv(X, K, padding="same_upper", dilation=3),
        conv(X, K, padding=((1, 2), (1, 2)), dilation=3),
        part="same",
    ),
    _relation(
        "3.12-relation",
        "convolution proper is cross-correlation with both axes of the kernel flipped",
        _equal,
        conv(TWO, KERNELS, flip_kernel=True),
        conv(TWO, "3 2 / 1 0 | 4 3 / 2 1"),
        part="flipped",
    ),
)
