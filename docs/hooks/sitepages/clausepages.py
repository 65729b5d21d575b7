"""A page per clause, and the clauses of a topic as its specification page shows them."""

from __future__ import annotations

from conformance.cases.examples import find
from conformance.judge.rivals import RIVALS
from conformance.results.model import ClauseResult, Status
from conformance.suite.clause import Clause
from conformance.suite.profiles import PROFILES, required_dtypes
from sitepages.data import Column, Site, failing
from sitepages.markup import (
    backend_page,
    badge,
    badges,
    clause_page,
    facts,
    failure_page,
    fence,
    indented,
    plain,
    relative,
    table,
)
from sitepages.play import case_fragments, play_link

TIERS = {
    "examples": "worked examples",
    "small scope": "small scope, exhaustively",
    "random": "Hypothesis",
}


def needs_text(clause: Clause) -> str:
    """What a backend must have declared, as code."""
    if not clause.needs:
        return "nothing beyond the operation"
    return ", ".join(f"`{n}`" if v is True else f"`{n}={v}`" for n, v in clause.needs)


def defined_text(clause: Clause) -> str:
    """Who decides what happens."""
    if clause.defined_by == "specification":
        return "the specification: it passes or fails"
    return "the implementation: one of the allowed behaviours, the same throughout; published"


def clause_list(site: Site, topic: str, source: str) -> str:
    """The clauses of a topic: sentence, conditions, and the verdict of every backend.

    Clauses of several operations that share their sentence and the end of their id say it once.
    """
    alike: dict[tuple[object, ...], list[Clause]] = {}
    for clause in site.topics[topic]:
        shared = (clause.text, _family_name(clause), clause.needs, clause.defined_by)
        alike.setdefault(shared, []).append(clause)
    listed = "\n\n".join(
        _listed(site, held[0], source) if len(held) == 1 else _family(site, held, source)
        for held in alike.values()
    )
    return f'<div class="cs-clauses" markdown>\n\n{listed}\n\n</div>'


def _family_name(clause: Clause) -> str:
    """What its id says behind the operation."""
    return clause.id.partition(".")[2]


def _listed(site: Site, clause: Clause, source: str) -> str:
    page = relative(source, clause_page(clause.id))
    verdicts = [f"{c.name} {_verdict(site, clause, c.name, source)}" for c in site.columns]
    conditions = f"{_conditions(clause, clause.level)} · [details]({page})"
    return f"""### `{clause.id}` {{ #{clause.id} }}

{_sentence(clause)}

{_side_by_side(conditions, *verdicts)}"""


def _side_by_side(*items: str) -> str:
    listed = "\n".join(f"<li markdown>{item}</li>" for item in items)
    return f'<ul class="cs-verdicts" markdown>\n{listed}\n</ul>'


def _family(site: Site, clauses: list[Clause], source: str) -> str:
    """One sentence, the verdicts together, and folded a row for each operation."""
    name = _family_name(clauses[0])
    levels = {c.level for c in clauses}
    rows = []
    for clause in clauses:
        page = relative(source, clause_page(clause.id))
        level = [clause.level] if len(levels) > 1 else []
        verdicts = [_verdict(site, clause, c.name, source) for c in site.columns]
        rows.append([f"[`{clause.id}`]({page}){{ #{clause.id} }}", *level, *verdicts])
    head = ["clause", *(["level"] if len(levels) > 1 else []), *(c.name for c in site.columns)]
    together = [
        f"{c.name} {badges([u for held in clauses for u in site.cell(held.id, c.name)], ', ')}"
        for c in site.columns
    ]
    folded = indented(table(head, rows))
    return f"""### `{name}`, {len(clauses)} operations {{ #{name} }}

{_sentence(clauses[0])}

{_side_by_side(_conditions(clauses[0], *levels), *together)}

??? note "{len(clauses)} clauses: {_operations(clauses)}"

{folded}"""


def _operations(clauses: list[Clause]) -> str:
    return ", ".join(dict.fromkeys(plain(c.operation) for c in clauses))


def _sentence(clause: Clause) -> str:
    return f'<div class="cs-normative" markdown>\n\n{plain(clause.text)}\n\n</div>'


def _conditions(clause: Clause, *levels: str) -> str:
    """The level, if it is one; what is needed; whether the implementation decides."""
    conditions = [*levels] if len(levels) == 1 else []
    if clause.needs:
        conditions.append(f"needs {needs_text(clause)}")
    if clause.defined_by == "implementation":
        conditions.append("implementation-defined")
    return " · ".join(conditions)


def _verdict(site: Site, clause: Clause, backend: str, source: str) -> str:
    """The verdict of a backend on a clause, on one line; a failing one leads to the failure."""
    units = site.cell(clause.id, backend)
    shown = badges(units, ", ")
    if failing(units):
        return f"[{shown}]({relative(source, failure_page(backend, clause.id))})"
    return shown


def clause_markdown(site: Site, clause: Clause) -> str:
    """The whole page of one clause."""
    source = clause_page(clause.id)
    topic = relative(source, f"spec/{clause.topic}.md")
    parts = [
        f"# `{clause.id}`",
        _sentence(clause),
        facts(
            {
                "topic": f"[{site.topic_title(clause.topic)}]({topic}#{clause.id})",
                "operation": f"`{clause.operation}`",
                "level": clause.level,
                "required by": _required_by(clause),
                "needs": needs_text(clause),
                "decided by": defined_text(clause),
                "judged on": f"rank {', '.join(map(str, clause.ranks))}; {_tiers(clause)}",
                "test": f"`conformance/suite/{_module(clause)}.py`, line {clause.line}",
            }
        ),
        "## Verdicts",
        _verdicts(site, clause, source),
        _examples(clause, source),
        _rivals(clause),
        _mutants(site, clause),
        "## Run it",
        fence(f"pytest --pyargs conformance --backend numpy -k {clause.id}", "console"),
    ]
    return _front(clause) + "\n\n".join(p for p in parts if p) + "\n"


