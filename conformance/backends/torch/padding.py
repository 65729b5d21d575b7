"""Paddings: what torch takes as it is, and what is written out before the call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from numpy.typing import NDArray
from torch import Tensor

Array: TypeAlias = NDArray[Any]
Ints: TypeAlias = tuple[int, ...]
Pairs: TypeAlias = tuple[tuple[int, int], ...]
Padding: TypeAlias = str | Pairs


def pairs(padding: Padding, size: Ints, kernel: Ints, stride: Ints, dilation: Ints) -> Pairs:
    """The padding of every axis, computed where it is a name."""
    if min(stride) < 1:
        raise ValueError(f"stride={stride}: expected integers >= 1")
    if padding == "valid":
        return ((0, 0),) * len(size)
    if not isinstance(padding, str):
        sides = [side for pair in padding for side in pair]
        if len(sides) != 2 * len(size) or any(type(p) is not int or p < 0 for p in sides):
            raise ValueError(f"padding={padding}: expected {len(size)} pairs of integers >= 0")
        return padding
    if padding not in ("same_upper", "same_lower"):
        raise ValueError(f"padding={padding!r}: expected valid, same_upper, same_lower or pairs")
    pairs = []
    for i, k, s, d in zip(size, kernel, stride, dilation, strict=True):
        last_end = (-(-i // s) - 1) * s + d * (k - 1) + 1
        total = max(last_end - i, 0)
        half, rest = total // 2, total - total // 2
        pairs.append((half, rest) if padding == "same_upper" else (rest, half))
    return tuple(pairs)


def symmetric(padding: Padding, rank: int) -> Ints | None:
    """The padding as torch takes it, one integer per axis, or None."""
    if padding == "valid":
        return (0,) * rank
    if isinstance(padding, str) or any(lo != hi for lo, hi in padding):
        return None
    return tuple(lo for lo, _ in padding)


def pad(x: Tensor, pairs: Sequence[tuple[int, int]], mode: str, value: float = 0) -> Tensor:
    """x with a pair of sides before and behind each spatial axis."""
    flat = [side for pair in reversed(pairs) for side in pair]  # F.pad begins at the last axis
    return F.pad(x, flat, mode, value if mode == "constant" else None)
