"""The NumPy backend alone: what it refuses, what it returns, and that it is independent."""

import ast
import sys
import warnings
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

import conformance.backend
import reference_impl
from conformance.backends import numpy as module
from conformance.backends.numpy import avg_pool, conv, max_pool, max_pool_with_indices
from conformance.capabilities import DTYPES, FLOATS

X = np.arange(2 * 4 * 6 * 5, dtype=np.float32).reshape(2, 4, 6, 5)
W = np.arange(4 * 2 * 3 * 2, dtype=np.float32).reshape(4, 2, 3, 2)
B = np.arange(4, dtype=np.float32)
CONV: dict[str, Any] = {
    "x": X,
    "w": W,
    "b": B,
    "stride": (1, 2),
    "padding": ((1, 0), (0, 2)),
    "dilation": (2, 1),
    "groups": 2,
    "padding_mode": "zeros",
    "flip_kernel": False,
}
MAX_POOL: dict[str, Any] = {
    "x": X,
    "kernel": (2, 3),
    "stride": (1, 2),
    "padding": ((1, 0), (0, 2)),
    "dilation": (2, 1),
    "last_window": "floor",
}
AVG_POOL: dict[str, Any] = {
    **{name: value for name, value in MAX_POOL.items() if name != "dilation"},
    "count_include_pad": True,
    "divisor_override": None,
}
CALLS: dict[str, tuple[Any, dict[str, Any]]] = {
    "conv": (conv, CONV),
    "max_pool": (max_pool, MAX_POOL),
    "max_pool_with_indices": (max_pool_with_indices, MAX_POOL),
    "avg_pool": (avg_pool, AVG_POOL),
}
NO_EXTENTS: list[Any] = [(0, 1), (-1, 1), (1,), (1, 1, 1), (1.0, 1), (True, 1), [1, 1], 1, None]
NO_PADDING: list[Any] = [
    ((-1, 0), (0, 0)),
    ((0, 0), (0, -1)),
    ((1, 1),),
    ((1, 1),) * 3,
    ((1,), (1, 1)),
    ((1, 1, 1), (1, 1)),
    ((1.0, 1), (0, 0)),
    ((True, 1), (0, 0)),
    (1, 1),
    1,
    None,
    "same",
    "SAME_UPPER",
    "",
]
NO_INPUT: list[Any] = [None, [[[1.0]]], X[0, 0], X[None], X.astype(complex), X > 1]
BAD: dict[str, dict[str, list[Any]]] = {
    "conv": {
        "x": [*NO_INPUT, X.astype(np.float64), X[:, :3], X[:, :2], X.astype(">f4")],
        "w": [None, W[0, 0], W[None, None], W[:, :1], W[:3], W[..., :0], W.astype(np.float64)],
        "b": [B[:3], B[None], np.float32(1), B.astype(np.float64), 0],
        "stride": NO_EXTENTS,
        "dilation": NO_EXTENTS,
        "padding": NO_PADDING,
        "groups": [0, -1, 3, 4, 1.0, True, None],
        "padding_mode": ["zero", "constant", "symmetric", None],
        "flip_kernel": [None, 1, "no"],
    },
    "max_pool": {
        "x": NO_INPUT,
        "kernel": NO_EXTENTS,
        "stride": NO_EXTENTS,
        "dilation": NO_EXTENTS,
        "padding": NO_PADDING,
        "last_window": ["Ceil", "round", None, True],
    },
    "avg_pool": {
        "x": NO_INPUT,
        "kernel": NO_EXTENTS,
        "stride": NO_EXTENTS,
        "padding": NO_PADDING,
        "last_window": ["Ceil", "round", None, True],
        "count_include_pad": [1, None, "yes"],
        "divisor_override": [0, 1.0, True, "3"],
    },
}
BAD["max_pool_with_indices"] = BAD["max_pool"]
REFUSALS = [
    pytest.param(operation, name, value, id=f"{operation}-{name}-{number}")
    for operation, arguments in BAD.items()
    for name, values in arguments.items()
    for number, value in enumerate(values)
]


def call(operation: str, **changed: Any) -> Any:
    function, keywords = CALLS[operation]
    given = {**keywords, **changed}
    arrays = [given.pop(name) for name in ("x", "w", "b") if name in given]
    return function(*arrays, **given)


@pytest.mark.parametrize("operation", CALLS)
def test_the_legal_neighbour_of_every_refusal_is_accepted(operation: str) -> None:
    call(operation)


@pytest.mark.parametrize(("operation", "name", "value"), REFUSALS)
def test_a_bad_argument_is_refused_by_name(operation: str, name: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError)) as refusal:
        call(operation, **{name: value})
    # Of two arguments that do not fit each other the other one may be named.
    others = {"x": ("w", "groups"), "w": ("x", "kernel", "groups"), "groups": ("w",)}
    names = (name, *others.get(name, ()), *(("x", "stride") if name == "kernel" else ()))
    assert str(refusal.value).startswith(names)
    assert "expected" in str(refusal.value)