def _front(clause: Clause) -> str:
    return f"---\ntitle: {clause.id}\nhide: [navigation]\n---\n\n"


def _module(clause: Clause) -> str:
    return clause.function.__module__.rsplit(".", 1)[-1]


def _required_by(clause: Clause) -> str:
    found = []
    for name in PROFILES:
        units = {r: dtypes for (i, r), dtypes in required_dtypes(name).items() if i == clause.id}
        if units:
            dtypes = dict.fromkeys(d for held in units.values() for d in held)
            found.append(f"{name} (rank {', '.join(map(str, units))}; {', '.join(dtypes)})")
    return "; ".join(found)


def _tiers(clause: Clause) -> str:
    held = {
        "examples": bool(clause.examples),
        "small scope": clause.small_scope is not None,
        "random": clause.random is not None,
    }
    return ", ".join(words for tier, words in TIERS.items() if held[tier])


def _verdicts(site: Site, clause: Clause, source: str) -> str:
    """A table for each backend: a row for each rank, a column for each dtype it was judged on."""
    shown = [_backend(site, clause, column, source) for column in site.columns]
    notes = [note for c in site.columns for note in _notes(site, clause, c)]
    listed = "\n".join(f"- {note}" for note in dict.fromkeys(notes))
    return "\n\n".join([*shown, listed])


def _backend(site: Site, clause: Clause, column: Column, source: str) -> str:
    found = site.cell(clause.id, column.name)
    link = relative(source, backend_page(column.name))
    name = f"**[{column.name}]({link})**{{ #{column.name} }}"
    if not found:
        return f"{name} {badge(Status.NOT_RUN)}"
    if len(found) == 1:
        return f"{name} {found[0].rank}-D {found[0].dtype}: {_unit(found[0], column.name, source)}"
    units = {(u.rank, u.dtype): u for u in found}
    dtypes = sorted({u.dtype for u in found}, key=_by_kind)
    rows = [
        [f"{r}-D", *(_unit(units.get((r, d)), column.name, source) for d in dtypes)]
        for r in sorted({u.rank for u in found})
    ]
    return f"{name}\n\n{table(['rank', *dtypes], rows)}"


def _by_kind(dtype: str) -> tuple[bool, str, int]:
    """The order of dtypes: floating point before integers, and by their bits."""
    name = dtype.rstrip("0123456789")
    return "float" not in name, name, int(dtype.removeprefix(name) or 0)


def _unit(unit: ClauseResult | None, backend: str, source: str) -> str:
    if unit is None:
        return ""
    shown = badge(unit.status, emulated=bool(unit.emulated))
    if failing([unit]):
        page = relative(source, failure_page(backend, unit.id))
        return f"[{shown}]({page}#{unit_anchor(unit)})"
    if unit.cases:
        cases = "1 case" if unit.cases == 1 else f"{unit.cases} cases"
        return f"{shown}<br><small>{cases}</small>"
    return shown


def unit_anchor(unit: ClauseResult) -> str:
    """The anchor of a unit on the page of its failing cell."""
    return f"rank-{unit.rank}-{unit.dtype}"


def _notes(site: Site, clause: Clause, column: Column) -> list[str]:
    """What is worth saying of a cell beside its verdicts."""
    backend, units = column.name, site.cell(clause.id, column.name)
    notes = [] if units else [f"{_why_not_run(clause, column)}: `{column.command}`"]
    for unit in units:
        if unit.observed:
            notes.append(f"{backend} was observed: {plain(unit.observed)}")
        if unit.reason:
            notes.append(f"{backend}: {plain(unit.reason)}")
        if unit.known:
            notes.append(f"{backend}, known failure: {plain(unit.known)}")
        notes += [f"{backend} emulates {plain(how)}" for how in unit.emulated]
    return notes


def _why_not_run(clause: Clause, column: Column) -> str:
    if column.result is None:
        return f"{column.name} was not run"
    if clause.operation not in column.result.backend.capabilities:
        return f"{column.name} declared no `{clause.operation}` when it was last run"
    return f"{column.name} was run before this clause was there"


def _rivals(clause: Clause) -> str:
    if not clause.rivals:
        return ""
    rows = [[f"`{name}`", plain(RIVALS[name].text)] for name in clause.rivals]
    return (
        "## Rivals\n\nThe wrong readings that its cases must tell apart; a run in which no case "
        f"does is `vacuous`, not passed.\n\n{table(['rival', 'what it computes'], rows)}"
    )


def _examples(clause: Clause, source: str) -> str:
    """The worked examples that it is judged on, each with a way to its picture."""
    lines = []
    for judged in clause.examples:
        example = find(judged)
        if example is not None:
            shown = case_fragments(judged)
            links = [play_link(source, found, words) for words, found in shown.items()]
            see = f" See {', '.join(links)}." if links else ""
            lines.append(f"- {plain(example.text.rstrip('.'))}.{see}")
    return "## Worked examples\n\n" + "\n".join(lines) if lines else ""


def _mutants(site: Site, clause: Clause) -> str:
    killed = site.killed_by(clause.id)
    if not killed:
        return ""
    rows = [[f"`{m.name}`", plain(m.text), m.tier] for m in killed]
    return (
        "## Mutants it kills\n\nFaults put on purpose into a correct backend, which this clause "
        f"notices.\n\n{table(['mutant', 'the fault', 'noticed in'], rows)}"
    )
