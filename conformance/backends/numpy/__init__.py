"""The backend written in NumPy: every operation native, from formulas of its own.

It shares no code with the reference, so that certifying it proves something.
"""

from __future__ import annotations

import os
import platform
from typing import Any

import numpy as np

from conformance.backend import Backend
from conformance.backends.numpy.adaptive import (
    adaptive_avg_pool,
    adaptive_max_pool,
    adaptive_max_pool_with_indices,
)
from conformance.backends.numpy.checks import DTYPES, in_float32
from conformance.backends.numpy.convolution import PADDING_MODES, conv
from conformance.backends.numpy.gradients import conv_grad, conv_transpose_grad
from conformance.backends.numpy.lp_pooling import lp_pool, lp_pool_grad
from conformance.backends.numpy.plane_gradients import (
    adaptive_avg_pool_grad,
    adaptive_max_pool_grad,
    fold_grad,
    max_unpool_grad,
    unfold_grad,
)
from conformance.backends.numpy.pooling import avg_pool, max_pool, max_pool_with_indices
from conformance.backends.numpy.pooling_gradients import avg_pool_grad, max_pool_grad
from conformance.backends.numpy.rearrangement import fold, unfold
from conformance.backends.numpy.transposed import conv_transpose
from conformance.backends.numpy.unpooling import max_unpool
from conformance.backends.numpy.walk import LAST_WINDOWS

POWERS = ("even", "odd", "fraction", "inf", "below_one")
#: what all operations declare
PLAIN: dict[str, Any] = {
    "rank": [1, 2, 3],
    "dtype": ["float32", "float64", "float16", "bfloat16"],
    "unbatched": True,
}
EVERY: dict[str, Any] = {**PLAIN, "dtype": [dtype.name for dtype in DTYPES]}
#: and all that walk windows
WALK: dict[str, Any] = {"padding": ["symmetric", "asymmetric", "valid", "same_upper", "same_lower"]}
FLOATS: dict[str, Any] = {**PLAIN, **WALK}
EVERY_DTYPE: dict[str, Any] = {**EVERY, **WALK}


def environment() -> dict[str, str]:
    """What may change the rounding besides the version of NumPy: the BLAS and the machine."""
    configuration: Any = np.show_config(mode="dicts")
    blas = configuration["Build Dependencies"]["blas"]
    return {
        "blas": f"{blas['name']} {blas['version']}",
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE", "not set"),
        "machine": platform.machine(),
    }


backend = Backend("numpy", version=np.__version__, claims="complete", environment=environment)
backend.implements("conv", padding_mode=PADDING_MODES, flip_kernel=True, **EVERY_DTYPE)(conv)
backend.implements("conv_grad", padding_mode=PADDING_MODES, flip_kernel=True, **FLOATS)(conv_grad)
backend.implements("conv_transpose", output_padding_beyond_stride=True, **EVERY_DTYPE)(
    conv_transpose
)
backend.implements("conv_transpose_grad", output_padding_beyond_stride=True, **FLOATS)(
    conv_transpose_grad
)
backend.implements("max_pool", last_window=LAST_WINDOWS, **EVERY_DTYPE)(max_pool)
backend.implements("max_pool_with_indices", last_window=LAST_WINDOWS, **EVERY_DTYPE)(
    max_pool_with_indices
)
backend.implements("adaptive_avg_pool", **PLAIN)(in_float32(adaptive_avg_pool))
backend.implements("adaptive_max_pool", **EVERY)(in_float32(adaptive_max_pool))
backend.implements("adaptive_max_pool_with_indices", **EVERY)(
    in_float32(adaptive_max_pool_with_indices)
)
backend.implements("max_unpool", **EVERY)(in_float32(max_unpool))
backend.implements("unfold", **EVERY_DTYPE)(in_float32(unfold))
backend.implements("fold", **EVERY_DTYPE)(in_float32(fold))
backend.implements("adaptive_avg_pool_grad", **PLAIN)(in_float32(adaptive_avg_pool_grad))
backend.implements("adaptive_max_pool_grad", **PLAIN)(in_float32(adaptive_max_pool_grad))
backend.implements("max_unpool_grad", **PLAIN)(in_float32(max_unpool_grad))
backend.implements("unfold_grad", **FLOATS)(in_float32(unfold_grad))
backend.implements("fold_grad", **FLOATS)(in_float32(fold_grad))
backend.implements("avg_pool", last_window=LAST_WINDOWS, divisor_override=True, **EVERY_DTYPE)(
    avg_pool
)
backend.implements("lp_pool", last_window=LAST_WINDOWS, p=POWERS, **FLOATS)(lp_pool)
backend.implements("lp_pool_grad", last_window=LAST_WINDOWS, p=POWERS, **FLOATS)(
    in_float32(lp_pool_grad)
)
backend.implements("max_pool_grad", last_window=LAST_WINDOWS, **FLOATS)(max_pool_grad)
backend.implements("avg_pool_grad", last_window=LAST_WINDOWS, divisor_override=True, **FLOATS)(
    in_float32(avg_pool_grad)
)
