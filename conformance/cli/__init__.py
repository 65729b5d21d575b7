"""The command line: `convspec certify`, `list`, `replay`, `schema`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        from conformance.cli.app import app  # noqa: PLC0415 - an interrupt may come this early

        app()
    except KeyboardInterrupt:
        sys.exit(130)
