"""What the README shows is what happens."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from conformance.backend import KEYWORDS, OPTIONAL_KEYWORDS
from conformance.cli.app import app
from conformance.operations import ARRAYS, GRADIENTS
from conformance.results.model import Status

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent
FILE = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n\$ ([^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: in code, inline or in blocks
SHOWN = re.compile(r"(?:(?<=`)|^\s*(?:rerun\s+|\$ )?)(convspec [^`|]*?)(?=`|$)", re.MULTILINE)


@pytest.fixture
def folder(tmp_path):
    for name, text in FILE.findall(README):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def _run(command, folder):
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    env = os.environ | path
    return subprocess.run(
        command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("command", "shown"), CONSOLE.findall(README))
def test_a_shown_command_prints_what_is_shown(folder, command, shown):
    printed = _run(command, folder).stdout.splitlines()
    for line in shown.splitlines():
        assert line in printed


@pytest.fixture
def mended(folder):
    plugin = folder / "myplugin.py"
    wrong, right = "start = (len(kernel) - 1) // 2", "start = len(kernel) // 2"
    assert wrong in README
    assert f"`{right}`" in README
    plugin.write_text(plugin.read_text().replace(wrong, right))
    return folder


def test_what_is_known_to_fail_breaks_nothing(folder):
    (text,) = re.findall(r"^```toml\n# known.toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    (folder / "known.toml").write_text(text, "utf-8")
    command = "convspec certify myplugin.py:backend -k conv.pad.same-upper --effort smoke"
    assert _run(command, folder).returncode == 1
    done = _run(f"{command} --known-failures known.toml", folder)
    assert done.returncode == 0, done.stderr
    assert "known FAIL" in done.stdout


def test_mended_as_it_says_the_plugin_passes(mended):
    done = _run(CONSOLE.search(README)[1], mended)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("effort", ["smoke", "standard"])
def test_mended_it_is_sent_nothing_that_it_does_not_take(mended, effort):
    done = _run(f"convspec certify myplugin.py:backend --effort {effort}", mended)
    assert done.returncode == 0, done.stdout
    results = json.loads((mended / "convspec-results" / "np-correlate.json").read_text())
    statuses = {c["id"]: c["status"] for c in results["clauses"] if c["status"] != "unsupported"}
    assert set(statuses.values()) <= {"pass", "observed"}
    assert statuses["conv.pad.same-upper"] == statuses["conv.channels.sum"] == "pass"


@pytest.mark.parametrize("operation", [o for o in KEYWORDS if o not in GRADIENTS])
def test_the_signatures_are_the_published_ones(operation):
    line = next(x for x in README.splitlines() if x.strip().startswith(f"{operation}("))
    optional = "".join(f"[, {k}]" for k in OPTIONAL_KEYWORDS[operation])
    keywords = ", ".join(KEYWORDS[operation])
    assert f"{operation}({', '.join(ARRAYS[operation])}, *, {keywords}{optional})" in line


@pytest.mark.parametrize("status", Status)
def test_the_statuses_are_explained(status):
    row = next(x for x in README.splitlines() if x.startswith(f"| `{status.value}` |"))
    assert row.replace("`", "").endswith(f"| {status.meaning} |")


def test_every_make_target_exists_with_its_plain_form():
    targets = set(re.findall(r"`make ([a-z-]+)", README))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert targets <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("shown", sorted({" ".join(c.split()) for c in SHOWN.findall(README)}))
def test_every_shown_command_is_one_that_convspec_takes(shown):
    name, *arguments = shlex.split(shown.replace(" R ", " 1 "))[1:]
    command = get_command(app).commands[name]
    with command.make_context(name, arguments) as context:
        assert context.params
