"""The NumPy backend's transposed convolution: what it refuses, and axes without cells."""

from typing import Any

import numpy as np
import pytest

from conformance.backends.numpy import conv_transpose

X = np.ones((1, 4, 3, 3), np.float32)
W = np.ones((4, 3, 2, 2), np.float32)
B = np.ones(6, np.float32)
KEYWORDS: dict[str, Any] = {
    "stride": (2, 1),
    "padding": ((0, 1), (1, 0)),
    "output_padding": (1, 0),
    "dilation": (1, 2),
    "groups": 2,
}
BAD: dict[str, list[Any]] = {
    "x": [None, X[0, 0], X[:, :3], X.astype(np.float64), X.astype(int)],
    "w": [None, W[:3], W[0], W[None], W.astype(np.float64), W[..., :0]],
    "b": [B[:3], B[None], B.astype(np.float64), 0],
    "stride": [(0, 1), (-1, 1), (1,), (1.0, 1), 1],
    "dilation": [(0, 1), (1,), (True, 1), None],
    "output_padding": [(-1, 0), (2, 0), (0, 2), (1,), (0.0, 0), None],
    "padding": [((-1, 0), (0, 0)), ((1, 1),), 1, None, "same", ((9, 9), (0, 0)), "same_upper"],
    "groups": [0, -1, 3, 1.0, True, None],
}
REFUSALS = [
    pytest.param(name, value, id=f"{name}-{number}")
    for name, values in BAD.items()
    for number, value in enumerate(values)
]


@pytest.mark.parametrize(("name", "value"), REFUSALS)
def test_a_bad_argument_is_refused(name: str, value: Any) -> None:
    given = {"x": X, "w": W, "b": B, **KEYWORDS, name: value}
    arrays = [given.pop(array) for array in ("x", "w", "b")]
    with pytest.raises((ValueError, TypeError), match=r"expected|cuts off"):
        conv_transpose(*arrays, **given)


@pytest.mark.parametrize(
    ("x", "w", "shape"),
    [
        ((0, 2, 4), (2, 3, 2), (0, 3, 5)),
        ((2, 0, 4), (0, 3, 2), (2, 3, 5)),
        ((2, 2, 4), (2, 0, 2), (2, 0, 5)),
        ((2, 4), (2, 3, 2), (3, 5)),
    ],
)
def test_axes_without_cells(x: Any, w: Any, shape: Any) -> None:
    plain: dict[str, Any] = {"stride": (1,), "output_padding": (0,), "dilation": (1,), "groups": 1}
    y = conv_transpose(np.zeros(x), np.ones(w), np.ones(w[1]), padding="valid", **plain)
    np.testing.assert_array_equal(y, np.ones(shape), strict=True)
