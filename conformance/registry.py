"""Find a backend by name: registered, ``module:attribute``, or ``path/to/file.py:attribute``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from difflib import get_close_matches
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, metadata
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
    is_file = target.endswith(".py")
    module = _import_file(Path(target), name) if is_file else _import_module(target, name)
    return _backend_of(module, target, attribute, name)


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
        if name.endswith(".py"):
            raise PluginError(f"backend {name!r}: say which attribute of it, as in {name}:backend")
        close = get_close_matches(name, points, 1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise PluginError(
            f"backend {name!r} is not registered.{hint} Registered: {', '.join(points)}. "
            "A plugin of yours is named as module:attribute or path/to/file.py:attribute."
        )
    point = points[name]
    return _backend_of(_import_module(point.module, name), point.module, point.attr, name)


def _import_module(module: str, name: str) -> ModuleType:
    # A module beside the user is found too, but never shadows an installed one.
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        return importlib.import_module(module)
    except (Exception, SystemExit) as error:
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
    except (Exception, SystemExit) as error:
        raise _import_failure(name, str(path), error) from error
    return module


def _import_failure(name: str, target: str, error: BaseException) -> PluginError:
    if isinstance(error, PluginError):
        return error
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if missing is not None and f"{target}.".startswith(f"{missing}."):
        return PluginError(f"backend {name!r}: there is no module {missing!r}; correct the name")
    advice = "correct the plugin" if missing is None else f"install {missing!r}"
    if missing in _extras() and target.startswith("conformance."):
        advice += f", or convspec with its extra [{missing}]"
    said = " ".join(str(error).split())
    return PluginError(
        f"backend {name!r}: {target} does not import: {type(error).__name__}: {said}"
        f"{_place(error)}; {advice}"
    )


def _extras() -> list[str]:
    """The names of convspec's extras: the frameworks that it has backends for."""
    try:
        return metadata("convspec").get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return []


def _place(error: BaseException) -> str:
    """Where an import failed, in brackets; a syntax error says it itself."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if not f.filename.startswith("<") and f.filename != __file__]
    if isinstance(error, SyntaxError) or not own:
        return ""
    return f" ({own[-1].filename}:{own[-1].lineno})"


def _backend_of(module: ModuleType, target: str, attribute: str, name: str) -> Backend:
    found = getattr(module, attribute, None)
    if not isinstance(found, Backend):
        names = [n for n, v in vars(module).items() if isinstance(v, Backend)]
        holds = f"it holds {', '.join(names)}" if names else "it holds no conformance.Backend"
        problem = f"has no attribute {attribute!r}"
        if hasattr(module, attribute):
            kind = "None" if found is None else f"of type {type(found).__name__}"
            problem = f"has {attribute!r}, which is {kind} and not a conformance.Backend"
        raise PluginError(f"backend {name!r}: {target} {problem}; {holds}")
    if not found.implementations and found.unavailable is None:
        raise PluginError(
            f"backend {name!r} implements no operation: decorate a function of it with "
            "@backend.implements('conv'), or another operation"
        )
    return found
