"""`convspec list`: what there is to certify, to judge, to declare and to claim."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Literal

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from conformance.backend import PluginError
from conformance.capabilities import CAPABILITIES, Capability
from conformance.cli.console import out, say
from conformance.cli.select import selected
from conformance.operations import OPERATIONS
from conformance.registry import registered
from conformance.suite.clause import Clause, clauses
from conformance.suite.profiles import PROFILES, required_dtypes
from conformance.supervise.process import Limits
from conformance.supervise.supervisor import probe

What = Literal["backends", "clauses", "capabilities", "profiles"]

#: columns below which a table would have a word or two in each of its columns
NARROW = 110
#: columns of a line that stands for a clause
LINE = 100


def list_(
    what: Annotated[What, typer.Argument(help="What to list.")] = "backends",
    only: Annotated[
        str | None,
        typer.Option(
            "-k",
            "--only",
            help="Of clauses, only what this selects, as for `convspec certify`.",
            show_default=False,
        ),
    ] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="Of clauses, also what each needs, and its whole text.")
    ] = False,
) -> None:
    """List backends, clauses, capabilities or profiles.

    [bold]Examples[/]

      convspec list backends

      convspec list clauses -k "max-pool and same"
    """
    if what == "clauses":
        chosen = [clauses()[name] for name in dict.fromkeys(u.clause for u in selected(only))]
        if not wide:
            _print_lines(chosen)
            return
        table = _clauses(chosen)
    elif wide or only is not None:
        raise typer.BadParameter("-k and --wide are for `convspec list clauses` alone")
    else:
        table = LISTS[what]()
    if out.width < NARROW:
        _print_stacked(table)
    elif out.is_terminal:
        out.print(table)
    else:
        with out.capture() as printed:
            out.print(table)
        for line in printed.get().splitlines():
            say(line.rstrip())


def _print_lines(chosen: list[Clause]) -> None:
    """Print one line per clause, cut at the end of a word where it is longer than the screen."""
    longest = max(len(c.id) for c in chosen)
    for c in chosen:
        head = f"{c.id:{longest}}  {c.level:8}  "
        room = max(min(out.width, LINE) - len(head), 1)
        text = c.text if len(c.text) <= room else f"{c.text[: room - 1].rpartition(' ')[0]}…"
        say(f"{head}{text}".rstrip())


def _print_stacked(table: Table) -> None:
    """Print each row as a paragraph, for a terminal in which the columns have no room."""
    names = [str(column.header) for column in table.columns]
    for row in zip(*(column.cells for column in table.columns), strict=True):
        out.print(f"[bold]{row[0]}[/]")
        for name, cell in zip(names[1:], row[1:], strict=True):
            out.print(Padding(f"{name}: {cell}", (0, 0, 0, 2)))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(columns[0], no_wrap=True)
    for column in columns[1:]:
        table.add_column(column, overflow="fold")
    return table


def _backends() -> Table:
    """The registered backends; each is imported, in a process of its own."""
    table = _table("backend", "version", "claims", "runs on this machine")
    names = list(registered())
    with ThreadPoolExecutor() as pool:
        for name, row in zip(names, pool.map(_backend, names), strict=True):
            table.add_row(name, *map(escape, row))
    return table


def _backend(name: str) -> tuple[str, str, str]:
    try:
        said = probe(name, Limits())
    except PluginError as error:
        return "-", "-", f"no: {error}"
    able = "yes" if said.unavailable is None else f"no: {said.unavailable}"
    return said.backend.version, said.backend.claims or "-", able


def _clauses(chosen: list[Clause]) -> Table:
    table = _table("clause", "level", "needs", "says")
    for c in chosen:
        needs = ", ".join(f"{name}={value}" for name, value in c.needs)
        table.add_row(c.id, c.level, needs or "-", escape(c.text))
    return table


def _capabilities() -> Table:
    table = _table("capability", "values", "default", "operations", "means")
    for c in CAPABILITIES.values():
        operations = "all" if c.operations == OPERATIONS else ", ".join(c.operations)
        table.add_row(c.name, *_values(c), operations, escape(c.text))
    return table


def _values(capability: Capability) -> tuple[str, str]:
    if capability.is_flag:
        return "True, False", str(bool(capability.default))
    return ", ".join(map(str, capability.values)), ", ".join(map(str, capability.default))


def _profiles() -> Table:
    table = _table("profile", "clauses", "requires")
    for profile in PROFILES.values():
        count = len({clause for clause, _ in required_dtypes(profile.name)})
        table.add_row(profile.name, str(count), escape(profile.text))
    return table


LISTS: dict[str, Callable[[], Table]] = {
    "backends": _backends,
    "capabilities": _capabilities,
    "profiles": _profiles,
}
