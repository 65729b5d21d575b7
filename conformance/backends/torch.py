"""The backends `torch-cpu` and `torch-cuda`: PyTorch called as its own documentation says.

Where torch takes the parameters, they are handed to it. What it does not take is composed here
and declared `emulated`: paddings that it does not know are written out with `F.pad`, up to the
end of the last window, and the call is made without padding. The number of threads is left as
the process set it: one thread would save 1 to 2 us of a tiny call, and would not be what users run.
"""

from __future__ import annotations

import platform
import subprocess
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from numpy.typing import NDArray
from torch import Tensor

from conformance.backend import Backend, Unsupported, emulated

Array: TypeAlias = NDArray[Any]
Ints: TypeAlias = tuple[int, ...]
Pairs: TypeAlias = tuple[tuple[int, int], ...]
Padding: TypeAlias = str | Pairs

CONV: dict[int, Any] = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
MAX_POOL: dict[int, Any] = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
AVG_POOL: dict[int, Any] = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
PAD_MODES = {"zeros": "constant"} | {m: m for m in ("reflect", "replicate", "circular")}

COMMON: dict[str, Any] = {"rank": [1, 2, 3], "dtype": ["float32", "float64"], "unbatched": True}
_EXTENDED = emulated("F.pad(mode=...) before the call, as nn.Conv does")
_PADDED = emulated("F.pad before the call")
CONV_CAPABILITIES: dict[str, Any] = {
    "padding": {
        "symmetric": True,
        "asymmetric": _PADDED,
        "valid": True,
        "same_upper": emulated("padding='same' at stride 1, else F.pad before the call"),
        "same_lower": _PADDED,
    },
    "padding_mode": {
        "zeros": True,
        "reflect": _EXTENDED,
        "replicate": _EXTENDED,
        "circular": _EXTENDED,
    },
    "flip_kernel": emulated("torch.flip of the weight before the call"),
}


def _pool_capabilities(padded: str) -> dict[str, Any]:
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


MAX_POOL_CAPABILITIES = _pool_capabilities(
    "F.pad with -inf before the call, indices counted back to the unpadded plane"
)
AVG_POOL_CAPABILITIES = _pool_capabilities(
    "F.pad before the call, sums of windows over counts of windows"
) | {"divisor_override": emulated("native in rank 2 and 3; rank 1 as a plane of height 1")}


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


def _pairs(padding: Padding, size: Ints, kernel: Ints, stride: Ints, dilation: Ints) -> Pairs:
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


def _symmetric(padding: Padding, rank: int) -> Ints | None:
    """The padding as torch takes it, one integer per axis, or None."""
    if padding == "valid":
        return (0,) * rank
    if isinstance(padding, str) or any(lo != hi for lo, hi in padding):
        return None
    return tuple(lo for lo, _ in padding)


def _pad(x: Tensor, pairs: Sequence[tuple[int, int]], mode: str, value: float = 0) -> Tensor:
    flat = [side for pair in reversed(pairs) for side in pair]  # F.pad begins at the last axis
    return F.pad(x, flat, mode, value if mode == "constant" else None)


def _conv(
    x: Tensor,
    w: Tensor,
    b: Tensor | None,
    *,
    stride: Ints,
    padding: Padding,
    dilation: Ints,
    groups: int,
    padding_mode: str,
    flip_kernel: bool,
) -> Tensor:
    rank = w.ndim - 2
    if padding_mode not in PAD_MODES:
        raise ValueError(f"padding_mode={padding_mode!r}: expected one of {', '.join(PAD_MODES)}")
    if flip_kernel:
        w = w.flip(tuple(range(2, w.ndim)))
    native: str | Ints | None = _symmetric(padding, rank)
    if padding == "same_upper" and max(stride) == 1:
        native = "same"
    if native is None or padding_mode != "zeros":
        pairs = _pairs(padding, x.shape[-rank:], w.shape[2:], stride, dilation)
        native = (0,) * rank
        if any(lo or hi for lo, hi in pairs):
            x = _pad(x, pairs, PAD_MODES[padding_mode])
    y: Tensor = CONV[rank](x, w, b, stride, native, dilation, groups)
    return y