@pytest.mark.parametrize(
    ("mode", "most"), [("reflect", 4), ("circular", 5), ("replicate", 50), ("zeros", 50)]
)
def test_each_side_of_a_padding_mode_has_its_limit(mode: str, most: int) -> None:
    for pair in ((most, 0), (0, most), (most, most)):
        assert call("conv", padding=((0, 0), pair), padding_mode=mode).size
    if most < 50:
        for pair in ((most + 1, 0), (0, most + 1)):
            with pytest.raises(ValueError, match=f"expected at most {most} on a side"):
                call("conv", padding=((0, 0), pair), padding_mode=mode)


def test_an_axis_without_cells_cannot_be_extended() -> None:
    empty = X[..., :0]
    for mode in ("reflect", "replicate", "circular"):
        with pytest.raises(ValueError, match=r"padding=.*expected"):
            call("conv", x=empty, padding=((0, 0), (1, 2)), padding_mode=mode)
    np.testing.assert_array_equal(
        call("conv", x=empty, padding=((0, 0), (1, 2))),
        np.broadcast_to(B[:, None, None], (2, 4, 2, 1)),
    )


@pytest.mark.parametrize("operation", CALLS)
def test_a_window_that_does_not_fit_is_refused(operation: str) -> None:
    with pytest.raises(ValueError, match=r"kernel.*expected"):
        call(operation, x=X[..., :1, :1], padding=((0, 0), (0, 0)))


def test_the_partial_windows_of_ceil() -> None:
    """One for -s < P-e < 0, none for P-e <= -s."""
    x = np.array([[[3.0, 5.0]]])
    keywords: dict[str, Any] = {"kernel": (4,), "padding": ((0, 0),), "last_window": "ceil"}
    assert max_pool(x, stride=(3,), dilation=(1,), **keywords).tolist() == [[[5]]]
    assert avg_pool(x, stride=(3,), count_include_pad=True, **keywords).tolist() == [[[4]]]
    with pytest.raises(ValueError, match="kernel"):
        max_pool(x, stride=(2,), dilation=(1,), **keywords)


@pytest.mark.parametrize(
    ("x", "w", "shape"),
    [
        ((0, 2, 4), (3, 2, 2), (0, 3, 3)),
        ((2, 0, 4), (3, 0, 2), (2, 3, 3)),
        ((2, 2, 4), (0, 2, 2), (2, 0, 3)),
        ((0, 4), (3, 0, 2), (3, 3)),
    ],
)
def test_empty_axes_of_a_convolution(x: Any, w: Any, shape: Any) -> None:
    b = np.arange(w[0], dtype=np.float64)
    keywords: dict[str, Any] = {"stride": (1,), "padding": "valid", "dilation": (1,), "groups": 1}
    y = conv(np.ones(x), np.ones(w), b, **keywords)
    np.testing.assert_array_equal(y, np.broadcast_to(b[:, None], shape), strict=True)


@pytest.mark.parametrize("shape", [(0, 3, 4, 4), (3, 0, 4, 4), (0, 4, 4)])
def test_empty_axes_of_a_pooling(shape: tuple[int, ...]) -> None:
    expected = (*shape[:-2], 3, 2)
    x = np.empty(shape, np.float32)
    assert call("max_pool", x=x).shape == (*shape[:-2], 3, 2)
    assert [a.shape for a in call("max_pool_with_indices", x=x)] == [expected, expected]
    assert call("avg_pool", x=x).shape == (*shape[:-2], 4, 2)


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("trivial", [False, True])
def test_results_are_fresh_and_inputs_untouched(operation: str, trivial: bool) -> None:
    """Also where every window is one cell, so that an alias would hold the right values."""
    ones: dict[str, Any] = {"stride": (1, 1), "padding": ((0, 0), (0, 0)), "dilation": (1, 1)}
    ones |= {"kernel": (1, 1), "w": np.ones((4, 2, 1, 1), np.float32), "b": None}
    changed = {n: v for n, v in ones.items() if trivial and n in CALLS[operation][1]}
    arrays = [a for a in ({**CALLS[operation][1], **changed}).values() if isinstance(a, np.ndarray)]
    before = [a.copy() for a in arrays]
    result = call(operation, **changed)
    for y in result if isinstance(result, tuple) else (result,):
        assert y.flags.owndata
        assert y.flags.writeable
        assert y.flags.c_contiguous
        assert not any(np.shares_memory(y, a) for a in arrays)
        y[...] = 77
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_float32_sums_are_exact_to_2_24() -> None:
    x = np.full((1, 4, 4), 2.0**20, np.float32)
    x[0, 0, 0] += 1 - 4
    w = np.ones((1, 4, 4), np.float32)
    keywords: dict[str, Any] = {"stride": (1,), "padding": "valid", "dilation": (1,), "groups": 1}
    y = conv(x, w, np.array([1], np.float32), **keywords)
    assert y.dtype == np.float32
    assert y.item() == 2**24 - 2


