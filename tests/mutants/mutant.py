"""A mutant: the NumPy backend with one fault in its computation, made by replacing text.

The fault is written against the present text of conformance/backends/numpy/: every replaced piece
must occur exactly once in all its files, and at most five lines may change.
"""

from __future__ import annotations

import sys
from difflib import SequenceMatcher, unified_diff
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Literal
from unittest.mock import patch

from msgspec import Struct

from conformance.backend import Backend

MODULE = "conformance.backends.numpy"
#: its files, each behind those that it imports
FILES = (
    "checks",
    "walk",
    "convolution",
    "transposed",
    "gradients",
    "pooling",
    "pooling_gradients",
    "lp_pooling",
    "adaptive",
    "unpooling",
    "rearrangement",
    "plane_gradients",
    "",
)
MOST_LINES = 5
Tier = Literal["small scope", "drawn", "random"]


class MutantError(ValueError):
    """A mutant that does not fit the backend that it changes; the message names it."""


class Mutant(Struct, frozen=True, kw_only=True):
    """One fault, and where it must be noticed.

    ``text`` is the fault as a maintainer would tell it, ``clause`` the clause that must kill it
    at ``rank`` and ``dtype``, in the given tier: "drawn" says that its clause does so by random
    draws, "random" that beside them the deterministic tiers of all clauses let it live.
    ``replace`` holds the pairs (old text, new text).
    """

    name: str
    text: str
    clause: str
    replace: tuple[tuple[str, str], ...]
    rank: int = 1
    dtype: str = "float32"
    tier: Tier = "small scope"


def at_most(name: str, limit: int) -> str:
    """The text of a line that lowers one number of every axis to the limit."""
    return f"    axes = [a._replace({name}=min(a.{name}, {limit})) for a in axes]\n"


def before(place: str, *lines: str, name: str | None = None) -> tuple[tuple[str, str], ...]:
    """The lines put before the last line of a place; ``name`` is given to what that returns."""
    start = place.rstrip().rfind("\n") + 1
    end = place[start:]
    indent = end[: len(end) - len(end.lstrip())]
    made = "".join(f"{indent}{line}\n" for line in lines)
    if name is not None:
        value = end.strip().removeprefix("return ")
        made = f"{indent}{name} = {value}\n{made}"
        end = f"{indent}return {name}\n"
    return ((place, place[:start] + made + end),)


def sources() -> dict[str, str]:
    """Module -> the text without a fault, each behind those that it imports."""
    return {name: _text(name) for name in (f"{MODULE}.{file}".rstrip(".") for file in FILES)}


def _text(name: str) -> str:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise MutantError(f"{name} cannot be found")
    return Path(spec.origin).read_text(encoding="utf-8")


def mutated(mutant: Mutant) -> dict[str, str]:
    """The texts with the fault; MutantError where it does not fit or changes too much."""
    right = sources()
    wrong = dict(right)
    for old, new in mutant.replace:
        times = {name: text.count(old) for name, text in wrong.items()}
        if sum(times.values()) != 1:
            raise MutantError(
                f"{mutant.name}: {old!r} occurs {sum(times.values())} times in {MODULE}, "
                "expected once"
            )
        name = max(times, key=times.__getitem__)
        wrong[name] = wrong[name].replace(old, new)
    lines = sum(
        _changed_lines(right[name].splitlines(), wrong[name].splitlines()) for name in right
    )
    if not 1 <= lines <= MOST_LINES:
        raise MutantError(f"{mutant.name}: changes {lines} lines, expected 1 to {MOST_LINES}")
    return wrong


def _changed_lines(before: list[str], after: list[str]) -> int:
    """A line replaced by another counts once."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(i1 - i0, j1 - j0) for tag, i0, i1, j0, j1 in steps if tag != "equal")


def diff(mutant: Mutant) -> str:
    """The fault as a unified diff of the backend, without the lines that name the files."""
    lines: list[str] = []
    for before, after in zip(sources().values(), mutated(mutant).values(), strict=True):
        changes = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
        lines += list(changes)[2:]
    return "\n".join(lines)


def load(mutant: Mutant) -> Backend:
    """Compile the mutant into modules of its own and return its backend, free of any state."""
    with patch.dict(sys.modules):
        for name, text in mutated(mutant).items():
            sys.modules[name] = ModuleType(name)
            exec(compile(text, f"<mutant {mutant.name}>", "exec"), vars(sys.modules[name]))
        backend = vars(sys.modules[MODULE])["backend"]
    assert isinstance(backend, Backend)
    return backend
