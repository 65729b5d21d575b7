"""Running pytest: in this process, and as a user of a foreign repository would."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PYTEST = shutil.which("pytest", path=sysconfig.get_path("scripts")) or "pytest"


@pytest.fixture
def judge(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run the suite in this process."""
    return lambda *options: pytester.runpytest_inprocess(
        "--pyargs", "conformance", "-p", "no:cacheprovider", "-p", "no:benchmark", *options
    )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks as after an installation that is not editable."""
    site = tmp_path_factory.mktemp("site")
    for name in ("conformance", "reference_impl", "convspec_pytest.py"):
        (site / name).symlink_to(ROOT / name)
    metadata = site / "convspec-0.dist-info"
    metadata.mkdir()
    points = distribution("convspec").read_text("entry_points.txt") or ""
    (metadata / "entry_points.txt").write_text(points, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: convspec\nVersion: 0\n")
    return site


class Shell(NamedTuple):
    """One of the ways in which pytest is started, and the folder in which it is."""

    start: list[str]
    folder: Path
    environment: dict[str, str]

    @property
    def prefers_the_folder(self) -> bool:
        """Whether modules in the folder are found before those that are installed."""
        return self.start[0] != PYTEST

    def __call__(self, *options: str) -> "subprocess.CompletedProcess[str]":
        """Run pytest in a process of its own."""
        return subprocess.run(
            [*self.start, "-p", "no:cacheprovider", "-q", *options],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(params=["pytest", "python -m pytest", "python -m pytest, not editable"])
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Shell:
    """Each of the usual ways to run pytest."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    if request.param == "pytest":
        return Shell([PYTEST], tmp_path, environment)
    if request.param == "python -m pytest":
        return Shell([sys.executable, "-m", "pytest"], tmp_path, environment)
    # -S leaves out the hooks of editable installations, and with them the packages.
    site = str(request.getfixturevalue("installed"))
    places = [site, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    environment["PYTHONPATH"] = os.pathsep.join(places)
    return Shell([sys.executable, "-S", "-m", "pytest"], tmp_path, environment)
