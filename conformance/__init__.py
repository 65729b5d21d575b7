"""convspec's conformance suite. What a plugin needs: Backend, Unsupported, emulated."""

from conformance.backend import Backend, PluginError, Unsupported, emulated

__all__ = ["Backend", "PluginError", "Unsupported", "__version__", "emulated"]
__version__ = "0.1.0"
