"""Results to build the site from: those that are published, and those of a wrong backend."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "hooks"))

from sitepages.data import Site  # noqa: E402

from conformance.registry import resolve  # noqa: E402
from conformance.results import store  # noqa: E402
from conformance.results.model import BackendInfo, RunInfo  # noqa: E402
from conformance.suite.profiles import standing  # noqa: E402
from conformance.suite.unit import not_run, run_unit, units  # noqa: E402

JUDGED = ("same", "padding", "pooling", "shapes", "bias")


def wrong_result():
    """The result of the wrong backend on some topics, the rest not run."""
    spelled = f"{Path(__file__).with_name('wrong_plugin.py')}:backend"
    backend = resolve(spelled)
    verdicts = []
    for unit in units():
        verdict = not_run(unit, "left out")
        if verdict.topic in JUDGED:
            verdict = run_unit(unit, backend, "smoke", spelled=spelled)
        verdicts.append(verdict)
    capabilities = {
        operation: {
            name: {str(value): how for value, how in values.items()}
            for name, values in implementation.declared.items()
        }
        for operation, implementation in backend.implementations.items()
    }
    return store.sealed(
        suite=store.SuiteInfo(version="0", specification="0"),
        backend=BackendInfo(
            name=backend.name,
            version=backend.version,
            spelled=spelled,
            claims=backend.claims,
            capabilities=capabilities,
        ),
        environment={"python": "CPython 3", "blas": "a|b"},
        run=RunInfo(effort="smoke", command="convspec certify wrong", date="2026-01-01T00:00:00"),
        profiles=standing(verdicts),
        clauses=verdicts,
    )


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> Path:
    """A folder of result files."""
    folder = tmp_path_factory.mktemp("results")
    for path in (ROOT / "docs" / "results").glob("*.json"):
        shutil.copy(path, folder)
    store.write(wrong_result(), folder)
    return folder


@pytest.fixture(scope="session")
def site(results) -> Site:
    """What the pages are made of."""
    return Site(ROOT / "docs", results)
