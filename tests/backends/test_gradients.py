"""The gradients of the NumPy and the torch backend: what they refuse, and axes without cells."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from conformance.backend import Unsupported
from conformance.backends import numpy as numpy_backend

torch = pytest.importorskip("torch")
torch_backend = pytest.importorskip("conformance.backends.torch")

BACKENDS = {"numpy": numpy_backend.backend, "torch": torch_backend.cpu}
X, W, B = (np.ones(shape, np.float32) for shape in ((2, 4, 5), (6, 2, 3), (6,)))
GY = np.ones((2, 6, 5), np.float32)
CONV: dict[str, Any] = {
    "stride": (1,),
    "padding": ((1, 1),),
    "dilation": (1,),
    "groups": 2,
    "padding_mode": "zeros",
    "flip_kernel": False,
}
BAD_GY = [GY[:1], GY[:, :1], GY[..., :1], GY[0], GY[..., None], GY[..., :0]]


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize("gy", BAD_GY, ids=lambda gy: str(gy.shape))
def test_a_gy_of_another_shape_is_refused_even_where_it_would_broadcast(name: str, gy: Any) -> None:
    call = BACKENDS[name].implementations["conv_grad"]
    assert [g.shape for g in call((GY, X, W, B), CONV)] == [X.shape, W.shape, B.shape]
    with pytest.raises((ValueError, TypeError, RuntimeError), match="expected"):
        call((gy, X, W, B), CONV)


def test_a_gy_of_another_dtype_is_refused() -> None:
    with pytest.raises(TypeError, match=r"gy.dtype=float64: expected float32"):
        numpy_backend.backend.implementations["conv_grad"]((GY.astype(float), X, W, B), CONV)


@pytest.mark.parametrize(
    ("x", "w", "gy"),
    [((0, 2, 4), (3, 2, 2), (0, 3, 3)), ((2, 0, 4), (3, 0, 2), (2, 3, 3)), ((4, 5), (6, 2, 3), 0)],
    ids=["no samples", "no channels", "no batch axis"],
)
def test_gradients_have_the_shapes_of_their_arrays(x: Any, w: Any, gy: Any) -> None:
    call = numpy_backend.backend.implementations["conv_grad"]
    given = {**CONV, "groups": 1 if w[1] != 2 or x[0] == 0 else 2, "padding": ((0, 0),)}
    shape = gy or (6, 3)
    gx, gw, gb = call((np.ones(shape), np.ones(x), np.ones(w), np.ones(w[0])), given)
    assert (gx.shape, gw.shape, gb.shape) == (x, w, (w[0],))
    np.testing.assert_array_equal(gb, np.full(w[0], np.prod(shape) / w[0]))


def test_without_a_bias_its_gradient_is_none() -> None:
    for backend in BACKENDS.values():
        assert backend.implementations["conv_grad"]((GY, X, W, None), CONV)[2] is None


def test_autograd_leaves_no_trace_in_the_tensors_that_were_given() -> None:
    gradient = torch_backend.gradient(lambda x: x * 2)
    x = torch.ones(3)
    assert gradient(torch.ones(3), x)[0].tolist() == [2, 2, 2]
    assert not x.requires_grad
    with torch.no_grad():
        assert gradient(torch.ones(3), x)[0].tolist() == [2, 2, 2]


def test_torch_is_never_asked_for_the_gradient_of_a_window_without_a_cell() -> None:
    call = torch_backend.cpu.implementations["max_pool_grad"]
    keywords = {"stride": (1,), "padding": ((1, 1),), "last_window": "floor"}
    x, gy = np.ones((1, 1, 1), np.float32), np.ones((1, 1, 1), np.float32)
    with pytest.raises(Unsupported, match="writes out of bounds"):
        call((gy, x), {**keywords, "kernel": (2,), "dilation": (2,)})
    (gx,) = call((gy, x), {**keywords, "kernel": (3,), "dilation": (1,)})
    assert gx.tolist() == [[[1]]]


@pytest.mark.parametrize("name", BACKENDS)
def test_a_window_with_nothing_to_count_gives_nothing_and_spoils_nothing(name: str) -> None:
    call = BACKENDS[name].implementations["avg_pool_grad"]
    given = {"kernel": (2,), "stride": (4,), "padding": ((1, 1),), "last_window": "ceil_keep"}
    x, gy = np.ones((1, 3), np.float32), np.array([[2, 4]], np.float32)
    (gx,) = call((gy, x), {**given, "count_include_pad": False, "divisor_override": None})
    assert gx.tolist() == [[2, 0, 0]]
