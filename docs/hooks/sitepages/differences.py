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
    # What is shown of both, and where: the clauses that it holds for.
    rows: dict[str, dict[tuple[str, ...], list[str]]] = {lead: {} for lead in LEADS}
    for identifier in site.clauses:
        found: dict[tuple[str, str, str], list[Key]] = {}
        keys = sorted(k for k in left.keys() | right.keys() if k[0] == identifier)
        for key in keys:
            units = left.get(key), right.get(key)
            which = kind(*units)
            if which is not None:
                shown = _shown(units[0]), _shown(units[1])
                found.setdefault((which, *shown), []).append(key)
        for (which, *both), where in found.items():
            rows[which].setdefault((*both, _where(where, keys)), []).append(identifier)
    names = a.backend.name, b.backend.name
    parts = [_listed(site, which, names, held) for which, held in rows.items()]
    title = f"{escape(names[0])} and {escape(names[1])}"
    return f'=== "{title}"\n\n' + indented("\n\n".join(parts))


def _listed(
    site: Site, which: str, names: tuple[str, str], held: dict[tuple[str, ...], list[str]]
) -> str:
    """One table of a pair: what few clauses have in common comes first."""
    clauses = {identifier for listed in held.values() for identifier in listed}
    lead = f"{len(clauses)} of {len(site.clauses)} clauses: {LEADS[which]}."
    rows = [
        [*shown, ", ".join(clause_link(PAGE, identifier) for identifier in listed)]
        for shown, listed in sorted(held.items(), key=lambda row: len(row[1]))
    ]
    return f"{lead}\n\n{table([*map(plain, names), 'where', 'clauses'], rows)}" if rows else lead


def kind(a: ClauseResult | None, b: ClauseResult | None) -> str | None:
    """Which of the tables shows two units, None if they are the same; as matrix.js tells them."""
    judged = [u for u in (a, b) if u is not None and u.status is not Status.NOT_RUN]
    if len(judged) < 2:
        return "alone" if judged else None
    if judged[0].status is not judged[1].status:
        return "verdict"
    return "behaviour" if _shown(judged[0]) != _shown(judged[1]) else None


def _where(where: list[Key], keys: list[Key]) -> str:
    """Ranks and dtypes, ranks of the same dtypes together."""
    if len(where) == len(keys):
        return "everywhere"
    dtypes: dict[int, list[str]] = {}
    for _, rank, dtype in where:
        dtypes.setdefault(rank, []).append(dtype)
    ranks: dict[str, list[int]] = {}
    for rank, held in dtypes.items():
        ranks.setdefault(", ".join(held), []).append(rank)
    return "<br>".join(
        f'<span class="cs-where">{", ".join(f"{r}-D" for r in rs)}</span> {held}'
        for held, rs in ranks.items()
    )


def _units(result: Result) -> dict[Key, ClauseResult]:
    return {(u.id, u.rank, u.dtype): u for u in result.clauses}


def _shown(unit: ClauseResult | None) -> str:
    if unit is None:
        return badge(Status.NOT_RUN)
    shown = badge(unit.status, emulated=bool(unit.emulated))
    return f"{shown}<br>{plain(unit.observed)}" if unit.observed else shown