def test_values_that_are_not_finite_give_no_warning() -> None:
    x = np.array([[[np.nan, 1.0, np.inf, -np.inf, np.nan, 3e38]]], np.float32)
    pool: dict[str, Any] = {"kernel": (2,), "stride": (1,), "padding": ((3, 3),)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y, index = max_pool_with_indices(x, dilation=(1,), last_window="floor", **pool)
        mean = avg_pool(x, last_window="ceil_keep", count_include_pad=False, **pool)
        conv(x, x, None, stride=(1,), padding=((2, 2),), dilation=(1,), groups=1)
    assert index.ravel().tolist() == [-1, -1, 0, 0, 2, 2, 4, 4, 5, -1, -1]
    assert np.isneginf(y[0, 0, :2]).all()
    assert np.isnan(mean[0, 0, :2]).all()


def test_the_first_of_equal_maxima_and_the_first_nan_count() -> None:
    x = np.array([[[1.0, 7, 7, np.nan, 2, np.nan, -np.inf, -np.inf]]])
    keywords: dict[str, Any] = {
        "kernel": (2,),
        "stride": (2,),
        "dilation": (1,),
        "last_window": "floor",
    }
    _, index = max_pool_with_indices(x, padding="valid", **keywords)
    assert index.tolist() == [[[1, 3, 5, 6]]]
    _, index = max_pool_with_indices(x[..., 6:], padding=((1, 1),), **keywords)
    assert index.tolist() == [[[0, 1]]]


FILES = sorted(Path(module.__file__).parent.glob("*.py"))


def imports() -> set[str]:
    names = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    return names


def test_it_imports_the_plugin_api_and_nothing_else_of_this_project() -> None:
    own = {n for n in imports() if n.startswith(("conformance", "reference_impl", "tests"))}
    assert {n for n in own if not n.startswith(module.__name__)} == {"conformance.backend"}


def test_its_calls_run_no_code_of_the_reference() -> None:
    """Every function entered during broad calls is its own, of NumPy, or of Python."""
    entered: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            entered.add(frame.f_code.co_filename)

    project = {FILES[0].parents[2], Path(str(reference_impl.__file__)).parent}
    sys.setprofile(note)
    try:
        for padding in (((1, 0), (0, 2)), "valid", "same_upper", "same_lower"):
            for mode in module.PADDING_MODES:
                call("conv", padding=padding, padding_mode=mode, flip_kernel=mode == "zeros")
            for rule in module.LAST_WINDOWS:
                call("max_pool", padding=padding, last_window=rule)
                call("max_pool_with_indices", padding=padding, last_window=rule)
                call("avg_pool", padding=padding, last_window=rule)
        for refusal in REFUSALS[::7]:
            operation, name, value = refusal.values
            with pytest.raises((ValueError, TypeError)):
                call(str(operation), **{str(name): value})
    finally:
        sys.setprofile(None)
    ours = {f for f in entered if project & set(Path(f).parents)}
    assert ours
    assert ours <= set(map(str, FILES))


def test_the_profile_would_notice_the_reference() -> None:
    entered: set[str] = set()
    sys.setprofile(lambda frame, *_: entered.add(frame.f_code.co_filename))
    try:
        reference_impl.max_pool(X, kernel=(2, 2), stride=(1, 1), padding="valid", dilation=(1, 1))
    finally:
        sys.setprofile(None)
    root = Path(str(reference_impl.__file__)).parent
    assert any(root in Path(f).parents for f in entered)


HALVES = ("float16", "bfloat16")
#: those that take no integers: averages by bins, norms, gradients
FLOATS_ALONE = ("adaptive_avg_pool", "lp_pool")


def test_what_is_declared() -> None:
    """Everything is native."""
    assert module.backend.claims == "complete"
    assert set(module.backend.implementations) >= {*CALLS, "conv_transpose", "unfold", "fold"} | {
        "adaptive_avg_pool",
        "adaptive_max_pool",
        "adaptive_max_pool_with_indices",
        "max_unpool",
    }
    for made in module.backend.implementations.values():
        assert all(how is None for values in made.declared.values() for how in values.values())
        assert set(made.declared["rank"]) == {1, 2, 3}
        alone = made.operation in FLOATS_ALONE or made.operation.endswith("_grad")
        assert set(made.declared["dtype"]) == ({*FLOATS, *HALVES} if alone else {*DTYPES})
    assert isinstance(module.backend, conformance.backend.Backend)
    assert all(isinstance(v, str) for v in module.environment().values())
