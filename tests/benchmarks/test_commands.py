"""What the commands cost a user, in CPU seconds of all processes they start."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


def _cpu_seconds(*command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, capture_output=True, env=dict(os.environ), timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _measured(benchmark, *command):
    benchmark.extra_info["cpu_seconds"] = round(
        benchmark.pedantic(_cpu_seconds, args=command, rounds=1), 2
    )
    print(f"\n{' '.join(map(str, command[-6:]))}: {benchmark.extra_info['cpu_seconds']} s of CPU")


@pytest.mark.parametrize("effort", ["smoke", "standard"])
@pytest.mark.parametrize("backend", ["numpy", "torch-cpu"])
def test_certify(benchmark, tmp_path, backend, effort):
    benchmark.group = f"certify --effort {effort}"
    _measured(
        benchmark, BIN / "convspec", "certify", backend, "--effort", effort, "--results", tmp_path
    )


def test_a_quick_answer(benchmark):
    """Target: 2 s from the command to the answer."""
    benchmark.group = "pytest -k same -x"
    _measured(
        benchmark,
        *(BIN / "pytest", "--pyargs", "conformance", "--backend", "numpy", "-k", "same", "-x"),
    )


@pytest.mark.parametrize("module", ["numpy", "conformance", "reference_impl"])
def test_import(benchmark, module):
    benchmark.group = "import"
    _measured(benchmark, sys.executable, "-c", f"import {module}")
