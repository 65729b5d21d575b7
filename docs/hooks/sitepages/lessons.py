"""Lessons: one source with the prose of both languages and one copy of the code.

A lesson, `docs/learn/*.md`, and so the page Play, is a page as `expand` runs it, in which a line
`@en` or `@zh` begins prose of one language. A line `@both` or a block of code ends it; a block
belongs to both, as does what follows until the next such line. Everything is run once, from top to
bottom; then there are two pages, and two notebooks with the outputs in them.

Why not mkdocs-jupyter's renderer: it starts a kernel for every page, drops the anchors of Chinese
headings, sets 600 kB of style sheet into each page, and leaves links unchecked.
"""

from __future__ import annotations

import ast
import re
import tempfile
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from sitepages import drawings, figures
from sitepages.data import Site, SiteError
from sitepages.expand import PIECE, Runner
from sitepages.generate import page_functions
from sitepages.markup import relative
from sitepages.notebooks import Notebook
from sitepages.play import play_list, play_scripts
from sitepages.translations import LANGUAGES, lesson_sources, page_of
from sitepages.words import Words

_META = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^@(en|zh|both)[ ]*\n", re.MULTILINE)
#: a line break between two Chinese characters is no space
_HAN = "\u2e80-\u9fff\uff00-\uffef\u201c\u201d"
_WRAP = re.compile(f"(?<=[{_HAN}])\n[ ]*(?=[{_HAN}])")
_UP = re.compile(r"\]\(\.\./")


class Lesson:
    """A lesson that has been run: its pages and its notebooks, by language; ``meta`` is the front
    matter of all of them.

    Raises SiteError, naming the page and the line, when a piece does not run.
    """

    def __init__(self, site: Site, source: str) -> None:
        self.source = source
        self.pages: dict[str, str] = dict.fromkeys(LANGUAGES, "")
        self.notebooks = {
            k: Notebook(w, site.address_of(page_of(source, k))) for k, w in LANGUAGES.items()
        }
        text = (site.docs / source).read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            self.runner = Runner(site, source, Path(folder))
            self.offered = {k: v for k, v in self.runner.namespace.items() if callable(v)}
            self.speak = {k: _functions(site, source, words) for k, words in LANGUAGES.items()}
            spoken: str | None = None
            head = _META.match(text)
            self.meta = "" if head is None else head[0]
            start = len(self.meta)
            for match in PIECE.finditer(text, start):
                if match["expression"] is None:
                    spoken = self._prose(text, start, match.start(), spoken)
                    self._block(text, match)
                    spoken, start = None, match.end()
            self._prose(text, start, len(text), spoken)
        self.pages = {k: _headed(self, k, page) for k, page in self.pages.items()}

    def _prose(self, text: str, start: int, end: int, spoken: str | None) -> str | None:
        """Add the prose between two blocks, each part to the languages that it is for."""
        for language, first, last in _parts(text, start, end, spoken):
            spoken = language
            for name in [language] if language else LANGUAGES:
                self._offer(self.speak[name])
                written = self._written(text, first, last)
                if name == "zh":
                    written = _WRAP.sub("", written)
                    if "/" in self.source:  # what is beside the folder is one folder further
                        written = _UP.sub("](../../", written)
                self.pages[name] += written
                self.notebooks[name].prose(written)
        return spoken

    def _offer(self, functions: dict[str, Any]) -> None:
        """Put functions into the namespace, except where the lesson has used the name itself."""
        space = self.runner.namespace
        for name, function in functions.items():
            if space.get(name) is self.offered.get(name):
                space[name] = self.offered[name] = function

    def _written(self, text: str, first: int, last: int) -> str:
        """The prose with its expressions evaluated."""
        written, at = [], first
        for match in PIECE.finditer(text, first, last):
            with self._named(text, match):
                written += [text[at : match.start()], self.runner.piece(match)]
            at = match.end()
        return "".join([*written, text[at:last]])

    def _block(self, text: str, match: re.Match[str]) -> None:
        """Run a block of code once, and show it with its output in every language."""
        shown = {}
        with self._named(text, match):
            first = self.runner.piece(match)
        output = self.runner.last_output
        for language, words in LANGUAGES.items():
            shown[language] = first.replace('title="Output"', f'title="{words.output}"')
            self.pages[language] += shown[language]
            if match["info"].startswith("python run") and "hidden" not in match["info"]:
                self.notebooks[language].code(match["body"], output)

    def _named(self, text: str, match: re.Match[str]) -> _Named:
        return _Named(self.source, text.count("\n", 0, match.start()) + 1)


class _Named:
    """Gives any error the name and the line of its page."""

    def __init__(self, source: str, line: int) -> None:
        self.where = f"docs/{source}:{line}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception):
            raise SiteError(f"{self.where}: {type(error).__name__}: {error}") from error


