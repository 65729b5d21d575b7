"""Check every link and asset of a built site, without a network: the standard library only."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: the anchor of a page whose fragment may hold a state, name=value
STATEFUL = "cs-play"
#: html.parser takes five times as long
_SCRIPT = re.compile(r"(<(script|style)\b[^>]*>).*?</\2>", re.DOTALL)
_TAG = re.compile(r"""<([a-zA-Z][^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""\s(href|src|id|name)=(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""")


class _Page:
    """The targets that a page links to, and the anchors that it offers."""

    def __init__(self, path: Path) -> None:
        self.targets: list[tuple[str, str]] = []
        self.anchors: set[str] = set()
        for tag, attributes in _TAG.findall(_SCRIPT.sub(r"\1", path.read_text("utf-8"))):
            for name, *quoted in _ATTRIBUTE.findall(attributes):
                value = unescape("".join(quoted))
                if name in ("href", "src"):
                    self.targets.append((tag.lower(), value))
                else:
                    self.anchors.add(value)


def broken_links(site: Path) -> list[str]:
    """Say of every link that leads nowhere where it stands, and of every asset of another host.

    A link to another site (tag ``a``) is not followed; anything that the browser would load from
    another host while it shows the page is reported.
    """
    pages = {p: _Page(p) for p in sorted(site.rglob("*.html"))}
    # Pages of one folder share their navigation, most of all links.
    known: dict[tuple[Path, str, str], str | None] = {}
    found = []
    for path, page in pages.items():
        where = path.relative_to(site)
        for tag, target in page.targets:
            key = (path if target[:1] in "#?" else path.parent, tag, target)
            if key not in known:
                known[key] = _problem(site, path, tag, target, pages)
            problem = known[key]
            if problem is not None and where.name != "404.html":
                found.append(f"{where}: {target}: {problem}")
    return found


def _problem(site: Path, path: Path, tag: str, target: str, pages: dict[Path, _Page]) -> str | None:
    parts = urlsplit(target)
    if parts.scheme in ("data", "mailto"):
        return None
    if parts.scheme or parts.netloc:
        return None if tag == "a" else "loaded from another host"
    base = site if parts.path.startswith("/") else path.parent
    wanted = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
    if wanted.is_dir():
        wanted /= "index.html"
    if not wanted.exists():
        return "there is no such file"
    if not parts.fragment or wanted not in pages:
        return None
    anchors = pages[wanted].anchors
    state = "=" in parts.fragment and STATEFUL in anchors
    return None if state or unquote(parts.fragment) in anchors else "there is no such anchor"
