"""The kill matrix as a page: which deliberate fault is noticed by which clause, when, and where."""

from __future__ import annotations

from html import escape
from itertools import groupby

from sitepages.data import Mutant, Site
from sitepages.drawings import bars
from sitepages.figures import figure
from sitepages.markup import clause_link, fence, indented, plain, table

PAGE = "results/mutants.md"
_ACROSS, _DOWN, _LEFT, _TOP = 2, 4, 216, 8
_LINE = 16  # what the name of a topic needs
MISSING = "The kill matrix has not been computed yet: run `python -m tests.mutants.matrix`."


def mutant_page(site: Site) -> str:
    """What `{{ mutants() }}` stands for on the page of the mutants."""
    if site.kills is None:
        return MISSING
    mutants = _in_reading_order(site, site.kills.mutants)
    killed = sum(m.clause in m.killed_by for m in mutants)
    pairs = sum(len(m.killed_by) for m in mutants)
    topics = "\n\n".join(
        _topic(site, topic, list(held)) for topic, held in groupby(mutants, lambda m: m.topic)
    )
    return "\n\n".join(
        [
            f"{killed} of {len(mutants)} are killed by the clause that they name; "
            f"{pairs:,} pairs of a mutant and a clause that kills it.",
            "## At a glance",
            _picture(site, mutants, pairs),
            "## When they are noticed",
            _when(mutants),
            "## One by one",
            topics,
            "## Clauses, by what they kill",
            _clauses(site),
        ]
    )


def _in_reading_order(site: Site, mutants: list[Mutant]) -> list[Mutant]:
    order = {topic: n for n, topic in enumerate(site.topics)}
    return sorted(mutants, key=lambda m: (order.get(m.topic, len(order)), m.topic))


def _picture(site: Site, mutants: list[Mutant], pairs: int) -> str:
    """A dot for each clause that kills a mutant: columns are clauses, rows are mutants."""
    columns = {c.id: n for n, c in enumerate(c for held in site.topics.values() for c in held)}
    parts, y = [], _TOP
    for topic, held in groupby(mutants, lambda m: m.topic):
        top = y
        for mutant in held:
            dots = "".join(
                f"M{_LEFT + _ACROSS * columns[c]} {y}h2v3h-2z"
                for c in mutant.killed_by
                if c in columns
            )
            said = f"{mutant.name}: {len(mutant.killed_by)} clauses"
            parts.append(f'<path d="{dots}" class="cs-tap"><title>{escape(said)}</title></path>')
            y += _DOWN
        y = max(y, top + _LINE)
        parts.append(
            f'<text x="2" y="{(top + y) / 2 + 4:g}" class="cs-note cs-kill">'
            f"{escape(site.topic_title(topic))}</text>"
        )
        parts.append(f'<path d="M2 {y - 0.5:g}H{_LEFT + _ACROSS * len(columns)}" class="cs-axis"/>')
        y += 1
    caption = (
        f"Rows: {len(mutants)} mutants by topic. Columns: {len(columns)} clauses in the same "
        "order. A dot: the clause kills the mutant"
    )
    width = _LEFT + _ACROSS * len(columns) + 8
    said = f"{pairs} dots; the tables say which"
    drawn = figure("\n".join(parts), width, y + 4, caption, said)
    return (
        '<div class="cs-wide" tabindex="0" role="region" aria-label="Kill matrix" markdown="0">'
        f"{drawn}</div>"
    )


def _when(mutants: list[Mutant]) -> str:
    tiers: dict[str, float] = {}
    for mutant in mutants:
        name = f"{mutant.tier or 'not killed'}, {mutant.effort}"
        tiers[name] = tiers.get(name, 0) + 1
    said = dict(sorted(tiers.items(), key=lambda pair: -pair[1]))
    return bars(said, "Mutants by the tier and the effort that first notice them")


def _topic(site: Site, topic: str, mutants: list[Mutant]) -> str:
    """The mutants of a topic, folded: at most three columns, so that the words have room."""
    rows = [[f"`{m.name}`", plain(m.text), _killed(m)] for m in mutants]
    changes = "\n\n".join(fence(m.diff, "diff", m.name) for m in mutants if m.diff)
    folded = f'??? example "The changes, line by line"\n\n{indented(changes)}' if changes else ""
    inside = f"{table(['mutant', 'the fault', 'killed by'], rows)}\n\n{folded}"
    title = f"{site.topic_title(topic)}: {len(mutants)} mutants".replace('"', "&quot;")
    return (
        f'<div id="mutants-{topic}" class="cs-mutants cs-folds" markdown>\n\n'
        f'??? note "{title}"\n\n{indented(inside)}\n\n</div>'
    )


def _killed(mutant: Mutant) -> str:
    """The clause made for a mutant, when it notices it, and how many others do."""
    if mutant.clause not in mutant.killed_by:
        return "✗ survives"
    cases = "1 case" if mutant.cases == 1 else f"{mutant.cases} cases"
    others = len(mutant.killed_by) - 1
    also = f", and by {others} more" if others else ""
    return (
        f"{clause_link(PAGE, mutant.clause)}{also}"
        f"<br><small>{mutant.tier}, {mutant.effort}, {cases}</small>"
    )


def _clauses(site: Site) -> str:
    """How many mutants each clause kills, a folded table for each topic."""
    parts = []
    for topic, clauses in site.topics.items():
        rows = []
        for clause in clauses:
            killed = site.killed_by(clause.id)
            own = ", ".join(f"`{m.name}`" for m in killed if m.clause == clause.id) or "none"
            rows.append([clause_link(PAGE, clause.id), str(len(killed)), own])
        head = ["clause", "mutants it kills", "those made for it"]
        title = f"{site.topic_title(topic)}: {len(clauses)} clauses".replace('"', "&quot;")
        parts.append(f'??? note "{title}"\n\n{indented(table(head, rows))}')
    folded = "\n\n".join(parts)
    return f'<div class="cs-mutants cs-folds" markdown>\n\n{folded}\n\n</div>'
