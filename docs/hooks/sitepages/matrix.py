"""The results matrix: one row per clause, one column per backend."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from conformance.results.model import ClauseResult, Status
from conformance.suite.clause import Clause
from conformance.suite.profiles import PROFILES, required_dtypes
from sitepages.data import SEVERITY, Column, Site, failing
from sitepages.markup import (
    SIGNS,
    backend_page,
    badge,
    badges,
    clause_page,
    failure_page,
    relative,
)

PAGE = "results/index.md"
#: what a cell shows beside its statuses, and can be filtered by like them
EXTRA = {"emulated": "emulated by the adapter", "differ": "verdicts differ"}


def href(target: str) -> str:
    """The address of a page as raw HTML needs it, seen from the matrix."""
    return relative(PAGE, target).replace(".md", ".html", 1)


def matrix(site: Site) -> str:
    """The filter and the table, in HTML; roles are said, as a phone lays the table out anew."""
    backends = "".join(
        f'<th scope="col" role="columnheader"><a href="{href(backend_page(c.name))}">'
        f"{escape(c.name)}</a>{_version(c)}</th>"
        for c in site.columns
    )
    profiles = {name: {i for i, _ in required_dtypes(name)} for name in PROFILES}
    bodies = "\n".join(
        _topic(site, topic, clauses, profiles) for topic, clauses in site.topics.items()
    )
    signs = {s.value: [SIGNS[s], s.meaning] for s in SEVERITY}
    return f"""{len(site.clauses)} clauses, {len(site.columns)} backends. A cell sums up the ranks
and dtypes of its clause; where they differ, numbers say how many came out how.
The row of a topic counts its clauses by the worst that they came to.

{_filter(site)}
<div class="cs-matrix" tabindex="0" role="region" aria-label="Results matrix">
<table id="cs-matrix" class="cs-table" role="table" data-signs="{escape(json.dumps(signs))}">
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">clause</th>{backends}</tr>
</thead>
<tbody role="rowgroup">
{_totals("All clauses", list(site.clauses.values()), site)}
</tbody>
{bodies}
</table>
<p id="cs-none" hidden>No clause fits all of these filters.</p>
</div>"""


def _version(column: Column) -> str:
    return f"<small>{escape(column.result.backend.version)}</small>" if column.result else ""


def _totals(title: str, clauses: Sequence[Clause], site: Site, target: str = "") -> str:
    """A row that counts the clauses of each backend by the worst of their statuses."""
    cells = []
    for column in site.columns:
        worst = Counter(_worst(site.cell(c.id, column.name)) for c in clauses)
        shown = "<br>".join(badge(status, worst[status]) for status in SEVERITY if worst[status])
        cells.append(f'<td role="cell" data-label="{escape(column.name)}">{shown}</td>')
    head = f'<a href="{target}">{title}</a>' if target else title
    return (
        f'<tr class="cs-topic" role="row"><th scope="rowgroup" role="rowheader">{head}</th>'
        f"{''.join(cells)}</tr>"
    )


def _worst(units: Sequence[ClauseResult]) -> Status:
    held = {u.status for u in units}
    return next((status for status in SEVERITY if status in held), Status.NOT_RUN)


def _filter(site: Site) -> str:
    units = [u for held in site.by_cell.values() for u in held]
    statuses = _options((s.value, s.value) for s in Status) + _options(EXTRA.items())
    operations = dict.fromkeys(c.operation for c in site.clauses.values())
    ranks = sorted({rank for c in site.clauses.values() for rank in c.ranks})
    return f"""<form class="cs-filter" id="cs-filter" hidden>
<label>Clause or topic <input type="search" name="text" placeholder="same dilated"
autocomplete="off"></label>
{_select("Profile", "profile", _options((p, p) for p in PROFILES))}
{_select("Status", "status", statuses)}
{_select("Operation", "operation", _options((o, o) for o in operations))}
{_select("Rank", "rank", _options((str(r), f"{r}-D") for r in ranks))}
{_select("Dtype", "dtype", _options((d, d) for d in sorted({u.dtype for u in units})))}
<button type="reset">Clear</button>
<output aria-live="polite"></output>
</form>"""


def _select(label: str, name: str, options: str) -> str:
    every = '<option value="">any</option>'
    return f'<label>{label} <select name="{name}">{every}{options}</select></label>'


def _options(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(v)}">{escape(words)}</option>' for v, words in pairs)


def _topic(site: Site, topic: str, clauses: list[Clause], profiles: dict[str, set[str]]) -> str:
    title = escape(site.topic_title(topic))
    head = _totals(title, clauses, site, href(f"spec/{topic}.md"))
    rows = "\n".join(_row(site, clause, title, profiles) for clause in clauses)
    return f'<tbody role="rowgroup">\n{head}\n{rows}\n</tbody>'


def _row(site: Site, clause: Clause, title: str, profiles: dict[str, set[str]]) -> str:
    cells = "".join(_cell(site, clause.id, c.name) for c in site.columns)
    words = escape(f"{clause.id} {title} {clause.text}".lower())
    required_by = " ".join(name for name, held in profiles.items() if clause.id in held)
    return (
        f'<tr role="row" data-profile="{required_by}" data-operation="{clause.operation}" '
        f'data-text="{words}"><th scope="row" role="rowheader">'
        f'<a href="{href(clause_page(clause.id))}" title="{escape(clause.text)}">'
        f"<code>{clause.id}</code></a></th>{cells}</tr>"
    )


def _cell(site: Site, clause: str, backend: str) -> str:
    units = site.cell(clause, backend)
    target = f"{clause_page(clause)}#{backend}"
    if failing(units):
        target = failure_page(backend, clause)
    elif not units:
        target = backend_page(backend)
    statuses = " ".join({u.status.value: None for u in units}) or Status.NOT_RUN.value
    return (
        f'<td role="cell" data-label="{escape(backend)}" data-status="{statuses}" '
        f'data-units="{";".join(map(_unit, units))}">'
        f'<a href="{href(target)}">{badges(units)}</a></td>'
    )


def _unit(unit: ClauseResult) -> str:
    """Rank, dtype, status, and whether it is emulated, as assets/js/matrix.js reads them."""
    return f"{unit.rank} {unit.dtype} {unit.status.value}" + (" emulated" * bool(unit.emulated))
