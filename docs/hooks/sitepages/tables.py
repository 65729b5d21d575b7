"""The tables that are made of code: capabilities, profiles, operations, mutants."""

from __future__ import annotations

from conformance.backend import KEYWORDS, OPTIONAL_KEYWORDS
from conformance.capabilities import CAPABILITIES
from conformance.operations import ARRAYS, OPERATIONS
from conformance.suite.profiles import CERTIFIED, PROFILES, required, required_dtypes
from sitepages.data import Site
from sitepages.markup import (
    backend_page,
    clause_link,
    indented,
    missing_words,
    plain,
    relative,
    table,
)


def capability_table() -> str:
    """What can be declared, from the one table of the code."""
    rows = [
        [
            f"`{c.name}`",
            "`True`, `False`" if c.is_flag else ", ".join(f"`{v!r}`" for v in c.values),
            _default(c.is_flag, c.default),
            plain(c.text),
            "all" if c.operations == OPERATIONS else ", ".join(f"`{o}`" for o in c.operations),
        ]
        for c in CAPABILITIES.values()
    ]
    return table(["capability", "values", "default", "what it says", "operations"], rows)


def _default(flag: bool, default: tuple[object, ...]) -> str:
    if flag:
        return f"`{bool(default)}`"
    return ", ".join(f"`{v!r}`" for v in default) or "none"


def signature_table() -> str:
    """How each operation is called; bracketed keywords only where the function takes them."""
    rows = []
    for operation in OPERATIONS:
        optional = [f"[{k}]" for k in OPTIONAL_KEYWORDS[operation]]
        result = "(y, indices)" if operation == "max_pool_with_indices" else "y"
        arguments = ", ".join([*ARRAYS[operation], "*", *KEYWORDS[operation], *optional])
        rows.append([f"`{operation}({arguments})`", f"`{result}`"])
    return table(["call", "returns"], rows)


def profile_sections(site: Site, source: str) -> str:
    """Each profile: what it is, who has it, and the clauses that it requires."""
    return "\n\n".join(_profile(site, name, source) for name in PROFILES)


def _profile(site: Site, name: str, source: str) -> str:
    profile = PROFILES[name]
    wanted = {identifier for identifier, _ in required_dtypes(name)}
    verdicts = ", ".join(f"{len(required(name, dtype))} for {dtype}" for dtype in profile.dtypes)
    rows = [
        [site.topic_title(topic), ", ".join(clause_link(source, c.id) for c in held)]
        for topic, clauses in site.topics.items()
        if (held := [c for c in clauses if c.id in wanted])
    ]
    ranks = ", ".join(map(str, profile.ranks))
    return f"""## {name} {{ #{name} }}

{plain(profile.text)}

{len(wanted)} clauses at rank {ranks}. Verdicts: {verdicts}.

{_holders(site, name, source)}

??? note "The {len(wanted)} clauses of {name}, by topic"

{indented(table(["topic", "clauses"], rows))}"""


def _holders(site: Site, name: str, source: str) -> str:
    rows = []
    for column in site.columns:
        reached = column.result.profiles.get(name, {}) if column.result else {}
        link = f"[{column.name}]({relative(source, backend_page(column.name))})"
        words = [
            f"{d}: ✓ certified" if s == CERTIFIED else f"{d}: {missing_words(len(s))}"
            for d, s in sorted(reached.items())
        ]
        rows.append([link, ", ".join(words) or "– not run"])
    return table(["backend", "standing"], rows)
