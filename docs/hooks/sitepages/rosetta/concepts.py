"""What is translated: each concept, the calls that its recipes must answer, and the answers.

NumPy and the reference only, so that an environment with just one framework can run it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

import reference_impl as ref

Array = NDArray[Any]


@dataclass(frozen=True)
class Call:
    """One call of a recipe, and the arrays that it must return, exactly."""

    arrays: tuple[Array, ...]
    parameters: dict[str, Any]
    expected: tuple[Array, ...]


@dataclass(frozen=True)
class Concept:
    """One thing that frameworks spell differently.

    `function` is what every recipe of it is called, `topic` the chapter of the specification.
    """

    name: str
    title: str
    function: str
    topic: str
    text: str
    calls: Callable[[], Iterator[Call]]


def integers(*shape: int) -> Array:
    """Small integers of both signs, no two neighbours alike: sums are exact in float32."""
    cells = np.arange(int(np.prod(shape)))
    return ((cells * 7 + cells // 5 * 3) % 23 - 11).reshape(shape).astype(np.float32)


PAIRS = (((0, 0), (0, 0)), ((1, 1), (1, 1)), ((0, 1), (2, 1)))


def _convolutions() -> Iterator[Call]:
    for stride, padding, dilation, groups in product(
        ((1, 1), (2, 3)), PAIRS, ((1, 1), (2, 1)), (1, 2)
    ):
        x, w = integers(2, 4, 7, 8), integers(6, 4 // groups, 3, 2)
        given = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        yield Call((x, w), given, (ref.conv(x, w, **given),))


def _proper() -> Iterator[Call]:
    for size, kernel in (((4, 5), (3, 2)), ((6, 6), (2, 2)), ((5, 7), (1, 4))):
        x, w = integers(*size), integers(*kernel)
        y = ref.conv(
            x[None, None],
            w[None, None],
            stride=(1, 1),
            padding="valid",
            dilation=(1, 1),
            flip_kernel=True,
        )
        yield Call((x, w), {}, (y[0, 0],))


def _same(larger: str) -> Iterator[Call]:
    for size, kernel, stride, dilation in product(
        ((7, 8), (8, 5)), ((3, 3), (2, 4), (1, 2)), ((1, 1), (2, 3)), ((1, 1), (2, 2))
    ):
        if max(stride) > 1 and max(dilation) > 1:
            continue  # Keras refuses both together
        x, w = integers(1, 2, *size), integers(3, 2, *kernel)
        given: dict[str, Any] = {"stride": stride, "dilation": dilation}
        y = ref.conv(x, w, padding=f"same_{larger}", **given)
        yield Call((x, w), given, (y,))


def _depthwise() -> Iterator[Call]:
    for multiplier, stride, padding in product((1, 2, 3), (1, 2), PAIRS):
        x, w = integers(2, 3, 6, 7), integers(3 * multiplier, 1, 3, 2)
        given = {"stride": (stride, stride), "padding": padding}
        y = ref.conv(x, w, **given, dilation=(1, 1), groups=3)
        yield Call((x, w), given, (y,))


def _transposed() -> Iterator[Call]:
    for stride, padding, extra in product(
        ((1, 1), (2, 2), (3, 2)), (PAIRS[0], PAIRS[1], ((0, 1), (1, 0))), ((0, 0), (1, 1))
    ):
        if min(s - e for s, e in zip(stride, extra, strict=True)) <= 0:
            continue
        x, w = integers(1, 3, 4, 5), integers(3, 2, 3, 4)
        given = {"stride": stride, "padding": padding, "output_padding": extra}
        yield Call((x, w), given, (ref.conv_transpose(x, w, **given, dilation=(1, 1)),))


def _transposed_sizes() -> Iterator[Call]:
    stride, padding = (3, 2), (1, 0)
    x, w = integers(1, 2, 4, 5), integers(2, 3, 3, 4)
    for extra in product(range(3), range(2)):
        y = ref.conv_transpose(
            x,
            w,
            stride=stride,
            padding=((1, 1), (0, 0)),
            output_padding=extra,
            dilation=(1, 1),
        )
        yield Call((x, w), {"stride": stride, "padding": padding, "size": y.shape[2:]}, (y,))


def _max_pools() -> Iterator[Call]:
    for kernel, stride, padding, dilation in product(
        ((2, 2), (3, 2)), ((1, 1), (2, 3)), (PAIRS[0], PAIRS[1]), ((1, 1), (2, 1))
    ):
        x = integers(2, 3, 7, 8) - 20  # all negative: padding with zeros would win
        given = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
        yield Call((x,), given, (ref.max_pool(x, **given),))


def _pool_grid() -> Iterator[dict[str, Any]]:
    for kernel, stride, padding in product(
        ((2, 2), (3, 2)), ((1, 1), (2, 3)), (PAIRS[0], PAIRS[1])
    ):
        yield {"kernel": kernel, "stride": stride, "padding": padding}


def _max_pools_ceil() -> Iterator[Call]:
    for size, given in product(((5, 6), (6, 7), (7, 8)), _pool_grid()):
        x = integers(1, 2, *size) - 20
        y = ref.max_pool(x, **given, dilation=(1, 1), last_window="ceil")
        yield Call((x,), given, (y,))


def _indices() -> Iterator[Call]:
    for given in _pool_grid():
        x = integers(2, 3, 6, 7) % 4  # many ties
        yield Call((x,), given, ref.max_pool_with_indices(x, **given, dilation=(1, 1)))


def _unpools() -> Iterator[Call]:
    for size, kernel in (((4, 6), (2, 2)), ((5, 7), (2, 3))):
        x = integers(2, 3, *size)
        y, indices = ref.max_pool_with_indices(
            x, kernel=kernel, stride=kernel, padding="valid", dilation=(1, 1)
        )
        back = ref.max_unpool(y, indices, output_size=size)
        yield Call((y, indices), {"output_size": size}, (back,))


def _averages(include: bool, last_window: Any = "floor") -> Iterator[Call]:
    for size, given in product(((6, 7), (7, 8)), _pool_grid()):
        x = integers(1, 2, *size) * 36  # every divisor divides
        y = ref.avg_pool(x, **given, last_window=last_window, count_include_pad=include)
        yield Call((x,), given, (y,))


def _lp_pools() -> Iterator[Call]:
    for stride in ((1, 1), (2, 3)):
        x = integers(1, 2, 5, 6)
        given: dict[str, Any] = {"p": 1, "kernel": (2, 3), "stride": stride}
        yield Call((x,), given, (ref.lp_pool(x, padding="valid", **given),))
    x = np.zeros((1, 2, 6, 8), np.float32)
    factors = integers(1, 2, 3, 4)
    x[..., ::2, ::2], x[..., 1::2, ::2] = 3 * factors, -4 * factors  # the root is exact
    given = {"p": 2, "kernel": (2, 2), "stride": (2, 2)}
    yield Call((x,), given, (ref.lp_pool(x, padding="valid", **given),))


def _adaptive() -> Iterator[Call]:
    for size, cells in product(((5, 7), (8, 6)), ((1, 1), (3, 4), (5, 2), (9, 8))):
        x = integers(2, 2, *size) * 2520
        y = ref.adaptive_avg_pool(x, output_size=cells)
        yield Call((x,), {"output_size": cells}, (y,))


def _modes() -> Iterator[Call]:
    for mode, padding in product(
        ("reflect", "replicate", "circular"), (((1, 1), (2, 2)), ((0, 2), (3, 1)))
    ):
        x = integers(1, 2, 4, 5)
        given: dict[str, Any] = {"padding": padding, "mode": mode}
        yield Call((x,), given, (ref.pad(x, **given),))


def _unfolds() -> Iterator[Call]:
    for kernel, stride, padding, dilation in product(
        ((2, 2), (3, 2)), ((1, 1), (2, 3)), (PAIRS[0], PAIRS[1]), ((1, 1), (2, 1))
    ):
        x = integers(2, 3, 6, 7)
        given = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
        yield Call((x,), given, (ref.unfold(x, **given),))


def _folds() -> Iterator[Call]:
    for call in _unfolds():
        columns = call.expected[0]
        given = {"output_size": (6, 7), **call.parameters}
        yield Call((columns,), given, (ref.fold(columns, **given),))


CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "convolution",
        "Convolution",
        "conv2d",
        "shapes",
        "Cross-correlation of x (N, C, H, W) with w (O, C/groups, kH, kW), padding (lo, hi) "
        "for each axis. What differs: the layout of x and w, whether padding can be unequal, "
        "and where groups are written.",
        _convolutions,
    ),
    Concept(
        "flipped",
        "Convolution proper: the flipped kernel",
        "convolve2d",
        "orientation",
        "Convolution as mathematics has it, of one plane x (H, W) with w (kH, kW), no padding. "
        "SciPy and NumPy flip where they say *convolve*; deep-learning frameworks never do.",
        _proper,
    ),
    Concept(
        "same-upper",
        "Same padding, the odd cell at the end",
        "conv2d_same",
        "same",
        "`SAME` of TensorFlow, Keras and JAX, `SAME_UPPER` of ONNX, with any stride. torch has "
        "the name for stride 1 only; the padding of a stride depends on the input.",
        lambda: _same("upper"),
    ),
    Concept(
        "same-lower",
        "Same padding, the odd cell at the beginning",
        "conv2d_same_lower",
        "same",
        '`SAME_LOWER` of ONNX and JAX. `mode="same"` of NumPy and SciPy is this one too, as '
        "soon as the kernel is even.",
        lambda: _same("lower"),
    ),
    Concept(
        "depthwise",
        "Depthwise convolution",
        "depthwise2d",
        "groups",
        "Channel c of x gives outputs c·m to c·m + m − 1. torch keeps the weight as "
        "(C·m, 1, kH, kW), TensorFlow and Keras as (kH, kW, C, m), JAX as (kH, kW, 1, C·m).",
        _depthwise,
    ),
    Concept(
        "transposed",
        "Transposed convolution",
        "conv_transpose2d",
        "transposed",
        "The adjoint of a convolution: w is (C, O, kH, kW), padding is what is cut away, "
        "output_padding what is computed beyond the end.",
        _transposed,
    ),
    Concept(
        "transposed-size",
        "Transposed convolution of a given output size",
        "conv_transpose2d_to",
        "transposed",
        "A stride of s has s output sizes for each input size. Frameworks ask for the size, or "
        "for output_padding = size − the least size.",
        _transposed_sizes,
    ),
    Concept(
        "max-pool",
        "Max pooling",
        "max_pool2d",
        "pooling",
        "Padding is minus infinity and never wins. A pool after `pad` with zeros is wrong "
        "wherever all cells are negative.",
        _max_pools,
    ),
    Concept(
        "ceil",
        "Ceil mode",
        "max_pool2d_ceil",
        "ceil",
        "One more window where a step is left over, unless it would start in the high padding. "
        "Who has no such mode pads the end, by as much as the last window overhangs.",
        _max_pools_ceil,
    ),
    Concept(
        "indices",
        "Indices of max pooling",
        "max_pool2d_indices",
        "indices",
        "Where each maximum was: flat in the unpadded plane of its (n, c), the first of equal "
        "ones. TensorFlow counts channels in, ONNX batch and channels.",
        _indices,
    ),
    Concept(
        "unpool",
        "Max unpooling",
        "max_unpool2d",
        "unpooling",
        "Values go back to the indices of max pooling, all else is zero. Only torch has a name "
        "for it; elsewhere it is a scatter.",
        _unpools,
    ),
    Concept(
        "average-counted",
        "Average pooling, padding counted",
        "avg_pool2d",
        "divisors",
        "The divisor is the whole window, padding and all: torch's default, and Flax's.",
        lambda: _averages(True),
    ),
    Concept(
        "average-uncounted",
        "Average pooling, padding not counted",
        "avg_pool2d_uncounted",
        "divisors",
        "The divisor is the number of input cells: the default of ONNX, and what `SAME` of "
        "TensorFlow and Keras does.",
        lambda: _averages(False),
    ),
    Concept(
        "average-ceil",
        "Average pooling with ceil mode",
        "avg_pool2d_ceil",
        "divisors",
        "Padding counts, the overhang beyond it never does: the last window of a row divides "
        "by less.",
        lambda: _averages(True, "ceil"),
    ),
    Concept(
        "lp-pool",
        "Power-average (lp) pooling",
        "lp_pool2d",
        "pooling",
        "The p-th root of the sum of abs(x)^p. torch leaves the absolute value out.",
        _lp_pools,
    ),
    Concept(
        "adaptive",
        "Adaptive average pooling",
        "adaptive_avg_pool2d",
        "adaptive",
        "Bin a of o reads cells floor(a·i/o) to ceil((a+1)·i/o). torch and Keras have it; "
        "elsewhere it is the mean of each bin.",
        _adaptive,
    ),
    Concept(
        "padding-modes",
        "Padding modes",
        "pad2d",
        "padding-modes",
        "Reflect (the edge not repeated), replicate, circular. The names are a trap: "
        "`reflect` of scipy.ndimage repeats the edge, as `symmetric` of NumPy does.",
        _modes,
    ),
    Concept(
        "unfold",
        "Unfold (im2col)",
        "unfold2d",
        "rearrangement",
        "What every window reads, as columns: rows are channel, then tap; columns are output "
        "cells, row-major. Other frameworks put the channel last.",
        _unfolds,
    ),
    Concept(
        "fold",
        "Fold (col2im)",
        "fold2d",
        "rearrangement",
        "The adjoint of unfold: overlapping columns add. Who has no fold takes the gradient of "
        "an unfold.",
        _folds,
    ),
)
