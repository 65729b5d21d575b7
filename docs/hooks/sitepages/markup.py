"""Small pieces of Markdown and HTML that every page uses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from conformance.results.model import MEANINGS, ClauseResult, Status
from sitepages.data import SEVERITY

#: a sign and a word each, so that colour never carries the meaning alone
SIGNS: dict[Status, str] = {
    Status.PASS: "✓",
    Status.FAIL: "✗",
    Status.ERROR: "‼",
    Status.UNSUPPORTED: "○",
    Status.REFUSED: "⊘",
    Status.VACUOUS: "∅",
    Status.NOT_RUN: "–",
    Status.OBSERVED: "◉",
}
EMULATED = "≈"
#: what Markdown would read as markup; < and > have no escape with a backslash
_ESCAPES = {c: f"\\{c}" for c in r"\*_[]|#{}$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def plain(text: str) -> str:
    """Text as Markdown that shows exactly that text; spans in backquotes stay code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a lone backquote
        return _escaped(text).replace("`", r"\`")
    return "`".join(p if i % 2 else _escaped(p) for i, p in enumerate(parts))


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in text)


def relative(source: str, target: str) -> str:
    """The link from one page to another, both given by their path below docs/."""
    page, _, anchor = target.partition("#")
    path = posixpath.relpath(page, posixpath.dirname(source) or ".")
    return f"{path}#{anchor}" if anchor else path


def clause_page(identifier: str) -> str:
    """The page of a clause; its address is as permanent as its id."""
    return f"clauses/{identifier}.md"


def backend_page(name: str) -> str:
    """The page of a backend."""
    return f"results/{name}.md"


def failure_page(backend: str, identifier: str) -> str:
    """The page of a failing cell of the matrix."""
    return f"results/{backend}/{identifier}.md"


def clause_link(source: str, identifier: str) -> str:
    """A link to a clause, by its id."""
    return f"[`{identifier}`]({relative(source, clause_page(identifier))})"


def fence(text: str, language: str = "text", title: str | None = None) -> str:
    """A code block; longer than any row of backquotes inside."""
    runs = [len(r) for r in re.findall(r"`+", text)]
    ticks = "`" * max(3, *(n + 1 for n in runs), 3)
    head = f'{language} title="{title}"' if title else language
    return f"{ticks}{head}\n{text.rstrip()}\n{ticks}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(c.replace(chr(10), ' ') for c in row)} |" for row in rows]
    return "\n".join(lines)


def facts(pairs: Mapping[str, str]) -> str:
    """A list of terms with what is to be said of each, in Markdown."""
    return "\n\n".join(f"{term}\n:   {said}" for term, said in pairs.items())


def indented(text: str) -> str:
    """Text as the body of a block that starts with ``???`` or ``===``."""
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


def missing_words(count: int) -> str:
    """That so many clauses of a profile are missing."""
    return "✗ 1 clause missing" if count == 1 else f"✗ {count} clauses missing"


def badge(status: Status, count: int | None = None, emulated: bool = False) -> str:
    """A status in HTML: sign, word, and how many units it holds for."""
    word = status.value + ("" if count is None else f" {count}")
    mark = (
        f' <span class="cs-emulated" title="composed by the adapter">{EMULATED} emulated</span>'
        if emulated
        else ""
    )
    return (
        f'<span class="cs-status cs-{status.value}" title="{escape(MEANINGS[status])}">'
        f'<span aria-hidden="true">{SIGNS[status]}</span> {word}</span>{mark}'
    )


def badges(units: Sequence[ClauseResult], between: str = "<br>") -> str:
    """A cell of the matrix: every status among its units, the worst first."""
    if not units:
        return badge(Status.NOT_RUN)
    parts = []
    for status in SEVERITY:
        held = [u for u in units if u.status is status]
        if held:
            number = None if len(held) == len(units) else len(held)
            parts.append(badge(status, number, any(u.emulated for u in held)))
    return between.join(parts)


def legend() -> str:
    """What the signs mean, as a Markdown table."""
    rows = [[badge(s), plain(s.meaning)] for s in Status]
    rows.append(
        [
            f'<span class="cs-emulated">{EMULATED} emulated</span>',
            "the adapter composes it from other calls of the backend; it counts, and is shown",
        ]
    )
    return table(["status", "meaning"], rows)
