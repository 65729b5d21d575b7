"""Profiles: what must pass, as data, before a backend is certified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from conformance.capabilities import DTYPES, FLOATS
from conformance.results.model import ClauseResult
from conformance.suite.clause import RANKS, Level, clauses

CERTIFIED = "certified"


class Profile(Struct, frozen=True):
    """A required domain: the levels of clauses, the ranks at which core clauses count, and the
    dtypes for which it can be certified."""

    name: str
    levels: tuple[Level, ...]
    ranks: tuple[int, ...]
    text: str
    dtypes: tuple[str, ...] = FLOATS


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        Profile(
            "core",
            ("core",),
            (2,),
            "Convolution, max and average pooling of rank 2 with symmetric padding and the floor "
            "rule: strides, dilation, groups, bias, divisors, borders.",
        ),
        Profile(
            "standard",
            ("core", "standard"),
            RANKS,
            "Everything of core at rank 1, 2 and 3; 'valid', 'same' at stride 1, padding per side; "
            "transposed convolution; of max pooling dilation and indices; the ceil rule; windows "
            "that read nothing; exact integers and precision; bad input.",
        ),
        Profile(
            "complete",
            ("core", "standard", "complete"),
            RANKS,
            "Every clause, at rank 1, 2 and 3: everything of standard, and 'same' at any stride "
            "and dilation, padding modes, the flipped kernel, unbatched input, the rule "
            "ceil_keep, divisor_override, 'valid', 'same' and padding per side of transposed "
            "convolution, parameters in every combination of two. For the dtypes besides float32 "
            "and float64: the clauses on dtypes.",
            DTYPES,
        ),
    )
}


def required(profile: str, dtype: str = "float32") -> list[tuple[str, int]]:
    """The clauses, as (id, rank), that a profile requires of a dtype."""
    wanted = PROFILES[profile]
    return [
        (c.id, rank)
        for c in clauses().values()
        if c.level in wanted.levels and dtype in c.dtypes
        for rank in wanted.ranks
        if rank in c.ranks
    ]


@cache
def required_dtypes(profile: str) -> Mapping[tuple[str, int], Sequence[str]]:
    """The clauses, as (id, rank), that a profile requires of any dtype, with those dtypes."""
    found: dict[tuple[str, int], list[str]] = {}
    for dtype in PROFILES[profile].dtypes:
        for unit in required(profile, dtype):
            found.setdefault(unit, []).append(dtype)
    return found


def standing(results: Sequence[ClauseResult]) -> dict[str, dict[str, str | list[str]]]:
    """How far a backend gets: profile -> dtype -> "certified", or the clause ids that miss."""
    content = {(r.id, r.rank, r.dtype) for r in results if r.status.satisfies}
    table: dict[str, dict[str, str | list[str]]] = {}
    for name, profile in PROFILES.items():
        table[name] = {}
        for dtype in profile.dtypes:
            needed = required(name, dtype)
            missing = [i for i, rank in needed if (i, rank, dtype) not in content]
            table[name][dtype] = list(dict.fromkeys(missing)) if missing else CERTIFIED
    return table
