"""Max and average pooling as torch.nn.functional has them, and what is composed around them."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backend import Unsupported, emulated
from conformance.backends.torch.convolution import FLOATS, INTEGERS
from conformance.backends.torch.padding import Ints, Padding, pad, pairs, symmetric

MAX_POOL: dict[int, Any] = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
AVG_POOL: dict[int, Any] = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}


def pool_capabilities(padded: str) -> dict[str, Any]:
    """What is declared of a pooling whose odd paddings are composed in the way told."""
    return {
        "padding": {
            "symmetric": True,
            "asymmetric": emulated(padded),
            "valid": True,
            "same_upper": emulated(padded),
            "same_lower": emulated(padded),
        },
        "last_window": {"floor": True, "ceil": True, "ceil_keep": emulated(padded)},
    }


MAX_POOL_CAPABILITIES = pool_capabilities(
    "F.pad with -inf before the call, indices counted back to the unpadded plane"
) | {"dtype": [*FLOATS, *INTEGERS]}
AVG_POOL_CAPABILITIES = pool_capabilities(
    "F.pad before the call, sums of windows over counts of windows"
) | {
    "divisor_override": emulated("native in rank 2 and 3; rank 1 as a plane of height 1"),
    "dtype": [*FLOATS, "int64"],
}


class _Axis(NamedTuple):
    """One axis of a pooling that is padded before the call."""

    size: int
    kernel: int
    stride: int
    dilation: int
    lo: int
    hi: int
    cells: int

    @property
    def end(self) -> int:
        """Where the last window or the input ends, whichever is later; the input starts at 0."""
        extent = self.dilation * (self.kernel - 1) + 1
        return max((self.cells - 1) * self.stride + extent - self.lo, self.size)

    @property
    def reads_nothing(self) -> bool:
        """Whether some window lies in the padding alone, or straddles the input."""
        for cell in range(self.cells):
            start = cell * self.stride - self.lo
            taps = range(start, start + self.kernel * self.dilation, self.dilation)
            if not any(0 <= tap < self.size for tap in taps):
                return True
        return False


def native_padding(kernel: Ints, padding: Padding, last_window: str) -> Ints | None:
    """The padding of a pooling that torch takes as it is, or None."""
    if last_window not in ("floor", "ceil", "ceil_keep"):
        raise ValueError(f"last_window={last_window!r}: expected floor, ceil or ceil_keep")
    native = symmetric(padding, len(kernel))
    if native is None or last_window == "ceil_keep":
        return None
    if any(p > k // 2 for p, k in zip(native, kernel, strict=True)):
        raise Unsupported("torch takes a symmetric padding of at most half the kernel")
    return native


def windows(
    x: Tensor, kernel: Ints, stride: Ints, dilation: Ints, padding: Padding, *, last_window: str
) -> list[_Axis]:
    """The walk of the windows along every axis."""
    size = x.shape[-len(kernel) :]
    sides = pairs(padding, size, kernel, stride, dilation)
    rule = "floor" if padding in ("same_upper", "same_lower") else last_window
    axes = []
    for i, k, s, d, (lo, hi) in zip(size, kernel, stride, dilation, sides, strict=True):
        room = i + lo + hi - d * (k - 1) - 1
        cells = (room // s if rule == "floor" else -(-room // s)) + 1
        if cells < 1:
            raise ValueError(f"kernel={kernel}: expected a window within {size} and {padding}")
        if rule == "ceil":
            cells = min(cells, -(-(i + lo) // s))
        axes.append(_Axis(i, k, s, d, lo, hi, cells))
    return axes


def max_pool(x: Tensor, **keywords: Any) -> Tensor:
    """The maxima alone."""
    y: Tensor = _max_pool(x, indices=False, **keywords)
    return y


def max_pool_with_indices(x: Tensor, **keywords: Any) -> tuple[Tensor, Tensor]:
    """The maxima, and their indices in the plane without padding."""
    y, index = _max_pool(x, indices=True, **keywords)
    return y, index


def _max_pool(
    x: Tensor,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
    last_window: str,
    indices: bool,
) -> Any:
    if len(kernel) == 1 and not indices and not x.is_floating_point():
        raise Unsupported("torch has 1-D max pooling of integers only with indices")
    pool = MAX_POOL[len(kernel)]
    native = native_padding(kernel, padding, last_window)
    if native is not None:
        return pool(x, kernel, stride, native, dilation, last_window == "ceil", indices)
    axes = windows(x, kernel, stride, dilation, padding, last_window=last_window)
    lowest = -torch.inf if x.is_floating_point() else torch.iinfo(x.dtype).min
    x = pad(x, [(a.lo, a.end - a.size) for a in axes], "constant", lowest)
    if not indices:
        return pool(x, kernel, stride, 0, dilation)
    y, index = pool(x, kernel, stride, 0, dilation, return_indices=True)
    return y, _unpadded_index(index, axes)


def _unpadded_index(index: Tensor, axes: list[_Axis]) -> Tensor:
    """Indices into the padded plane as indices into the input.

    The index of a padded cell is that of a window of nothing but -inf: it becomes the index of
    the first cell of the window that exists, or -1.
    """
    won, first = torch.zeros_like(index), torch.zeros_like(index)
    inside = torch.ones_like(index, dtype=torch.bool)
    present = inside.clone()
    places = torch.unravel_index(index, [axis.lo + axis.end for axis in axes])
    for number, (axis, place) in enumerate(zip(axes, places, strict=True), 1):
        position = place - axis.lo
        inside &= (position >= 0) & (position < axis.size)
        won = won * axis.size + position
        start = torch.arange(axis.cells, device=index.device) * axis.stride - axis.lo
        start = start.view(-1, *(1,) * (len(axes) - number))
        skipped = -(start.clamp(max=0) // axis.dilation)
        earliest = start + skipped * axis.dilation
        present &= (skipped < axis.kernel) & (earliest < axis.size)
        first = first * axis.size + earliest
    return torch.where(inside, won, torch.where(present, first, -1))


def avg_pool(
    x: Tensor,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    last_window: str,
    count_include_pad: bool,
    divisor_override: int | None = None,
) -> Tensor:
    """The averages; what torch does not take is composed of sums of windows."""
    rank = len(kernel)
    if rank == 3 and x.dtype in (torch.float16, torch.bfloat16):
        raise Unsupported("torch has no 3-D average pooling of 16-bit floats on the CPU")
    if divisor_override is not None and (type(divisor_override) is not int or not divisor_override):
        raise ValueError(f"divisor_override={divisor_override}: expected an integer other than 0")
    native = native_padding(kernel, padding, last_window)
    if rank == 1 and divisor_override is not None:
        native = None
    if native is not None:
        given = () if divisor_override is None else (divisor_override,)
        ceil = last_window == "ceil"
        y: Tensor = AVG_POOL[rank](x, kernel, stride, native, ceil, count_include_pad, *given)
        return y
    axes = windows(x, kernel, stride, (1,) * rank, padding, last_window=last_window)
    sums = _window_sums(pad(x, [(a.lo, a.end - a.size) for a in axes], "constant"), kernel, stride)
    if divisor_override is not None:
        return sums / divisor_override
    counted = torch.ones((1, *(a.size for a in axes)), dtype=x.dtype, device=x.device)
    counted = pad(counted, [(a.lo, a.hi) for a in axes], "constant", float(count_include_pad))
    counted = pad(counted, [(0, a.end - a.size - a.hi) for a in axes], "constant")
    return sums / _window_sums(counted, kernel, stride)


def _window_sums(x: Tensor, kernel: Ints, stride: Ints) -> Tensor:
    """The sum of every window; over one axis as over a plane of height 1, which has a divisor."""
    if len(kernel) == 1:
        return _window_sums(x.unsqueeze(-2), (1, *kernel), (1, *stride)).squeeze(-2)
    y: Tensor = AVG_POOL[len(kernel)](x, kernel, stride, divisor_override=1)
    return y
