"""Two results side by side: every verdict and behaviour that is not the same in both."""

from __future__ import annotations

from html import escape
from itertools import combinations

from conformance.results.model import ClauseResult, Result
from sitepages.data import Site
from sitepages.markup import badge, clause_link, indented, plain, table

PAGE = "results/differences.md"
Key = tuple[str, int, str]


def differences(site: Site) -> str:
    """A tab for each pair of published results."""
    held = [c.result for c in site.columns if c.result is not None]
    pairs = [_pair(site, a, b) for a, b in combinations(held, 2)]
    return "\n\n".join(pairs) if pairs else "There is no second result yet."


def _pair(site: Site, a: Result, b: Result) -> str:
    left, right = _units(a), _units(b)
    rows = []
    for identifier in site.clauses:
        found: dict[tuple[str, str], list[str]] = {}
        keys = sorted(k for k in left.keys() | right.keys() if k[0] == identifier)
        for key in keys:
            shown = (_shown(left.get(key)), _shown(right.get(key)))
            if shown[0] != shown[1]:
                found.setdefault(shown, []).append(f"{key[1]}-D {key[2]}")
        rows += [
            [clause_link(PAGE, identifier), _where(where, keys), *shown]
            for shown, where in found.items()
        ]
    names = a.backend.name, b.backend.name
    said = f"{len({row[0] for row in rows})} of {len(site.clauses)} clauses differ somewhere."
    listed = table(["clause", "where", *map(plain, names)], rows) if rows else ""
    return f'=== "{escape(names[0])} and {escape(names[1])}"\n\n' + indented(f"{said}\n\n{listed}")


def _where(where: list[str], keys: list[Key]) -> str:
    return "everywhere" if len(where) == len(keys) else ", ".join(where)


def _units(result: Result) -> dict[Key, ClauseResult]:
    return {(u.id, u.rank, u.dtype): u for u in result.clauses}


def _shown(unit: ClauseResult | None) -> str:
    if unit is None:
        return "no verdict"
    shown = badge(unit.status, emulated=bool(unit.emulated))
    return f"{shown}<br>{plain(unit.observed)}" if unit.observed else shown
