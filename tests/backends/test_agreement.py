"""The NumPy and the torch backend agree: equal results on integers, the same calls refused.

They share no code, so a fault would have to be made twice to pass. Three faults of torch are
left out: the index of a window that reads no cell (max pooling with dilation), that of a window of
-inf in channels-last memory of rank 3 (no -inf is drawn here for such layouts), and avg_pool3d,
which holds the kernel against the input without its padding.
"""

from collections.abc import Iterator
from itertools import cycle, product
from math import prod
from typing import Any

import numpy as np
import pytest

from conformance.backend import Unsupported
from conformance.backends import numpy as numpy_backend

torch = pytest.importorskip("torch")
torch_backend = pytest.importorskip("conformance.backends.torch")

NAMES = ("valid", "same_upper", "same_lower")
MODES = ("zeros", "reflect", "replicate", "circular")
RULES = ("floor", "ceil", "ceil_keep")
SIDES = list(product(range(4), repeat=2))
#: (size, kernel, stride, dilation, lo, hi): an axis of each kind, to be multiplied
AXES = [
    (1, 1, 1, 1, 0, 0),
    (5, 3, 2, 1, 1, 1),
    (4, 2, 1, 1, 0, 1),
    (6, 2, 3, 2, 1, 0),
    (3, 3, 1, 1, 2, 0),
    (7, 2, 2, 3, 1, 1),
    (4, 1, 3, 1, 0, 0),
    (2, 4, 2, 1, 2, 2),
]
LEFT_OUT = object()
CHANNELS = [(1, 1, 1, 1), (2, 2, 1, 1), (0, 2, 2, 1), (1, 4, 4, 2), (2, 3, 6, 3), (1, 17, 16, 1)]


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def outcome(backend: Any, operation: str, arrays: tuple[Any, ...], keywords: Any) -> Any:
    """The results as a tuple, None for a refusal, LEFT_OUT for a known limit or fault."""
    try:
        result = backend.implementations[operation](arrays, keywords)
    except Unsupported:
        return LEFT_OUT
    except (ValueError, TypeError, RuntimeError) as error:
        fault = operation == "avg_pool" and "smaller than kernel size" in str(error)
        return LEFT_OUT if fault else None
    return result if isinstance(result, tuple) else (result,)


def same(mine: Any, other: Any) -> bool:
    alike = mine.dtype == other.dtype and mine.shape == other.shape
    return alike and np.array_equal(mine, other, equal_nan=True)


def accepted(operation: str, *arrays: Any, **keywords: Any) -> bool:
    """Compare the backends on one call; return whether it was accepted, by both."""
    mine = outcome(numpy_backend.backend, operation, arrays, keywords)
    other = outcome(torch_backend.cpu, operation, arrays, keywords)
    if other is LEFT_OUT:
        return False
    told = f"{operation} of {[None if a is None else a.shape for a in arrays]}, {keywords}"
    assert (mine is None) == (other is None), f"{told}: NumPy gives {mine}, torch {other}"
    if mine is None:
        return False
    if operation == "max_pool_with_indices":
        other = (other[0], np.where(mine[1] < 0, -1, other[1]))
    for a, b in zip(mine, other, strict=True):
        assert same(a, b), f"{told}: NumPy gives {a}, torch {b}"
    return True


def distinct(shape: tuple[int, ...], dtype: Any = np.float64) -> Any:
    """Distinct integers of both signs, in disorder."""
    count = prod(shape)
    values = np.random.default_rng(count).permutation(count) - count // 2
    return values.reshape(shape).astype(dtype)


def few(shape: tuple[int, ...]) -> Any:
    """Ties, and -inf that padding must not beat."""
    return np.random.default_rng(prod(shape)).choice([-np.inf, -1.0, 0.0, 0.0, 2.0], shape)


WALKS = list(product(range(1, 7), range(1, 5), range(1, 4), range(1, 4)))


@pytest.mark.parametrize("mode", MODES)
def test_every_convolution_of_one_axis(mode: str) -> None:
    taken = 0
    for (i, k, s, d), padding in product(WALKS, [*[(p,) for p in SIDES], *NAMES]):
        taken += accepted(
            "conv",
            distinct((1, 2, i)),
            distinct((2, 2, k)),
            np.array([5.0, -7.0]) if s == 1 else None,
            stride=(s,),
            padding=padding,
            dilation=(d,),
            groups=1,
            padding_mode=mode,
            flip_kernel=d == 2,
        )
    assert taken > 1000


