"""Laws: what is found where they are broken, and what they need."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from conformance import Backend
from conformance.backends.numpy import backend as numpy
from conformance.cases import laws
from conformance.judge.laws import blocks, products
from conformance.results.model import ClauseResult, Status
from conformance.suite.unit import Unit, run_unit


def _with(operation: str, change: Callable[[Any], Any]) -> Backend:
    """A backend of one operation, whose results are changed."""
    right = numpy.implementations[operation].function  # type: ignore[index]
    backend = Backend("changed", version="1")

    @backend.implements(operation, rank=[1, 2])  # type: ignore[arg-type]
    def function(*arrays: Any, **keywords: Any) -> Any:
        return change(right(*arrays, **keywords))

    return backend


def _run(backend: Backend, clause: str, rank: int = 1) -> ClauseResult:
    return run_unit(Unit(clause, rank, "float32"), backend, "smoke", spelled="numpy")


def _message(result: ClauseResult) -> str:
    assert result.status is Status.FAIL
    assert result.failure is not None
    return result.failure.message


def test_the_equation_and_its_sides_are_shown_for_the_first_cell_that_differs() -> None:
    def without_the_last_row_of_many(y: Any) -> Any:
        if len(y) > 1:
            y[-1] = 0
        return y

    message = _message(_run(_with("conv", without_the_last_row_of_many), "conv.law.batch"))
    assert "\nlaw     y1 = np.concatenate([y2, y3])\n" in message
    assert " is 0 on the left, " in message
    assert message.endswith("note    by the reference call 1 is wrong")


def test_a_result_of_another_shape_breaks_a_law() -> None:
    backend = _with("conv", lambda y: np.concatenate([y, y], axis=-1))
    message = _message(_run(backend, "conv.law.stride"))
    assert "found   y1 has shape (1, 1, 6), y2[..., ::2] has shape (1, 1, 5)\n" in message
    assert message.endswith("by the reference call 1 and call 2 are wrong")


def test_an_index_outside_the_plane_breaks_a_law_and_nothing_else() -> None:
    backend = _with("max_pool_with_indices", lambda both: (both[0], both[1] + 10**6))
    message = _message(_run(backend, "max-pool-with-indices.law.indexed"))
    assert "cannot be taken: index" in message


def test_a_law_of_two_operations_needs_both() -> None:
    result = _run(_with("conv", lambda y: y), "conv.law.columns")
    assert result.status is Status.UNSUPPORTED
    assert result.reason == "no case could be judged; unfold is not declared"


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_batch_of_one_is_taken_as_two(rank: int) -> None:
    case = next(c for c in laws.CONV[0](rank, "smoke") if c.input_shape[0] == 1)
    related = blocks.batch(case)
    assert [call.case.input_shape[0] for call in related.calls] == [2, 1, 1]


def test_gaps_between_the_cells_of_a_transposed_convolution_hold_zeros() -> None:
    case = next(c for c in laws.CONV_TRANSPOSE[0](1, "smoke") if c.parameters.stride == (2,))
    related = products.stuffed(case)
    assert related is not None
    x = related.calls[1].arrays[0]
    assert x is not None
    assert np.count_nonzero(x) == np.prod(case.input_shape)


def test_a_gradient_that_is_rounded_is_not_taken_for_wrong_beside_one_that_is() -> None:
    def without_the_last_gradient_of_many(gx: Any) -> Any:
        if len(gx[0]) > 1:
            gx[0][-1] = 0
        return gx

    backend = _with("lp_pool_grad", without_the_last_gradient_of_many)
    assert _message(_run(backend, "lp-pool-grad.law.planes")).endswith("call 1 is wrong")
