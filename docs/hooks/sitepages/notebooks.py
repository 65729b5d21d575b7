"""Jupyter notebooks of the lessons, with the outputs that the pages show."""

from __future__ import annotations

import re

import nbformat

_FIGURE = re.compile(r"<figure.*?<title[^>]*>(.*?)</title>.*?</figure>", re.DOTALL)
#: HTML that only the site needs
_TAG = re.compile(r"<form.*?</form>|</?(div|details|p)\b[^>]*>|<summary>|</summary>")
_ANCHOR = re.compile(r"[ ]*\{ #[\w.-]+ \}")


class Notebook:
    """A notebook in the making."""

    def __init__(self, language: str) -> None:
        self.notebook = nbformat.v4.new_notebook()
        self.notebook.metadata = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "convspec": {"language": language},
        }

    @property
    def cells_of_code(self) -> int:
        """How many cells of code there are."""
        return sum(cell.cell_type == "code" for cell in self.notebook.cells)

    def prose(self, markdown: str) -> None:
        """Add prose; pictures become the words that describe them."""
        plain = _FIGURE.sub(lambda m: f"*[{m[1]}]*", markdown)
        plain = _ANCHOR.sub("", _TAG.sub("", plain)).strip()
        if plain:
            self._add(nbformat.v4.new_markdown_cell(plain))

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
