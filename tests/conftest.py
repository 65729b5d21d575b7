"""Snapshots: texts that people read, kept in files and compared word for word."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
SNAPSHOTS = Path(__file__).parent / "snapshots"
Snapshot = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots anew instead of comparing; look at the diff before you commit",
    )


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compare a text with the one kept under a name, ``folder/name``."""

    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / f"{name}.txt"
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text, encoding="utf-8")
            return
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != kept:
            lines = unified_diff(
                kept.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=1
            )
            pytest.fail(
                f"{path.name} has changed (if for the better: pytest --update-snapshots)\n"
                + "\n".join(lines),
                pytrace=False,
            )

    return compare
