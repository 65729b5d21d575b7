"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from conformance.supervise.process import Limits

DEFAULT = Limits()
Timeout: TypeAlias = Annotated[float, typer.Option(help="Seconds for one case.", min=0.1)]
Memory: TypeAlias = Annotated[int, typer.Option(help="MiB of memory for a backend.", min=64)]
