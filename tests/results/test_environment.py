"""What a certificate records beside verdicts."""

import subprocess
from pathlib import Path

import pytest

from conformance.results import environment


def test_the_environment_names_python_numpy_and_its_blas() -> None:
    recorded = environment.environment()
    assert {"python", "platform", "machine", "numpy", "blas"} <= recorded.keys()
    assert recorded["blas"] != "unknown"


def _git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "conformance"
    package.mkdir()
    (package / "__init__.py").write_text("")
    _git(tmp_path, "init")
    monkeypatch.setattr(environment, "PACKAGE", package)
    return tmp_path


def test_a_clean_checkout_has_its_revision(checkout: Path) -> None:
    _git(checkout, "add", ".")
    _git(checkout, "commit", "-m", "all")
    (checkout / "notes.txt").write_text("beside the packages")
    info = environment.suite_info()
    assert info.revision is not None
    assert len(info.revision) == 40
    assert info.clean is True


def test_a_changed_checkout_is_not_clean(checkout: Path) -> None:
    _git(checkout, "add", ".")
    _git(checkout, "commit", "-m", "all")
    (checkout / "conformance" / "__init__.py").write_text("changed = True")
    assert environment.suite_info().clean is False


def test_an_installed_copy_inside_a_foreign_checkout_has_no_revision(checkout: Path) -> None:
    (checkout / "theirs.txt").write_text("")
    _git(checkout, "add", "theirs.txt")
    _git(checkout, "commit", "-m", "theirs, without the package")
    info = environment.suite_info()
    assert (info.revision, info.clean) == (None, None)
