"""The tabs above a Chinese page: its own pages first, the English ones by Chinese names."""

from __future__ import annotations

from copy import copy

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

#: English tabs and what Chinese pages call them; "Learn" and "Play" are there in Chinese
CHINESE = {
    "Home": "首页（英文）",
    "Specification": "规范（英文）",
    "Rosetta": "各框架写法（英文）",
    "Results": "结果（英文）",
    "Certify your backend": "认证你的实现（英文）",
    "API": "API（英文）",
}
TUTORIAL = "教程"
PLAY = "zh/play.md"
#: the buttons that change the colours
SCHEMES = {
    "en": ("Switch to dark mode", "Switch to light mode"),
    "zh": ("切换到深色模式", "切换到浅色模式"),
}


def chinese_navigation(nav: Navigation) -> Navigation:
    """The navigation as a Chinese page shows it, of copies: other pages keep theirs."""
    named = {item.title: item for item in nav.items}
    tutorial = named[TUTORIAL]
    assert isinstance(tutorial, Section)
    lessons = copy(tutorial)
    lessons.children = [item for item in tutorial.children if not _is_play(item)]
    (play,) = (item for item in tutorial.children if _is_play(item))
    if play.active:
        lessons.active = False
    foreign = [copy(named[title]) for title in CHINESE]
    for item in foreign:
        item.title = CHINESE[str(item.title)]
    found = copy(nav)
    found.items = [lessons, play, *foreign]
    return found


def _is_play(item: StructureItem) -> bool:
    return isinstance(item, Page) and item.file.src_uri == PLAY
