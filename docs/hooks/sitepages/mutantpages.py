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
    for n, (topic, held) in enumerate(groupby(mutants, lambda m: m.topic)):
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
        if y - top >= 12 or n == 0:
            parts.append(
                f'<text x="2" y="{(top + y) / 2 + 3:g}" class="cs-note cs-kill">'
                f"{escape(site.topic_title(topic))}</text>"
            )
        parts.append(f'<path d="M2 {y - 0.5:g}H{_LEFT + _ACROSS * len(columns)}" class="cs-axis"/>')
        y += 1
    caption = (
        f"Rows: {len(mutants)} mutants by topic. Columns: {len(columns)} clauses in the same "
        "order. A dot: the clause kills the mutant"
    )
    width = _LEFT + _ACROSS * len(columns) + 8
    return figure("\n".join(parts), width, y + 4, caption, f"{pairs} dots; the tables say which")


def _when(mutants: list[Mutant]) -> str:
    tiers: dict[str, float] = {}
    for mutant in mutants:
        name = f"{mutant.tier or 'not killed'}, {mutant.effort}"
        tiers[name] = tiers.get(name, 0) + 1
    said = dict(sorted(tiers.items(), key=lambda pair: -pair[1]))
    return bars(said, "Mutants by the tier and the effort that first notice them")


def _topic(site: Site, topic: str, mutants: list[Mutant]) -> str:
    rows = [
        [
            f"`{m.name}`",
            plain(m.text),
            clause_link(PAGE, m.clause) if m.clause in m.killed_by else "✗ survives",
            str(len(m.killed_by)),
            m.tier,
            m.effort,
            f"{m.cases}",
        ]
        for m in mutants
    ]
    head = ["mutant", "the fault", "killed by", "clauses", "tier", "effort", "cases until then"]
    return (
        f"### {site.topic_title(topic)} {{ #mutants-{topic} }}\n\n{table(head, rows)}\n\n"
        f'??? example "The changes, line by line"\n\n'
        + indented("\n\n".join(fence(m.diff, "diff", m.name) for m in mutants if m.diff))
    )


def _clauses(site: Site) -> str:
    rows = []
    for identifier in site.clauses:
        killed = site.killed_by(identifier)
        own = [m.name for m in killed if m.clause == identifier]
        rows.append(
            [
                clause_link(PAGE, identifier),
                str(len(killed)),
                ", ".join(f"`{name}`" for name in own) or "none",
            ]
        )
    return table(["clause", "mutants it kills", "those made for it"], rows)
