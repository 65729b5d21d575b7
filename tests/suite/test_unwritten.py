"""A last cell that is never written is seen by every clause that compares values."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from conformance import Backend
from conformance.backends.numpy import backend as numpy
from conformance.operations import Operation
from conformance.results.model import Status
from conformance.suite.clause import clauses
from conformance.suite.unit import run_unit, units

#: what compares no values, has no cell, or where an exception is right too
BLIND = (
    "border.inputs",
    "border.outputs",
    "border.byte-order",
    "shape.no-window",
    "example.shape",
    "beyond-limit",
    "empty.batch",
    "empty.outputs",
    "pool.empty.channels",
)


def _conv(x: Any, w: Any, b: Any, **keywords: Any) -> tuple[int, ...]:
    return (*x.shape[: 1 - w.ndim], len(w), *_extents(x, w.shape[2:], **keywords))


def _pool(x: Any, *, kernel: Any, **keywords: Any) -> tuple[int, ...]:
    return (*x.shape[: -len(kernel)], *_extents(x, kernel, **keywords))


def _extents(
    x: Any, kernel: Any, *, stride: Any, padding: Any, dilation: Any = (1, 1, 1), **_: Any
) -> list[int]:
    axes = zip(x.shape[-len(kernel) :], kernel, stride, padding, dilation, strict=False)
    return [max((i + sum(p) - d * (k - 1) - 1) // s + 1, 0) for i, k, s, p, d in axes]


def _unwritten(operation: Operation, shape: Callable[..., tuple[int, ...]]) -> Backend:
    """Right but for the last cell of a result that was taken from memory as it came."""
    backend = Backend("unwritten", version="1")
    right = numpy.implementations[operation].function

    @backend.implements(operation, rank=[1, 2], dtype=["float32", "float64"])
    def function(*arrays: Any, **keywords: Any) -> Any:
        y = np.empty(shape(*arrays, **keywords), arrays[0].dtype)
        y.reshape(-1)[:-1] = right(*arrays, **keywords).reshape(-1)[:-1]
        return y

    return backend


@pytest.mark.parametrize(
    ("operation", "shape"), [("conv", _conv), ("max_pool", _pool), ("avg_pool", _pool)]
)
def test_a_last_cell_left_unwritten_is_always_seen(
    operation: Operation, shape: Callable[..., tuple[int, ...]]
) -> None:
    backend = _unwritten(operation, shape)
    seen = 0
    for unit in units():
        tested = clauses()[unit.clause]
        if tested.operation != operation or ".error." in unit.clause:
            continue
        if unit.clause.endswith(BLIND) or tested.topic == "laws":  # both sides may have the fault
            continue
        result = run_unit(unit, backend, "smoke", spelled="tests/suite/test_unwritten.py:backend")
        assert result.status in (Status.FAIL, Status.UNSUPPORTED), unit
        seen += result.status is Status.FAIL
    assert seen > 20
