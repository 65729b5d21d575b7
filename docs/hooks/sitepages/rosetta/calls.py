"""The calls that recipes must answer, and the answers: integers, exact in float32.

NumPy and the reference only, so that an environment with just one framework can run it.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def integers(*shape: int) -> Array:
    """Small integers of both signs, no two neighbours alike: sums are exact in float32."""
    cells = np.arange(int(np.prod(shape)))
    return ((cells * 7 + cells // 5 * 3) % 23 - 11).reshape(shape).astype(np.float32)


PAIRS = (((0, 0), (0, 0)), ((1, 1), (1, 1)), ((0, 1), (2, 1)))


def convolutions() -> Iterator[Call]:
    """Strides, padding per side, dilation, groups."""
    for stride, padding, dilation, groups in product(
        ((1, 1), (2, 3)), PAIRS, ((1, 1), (2, 1)), (1, 2)
    ):
        x, w = integers(2, 4, 7, 8), integers(6, 4 // groups, 3, 2)
        given = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        yield Call((x, w), given, (ref.conv(x, w, **given),))


def proper() -> Iterator[Call]:
    """One plane and one kernel, flipped."""
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


def same(larger: str) -> Iterator[Call]:
    """Sizes, kernels even and odd, strides; the larger half is 'upper' or 'lower'."""
    for size, kernel, stride, dilation in product(
        ((7, 8), (8, 5)), ((3, 3), (2, 4), (1, 2)), ((1, 1), (2, 3)), ((1, 1), (2, 2))
    ):
        if max(stride) > 1 and max(dilation) > 1:
            continue  # Keras refuses both together
        x, w = integers(1, 2, *size), integers(3, 2, *kernel)
        given: dict[str, Any] = {"stride": stride, "dilation": dilation}
        y = ref.conv(x, w, padding=f"same_{larger}", **given)
        yield Call((x, w), given, (y,))


def depthwise() -> Iterator[Call]:
    """One to three outputs for each channel."""
    for multiplier, stride, padding in product((1, 2, 3), (1, 2), PAIRS):
        x, w = integers(2, 3, 6, 7), integers(3 * multiplier, 1, 3, 2)
        given = {"stride": (stride, stride), "padding": padding}
        y = ref.conv(x, w, **given, dilation=(1, 1), groups=3)
        yield Call((x, w), given, (y,))


def transposed() -> Iterator[Call]:
    """With output_padding below the stride."""
    for stride, padding, extra in product(
        ((1, 1), (2, 2), (3, 2)), (PAIRS[0], PAIRS[1], ((0, 1), (1, 0))), ((0, 0), (1, 1))
    ):
        if min(s - e for s, e in zip(stride, extra, strict=True)) <= 0:
            continue
        x, w = integers(1, 3, 4, 5), integers(3, 2, 3, 4)
        given = {"stride": stride, "padding": padding, "output_padding": extra}
        yield Call((x, w), given, (ref.conv_transpose(x, w, **given, dilation=(1, 1)),))


def transposed_sizes() -> Iterator[Call]:
    """Every size that a stride of (3, 2) has."""
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


def max_pools() -> Iterator[Call]:
    """Cells all negative."""
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


def max_pools_ceil() -> Iterator[Call]:
    """Sizes that leave a step over, and that do not."""
    for size, given in product(((5, 6), (6, 7), (7, 8)), _pool_grid()):
        x = integers(1, 2, *size) - 20
        y = ref.max_pool(x, **given, dilation=(1, 1), last_window="ceil")
        yield Call((x,), given, (y,))


def indices() -> Iterator[Call]:
    """Planes with many ties."""
    for given in _pool_grid():
        x = integers(2, 3, 6, 7) % 4  # many ties
        yield Call((x,), given, ref.max_pool_with_indices(x, **given, dilation=(1, 1)))


def unpools() -> Iterator[Call]:
    """What comes of a max pool, and where it came from."""
    for size, kernel in (((4, 6), (2, 2)), ((5, 7), (2, 3))):
        x = integers(2, 3, *size)
        y, indices = ref.max_pool_with_indices(
            x, kernel=kernel, stride=kernel, padding="valid", dilation=(1, 1)
        )
        back = ref.max_unpool(y, indices, output_size=size)
        yield Call((y, indices), {"output_size": size}, (back,))


def averages(include: bool, last_window: Any = "floor") -> Iterator[Call]:
    """Sums that every divisor divides."""
    for size, given in product(((6, 7), (7, 8)), _pool_grid()):
        x = integers(1, 2, *size) * 36  # every divisor divides
        y = ref.avg_pool(x, **given, last_window=last_window, count_include_pad=include)
        yield Call((x,), given, (y,))


def lp_pools() -> Iterator[Call]:
    """Powers 1 and 2, where the root is exact."""
    for stride in ((1, 1), (2, 3)):
        x = integers(1, 2, 5, 6)
        given: dict[str, Any] = {"p": 1, "kernel": (2, 3), "stride": stride}
        yield Call((x,), given, (ref.lp_pool(x, padding="valid", **given),))
    x = np.zeros((1, 2, 6, 8), np.float32)
    factors = integers(1, 2, 3, 4)
    x[..., ::2, ::2], x[..., 1::2, ::2] = 3 * factors, -4 * factors  # the root is exact
    given = {"p": 2, "kernel": (2, 2), "stride": (2, 2)}
    yield Call((x,), given, (ref.lp_pool(x, padding="valid", **given),))


def adaptive() -> Iterator[Call]:
    """Bins that overlap, and bins that do not."""
    for size, cells in product(((5, 7), (8, 6)), ((1, 1), (3, 4), (5, 2), (9, 8))):
        x = integers(2, 2, *size) * 2520
        y = ref.adaptive_avg_pool(x, output_size=cells)
        yield Call((x,), {"output_size": cells}, (y,))


def modes() -> Iterator[Call]:
    """Three modes, with unequal sides."""
    for mode, padding in product(
        ("reflect", "replicate", "circular"), (((1, 1), (2, 2)), ((0, 2), (3, 1)))
    ):
        x = integers(1, 2, 4, 5)
        given: dict[str, Any] = {"padding": padding, "mode": mode}
        yield Call((x,), given, (ref.pad(x, **given),))


def unfolds() -> Iterator[Call]:
    """Overlapping windows and windows apart."""
    for kernel, stride, padding, dilation in product(
        ((2, 2), (3, 2)), ((1, 1), (2, 3)), (PAIRS[0], PAIRS[1]), ((1, 1), (2, 1))
    ):
        x = integers(2, 3, 6, 7)
        given = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
        yield Call((x,), given, (ref.unfold(x, **given),))


def folds() -> Iterator[Call]:
    """The columns of the unfolds, added up again."""
    for call in unfolds():
        columns = call.expected[0]
        given = {"output_size": (6, 7), **call.parameters}
        yield Call((columns,), given, (ref.fold(columns, **given),))


def convolutions_of_lines() -> Iterator[Call]:
    """Rank 1."""
    for stride, padding, dilation, groups in product(
        ((1,), (3,)), (((0, 0),), ((1, 2),)), ((1,), (2,)), (1, 2)
    ):
        x, w = integers(2, 4, 9), integers(6, 4 // groups, 3)
        given = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        yield Call((x, w), given, (ref.conv(x, w, **given),))


def convolutions_of_volumes() -> Iterator[Call]:
    """Rank 3."""
    pads = (((0, 0), (0, 0), (0, 0)), ((1, 0), (0, 2), (1, 1)))
    for stride, padding, dilation, groups in product(
        ((1, 1, 1), (2, 1, 3)), pads, ((1, 1, 1), (2, 1, 2)), (1, 2)
    ):
        x, w = integers(2, 4, 5, 4, 6), integers(4, 4 // groups, 2, 3, 2)
        given = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        yield Call((x, w), given, (ref.conv(x, w, **given),))


def gradients() -> Iterator[Call]:
    """What comes in, x and w; the gradients of x and of w."""
    for call in convolutions():
        gy = integers(*call.expected[0].shape) - 2
        gx, gw, _ = ref.conv_grad(gy, *call.arrays, **call.parameters)
        yield Call((gy, *call.arrays), call.parameters, (gx, gw))


def transposed_dilated() -> Iterator[Call]:
    """Dilation, and no output_padding."""
    for stride, padding, dilation in product(
        ((1, 1), (2, 3)), (PAIRS[0], PAIRS[1], ((0, 1), (2, 0))), ((2, 2), (1, 3))
    ):
        x, w = integers(1, 3, 4, 5), integers(3, 2, 3, 2)
        given = {"stride": stride, "padding": padding, "dilation": dilation}
        yield Call((x, w), given, (ref.conv_transpose(x, w, **given, output_padding=(0, 0)),))


def divided() -> Iterator[Call]:
    """Sums divided by a number that is given."""
    for divisor, given in product((1, 3, 4), _pool_grid()):
        x = integers(1, 2, 6, 7) * 36  # every divisor divides
        y = ref.avg_pool(x, **given, divisor_override=divisor)
        yield Call((x,), {**given, "divisor": divisor}, (y,))


def whole_planes() -> Iterator[Call]:
    """The mean and the maximum of each plane."""
    for size in ((4, 5), (7, 3), (1, 6)):
        x = integers(2, 3, *size) * 840 - 25200  # all negative
        y = ref.adaptive_avg_pool(x, output_size=(1, 1))
        yield Call((x,), {}, (y, ref.adaptive_max_pool(x, output_size=(1, 1))))


def adaptive_max() -> Iterator[Call]:
    """The bins of adaptive average pooling, and their maxima."""
    for call in adaptive():
        x = call.arrays[0] - 2520 * 12  # all negative
        yield Call((x,), call.parameters, (ref.adaptive_max_pool(x, **call.parameters),))
