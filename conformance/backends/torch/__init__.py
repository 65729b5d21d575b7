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
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

import ml_dtypes
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's documentation uses
from torch import Tensor

from conformance.backend import Backend
from conformance.backends.torch.adaptive import (
    adaptive_avg_pool,
    adaptive_max_pool,
    adaptive_max_pool_with_indices,
)
from conformance.backends.torch.convolution import CONV_CAPABILITIES, conv
from conformance.backends.torch.gradients import gradient, max_pool_grad
from conformance.backends.torch.lp_pooling import LP_POOL_CAPABILITIES, lp_pool
from conformance.backends.torch.padding import Array
from conformance.backends.torch.plane_gradients import max_unpool_grad
from conformance.backends.torch.pooling import (
    AVG_POOL_CAPABILITIES,
    MAX_POOL_CAPABILITIES,
    avg_pool,
    max_pool,
    max_pool_with_indices,
    pool_capabilities,
)
from conformance.backends.torch.rearrangement import (
    FOLD_CAPABILITIES,
    UNFOLD_CAPABILITIES,
    fold,
    unfold,
)
from conformance.backends.torch.transposed import CONV_TRANSPOSE_CAPABILITIES, conv_transpose
from conformance.backends.torch.unpooling import max_unpool

BFLOAT16 = np.dtype(ml_dtypes.bfloat16)
COMMON: dict[str, Any] = {"rank": [1, 2, 3], "dtype": ["float32", "float64"], "unbatched": True}


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
    """Register every operation, computed on `device`."""
    exact: Callable[[], AbstractContextManager[None]]
    exact = nullcontext if device == "cpu" else _full_float32

    def tensor(array: Array | None) -> Tensor | None:
        if array is None:
            return None
        # torch takes neither negative strides nor, without a warning, read-only memory.
        if not array.flags.writeable or min(array.strides, default=0) < 0:
            array = array.copy()
        if array.dtype == BFLOAT16:  # the one dtype that torch and NumPy do not exchange
            return torch.from_numpy(array.view(np.int16)).view(torch.bfloat16).to(device)
        return torch.from_numpy(array).to(device)

    def array(made: Tensor | None) -> Array | None:
        if made is None:
            return None
        if made.dtype != torch.bfloat16:
            return made.numpy(force=True)
        bits: Array = made.contiguous().view(torch.int16).numpy(force=True)
        halves: Array = bits.view(BFLOAT16)
        return halves

    def implement(operation: Any, function: Callable[..., Any], **capabilities: Any) -> None:
        if device != "cpu":  # of the other dtypes each device has some
            capabilities["dtype"] = COMMON["dtype"]

        @backend.implements(operation, **{**COMMON, **capabilities})
        def call(*arrays: Array | None, **keywords: Any) -> Any:
            with exact():
                y = function(*map(tensor, arrays), **keywords)
            if isinstance(y, tuple):
                return tuple(array(part) for part in y)
            return array(y)

    floats = {"dtype": COMMON["dtype"]}
    halves = {"dtype": [*COMMON["dtype"], "float16", "bfloat16"]}
    convolution = CONV_CAPABILITIES | {"arithmetic": arithmetic}
    implement("conv", conv, **convolution)
    implement("conv_grad", gradient(conv), **convolution | floats)
    transposed = CONV_TRANSPOSE_CAPABILITIES | {"arithmetic": arithmetic}
    implement("conv_transpose", conv_transpose, **transposed)
    implement("conv_transpose_grad", gradient(conv_transpose), **transposed | floats)
    implement("max_pool", max_pool, **MAX_POOL_CAPABILITIES)
    implement("max_pool_with_indices", max_pool_with_indices, **MAX_POOL_CAPABILITIES)
    implement("avg_pool", avg_pool, **AVG_POOL_CAPABILITIES)
    gathered = "the gradient of gathering the cells at the indices"
    implement("max_pool_grad", max_pool_grad, **pool_capabilities(gathered) | halves)
    implement("avg_pool_grad", gradient(avg_pool), **AVG_POOL_CAPABILITIES | halves)
    implement("lp_pool", lp_pool, **LP_POOL_CAPABILITIES | halves)
    implement("lp_pool_grad", gradient(lp_pool), **LP_POOL_CAPABILITIES | halves)
    implement("adaptive_avg_pool", adaptive_avg_pool, **halves)
    implement("adaptive_max_pool", adaptive_max_pool, **halves)
    implement("adaptive_max_pool_with_indices", adaptive_max_pool_with_indices, **halves)
    implement("adaptive_avg_pool_grad", gradient(adaptive_avg_pool), **halves)
    implement("adaptive_max_pool_grad", gradient(adaptive_max_pool), **halves)
    implement("max_unpool", max_unpool, **halves)
    implement("max_unpool_grad", max_unpool_grad, **halves)
    implement("unfold_grad", gradient(unfold), **UNFOLD_CAPABILITIES | halves)
    implement("fold_grad", gradient(fold), **FOLD_CAPABILITIES | halves)
    implement("unfold", unfold, **UNFOLD_CAPABILITIES | halves)
    implement("fold", fold, **FOLD_CAPABILITIES | halves)


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
