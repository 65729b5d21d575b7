"""The results matrix: one row per clause, one column per backend."""

from __future__ import annotations

from html import escape

from conformance.results.model import Status
from conformance.suite.clause import Clause
from sitepages.data import Site, failing
from sitepages.markup import backend_page, badges, clause_page, failure_page, relative

PAGE = "results/index.md"


def href(target: str) -> str:
    """The address of a page as raw HTML needs it, seen from the matrix."""
    return relative(PAGE, target).replace(".md", ".html", 1)


def matrix(site: Site) -> str:
    """The filter and the table, in HTML."""
    backends = "".join(
        f'<th scope="col"><a href="{href(backend_page(c.name))}">{escape(c.name)}</a></th>'
        for c in site.columns
    )
    bodies = "\n".join(_topic(site, topic, clauses) for topic, clauses in site.topics.items())
    return f"""{len(site.clauses)} clauses, {len(site.columns)} backends. A cell sums up the ranks
and dtypes of its clause; where they differ, numbers say how many came out how.

{_filter(site)}
<div class="cs-matrix" tabindex="0" role="region" aria-label="Results matrix">
<table id="cs-matrix" class="cs-table">
<thead><tr><th scope="col">clause</th>{backends}</tr></thead>
{bodies}
</table>
</div>"""


def _filter(site: Site) -> str:
    statuses = "".join(f"<option>{s.value}</option>" for s in Status)
    levels = "".join(
        f"<option>{level}</option>"
        for level in dict.fromkeys(c.level for c in site.clauses.values())
    )
    return f"""<form class="cs-filter" id="cs-filter" hidden>
<label>Clause or topic <input type="search" name="text" placeholder="same dilated"
autocomplete="off"></label>
<label>Status <select name="status"><option value="">any</option>{statuses}</select></label>
<label>Level <select name="level"><option value="">any</option>{levels}</select></label>
<button type="reset">Clear</button>
<output aria-live="polite"></output>
</form>"""


def _topic(site: Site, topic: str, clauses: list[Clause]) -> str:
    title = escape(site.topic_title(topic))
    span = len(site.columns) + 1
    head = (
        f'<tr class="cs-topic"><th scope="rowgroup" colspan="{span}">'
        f'<a href="{href(f"spec/{topic}.md")}">{title}</a></th></tr>'
    )
    rows = "\n".join(_row(site, clause, title) for clause in clauses)
    return f"<tbody>\n{head}\n{rows}\n</tbody>"


def _row(site: Site, clause: Clause, title: str) -> str:
    cells = "".join(_cell(site, clause.id, c.name) for c in site.columns)
    words = escape(f"{clause.id} {title} {clause.text}".lower())
    return (
        f'<tr data-level="{clause.level}" data-text="{words}"><th scope="row">'
        f'<a href="{href(clause_page(clause.id))}" title="{escape(clause.text)}">'
        f"<code>{clause.id}</code></a></th>{cells}</tr>"
    )


def _cell(site: Site, clause: str, backend: str) -> str:
    units = site.cell(clause, backend)
    statuses = " ".join({u.status.value: None for u in units}) or Status.NOT_RUN.value
    target = f"{clause_page(clause)}#{backend}"
    if failing(units):
        target = failure_page(backend, clause)
    elif not units:
        target = backend_page(backend)
    return f'<td data-status="{statuses}"><a href="{href(target)}">{badges(units)}</a></td>'
