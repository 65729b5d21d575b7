"""Running commands in this process, as a person would type them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from conformance.cli.app import app

Invoke = Callable[..., Result]


@pytest.fixture
def convspec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run one command in an empty folder, with few failures judged again alone: each takes a
    process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("conformance.supervise.alone.MOST", 2)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="session")
def plugin() -> Callable[..., str]:
    """How a broken plugin is spelled."""
    folder = Path(__file__).parents[1] / "broken_plugins"
    return lambda name, attribute="backend": f"{folder / name}.py:{attribute}"
