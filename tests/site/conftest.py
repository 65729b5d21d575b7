"""The site, built of the published results and those of a wrong backend; a browser to look at it.

The browser's network ends at this machine.
"""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "hooks"))

from sitepages.data import Site  # noqa: E402

from conformance.registry import resolve  # noqa: E402
from conformance.results import store  # noqa: E402
from conformance.results.model import BackendInfo, RunInfo  # noqa: E402
from conformance.suite.profiles import standing  # noqa: E402
from conformance.suite.unit import not_run, run_unit, units  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_NETWORK = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
#: megabytes that a page need not read while nobody searches
NOTHING_TO_FIND = {
    "config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {"title": {"boost": 1}}},
    "docs": [],
}
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


@pytest.fixture(scope="session")
def kinds() -> tuple[str, ...]:
    """One page of every kind."""
    return (
        "index.html",
        "404.html",
        "play.html",
        "spec/index.html",
        "spec/same.html",
        "spec/profiles.html",
        "spec/capabilities.html",
        "results/index.html",
        "results/wronglib.html",
        "results/torch-cuda.html",
        "results/mutants.html",
        "results/differences.html",
        "results/departures.html",
        "results/wronglib/conv.pad.same-upper.html",
        "clauses/conv.pad.same-upper.html",
        "audit.html",
        "questions.html",
        "glossary.html",
        "zh/glossary.html",
        "zh/play.html",
        "rosetta/index.html",
        "rosetta/same-upper.html",
        "learn/index.html",
        "learn/edges.html",
        "zh/learn/sliding.html",
        "zh/learn/fields.html",
        "certify.html",
        "api/plugin.html",
        "api/reference.html",
        "api/pooling.html",
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory, results, worker_id) -> Path:
    """The folder of the site, built strictly; parallel workers share one."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder = shared / "site"
    with FileLock(shared / "site.lock"):
        if not (shared / "site.done").exists():
            _build(folder, results)
            (shared / "site.done").touch()
    return folder


def _build(folder: Path, results: Path) -> None:
    environment = {
        **os.environ,
        "CONVSPEC_SITE_RESULTS": str(results),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(built):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium to drive")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", f"--host-resolver-rules={NO_NETWORK}"],
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser):
    """Opens a page of which nothing foreign may be asked, and in which no error may be shown."""
    return partial(_opened, browser)


@contextmanager
def _opened(browser, scheme="light", width=1280, motion="reduce"):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion=motion
    )
    foreign, errors = [], []

    def note(request):
        target = urlsplit(request.url)
        if target.scheme in ("http", "https", "ws", "wss") and target.hostname != "127.0.0.1":
            foreign.append(request.url)

    def index(route):
        if "?q=" in page.url:
            route.continue_()
        else:
            route.fulfill(json=NOTHING_TO_FIND)

    context.on("request", note)
    context.route("**/search_index.json", index)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    yield page
    context.close()
    assert foreign == []
    assert errors == []


@pytest.fixture
def scripts(opened):
    """A page with the scripts of Play that touch no document; `evaluate` runs in it."""
    with opened() as page:
        for name in ("arithmetic", "en", "state", "model", "numbers", "words", "drawing"):
            page.add_script_tag(path=ROOT / "docs" / "assets" / "js" / "play" / f"{name}.js")
        yield page
