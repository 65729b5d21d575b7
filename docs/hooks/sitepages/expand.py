"""Run what a page says: ``{{ expression }}``, and fenced blocks marked ``run`` or ``file``.

Numbers on a page come from running code. In one pass, from top to bottom, with one namespace per
page and one scratch folder:

    ```python run            executed; what it prints, or its last value, is shown below
    ```python run hidden     executed, not shown; console too
    ```python file=mylib.py  written to the scratch folder, not executed
    ```console run           each line after "$ " is a command, run in the scratch folder;
                             ``exit=1`` says with which status it must end (0 if not said),
                             ``head=9`` and ``tail=3`` how many lines of all are shown
    {{ expression }}         replaced by its value; pictures and lists of clauses are made so
"""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import reference_impl
from sitepages import figures
from sitepages.data import Site, SiteError
from sitepages.generate import page_functions
from sitepages.markup import fence

PIECE = re.compile(
    r"^(?P<ticks>`{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=ticks)[ ]*$"
    r"|(?<!`)\{\{(?P<expression>[^\n]+?)\}\}(?!`)",
    re.MULTILINE | re.DOTALL,
)
_TIMEOUT = 120


def expand(site: Site, source: str, markdown: str) -> str:
    """Return the Markdown of a page with everything in it that runs replaced by its result.

    Raises SiteError, naming the page and the line, when a piece does not run.
    """
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(site, source, Path(folder))

        def replaced(match: re.Match[str]) -> str:
            try:
                return runner.piece(match)
            except Exception as error:
                line = markdown.count("\n", 0, match.start()) + 1
                raise SiteError(f"docs/{source}:{line}: {type(error).__name__}: {error}") from error

        text = PIECE.sub(replaced, markdown)
        return runner.finish(text)


class Runner:
    """Runs the pieces of one page, in one namespace and one scratch folder."""

    def __init__(self, site: Site, source: str, folder: Path) -> None:
        self.folder = folder
        self.functions = page_functions(site, source)
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.namespace |= {n: getattr(reference_impl, n) for n in reference_impl.__all__}
        self.namespace |= {f.__name__: f for f in figures.PICTURES}
        self.namespace |= {f.__name__: partial(f, source=source) for f in figures.WALKS}
        self.namespace |= self.functions
        self.last_output = ""
        self.finish: Callable[[str], str] = self.functions["finish"]

    def piece(self, match: re.Match[str]) -> str:
        """What stands in the place of a piece."""
        if match["expression"] is not None:
            return str(eval(match["expression"].strip(), self.namespace))
        language, *words = match["info"].split() or [""]
        options = {name: value for name, _, value in (w.partition("=") for w in words)}
        body = match["body"]
        if "file" in options:
            (self.folder / options["file"]).write_text(body, "utf-8")
            return fence(body, language, options["file"])
        if "run" not in options:
            return match[0]
        if language == "console":
            return self.console(body, options)
        output = self.last_output = self.execute(body)
        if "hidden" in options:
            return ""
        shown = fence(body, language)
        return f"{shown}\n\n{fence(output, 'text', 'Output')}" if output else shown

    def execute(self, code: str) -> str:
        """Run code as a notebook would, and return what it prints and its last value."""
        tree = ast.parse(code)
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(tree, "<page>", "exec"), self.namespace)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<page>", "eval"), self.namespace)
                if value is not None:
                    print(repr(value))
        return printed.getvalue()

    def console(self, body: str, options: dict[str, str]) -> str:
        """Run each command; show it with its output."""
        shown = []
        for line in body.splitlines():
            shown.append(line)
            if line.startswith("$ "):
                shown += self.command(line[2:], int(options.get("exit", 0)))
        if "hidden" in options:
            return ""
        head, tail = int(options.get("head", len(shown))), int(options.get("tail", 0))
        if len(shown) > head + tail:
            shown = [*shown[:head], "...", *shown[len(shown) - tail :]]
        return fence("\n".join(shown), "console")

    def command(self, command: str, status: int) -> list[str]:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "COLUMNS": "100",
            "PYTHONWARNINGS": "ignore",
        }
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
        if done.returncode != status:
            raise RuntimeError(
                f"{command!r} ended with status {done.returncode}, not {status}:\n{done.stdout}"
            )
        return [line.rstrip() for line in done.stdout.rstrip().splitlines()]