def _parts(
    text: str, start: int, end: int, spoken: str | None
) -> Iterator[tuple[str | None, int, int]]:
    """The language of each part of a stretch of prose, with its bounds; None for both."""
    at = start
    for mark in _MARK.finditer(text, start, end):
        if mark.start() > at:
            yield spoken, at, mark.start()
        spoken, at = None if mark[1] == "both" else mark[1], mark.end()
    yield spoken, at, end


def _headed(lesson: Lesson, language: str, page: str) -> str:
    """The page with a line below its title: the other language, and the notebook."""
    words = LANGUAGES[language]
    (other,) = LANGUAGES.keys() - {language}
    stem = Path(lesson.source).stem
    link = relative(page_of(lesson.source, language), page_of(lesson.source, other))
    line = f"[{words.other}]({link}){{ hreflang={other} lang={other} }}"
    if lesson.notebooks[language].cells_of_code:
        line += f' · <a href="{stem}.ipynb" download>{words.notebook}</a>'
    title, newline, rest = page.lstrip().partition("\n")
    return f'{title}{newline}\n<div class="cs-lesson" markdown>{line}</div>\n{rest}'


def _functions(site: Site, source: str, words: Words) -> dict[str, Any]:
    """What the prose of one language can call."""
    functions: dict[str, Any] = dict(page_functions(site, source))
    for picture in (*figures.PICTURES, *drawings.DRAWINGS):
        functions[picture.__name__] = partial(picture, words=words)
    page = page_of(source, words.language)
    for picture in (*figures.WALKS, *drawings.PLAYED):
        functions[picture.__name__] = partial(picture, words=words, source=page)
    functions["play_list"] = partial(play_list, source=page, words=words)
    functions["play_scripts"] = partial(play_scripts, page, words)
    functions["Grid"] = drawings.Grid
    functions["lessons"] = partial(_list, site, words)
    functions["install"] = lambda: words.install
    functions["boxes"] = partial(_boxes, site, words)
    functions["erratum"] = partial(_opened, "warning", "erratum-{}", words.erratum + words.colon)
    functions["question"] = partial(
        _opened, "question", "question-{}", words.question + words.colon
    )
    functions["ask"] = partial(_ask, words)
    functions["answer"] = lambda: (
        f'<details class="success" markdown="1"><summary>{words.answer}</summary>'
    )
    functions["end"] = lambda: "</div>"
    functions["end_answer"] = lambda: "</details>"
    return functions


def _list(site: Site, words: Words) -> str:
    """The lessons that follow, each with its question, in the language."""
    items = []
    for source in lesson_sources()[1:]:
        spoken = _spoken(site, source, words)
        title = re.search(r"^# (.+)$", spoken, re.MULTILINE)
        asked = re.search(r"^\*\*(.+?)\*\*", spoken, re.MULTILINE | re.DOTALL)
        if title is None or asked is None:
            raise SiteError(f"docs/{source}: no title or no question in bold ({words.language})")
        question = asked[1].replace("\n", " ")
        items.append(f"1. [{title[1]}]({Path(source).name})<br>{question}")
    return "\n".join(items)


def _boxes(site: Site, words: Words, kind: str) -> str:
    """Links to the boxes of a kind, `question` or `erratum`, in all lessons."""
    opening = re.compile(rf"\{{\{{ {kind}\((.+)\) \}}\}}")
    items = []
    for source in lesson_sources()[1:]:
        for call in opening.findall(_spoken(site, source, words)):
            anchor, title = ast.literal_eval(f"({call})")
            items.append(f"- [{title}]({Path(source).name}#{kind}-{anchor})")
    return "\n".join(items)


def _spoken(site: Site, source: str, words: Words) -> str:
    """The prose of a lesson in one language, as it is written."""
    text = (site.docs / source).read_text("utf-8")
    parts = _parts(text, 0, len(text), None)
    return "".join(text[first:last] for name, first, last in parts if name == words.language)


def _ask(words: Words, answer: object) -> str:
    """A field for the reader's answer; without JavaScript there is none."""
    told = {"answer": answer, "right": words.right, "wrong": words.wrong}
    data = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in told.items())
    return (
        f'<form class="cs-ask" {data} hidden><label>{words.yours} '
        f'<input autocomplete="off"></label><button>{words.check}</button>'
        '<output aria-live="polite"></output></form>'
    )


def _opened(kind: str, anchor: str, lead: str, name: str, title: str) -> str:
    """A box with an anchor; `{{ end() }}` closes it."""
    return (
        f'<div class="admonition {kind}" id="{anchor.format(name)}" markdown="1">\n'
        f'<p class="admonition-title" markdown="span">{lead}{title}</p>\n'
    )
