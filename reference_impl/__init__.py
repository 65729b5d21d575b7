"""The specification of convolution and pooling as code: clear before fast, exact on integers.

Names load on first use, so `import reference_impl` and its `geometry` and `receptive_field`
modules need no NumPy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reference_impl.convolution import conv
    from reference_impl.geometry import (
        AutoPadding,
        Axis,
        GeometryError,
        LastWindow,
        Padding,
        axes,
        resolve_padding,
        same_padding,
    )
    from reference_impl.padding import PaddingMode, check_limits, mode_source, pad
    from reference_impl.pooling import avg_pool, avg_pool_terms, max_pool, max_pool_with_indices
    from reference_impl.receptive_field import Layer, ReceptiveField, extents
    from reference_impl.windows import divisors, gather, window_map

__all__ = [
    "AutoPadding",
    "Axis",
    "GeometryError",
    "LastWindow",
    "Layer",
    "Padding",
    "PaddingMode",
    "ReceptiveField",
    "avg_pool",
    "avg_pool_terms",
    "axes",
    "check_limits",
    "conv",
    "divisors",
    "extents",
    "gather",
    "max_pool",
    "max_pool_with_indices",
    "mode_source",
    "pad",
    "resolve_padding",
    "same_padding",
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
        "resolve_padding",
        "same_padding",
    ),
    "padding": ("PaddingMode", "check_limits", "mode_source", "pad"),
    "windows": ("divisors", "gather", "window_map"),
    "convolution": ("conv",),
    "pooling": ("avg_pool", "avg_pool_terms", "max_pool", "max_pool_with_indices"),
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
