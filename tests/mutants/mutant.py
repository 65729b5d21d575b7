"""A mutant: the NumPy backend with one fault in its computation, made by replacing text.

The fault is written against the present text of conformance/backends/numpy.py: every replaced
piece must occur in it exactly once, and at most five lines may change.
"""

from __future__ import annotations

from difflib import SequenceMatcher, unified_diff
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Literal

from msgspec import Struct

from conformance.backend import Backend

MODULE = "conformance.backends.numpy"
MOST_LINES = 5
Tier = Literal["small scope", "random"]


class MutantError(ValueError):
    """A mutant that does not fit the backend that it changes; the message names it."""


class Mutant(Struct, frozen=True, kw_only=True):
    """One fault, and where it must be noticed.

    ``text`` is the fault as a maintainer would tell it, ``clause`` the clause that must kill it
    at ``rank`` and ``dtype``, in the given tier: "random" says that the deterministic tiers of
    all clauses let it live. ``replace`` holds the pairs (old text, new text).
    """

    name: str
    text: str
    clause: str
    replace: tuple[tuple[str, str], ...]
    rank: int = 1
    dtype: str = "float32"
    tier: Tier = "small scope"


def source() -> str:
    """The text of the backend without a fault."""
    spec = find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise MutantError(f"{MODULE} cannot be found")
    return Path(spec.origin).read_text(encoding="utf-8")


def mutated(mutant: Mutant) -> str:
    """The text with the fault; MutantError where it does not fit or changes too much."""
    right = source()
    wrong = right
    for old, new in mutant.replace:
        if wrong.count(old) != 1:
            raise MutantError(
                f"{mutant.name}: {old!r} occurs {wrong.count(old)} times in {MODULE}, expected once"
            )
        wrong = wrong.replace(old, new)
    lines = _changed_lines(right.splitlines(), wrong.splitlines())
    if not 1 <= lines <= MOST_LINES:
        raise MutantError(f"{mutant.name}: changes {lines} lines, expected 1 to {MOST_LINES}")
    return wrong


def _changed_lines(before: list[str], after: list[str]) -> int:
    """A line replaced by another counts once."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(i1 - i0, j1 - j0) for tag, i0, i1, j0, j1 in steps if tag != "equal")


def diff(mutant: Mutant) -> str:
    """The fault as a unified diff of the backend, without the lines that name the files."""
    before, after = source().splitlines(), mutated(mutant).splitlines()
    return "\n".join(list(unified_diff(before, after, lineterm="", n=2))[2:])


def load(mutant: Mutant) -> Backend:
    """Compile the mutant into a module of its own and return its backend, free of any state."""
    module = ModuleType(f"mutant_{mutant.name.replace('-', '_')}")
    exec(compile(mutated(mutant), f"<mutant {mutant.name}>", "exec"), vars(module))
    backend = vars(module)["backend"]
    assert isinstance(backend, Backend)
    return backend
