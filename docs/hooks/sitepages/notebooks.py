"""Jupyter notebooks of the lessons, with the outputs that the pages show."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import nbformat

from sitepages.words import Words

_FIGURE = re.compile(
    r"<figure[^>]*>(?P<svg><svg.*?</svg>)<figcaption>(?P<caption>[^<]*).*?</figure>", re.DOTALL
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>\n?", re.DOTALL)
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_STYLES = Path(__file__).parents[2] / "assets" / "css" / "convspec.css"
_RULE = re.compile(r"^\.cs-figure (?!svg)([^{]+)\{([^}]+)\}", re.MULTILINE)
_COLOUR = re.compile(r"(--cs-\w+): ([^;]+);")
#: what the theme defines, as a notebook with a light background has it
_THEME = {
    "--md-default-bg-color": "#fff",
    "--md-text-font-family": "sans-serif",
    "--md-code-font-family": "monospace",
}
#: HTML that only the site needs
_TAG = re.compile(r"<form.*?</form>|</?(div|details|p)\b[^>]*>")
_BOX = re.compile(r'<p class="admonition-title"[^>]*>(.*?)</p>')
_FOLD = re.compile(r"<details[^>]*><summary>(.*?)</summary>")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s:]+)\)")
#: what JupyterLab calls a heading whose cells it hides
FOLDED = {"jp-MarkdownHeadingCollapsed": True}
_ANCHOR = re.compile(r"[ ]*\{ #[\w.-]+ \}")


class Notebook:
    """A notebook in the making; ``page`` is the address of its page, empty where none is known."""

    def __init__(self, words: Words, page: str = "") -> None:
        self.install = words.install
        self.page = page
        self.notebook = nbformat.v4.new_notebook()
        self.notebook.metadata = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "convspec": {"language": words.language},
        }

    @property
    def cells_of_code(self) -> int:
        """How many cells of code there are."""
        return sum(cell.cell_type == "code" for cell in self.notebook.cells)

    def prose(self, markdown: str) -> None:
        """Add prose; below the title, how to install what the code imports.

        What the page folds becomes a heading, which JupyterLab folds.
        """
        markdown = _BOX.sub(r"\n\n**\1**\n\n", _FIGURE.sub(_image, markdown))
        shown, *folded = _FOLD.split(markdown)
        self._prose(shown)
        for heading, hidden in zip(folded[::2], folded[1::2], strict=True):
            self._add(nbformat.v4.new_markdown_cell(f"### {heading}", metadata=FOLDED))
            self._prose(hidden)

    def _prose(self, markdown: str) -> None:
        plain = _LINK.sub(self._link, _ANCHOR.sub("", _TAG.sub("", markdown))).strip()
        if plain.startswith("# ") and not self.notebook.cells:
            title, newline, rest = plain.partition("\n")
            plain = f"{title}\n\n{self.install}\n{newline}{rest.lstrip()}"
        if plain:
            self._add(nbformat.v4.new_markdown_cell(re.sub(r"\n{3,}", "\n\n", plain)))

    def _link(self, link: re.Match[str]) -> str:
        """A link to another lesson leads to its notebook, one to a page to the site."""
        words, target = link.groups()
        page, _, anchor = target.partition("#")
        if "/" not in page and page.endswith(".md") and page != "index.md":
            return f"[{words}]({page.removesuffix('.md')}.ipynb)"
        if not self.page:
            return words
        shown = urljoin(self.page, page.removesuffix(".md") + ".html")
        return f"[{words}]({shown}{'#' if anchor else ''}{anchor})"

    def code(self, source: str, printed: str) -> None:
        """Add code that was run and what it printed."""
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)] if printed else []
        number = self.cells_of_code + 1
        cell = nbformat.v4.new_code_cell(source.rstrip(), execution_count=number, outputs=outputs)
        self._add(cell)

    def _add(self, cell: nbformat.NotebookNode) -> None:
        cell["id"] = f"cell-{len(self.notebook.cells) + 1}"  # the same on every build
        self.notebook.cells.append(cell)

    def text(self) -> str:
        """The notebook as a file."""
        nbformat.validate(self.notebook)
        written: str = nbformat.writes(self.notebook)
        return written


def _image(figure: re.Match[str]) -> str:
    """A picture as an image that carries its own data: notebooks drop SVG in their prose."""
    # where there are two drawings, the one for a broad column
    svg = "<svg" + figure["svg"].rpartition("<svg")[2].replace(' class="cs-broad"', "", 1)
    (described,) = _TITLE.findall(svg)
    data = b64encode(standalone(svg).encode()).decode()
    source = f"data:image/svg+xml;base64,{data}"
    return f'\n\n<img alt="{described}" src="{source}">\n\n*{figure["caption"].strip()}*\n\n'


def standalone(svg: str) -> str:
    """An SVG of the site with the styles that it uses, on white, to be looked at by itself."""
    size = _VIEW.search(svg)
    assert size is not None
    used = set(re.findall(r"cs-\w+", svg))
    rules = [rule for rule, classes in _styles() if classes <= used]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[1]}" height="{size[2]}" '
        f"{size[0]}>\n<style>svg {{ font-size: 13px; background: #fff; }}\n{''.join(rules)}</style>"
    )
    return head + _TITLE.sub("", svg.partition(">")[2])


@cache
def _styles() -> list[tuple[str, set[str]]]:
    """The rules for figures in the style sheet, in light colours, and the classes that each is for.

    Rules for two selectors are split at the comma.
    """
    sheet = _STYLES.read_text("utf-8")
    values = dict(_COLOUR.findall(sheet.partition("}")[0])) | _THEME
    found = []
    for selectors, body in _RULE.findall(sheet):
        plain = re.sub(r"var\((--[\w-]+)\)", lambda m: values[m[1]], body)
        for selector in selectors.replace(".cs-figure ", "").split(","):
            found.append(
                (f"{selector.strip()} {{{plain}}}\n", set(re.findall(r"cs-\w+", selector)))
            )
    return found
