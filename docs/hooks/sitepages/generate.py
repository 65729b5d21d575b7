"""Which pages there are beside those written by hand, the navigation, and what pages can call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.results.model import SCHEMA
from sitepages.audit.pages import (
    audit_findings,
    audit_misleading,
    audit_summary,
    audit_table,
)
from sitepages.backends import backend_markdown
from sitepages.clausepages import clause_list, clause_markdown
from sitepages.data import Site, SiteError, failing
from sitepages.differences import differences
from sitepages.failures import departure_markdown, failure_markdown
from sitepages.glossary import glossary_pages
from sitepages.markup import (
    backend_page,
    clause_link,
    clause_page,
    failure_page,
    legend,
    relative,
    table,
)
from sitepages.matrix import matrix
from sitepages.mutantpages import mutant_page
from sitepages.questions import question_pages
from sitepages.rosetta.concepts import CONCEPTS
from sitepages.rosetta.pages import (
    concept_page,
    recipe_count,
    recipe_table,
    rosetta_pages,
    spelled,
)
from sitepages.tables import capability_table, profile_sections, signature_table
from sitepages.translations import lesson_sources, lessons_about, page_of, translated_sources

#: pages of the specification that are no topic
NO_TOPIC = ("index", "profiles", "capabilities")


def generated_pages(site: Site) -> dict[str, str]:
    """Every page that is made of data, as path below docs/ -> Markdown.

    Raises SiteError for a page of the specification whose topic has no clause.
    """
    for page in sorted((site.docs / "spec").glob("*.md")):
        if page.stem not in (*NO_TOPIC, *site.topics):
            raise SiteError(f"docs/spec/{page.name}: the suite has no topic {page.stem!r}")
    pages = {clause_page(c.id): clause_markdown(site, c) for c in site.clauses.values()}
    pages |= {backend_page(c.name): backend_markdown(site, c) for c in site.columns}
    pages |= {
        failure_page(backend, clause): failure_markdown(site, clause, backend)
        for (clause, backend), units in site.by_cell.items()
        if failing(units)
    }
    pages |= rosetta_pages()
    translated = {source: page_of(source, "zh") for source in translated_sources()}
    pages |= glossary_pages(translated) | question_pages(translated)
    for topic in site.topics:
        if not (site.docs / "spec" / f"{topic}.md").exists():
            source = f"spec/{topic}.md"
            title = site.topic_title(topic)
            pages[source] = f"# {title}\n\n## Clauses\n\n{clause_list(site, topic, source)}\n"
    return pages


def navigation(site: Site, nav: list[Any]) -> list[Any]:
    """The navigation of mkdocs.yml with the topics and the backends put into their sections."""
    inserted = {
        "Specification": [f"spec/{t}.md" for t in site.topics],
        "Rosetta": [concept_page(c) for c in CONCEPTS],
        "Results": [backend_page(c.name) for c in site.columns],
        "Learn": lesson_sources()[1:],
        "教程": [page_of(source, "zh") for source in lesson_sources()[1:]],
    }
    return [
        {title: [pages[0], *inserted[title], *pages[1:]]} if title in inserted else {title: pages}
        for section in nav
        for title, pages in section.items()
    ]


def page_functions(site: Site, source: str) -> dict[str, Callable[..., str]]:
    """What a page written by hand can call inside ``{{ }}``; links are relative to that page."""
    topic = source.removeprefix("spec/").removesuffix(".md")
    is_topic = source.startswith("spec/") and topic in site.topics

    def clause(identifier: str) -> str:
        if identifier not in site.clauses:
            raise SiteError(f"there is no clause {identifier!r}")
        return clause_link(source, identifier)

    told: set[tuple[str, str]] = set()

    def departure(backend: str, *clauses: str) -> str:
        """The first failure of each clause, as the result file has it."""
        told.update((clause, backend) for clause in clauses)
        return "\n\n".join(departure_markdown(site, source, c, backend) for c in clauses)

    def finish(markdown: str) -> str:
        """A topic's page ends with its clauses; a page of departures tells all there are."""
        untold = [
            f"{clause} on {backend}"
            for (clause, backend), units in site.by_cell.items()
            if failing(units) and backend in {b for _, b in told} and (clause, backend) not in told
        ]
        if untold:
            raise SiteError(f"docs/{source} says nothing of {', '.join(untold)}")
        if not is_topic:
            return markdown
        ways_on = lessons() + spelled(source, topic)
        listed = clause_list(site, topic, source)
        return f"{markdown}\n\n{ways_on}## Clauses\n\n{listed}\n"

    def lessons() -> str:
        """Where the topic is explained step by step."""
        links = [f"[{t}]({relative(source, s)})" for t, s in lessons_about(site.docs, source)]
        return f"Step by step, with exercises: {', '.join(links)}.\n\n" if links else ""

    def topics() -> str:
        rows = [
            [
                f"[{site.topic_title(name)}]({relative(source, f'spec/{name}.md')})",
                str(len(clauses)),
                ", ".join(dict.fromkeys(f"`{c.operation}`" for c in clauses)),
            ]
            for name, clauses in site.topics.items()
        ]
        return table(["topic", "clauses", "operations"], rows)

    return {
        "clause": clause,
        "departure": departure,
        "clause_count": lambda: str(len(site.clauses)),
        "finish": finish,
        "topics": topics,
        "matrix": lambda: matrix(site),
        "legend": legend,
        "audit_summary": audit_summary,
        "audit_table": audit_table,
        "audit_findings": audit_findings,
        "audit_misleading": audit_misleading,
        "recipe_count": recipe_count,
        "recipe_table": recipe_table,
        "schema": lambda: f"`{SCHEMA}`",
        "capabilities": capability_table,
        "signatures": signature_table,
        "profiles": lambda: profile_sections(site, source),
        "mutants": lambda: mutant_page(site),
        "differences": lambda: differences(site),
        "table": table,
    }
