"""What the suite says of backends that get a worked example wrong."""

import subprocess
import sys

import numpy as np
import pytest

from conformance.backend import Backend, Unsupported
from conformance.backends.numpy import backend as right
from conformance.registry import resolve
from conformance.results.model import Status
from conformance.suite.unit import Unit, replay, run_unit


def judged(backend, clause, rank=2, dtype="float32", spelled="numpy"):
    return run_unit(Unit(clause, rank, dtype), backend, "smoke", spelled=spelled)


def conv_backend(change, **capabilities):
    """The NumPy backend, its convolutions changed by ``change(y, keywords)``."""
    backend = Backend("wrong", version="1")
    declared = {"rank": [1, 2, 3], "dtype": ["float32", "float64"]} | capabilities

    @backend.implements("conv", **declared)
    def conv(x, w, b, **keywords):
        return change(right.implementations["conv"].function(x, w, b, **keywords), keywords)

    return backend


def test_the_failure_names_the_row_the_cell_and_its_sum():
    backend = conv_backend(lambda y, _: y if y.shape != (1, 1, 2, 2) else y + 1)
    result = judged(backend, "conv.example.values")
    assert result.status is Status.FAIL
    assert "note    worked example, row 0.4 of the tutorials: stride 2" in result.failure.message
    assert "expected 16 = 1*x[0,0] + 2*x[1,0]" not in result.failure.message
    assert "expected 16 = 1*x[0,0] + 0*x[0,1] + 2*x[1,0] + 1*x[1,1];  got 17" in (
        result.failure.message
    )


def test_a_failed_example_is_replayed_from_its_stored_case():
    backend = conv_backend(lambda y, _: y + 1)
    for clause in ("values", "printed", "relation"):
        unit = Unit(f"conv.example.{clause}", 2, "float32")
        result = run_unit(unit, backend, "smoke", spelled="numpy")
        again = replay(unit, backend, result.failure.case, spelled="numpy")
        assert again.status is Status.FAIL
        assert again.failure.kind == result.failure.kind
        assert replay(unit, right, result.failure.case, spelled="numpy").status is Status.PASS


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_printed_sum_may_be_off_by_the_rounding_of_the_print_and_no_more(dtype):
    within = conv_backend(lambda y, _: (y + 1e-4).astype(dtype))
    assert judged(within, "conv.example.printed", dtype=dtype).status is Status.PASS
    beyond = conv_backend(lambda y, _: (y + 1e-3).astype(dtype))
    result = judged(beyond, "conv.example.printed", dtype=dtype)
    assert result.status is Status.FAIL
    assert "y[0,0,0,0]  expected -0.062029 = 0.2372" in result.failure.message
    assert result.failure.cause is None


def test_printed_maxima_are_exact():
    backend = Backend("rounds", version="1")

    @backend.implements("max_pool", rank=[1])
    def max_pool(x, **keywords):
        half = x.astype(np.float16).astype(np.float32)
        return right.implementations["max_pool"].function(half, **keywords)

    result = judged(backend, "max-pool.example.printed", rank=1)
    assert result.status is Status.FAIL
    assert judged(right, "max-pool.example.printed", rank=1).status is Status.PASS


def test_zeros_satisfy_no_relation():
    zeros = conv_backend(lambda y, _: y * 0)
    result = judged(zeros, "conv.example.relation")
    assert result.status is Status.FAIL
    assert "row 0.1 of the tutorials: a shifted input" in result.failure.message


def test_a_broken_relation_shows_its_calls_and_the_one_that_is_wrong():
    backend = conv_backend(lambda y, keywords: y + (keywords["groups"] == 2))
    message = judged(backend, "conv.example.relation").failure.message
    assert "row 2.14 of the tutorials: a depthwise and then a 1x1 kernel" in message
    assert "call 3" in message
    assert "result  of call 1" in message
    assert "expected 19 = " in message


def test_a_wrong_shape_is_a_finding_for_every_kind():
    flat = conv_backend(lambda y, _: y.reshape(-1))
    for clause in ("values", "printed", "shape", "relation"):
        result = judged(flat, f"conv.example.{clause}")
        assert result.status is Status.FAIL
        assert result.failure.kind == "shape"


def test_a_relation_with_a_call_that_is_not_declared_is_passed_over():
    square = conv_backend(lambda y, _: y, rank=[2])
    assert judged(square, "conv.example.relation").status is Status.PASS
    line = judged(conv_backend(lambda y, _: y, rank=[2], groups=False), "conv.example.relation")
    assert line.status is Status.PASS
    assert line.cases < judged(square, "conv.example.relation").cases


def test_a_refusal_is_a_refusal():
    def refuse(y, keywords):
        if keywords["groups"] > 1:
            raise Unsupported("groups")
        return y

    assert judged(conv_backend(refuse), "conv.example.values").status is Status.REFUSED
    assert judged(conv_backend(refuse), "conv.example.relation").status is Status.REFUSED


@pytest.mark.parametrize(
    "clause",
    ["conv.example.values", "conv.example.printed", "conv.example.relation", "conv.example.shape"],
)
def test_the_snippet_fails_with_the_wrong_backend_and_not_with_a_right_one(clause, tmp_path):
    text = (
        "import numpy as np\n"
        "from conformance.backend import Backend\n"
        "from conformance.backends.numpy import backend as right\n"
        'backend = Backend("wrong", version="1")\n'
        '@backend.implements("conv", rank=[2])\n'
        "def conv(x, w, b, **keywords):\n"
        '    y = right.implementations["conv"].function(x, w, b, **keywords)\n'
        "    return CHANGED\n"
    )
    changed = "y[:, :, 1:]" if clause.endswith("shape") else "y + np.float32(0.01)"
    plugin = tmp_path / "plugin.py"
    plugin.write_text(text.replace("CHANGED", changed))
    spelled = f"{plugin}:backend"
    failure = judged(resolve(spelled), clause, spelled=spelled).failure
    assert failure is not None
    wrong = _run(failure.snippet)
    assert wrong.returncode == 1
    assert "AssertionError" in wrong.stderr
    plugin.write_text(text.replace("CHANGED", "y"))
    assert _run(failure.snippet).returncode == 0


def _run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
