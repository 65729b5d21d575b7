"""Two results side by side: every verdict and behaviour that is not the same in both."""

from __future__ import annotations

from html import escape
from itertools import combinations

from conformance.results.model import ClauseResult, Result, Status
from sitepages.data import Site
from sitepages.markup import badge, clause_link, indented, plain, table

PAGE = "results/differences.md"
Key = tuple[str, int, str]
#: what each table of a pair holds
LEADS = {
    "verdict": '<a href="index.html?status=differ">verdicts differ</a> on the same rank and dtype',
    "behaviour": "the same verdict, but another behaviour was observed, or one is emulated",
    "alone": "a rank or dtype that was judged in one of the two alone",
}


def differences(site: Site) -> str:
    """A tab for each pair of published results."""
    held = [c.result for c in site.columns if c.result is not None]
    pairs = [_pair(site, a, b) for a, b in combinations(held, 2)]
    return "\n\n".join(pairs) if pairs else "There is no second result yet."


def _pair(site: Site, a: Result, b: Result) -> str:
    left, right = _units(a), _units(b)
    rows: dict[str, list[list[str]]] = {lead: [] for lead in LEADS}
    for identifier in site.clauses:
        found: dict[tuple[str, str, str], list[str]] = {}
        keys = sorted(k for k in left.keys() | right.keys() if k[0] == identifier)
        for key in keys:
            units = left.get(key), right.get(key)
            which = kind(*units)
            if which is not None:
                shown = _shown(units[0]), _shown(units[1])
                found.setdefault((which, *shown), []).append(f"{key[1]}-D {key[2]}")
        for (which, *shown), where in found.items():
            rows[which].append([clause_link(PAGE, identifier), _where(where, keys), *shown])
    names = a.backend.name, b.backend.name
    head = ["clause", "where", *map(plain, names)]
    parts = [
        f"{len({row[0] for row in held})} of {len(site.clauses)} clauses: {LEADS[which]}."
        + (f"\n\n{table(head, held)}" if held else "")
        for which, held in rows.items()
    ]
    title = f"{escape(names[0])} and {escape(names[1])}"
    return f'=== "{title}"\n\n' + indented("\n\n".join(parts))


def kind(a: ClauseResult | None, b: ClauseResult | None) -> str | None:
    """Which of the tables shows two units, None if they are the same; as matrix.js tells them."""
    judged = [u for u in (a, b) if u is not None and u.status is not Status.NOT_RUN]
    if len(judged) < 2:
        return "alone" if judged else None
    if judged[0].status is not judged[1].status:
        return "verdict"
    return "behaviour" if _shown(judged[0]) != _shown(judged[1]) else None


def _where(where: list[str], keys: list[Key]) -> str:
    return "everywhere" if len(where) == len(keys) else ", ".join(where)


def _units(result: Result) -> dict[Key, ClauseResult]:
    return {(u.id, u.rank, u.dtype): u for u in result.clauses}


def _shown(unit: ClauseResult | None) -> str:
    if unit is None:
        return badge(Status.NOT_RUN)
    shown = badge(unit.status, emulated=bool(unit.emulated))
    return f"{shown}<br>{plain(unit.observed)}" if unit.observed else shown
