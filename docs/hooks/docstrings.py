"""griffe extension: our docstrings are plain text with formulas; make Markdown of them."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_DOCTEST = re.compile(r"(?:^>>> .*\n?(?:^(?!>>> )\S.*\n?|^[ ]+\S.*\n?)*)+", re.MULTILINE)
_DISPLAYED = re.compile(r"\s*^(\$\$.*?\$\$)\s*", re.DOTALL | re.MULTILINE)
_LITERAL = re.compile(r"(\$\$.*?\$\$|\$[^$]+\$|`[^`]+`|^```.*?^```)", re.DOTALL | re.MULTILINE)


def markdown(docstring: str) -> str:
    """Fence the doctests, and keep the stars of shapes such as (N, C, *size) as they are.

    A displayed formula becomes a paragraph: Markdown would run two adjacent ones together.
    """
    docstring = _DISPLAYED.sub(r"\n\n\1\n\n", docstring)
    fenced = _DOCTEST.sub(lambda m: f"```pycon\n{m[0].rstrip()}\n```\n", docstring)
    pieces = _LITERAL.split(fenced)
    return "".join(p if i % 2 else p.replace("*", r"\*") for i, p in enumerate(pieces))


class Docstrings(Extension):
    """Rewrite every docstring once, when it is loaded."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = markdown(obj.docstring.value)