def test_every_transposed_convolution_of_one_axis() -> None:
    taken = 0
    walks = product(range(1, 4), range(1, 4), range(1, 4), range(1, 4))
    for (i, k, s, d), padding in product(walks, [((0, 0),), ((1, 1),), ((0, 2),), *NAMES]):
        for extra in range(max(s, d) + 1):
            cut = 0 if isinstance(padding, str) else sum(padding[0])
            if (i - 1) * s + d * (k - 1) + 1 + extra == cut:
                continue  # an output without cells may be refused
            taken += accepted(
                "conv_transpose",
                distinct((1, 4, i)),
                distinct((4, 3, k)),
                np.array([5.0, -7.0, 3.0, 1.0, 2.0, 9.0]) if s == 1 else None,
                stride=(s,),
                padding=padding,
                output_padding=(extra,),
                dilation=(d,),
                groups=2,
            )
    assert taken > 500


@pytest.mark.parametrize(
    "operation", ["adaptive_avg_pool", "adaptive_max_pool", "adaptive_max_pool_with_indices"]
)
def test_adaptive_pooling(operation: str) -> None:
    for size, cells in product(range(1, 31), repeat=2):
        x = few((2, 2, size)) if operation != "adaptive_avg_pool" else whole((2, 2, size))
        assert accepted(operation, x, output_size=(cells,))
    for size, cells in product(product((1, 3, 4), (2, 5), (1, 6)), product((1, 2), (5, 3), (1, 4))):
        for rank in (2, 3):
            x = whole((2, 2, *size[:rank]))
            assert accepted(operation, x, output_size=cells[:rank])


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_max_unpooling(rank: int) -> None:
    generator = np.random.default_rng(rank)
    taken = 0
    for cells, extents in product(
        product((1, 2, 4), (2, 3), (1, 2)), product((1, 3, 5), (2, 6), (1, 4))
    ):
        size, plane = cells[:rank], extents[:rank]
        x = distinct((2, 3, *size))
        if prod(size) <= prod(plane):
            rows = [generator.permutation(prod(plane))[: prod(size)] for _ in range(6)]
            indices = np.array(rows).reshape(x.shape)
            assert accepted("max_unpool", x, indices, output_size=plane)
            taken += 1
        for wrong in (-1, prod(plane)):
            assert not accepted("max_unpool", x, np.full(x.shape, wrong), output_size=plane)
    assert taken > 50


def whole(shape: tuple[int, ...]) -> Any:
    """Integers of which every mean of up to ten cells is exact, or all means of a bin are."""
    return distinct(shape) * 2520


@pytest.mark.parametrize("rank", [1, 2])
def test_unfold_and_fold(rank: int) -> None:
    taken = 0
    for axes in product(AXES, repeat=rank):
        size, kernel, stride, dilation, lo, hi = zip(*axes, strict=True)
        for padding in (tuple(zip(lo, hi, strict=True)), tuple(zip(lo, lo, strict=True)), *NAMES):
            walk = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
            x = distinct((2, 3, *size))
            if accepted("unfold", x, **walk):
                (columns,) = outcome(numpy_backend.backend, "unfold", (x,), walk)
                assert accepted("fold", columns, output_size=size, **walk)
                for wrong in (columns[..., 1:], columns[:, 1:], columns[np.newaxis]):
                    accepted("fold", wrong, output_size=size, **walk)
                taken += 1
    assert taken > 25


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("operation", ["max_pool", "max_pool_with_indices"])
def test_every_max_pooling_of_one_axis(operation: str, rule: str) -> None:
    taken = 0
    for (i, k, s, d), padding in product(WALKS, [*[(p,) for p in SIDES], *NAMES]):
        taken += accepted(
            operation,
            few((2, 2, i)),
            kernel=(k,),
            stride=(s,),
            padding=padding,
            dilation=(d,),
            last_window=rule,
        )
    assert taken > 2000


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("divisor", [None, 3, -2])
def test_every_average_pooling_of_one_axis(rule: str, divisor: int | None) -> None:
    taken = 0
    walks = product(range(1, 7), range(1, 5), range(1, 4), [*[(p,) for p in SIDES], *NAMES])
    for (i, k, s, padding), include in product(walks, (False, True)):
        taken += accepted(
            "avg_pool",
            distinct((2, 2, i)),
            kernel=(k,),
            stride=(s,),
            padding=padding,
            last_window=rule,
            count_include_pad=include,
            divisor_override=divisor,
        )
    assert taken > 2000


