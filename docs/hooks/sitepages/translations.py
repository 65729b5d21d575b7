"""Which pages there are in which language, and where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sitepages.words import CHINESE, ENGLISH, Words

LANGUAGES: Final[dict[str, Words]] = {"en": ENGLISH, "zh": CHINESE}

#: the lessons, from one window moved by hand to what a network makes of many
LESSONS: Final = (
    "index",
    "sliding",
    "dense",
    "channels",
    "calling",
    "padding",
    "stride",
    "dilation",
    "groups",
    "ranks",
    "flip",
    "edges",
    "matrix",
    "pooling",
    "fields",
    "network",
    "gradients",
    "numerics",
)


def lesson_sources() -> list[str]:
    """The lessons in reading order, by path below docs/."""
    return [f"learn/{stem}.md" for stem in LESSONS]


def translated_sources() -> list[str]:
    """The pages written in both languages, by path below docs/."""
    return [*lesson_sources(), "play.md"]


def lessons_about(docs: Path, page: str) -> list[tuple[str, str]]:
    """The English lessons that link to a page: title and path below docs/."""
    found = []
    for source in lesson_sources():
        text = (docs / source).read_text("utf-8")
        if f"](../{page})" in text:
            (title, *_) = re.findall(r"^# (.+)$", text, re.MULTILINE)
            found.append((title, source))
    return found


def page_of(source: str, language: str) -> str:
    """Where a page that is written in both languages is in one of them, below docs/."""
    return source if language == "en" else f"{language}/{source}"


def language_of(page: str) -> str:
    """The language of a page, by its path below docs/."""
    first = page.partition("/")[0]
    return first if first in LANGUAGES else "en"
