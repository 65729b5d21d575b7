"""Find a backend by name: registered, ``module:attribute``, or ``path/to/file.py:attribute``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from conformance.backend import Backend, PluginError

GROUP = "convspec.backends"


def registered() -> dict[str, EntryPoint]:
    """The backends that installed packages register, by name."""
    return {point.name: point for point in sorted(entry_points(group=GROUP))}


def resolve(name: str) -> Backend:
    """Return the backend called ``name``.

    Raises PluginError, with what to do next, when the name is unknown, the module does not
    import, the attribute is missing, or it is not a Backend.
    """
    if ":" not in name:
        return _from_registry(name)
    target, _, attribute = name.rpartition(":")
    if not target or not attribute:
        raise PluginError(f"backend {name!r}: expected module:attribute or file.py:attribute")
    if target.endswith(".py"):
        module = _import_file(Path(target), name)
    else:
        module = _import_module(target, name)
    return _backend_of(module, attribute, name)


def location(name: str) -> tuple[str, str]:
    """Return (module or file, attribute) from which a snippet can load the backend ``name``."""
    if ":" in name:
        target, _, attribute = name.rpartition(":")
        return target, attribute
    point = registered()[name]
    return point.module, point.attr


def _from_registry(name: str) -> Backend:
    points = registered()
    if name not in points:
        close = get_close_matches(name, points, 1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise PluginError(
            f"backend {name!r} is not registered.{hint} Registered: {', '.join(points)}. "
            "A plugin of yours is named as module:attribute or path/to/file.py:attribute."
        )
    point = points[name]
    return _backend_of(_import_module(point.module, name), point.attr, name)


def _import_module(module: str, name: str) -> ModuleType:
    # A module beside the user is found too, but never shadows an installed one.
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        return importlib.import_module(module)
    except Exception as error:
        raise _import_failure(name, module, error) from error


def _import_file(path: Path, name: str) -> ModuleType:
    if not path.is_file():
        raise PluginError(f"backend {name!r}: there is no file {path} in {Path.cwd()}")
    module_name = f"convspec_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(module_name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    sys.path.append(str(path.parent.resolve()))
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise _import_failure(name, str(path), error) from error
    return module


def _import_failure(name: str, target: str, error: Exception) -> PluginError:
    if isinstance(error, PluginError):
        return error
    frame = traceback.extract_tb(error.__traceback__)[-1]
    advice = "correct the plugin"
    if isinstance(error, ModuleNotFoundError):
        advice = f"install {error.name!r} or correct the name"
    return PluginError(
        f"backend {name!r}: {target} does not import: {type(error).__name__}: {error} "
        f"({frame.filename}:{frame.lineno}); {advice}"
    )


def _backend_of(module: ModuleType, attribute: str, name: str) -> Backend:
    found = getattr(module, attribute, None)
    if isinstance(found, Backend):
        return found
    names = [n for n, v in vars(module).items() if isinstance(v, Backend)]
    holds = f"it holds {', '.join(names)}" if names else "it holds no conformance.Backend"
    problem = "has no attribute" if found is None else "has, but not as a Backend, the attribute"
    raise PluginError(f"backend {name!r}: {module.__name__} {problem} {attribute!r}; {holds}")