def products(rank: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """(sizes, kernels, strides, dilations, lo, hi) of every product, or every third in rank 3."""
    chosen = list(product(AXES, repeat=rank))
    for axes in chosen[:: 1 if rank == 2 else 3]:
        yield tuple(zip(*axes, strict=True))


@pytest.mark.parametrize("rank", [2, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_convolutions_of_planes_and_volumes(rank: int, dtype: Any) -> None:
    variety = zip(cycle(CHANNELS), cycle(MODES), cycle([False, True, False]))
    taken = 0
    for (size, kernel, stride, dilation, lo, hi), (channels, mode, flip) in zip(
        products(rank), variety, strict=False
    ):
        batch, inputs, outputs, groups = channels
        for padding in (tuple(zip(lo, hi, strict=True)), *NAMES):
            taken += accepted(
                "conv",
                distinct((batch, inputs, *size), dtype),
                distinct((outputs, inputs // groups, *kernel), dtype) % 7,
                None if flip else distinct((outputs,), dtype),
                stride=stride,
                padding=padding,
                dilation=dilation,
                groups=groups,
                padding_mode=mode,
                flip_kernel=flip,
            )
    assert taken > 100


@pytest.mark.parametrize("rank", [2, 3])
def test_pooling_of_planes_and_volumes(rank: int) -> None:
    variety = zip(cycle(RULES), cycle([None, 7]), cycle([True, True, False, False]))
    taken = 0
    for (size, kernel, stride, dilation, lo, hi), (rule, divisor, include) in zip(
        products(rank), variety, strict=False
    ):
        for padding in (tuple(zip(lo, hi, strict=True)), *NAMES):
            common = {"kernel": kernel, "stride": stride, "padding": padding, "last_window": rule}
            x = few((2, 3, *size))
            taken += accepted("max_pool", x, dilation=dilation, **common)
            taken += accepted("max_pool_with_indices", x, dilation=dilation, **common)
            average = {"count_include_pad": include, "divisor_override": divisor}
            taken += accepted("avg_pool", distinct(x.shape), **average, **common)
    assert taken > 300


def channels_last(x: Any) -> Any:
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 1, -1)), -1, 1)


def read_only(x: Any) -> Any:
    x = x.copy()
    x.flags.writeable = False
    return x


LAYOUTS: dict[str, Any] = {
    "Fortran": np.asfortranarray,
    "channels last": channels_last,
    "backwards": lambda x: x[..., ::-1].copy()[..., ::-1],
    "every second": lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
    "read-only": read_only,
    "unaligned": lambda x: np.frombuffer(b"\0" + x.tobytes(), x.dtype, offset=1).reshape(x.shape),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_layout_in_memory_does_not_matter(name: str, rank: int) -> None:
    layout = LAYOUTS[name]
    x = distinct((2, 4, *(6, 5, 4)[:rank]))
    w = distinct((4, 2, *(2, 3, 2)[:rank]))
    common: dict[str, Any] = {"stride": (2, 1, 1)[:rank]}
    dilation = (1,) * rank
    for padding in (((1, 1), (0, 0), (1, 1))[:rank], ((0, 1),) * rank, "valid"):
        common["padding"] = padding
        pool = {**common, "kernel": (2,) * rank, "last_window": "ceil"}
        for operation, arrays, keywords in (
            ("conv", (x, w, None), {"dilation": dilation, "groups": 2, **common}),
            ("max_pool", (x,), {"dilation": dilation, **pool}),
            ("max_pool_with_indices", (x,), {"dilation": dilation, **pool}),
            ("avg_pool", (x,), {"count_include_pad": False, **pool}),
        ):
            laid = [None if a is None else layout(a) for a in arrays]
            before = [None if a is None else a.copy() for a in laid]
            assert accepted(operation, *laid, **keywords)
            for a, b in zip(laid, before, strict=True):
                np.testing.assert_array_equal(a, b)
            plain = outcome(numpy_backend.backend, operation, arrays, keywords)
            moved = outcome(numpy_backend.backend, operation, tuple(laid), keywords)
            assert all(map(same, plain, moved))


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("padding", ["valid", "same_lower", "pairs"])
def test_a_sample_without_a_batch_axis(rank: int, padding: Any) -> None:
    x = distinct((2, *(5, 4, 3)[:rank]))
    w = distinct((2, 2, *(2,) * rank))
    padding = ((1, 0),) * rank if padding == "pairs" else padding
    common = {"stride": (1,) * rank, "padding": padding}
    pool = {**common, "kernel": (2,) * rank, "last_window": "floor"}
    dilation = (1,) * rank
    include = {"count_include_pad": True}
    for operation, arrays, keywords in (
        ("conv", (x, w, distinct((2,))), {"dilation": dilation, "groups": 1, **common}),
        ("max_pool_with_indices", (x,), {"dilation": dilation, **pool}),
        ("avg_pool", (x,), {**include, **pool}),
        ("avg_pool", (x,), {"divisor_override": 3, **include, **pool}),
    ):
        assert accepted(operation, *arrays, **keywords)
        alone = outcome(numpy_backend.backend, operation, arrays, keywords)
        batch = outcome(numpy_backend.backend, operation, (x[np.newaxis], *arrays[1:]), keywords)
        assert all(same(a, b[0]) for a, b in zip(alone, batch, strict=True))


def test_large_layers_in_float32_are_exact() -> None:
    """Sums below 2^24: every order of a direct float32 sum gives the integer."""
    x = distinct((2, 33, 40, 23), np.float32) % 17
    w = distinct((64, 33, 3, 5), np.float32) % 7
    keywords = {"stride": (1, 2), "padding": "same_upper", "dilation": (2, 1), "groups": 1}
    assert accepted("conv", x, w, None, **keywords)
