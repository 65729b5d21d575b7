"""The NumPy backend's adaptive pooling: what it refuses, NaN, and axes without cells."""

from typing import Any

import numpy as np
import pytest

from conformance.backends.numpy import (
    adaptive_avg_pool,
    adaptive_max_pool,
    adaptive_max_pool_with_indices,
)

X = np.arange(24, dtype=np.float32).reshape(1, 2, 4, 3)
POOLS = [adaptive_avg_pool, adaptive_max_pool, adaptive_max_pool_with_indices]


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("size", [None, 3, (), (-1, 3), (3.0, 3), (True, 3), (2, 2, 2, 2)])
def test_a_bad_output_size_is_refused(pool: Any, size: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"output_size.*expected"):
        pool(X, output_size=size)


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("x", [None, X[0, 0], X[None], X.astype(complex), X[..., :0], X[:, :, :0]])
def test_a_bad_x_is_refused(pool: Any, x: Any) -> None:
    with pytest.raises((ValueError, TypeError), match="expected"):
        pool(x, output_size=(2, 2))


@pytest.mark.parametrize("lead", [(0, 2), (2, 0), (2,), (0,)])
@pytest.mark.parametrize("size", [(2, 2), (0, 2), (7, 0)])
def test_axes_without_cells(lead: Any, size: Any) -> None:
    x = np.ones((*lead, 4, 3))
    expected = np.ones((*lead, *size))
    np.testing.assert_array_equal(adaptive_avg_pool(x, output_size=size), expected, strict=True)
    y, index = adaptive_max_pool_with_indices(x, output_size=size)
    np.testing.assert_array_equal(y, expected, strict=True)
    assert (index.shape, index.dtype) == (y.shape, np.int64)


def test_nan_propagates_and_the_first_one_has_the_index() -> None:
    x = np.array([[1, np.nan, 3, np.nan, 5, 9]])
    y, index = adaptive_max_pool_with_indices(x, output_size=(2,))
    np.testing.assert_array_equal(y, [[np.nan, np.nan]])
    np.testing.assert_array_equal(index, [[1, 3]])
    np.testing.assert_array_equal(adaptive_avg_pool(x, output_size=(3,)), [[np.nan, np.nan, 7]])
