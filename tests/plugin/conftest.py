"""Running pytest: in this process, and as a user of a foreign repository would."""

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTEST = shutil.which("pytest", path=sysconfig.get_path("scripts"))


@pytest.fixture
def judge(pytester):
    """Run the suite in this process."""
    return lambda *options: pytester.runpytest_inprocess(
        "--pyargs", "conformance", "-p", "no:cacheprovider", "-p", "no:benchmark", *options
    )


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A folder that looks as after an installation that is not editable."""
    site = tmp_path_factory.mktemp("site")
    for name in ("conformance", "reference_impl", "convspec_pytest.py"):
        (site / name).symlink_to(ROOT / name)
    metadata = site / "convspec-0.dist-info"
    metadata.mkdir()
    points = distribution("convspec").read_text("entry_points.txt")
    (metadata / "entry_points.txt").write_text(points, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: convspec\nVersion: 0\n")
    return site


@pytest.fixture(params=["pytest", "python -m pytest", "python -m pytest, not editable"])
def shell(request, tmp_path):
    """Run pytest in a folder, in a process of its own, in each of the usual ways."""

    def run(*options):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
        start = [PYTEST]
        if request.param != "pytest":
            start = [sys.executable, "-m", "pytest"]
        if "not editable" in request.param:
            # -S leaves out the hooks of editable installations, and with them the packages.
            site = request.getfixturevalue("installed")
            places = [str(site), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
            environment["PYTHONPATH"] = os.pathsep.join(places)
            start.insert(1, "-S")
        return subprocess.run(
            [*start, "-p", "no:cacheprovider", "-q", *options],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    run.prefers_the_folder = request.param != "pytest"
    return run
