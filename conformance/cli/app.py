"""The commands of `convspec`, and what their problems look like."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer
from typer.core import TyperGroup

from conformance.backend import PluginError
from conformance.cli import certify, list, replay  # noqa: A004 - named like their commands
from conformance.cli.console import complain, out, say
from conformance.judge.self_check import SelfCheckError
from conformance.known_failures import KnownFailuresError
from conformance.results.environment import suite_info
from conformance.results.store import StoreError, schema

#: exit statuses beside 0 (the claims hold, the failure is gone) and 1 (they do not, it is not)
UNUSABLE = 2
INTERRUPTED = 130
#: what the user can put right, or has to know at once
PROBLEMS = (PluginError, StoreError, KnownFailuresError, SelfCheckError)


class Commands(TyperGroup):
    """Turns problems into one message and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except PROBLEMS as error:
            complain(str(error))
            raise typer.Exit(UNUSABLE) from error
        except KeyboardInterrupt:
            complain("interrupted: the unfinished run left no result file and no process")
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=Commands,
    name="convspec",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("certify")(certify.certify)
app.command("list")(list.list_)
app.command("replay")(replay.replay)


def _version(asked: bool) -> None:
    if asked:
        info = suite_info()
        say(f"convspec {info.version}, specification {info.specification}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Hold a backend's convolution and pooling against the executable specification."""


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a result file.

    [bold]Example[/]

      convspec schema > result.schema.json
    """
    out.print_json(msgspec.json.encode(schema()).decode())
