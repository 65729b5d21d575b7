"""How pytest finds the suite: outside of its package, which is imported only where it is asked for.

Other people's repositories may have a package ``conformance`` too. While it is theirs that is
tested, nothing of ours is imported and no option is added but ``--convspec-...``.
"""

from __future__ import annotations

from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_PACKAGE = Path(__file__).with_name("conformance").resolve()
_OPTIONS: dict[str, dict[str, Any]] = {
    "backend": {
        "metavar": "NAME",
        "default": None,
        "help": "the backend to judge: a registered name, module:attribute or file.py:attribute",
    },
    "effort": {
        "choices": ("smoke", "standard", "thorough"),
        "default": "smoke",
        "help": "how many cases to judge (default: smoke, for an answer at once)",
    },
    "timeout": {
        "type": float,
        "default": 30.0,
        "metavar": "SECONDS",
        "help": "how long one case may take before pytest is ended (default: 30; 0: no limit)",
    },
    "case-seed": {
        "type": int,
        "default": None,
        "metavar": "N",
        "help": "draw the random tier from this seed instead of the fixed one",
    },
}


def is_ours(argument: str, pyargs: bool) -> bool:
    """Whether a command-line argument asks for the suite to be collected."""
    target = argument.split("::", maxsplit=1)[0]
    if pyargs and f"{target}.".startswith(f"{_PACKAGE.name}."):
        return True
    try:
        return Path(target).exists() and Path(target).resolve().is_relative_to(_PACKAGE)
    except (OSError, ValueError):  # no name of a file: a long expression after -k, say
        return False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, under names that nobody else has."""
    plain = ", ".join(f"--{name}" for name in _OPTIONS)
    group = parser.getgroup(
        "convspec", f"convspec (pytest --pyargs conformance, which also takes {plain})"
    )
    for name, settings in _OPTIONS.items():
        group.addoption(f"--convspec-{name}", **settings)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, None, None]:
    """Where the suite is asked for, load it, and take the plain names of options for ours."""
    asked = any(is_ours(a, early_config.known_args_namespace.pyargs) for a in args)
    hidden_by = _hidden_by() if asked else None
    if asked and hidden_by is None:
        args[:] = [_full(argument) for argument in args]
        early_config.pluginmanager.import_plugin("conformance.plugin")
    yield
    if hidden_by is not None:
        # A foreign package: say so where our options are given, unless they are its own.
        _, unknown = parser.parse_known_and_unknown_args(args)
        ours = [a for a in unknown if _full(a) != a] + [a for a in args if "--convspec-" in a]
        if ours:
            raise pytest.UsageError(
                f"{hidden_by} hides the package of the same name that convspec installed: "
                "run pytest from another folder, or as `pytest` in place of `python -m pytest`"
            )


def _full(argument: str) -> str:
    """An argument with the full name of an option in the place of the plain one."""
    plain = argument.split("=", maxsplit=1)[0] in {f"--{name}" for name in _OPTIONS}
    return f"--convspec-{argument[2:]}" if plain else argument


def _hidden_by() -> str | None:
    """The module that an import of ``conformance`` finds, unless it is our package."""
    spec = find_spec("conformance")
    places = [] if spec is None else [*(spec.submodule_search_locations or ()), spec.origin]
    place = str(places[0]) if places else "nothing"
    return None if Path(place).resolve() == _PACKAGE else place