def _native_pool(kernel: Ints, padding: Padding, last_window: str) -> Ints | None:
    """The padding of a pooling that torch takes as it is, or None."""
    if last_window not in ("floor", "ceil", "ceil_keep"):
        raise ValueError(f"last_window={last_window!r}: expected floor, ceil or ceil_keep")
    native = _symmetric(padding, len(kernel))
    if native is None or last_window == "ceil_keep":
        return None
    if any(p > k // 2 for p, k in zip(native, kernel, strict=True)):
        raise Unsupported("torch takes a symmetric padding of at most half the kernel")
    return native


def _walk(
    x: Tensor, kernel: Ints, stride: Ints, dilation: Ints, padding: Padding, *, last_window: str
) -> list[_Axis]:
    size = x.shape[-len(kernel) :]
    pairs = _pairs(padding, size, kernel, stride, dilation)
    rule = "floor" if padding in ("same_upper", "same_lower") else last_window
    axes = []
    for i, k, s, d, (lo, hi) in zip(size, kernel, stride, dilation, pairs, strict=True):
        room = i + lo + hi - d * (k - 1) - 1
        cells = (room // s if rule == "floor" else -(-room // s)) + 1
        if cells < 1:
            raise ValueError(f"kernel={kernel}: expected a window within {size} and {padding}")
        if rule == "ceil":
            cells = min(cells, -(-(i + lo) // s))
        axes.append(_Axis(i, k, s, d, lo, hi, cells))
    return axes


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
    pool = MAX_POOL[len(kernel)]
    native = _native_pool(kernel, padding, last_window)
    if native is not None:
        return pool(x, kernel, stride, native, dilation, last_window == "ceil", indices)
    axes = _walk(x, kernel, stride, dilation, padding, last_window=last_window)
    x = _pad(x, [(a.lo, a.end - a.size) for a in axes], "constant", -torch.inf)
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


def _avg_pool(
    x: Tensor,
    *,
    kernel: Ints,
    stride: Ints,
    padding: Padding,
    last_window: str,
    count_include_pad: bool,
    divisor_override: int | None = None,
) -> Tensor:
    rank = len(kernel)
    if divisor_override is not None and (type(divisor_override) is not int or not divisor_override):
        raise ValueError(f"divisor_override={divisor_override}: expected an integer other than 0")
    native = _native_pool(kernel, padding, last_window)
    if rank == 1 and divisor_override is not None:
        native = None
    if native is not None:
        given = () if divisor_override is None else (divisor_override,)
        ceil = last_window == "ceil"
        y: Tensor = AVG_POOL[rank](x, kernel, stride, native, ceil, count_include_pad, *given)
        return y
    axes = _walk(x, kernel, stride, (1,) * rank, padding, last_window=last_window)
    sums = _window_sums(_pad(x, [(a.lo, a.end - a.size) for a in axes], "constant"), kernel, stride)
    if divisor_override is not None:
        return sums / divisor_override
    counted = torch.ones((1, *(a.size for a in axes)), dtype=x.dtype, device=x.device)
    counted = _pad(counted, [(a.lo, a.hi) for a in axes], "constant", float(count_include_pad))
    counted = _pad(counted, [(0, a.end - a.size - a.hi) for a in axes], "constant")
    return sums / _window_sums(counted, kernel, stride)


def _window_sums(x: Tensor, kernel: Ints, stride: Ints) -> Tensor:
    """The sum of every window; over one axis as over a plane of height 1, which has a divisor."""
    if len(kernel) == 1:
        return _window_sums(x.unsqueeze(-2), (1, *kernel), (1, *stride)).squeeze(-2)
    y: Tensor = AVG_POOL[len(kernel)](x, kernel, stride, divisor_override=1)
    return y


@contextmanager
def _full_float32() -> Iterator[None]:
    """TF32 off for the call: it is another arithmetic than the declared float32."""
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    before = cudnn.allow_tf32, matmul.allow_tf32
    cudnn.allow_tf32 = matmul.allow_tf32 = False
    try:
        yield
    finally:
        cudnn.allow_tf32, matmul.allow_tf32 = before


def _implement(backend: Backend, device: str, arithmetic: str) -> None:
    """Register the four operations, computed on `device`."""
    exact: Callable[[], AbstractContextManager[None]]
    exact = nullcontext if device == "cpu" else _full_float32

    def tensor(array: Array) -> Tensor:
        # torch takes neither negative strides nor, without a warning, read-only memory.
        if not array.flags.writeable or min(array.strides, default=0) < 0:
            array = array.copy()
        return torch.from_numpy(array).to(device)

    @backend.implements("conv", arithmetic=arithmetic, **COMMON, **CONV_CAPABILITIES)
    def conv(
        x: Array,
        w: Array,
        b: Array | None,
        *,
        stride: Ints,
        padding: Padding,
        dilation: Ints,
        groups: int,
        padding_mode: str = "zeros",
        flip_kernel: bool = False,
    ) -> Array:
        with exact():
            y = _conv(
                tensor(x),
                tensor(w),
                None if b is None else tensor(b),
                stride=stride,
                padding=padding,
                dilation=dilation,
                groups=groups,
                padding_mode=padding_mode,
                flip_kernel=flip_kernel,
            )
        return y.numpy(force=True)

    @backend.implements("max_pool", **COMMON, **MAX_POOL_CAPABILITIES)
    def max_pool(x: Array, **keywords: Any) -> Array:
        y: Tensor = _max_pool(tensor(x), indices=False, **keywords)
        return y.numpy(force=True)

    @backend.implements("max_pool_with_indices", **COMMON, **MAX_POOL_CAPABILITIES)
    def max_pool_with_indices(x: Array, **keywords: Any) -> tuple[Array, Array]:
        y, index = _max_pool(tensor(x), indices=True, **keywords)
        return y.numpy(force=True), index.numpy(force=True)

    @backend.implements("avg_pool", **COMMON, **AVG_POOL_CAPABILITIES)
    def avg_pool(x: Array, **keywords: Any) -> Array:
        return _avg_pool(tensor(x), **keywords).numpy(force=True)


def _environment(device: str) -> dict[str, str]:
    backends: Any = torch.backends  # in part without types
    recorded = {
        "machine": platform.machine(),
        "threads": str(torch.get_num_threads()),
        "CPU capability": backends.cpu.get_cpu_capability(),
        "oneDNN": str(backends.mkldnn.is_available()),
        "MKL": str(backends.mkl.is_available()),
        "float32 matmul precision": torch.get_float32_matmul_precision(),
    }
    if device == "cuda" and torch.cuda.is_available():
        recorded |= {
            "device": torch.cuda.get_device_name(),
            "compute capability": "{}.{}".format(*torch.cuda.get_device_capability()),
            "CUDA": str(torch.version.cuda),
            "driver": _driver(),
            "cuDNN": str(backends.cudnn.version()),
            "cudnn.allow_tf32": "False for each call",
            "cuda.matmul.allow_tf32": "False for each call",
        }
    return recorded


def _driver() -> str:
    query = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return answer.stdout.strip().replace("\n", ", ")


def _backend(device: str, arithmetic: str) -> Backend:
    """torch on one device. cuDNN may take Winograd or FFT; oneDNN is called for direct sums."""
    missing = device == "cuda" and not torch.cuda.is_available()
    backend = Backend(
        f"torch-{device}",
        version=torch.__version__,
        claims="core",
        unavailable="no CUDA device is present" if missing else None,
        environment=partial(_environment, device),
    )
    _implement(backend, device, arithmetic)
    return backend


with warnings.catch_warnings():
    # torch says once per process that padding='same' copies for an even kernel: said here.
    warnings.simplefilter("ignore")
    F.conv1d(torch.ones(1, 1, 2), torch.ones(1, 1, 2), padding="same")

cpu = _backend("cpu", "direct")
cuda = _backend("cuda", "transform")
