"""A page per failing cell of the matrix: what went wrong, why, and how to see it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import msgspec

from conformance.explain.text import rerun
from conformance.operations import Judged
from conformance.results.model import ClauseResult, Failure
from sitepages.clausepages import unit_anchor
from sitepages.data import Site, SiteError, failing
from sitepages.markup import (
    backend_page,
    badge,
    clause_link,
    failure_page,
    fence,
    indented,
    plain,
    relative,
)
from sitepages.play import case_fragments, play_link

_CELL = re.compile(r"^cell +(?:y|indices)\[([\d,]+)\]", re.MULTILINE)


def failure_markdown(site: Site, clause: str, backend: str) -> str:
    """The page of one cell; its first failing unit in full, the others folded."""
    source = failure_page(backend, clause)
    units = failing(site.cell(clause, backend))
    name = f"[{backend}]({relative(source, backend_page(backend))})"
    parts = [
        f"---\ntitle: {clause} on {backend}\nhide: [navigation]\nsearch: {{exclude: true}}\n---",
        f"# `{clause}` on {backend}",
        f'<div class="cs-normative" markdown>\n\n{plain(site.clauses[clause].text)}\n\n</div>',
        f"Clause {clause_link(source, clause)} · backend {name} · "
        f"[back to the matrix]({relative(source, 'results/index.md')})",
    ]
    for number, unit in enumerate(units):
        parts.append(_unit(unit, backend, source, folded=number > 0))
    return "\n\n".join(parts) + "\n"


def departure_markdown(site: Site, source: str, clause: str, backend: str) -> str:
    """What a page tells of one failing clause: where it fails, the first failure, its script.

    Raises SiteError where the clause does not fail: the page is out of date.
    """
    units = failing(site.cell(clause, backend))
    if not units:
        raise SiteError(f"docs/{source}: {clause} does not fail on {backend}")
    failure = units[0].failure
    assert failure is not None
    places = ", ".join(f"rank {u.rank} {u.dtype}" for u in units)
    link = f"[all of it]({relative(source, failure_page(backend, clause))})"
    lead = f"{clause_link(source, clause)} fails at {places} ({link})."
    pictures = _pictures(failure, units[0].rank, source)
    shown = "\n\n".join([lead, fence(failure.message), *pictures])
    if not failure.snippet:
        return shown
    script = indented(fence(failure.snippet, "python"))
    return f'{shown}\n\n??? example "See it with NumPy and the adapter alone"\n\n{script}'


def _unit(unit: ClauseResult, backend: str, source: str, *, folded: bool) -> str:
    title = f"Rank {unit.rank}, {unit.dtype}"
    heading = f"## {title} {{ #{unit_anchor(unit)} }}"
    body = _body(unit, backend, source)
    if not folded:
        return f"{heading}\n\n{body}"
    return f'{heading}\n\n??? failure "{title}: the failure, a script, the command"\n\n' + indented(
        body
    )


def _body(unit: ClauseResult, backend: str, source: str) -> str:
    failure = unit.failure
    assert failure is not None
    minimal = " (minimal: no simpler case fails)" if failure.minimal else ""
    cause = f": **{plain(failure.cause)}**" if failure.cause else ""
    parts = [
        f"{badge(unit.status)} at case {failure.number}{minimal}{cause}",
        fence(failure.message),
        *_pictures(failure, unit.rank, source),
    ]
    if unit.known:
        parts.append(f"**Known failure.** {plain(unit.known)}")
    if failure.snippet:
        parts += ["See it with NumPy and the adapter alone:", fence(failure.snippet, "python")]
    command = rerun(f"docs/results/{backend}.json", unit)
    parts += ["Judge this case again:", fence(command, "console")]
    return "\n\n".join(parts)


def _pictures(failure: Failure, rank: int, source: str) -> list[str]:
    """Where the windows of the failing case are to be seen, at the cell that disagrees."""
    if failure.case is None:
        return []
    last = failure.case[-1] if isinstance(failure.case, list) else failure.case
    judged = cast(Judged, msgspec.convert(last, Judged))
    fragments = case_fragments(judged, _cell(failure, rank))
    links = [play_link(source, shown, words) for words, shown in fragments.items()]
    return [f"<p>Look at {', '.join(links)}.</p>"] if links else []


def _cell(failure: Failure, rank: int) -> Sequence[int] | None:
    found = _CELL.search(failure.message)
    return None if found is None else [int(at) for at in found[1].split(",")][-rank:]
