"""convspec's conformance suite. What a plugin needs: Backend, Unsupported, emulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformance.backend import Backend, PluginError, Unsupported, emulated

__all__ = ["Backend", "PluginError", "Unsupported", "__version__", "emulated"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what a plugin needs where it asks: the command starts before NumPy does."""
    if name in __all__:
        from conformance import backend  # noqa: PLC0415 - see above

        return getattr(backend, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
