"""The specification of convolution and pooling as code: clear before fast, exact on integers.

Names load on first use, so `import reference_impl` and its `geometry` and `receptive_field`
modules need no NumPy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reference_impl.adaptive_pooling import (
        adaptive_avg_pool,
        adaptive_avg_pool_grad,
        adaptive_avg_pool_grad_terms,
        adaptive_avg_pool_terms,
        adaptive_max_pool,
        adaptive_max_pool_grad,
        adaptive_max_pool_with_indices,
    )
    from reference_impl.adjoint import scatter_add, scatter_at
    from reference_impl.convolution import conv, conv_grad
    from reference_impl.geometry import (
        AutoPadding,
        Axis,
        GeometryError,
        LastWindow,
        Padding,
        axes,
        bins,
        resolve_padding,
        same_padding,
        transposed_axes,
    )
    from reference_impl.lp_pooling import lp_pool, lp_pool_grad, lp_pool_terms
    from reference_impl.padding import PaddingMode, check_limits, mode_source, pad
    from reference_impl.pooling import (
        avg_pool,
        avg_pool_grad,
        avg_pool_grad_terms,
        avg_pool_terms,
        max_pool,
        max_pool_grad,
        max_pool_with_indices,
    )
    from reference_impl.rearrangement import fold, fold_grad, unfold, unfold_grad
    from reference_impl.receptive_field import Layer, ReceptiveField, extents
    from reference_impl.transposed import conv_transpose, conv_transpose_grad
    from reference_impl.unpooling import max_unpool, max_unpool_grad
    from reference_impl.window_matrix import kernel_matrix, matrix_text
    from reference_impl.windows import bin_map, divisors, gather, window_map

__all__ = [
    "AutoPadding",
    "Axis",
    "GeometryError",
    "LastWindow",
    "Layer",
    "Padding",
    "PaddingMode",
    "ReceptiveField",
    "adaptive_avg_pool",
    "adaptive_avg_pool_grad",
    "adaptive_avg_pool_grad_terms",
    "adaptive_avg_pool_terms",
    "adaptive_max_pool",
    "adaptive_max_pool_grad",
    "adaptive_max_pool_with_indices",
    "avg_pool",
    "avg_pool_grad",
    "avg_pool_grad_terms",
    "avg_pool_terms",
    "axes",
    "bin_map",
    "bins",
    "check_limits",
    "conv",
    "conv_grad",
    "conv_transpose",
    "conv_transpose_grad",
    "divisors",
    "extents",
    "fold",
    "fold_grad",
    "gather",
    "kernel_matrix",
    "lp_pool",
    "lp_pool_grad",
    "lp_pool_terms",
    "matrix_text",
    "max_pool",
    "max_pool_grad",
    "max_pool_with_indices",
    "max_unpool",
    "max_unpool_grad",
    "mode_source",
    "pad",
    "resolve_padding",
    "same_padding",
    "scatter_add",
    "scatter_at",
    "transposed_axes",
    "unfold",
    "unfold_grad",
    "window_map",
]

_MODULES: Final = {
    "geometry": (
        "AutoPadding",
        "Axis",
        "GeometryError",
        "LastWindow",
        "Padding",
        "axes",
        "bins",
        "resolve_padding",
        "same_padding",
        "transposed_axes",
    ),
    "padding": ("PaddingMode", "check_limits", "mode_source", "pad"),
    "windows": ("bin_map", "divisors", "gather", "window_map"),
    "adjoint": ("scatter_add", "scatter_at"),
    "convolution": ("conv", "conv_grad"),
    "transposed": ("conv_transpose", "conv_transpose_grad"),
    "pooling": (
        "avg_pool",
        "avg_pool_grad",
        "avg_pool_grad_terms",
        "avg_pool_terms",
        "max_pool",
        "max_pool_grad",
        "max_pool_with_indices",
    ),
    "lp_pooling": ("lp_pool", "lp_pool_grad", "lp_pool_terms"),
    "adaptive_pooling": (
        "adaptive_avg_pool",
        "adaptive_avg_pool_grad",
        "adaptive_avg_pool_grad_terms",
        "adaptive_avg_pool_terms",
        "adaptive_max_pool",
        "adaptive_max_pool_grad",
        "adaptive_max_pool_with_indices",
    ),
    "unpooling": ("max_unpool", "max_unpool_grad"),
    "rearrangement": ("fold", "fold_grad", "unfold", "unfold_grad"),
    "window_matrix": ("kernel_matrix", "matrix_text"),
    "receptive_field": ("Layer", "ReceptiveField", "extents"),
}
_MODULE_OF: Final = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
