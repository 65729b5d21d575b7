"""The NumPy backend's unfold and fold: what they refuse, and axes without cells."""

from typing import Any

import numpy as np
import pytest

from conformance.backends.numpy import fold, unfold

X = np.arange(24, dtype=np.float32).reshape(1, 2, 4, 3)
WALK: dict[str, Any] = {
    "kernel": (2, 2),
    "stride": (2, 1),
    "padding": ((0, 1), (1, 0)),
    "dilation": (1, 2),
}
COLUMNS = np.ones((1, 8, 4), np.float32)
BAD: dict[str, list[Any]] = {
    "kernel": [(0, 2), (-1, 2), (2,), (2.0, 2), 2, (2, 2, 2, 2)],
    "stride": [(0, 1), (-1, 1), (1,), (1.0, 1), 1],
    "dilation": [(0, 1), (1,), (True, 1), None],
    "padding": [((-1, 0), (0, 0)), ((1, 1),), 1, None, "same"],
}
WALKS = [
    pytest.param(name, value, id=f"{name}-{number}")
    for name, values in BAD.items()
    for number, value in enumerate(values)
]


@pytest.mark.parametrize(("name", "value"), WALKS)
def test_a_bad_walk_is_refused(name: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="expected"):
        unfold(X, **{**WALK, name: value})
    with pytest.raises((ValueError, TypeError), match="expected"):
        fold(COLUMNS, output_size=(4, 3), **{**WALK, name: value})


@pytest.mark.parametrize("x", [None, X[0, 0], X[None], X.astype(complex), X[..., :0]])
def test_a_bad_x_is_refused(x: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="expected"):
        unfold(x, **WALK)


@pytest.mark.parametrize(
    "columns", [None, COLUMNS[0, 0], COLUMNS[None], COLUMNS[:, 1:], COLUMNS[..., 1:], COLUMNS > 0]
)
def test_bad_columns_are_refused(columns: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="expected"):
        fold(columns, output_size=(4, 3), **WALK)


@pytest.mark.parametrize("size", [None, 4, (4,), (4, 3, 2), (-1, 3), (4.0, 3), (4, 4), (0, 3)])
def test_a_bad_output_size_is_refused(size: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="expected"):
        fold(COLUMNS, output_size=size, **WALK)


@pytest.mark.parametrize("lead", [(0, 2), (2, 0), (2,), (0,)])
def test_axes_without_cells(lead: Any) -> None:
    x = np.arange(np.prod([*lead, 4, 3]), dtype=np.float64).reshape(*lead, 4, 3)
    columns = unfold(x, **WALK)
    assert columns.shape == (*lead[:-1], 4 * lead[-1], 4)
    cover = fold(np.ones_like(columns), output_size=(4, 3), **WALK)
    np.testing.assert_array_equal(fold(columns, output_size=(4, 3), **WALK), x * cover, strict=True)
