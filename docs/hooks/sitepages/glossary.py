"""The glossary in both languages, and the links to it from where a term is first used."""

from __future__ import annotations

import re
from html import escape

from sitepages.markup import plain, relative
from sitepages.terms import TERMS, Term

PAGES = {"en": "glossary.md", "zh": "zh/glossary.md"}


def glossary_pages(translated: dict[str, str]) -> dict[str, str]:
    """Both pages; `translated` has, for a page in English, its Chinese one where there is one."""
    return {PAGES["en"]: _english(), PAGES["zh"]: _chinese(translated)}


def _english() -> str:
    source = PAGES["en"]
    parts = [
        "# Glossary",
        f"{len(TERMS)} terms as this site uses them, with their Chinese names. "
        f"中文版：[术语表]({relative(source, PAGES['zh'])}).",
    ]
    for term in sorted(TERMS, key=lambda t: t.name):
        also = f" · also {', '.join(term.also)}" if term.also else ""
        link = f"[more]({relative(source, term.page)})"
        names = "、".join((term.zh, *term.more_zh))
        parts.append(
            f"## {term.name} {{ #{term.anchor} }}\n\n{plain(term.means)} {link} · "
            f'<span lang="zh">{names}</span>{also}'
        )
    return "\n\n".join(parts) + "\n"


def _chinese(translated: dict[str, str]) -> str:
    source = PAGES["zh"]
    parts = [
        "# 术语表",
        f"本站所用的 {len(TERMS)} 个术语，附英文名。"
        f"English: [Glossary]({relative(source, PAGES['en'])}).",
    ]
    for term in TERMS:
        page = translated.get(term.page, term.page)
        also = "".join(f"、{name}" for name in term.more_zh)
        names = ", ".join((term.name, *term.also))
        parts.append(
            f"## {term.zh} {{ #{term.anchor} }}\n\n{plain(term.means_zh)}"
            f"[详见]({relative(source, page)}) · "
            f'<span lang="en">{names}</span>{also}'
        )
    return "\n\n".join(parts) + "\n"


_TAGS = re.compile(r"(<[^>]+>)")
#: nothing inside these is prose
_NO_PROSE = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "svg", "script"}
_NO_PROSE |= {"style", "summary", "th", "label", "button", "form", "details", "table"}


def has_terms(page: str) -> bool:
    """Whether the terms of a page are linked: those that people read, not those they look up."""
    return page == "index.md" or page.startswith(("learn/", "zh/learn/", "spec/", "rosetta/"))


def linked(html: str, page: str, language: str) -> str:
    """The HTML of a page, the first use of each term in its prose linked to the glossary.

    A page does not link what it explains itself.
    """
    target = relative(page, PAGES[language]).replace(".md", ".html")
    left = {
        word.lower(): term
        for term in TERMS
        if page not in (term.page, f"zh/{term.page}")
        for word in term.words(language)
    }
    done: set[str] = set()
    closed: list[str] = []
    pieces = []
    for piece in _TAGS.split(html):
        if piece.startswith("<"):
            _follow(piece, closed)
        elif left and not any(closed):
            piece = _first_uses(piece, left, done, target, language)  # noqa: PLW2901
        pieces.append(piece)
    return "".join(pieces)


def _follow(tag: str, closed: list[str]) -> None:
    """Keep account of the open elements that hold no prose."""
    name = re.match(r"</?([a-zA-Z0-9]+)", tag)
    if name is None or tag.endswith("/>"):
        return
    lower = name[1].lower()
    again = bool(closed) and closed[-1] == lower
    if tag.startswith("</"):
        if again:
            closed.pop()
        return
    if again or lower in _NO_PROSE or "arithmatex" in tag or 'class="cs-' in tag:
        closed.append(lower)


def _first_uses(
    text: str, left: dict[str, Term], done: set[str], target: str, language: str
) -> str:
    words = sorted(left, key=len, reverse=True)
    inside = "|".join(map(re.escape, words))
    pattern = rf"(?<![\w.-])({inside})s?(?![\w-]|\.\w)" if language == "en" else f"({inside})"

    def link(match: re.Match[str]) -> str:
        term = left[match[1].lower()]
        if term.anchor in done:
            return match[0]
        done.add(term.anchor)
        said = term.means if language == "en" else term.means_zh
        return (
            f'<a class="cs-term" href="{target}#{term.anchor}" title="{escape(said)}">'
            f"{match[0]}</a>"
        )

    return re.sub(pattern, link, text, flags=re.IGNORECASE)
