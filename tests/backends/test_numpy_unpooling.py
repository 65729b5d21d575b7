"""The NumPy backend's max unpooling: what it refuses, and axes without cells."""

from typing import Any

import numpy as np
import pytest

from conformance.backends.numpy import max_unpool

X = np.arange(1, 9, dtype=np.float32).reshape(1, 2, 4)
INDICES = np.array([[[0, 2, 4, 6], [5, 3, 1, 7]]])
BAD: dict[str, list[Any]] = {
    "x": [None, X[0, 0], X[None], X[..., :3]],
    "indices": [None, INDICES - 1, INDICES + 1, INDICES[0], INDICES[..., :3], INDICES / 1],
    "output_size": [None, 8, (), (7,), (-8,), (8.0,), (0,)],
}
REFUSALS = [
    pytest.param(name, value, id=f"{name}-{number}")
    for name, values in BAD.items()
    for number, value in enumerate(values)
]


@pytest.mark.parametrize(("name", "value"), REFUSALS)
def test_a_bad_argument_is_refused(name: str, value: Any) -> None:
    given = {"x": X, "indices": INDICES, "output_size": (8,), name: value}
    with pytest.raises((ValueError, TypeError), match="expected"):
        max_unpool(given["x"], given["indices"], output_size=given["output_size"])


def test_of_several_values_the_last_is_kept() -> None:
    y = max_unpool(X, INDICES // 4, output_size=(2,))
    np.testing.assert_array_equal(y, np.array([[[2, 4], [7, 8]]], np.float32), strict=True)


@pytest.mark.parametrize("lead", [(0, 2), (2, 0), (2,), (0,)])
@pytest.mark.parametrize("size", [(0,), (3,)])
def test_axes_without_cells(lead: Any, size: Any) -> None:
    x = np.ones((*lead, *size))
    y = max_unpool(x, np.zeros(x.shape, np.int64), output_size=(2, 3)[: len(size)])
    assert y.shape == (*lead, 2)
    assert y.sum() == (x.size > 0) * np.prod(lead)
