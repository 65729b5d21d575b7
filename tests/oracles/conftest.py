"""Tiny configurations, enumerated exhaustively, and the data to run them on."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from reference_impl.geometry import Axis, LastWindow, axes


class Walk(NamedTuple):
    """The geometry of one call: an entry per axis; the padding may be a name."""

    size: tuple[int, ...]
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: Any

    def keywords(self) -> dict[str, Any]:
        """The keywords of a call, all but the kernel."""
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    def axes(self, rule: LastWindow = "floor") -> tuple[Axis, ...]:
        return axes(*self, last_window=rule)

    def has_window(self, rule: LastWindow = "floor") -> bool:
        return all(axis.cells for axis in self.axes(rule))

    def sides(self) -> list[int]:
        """The padding the way torch wants it: flat, the last axis first."""
        return [side for pair in reversed(self.padding) for side in pair]


def _walk(rows: Iterable[tuple[int, ...]]) -> Walk:
    size, kernel, stride, dilation, lo, hi = zip(*rows, strict=True)
    return Walk(size, kernel, stride, dilation, tuple(zip(lo, hi, strict=True)))


def _one_axis(i: int, k: int, s: int, d: int, pad: int) -> list[Walk]:
    grid = product(
        range(i + 1),
        range(1, k + 1),
        range(1, s + 1),
        range(1, d + 1),
        range(pad + 1),
        range(pad + 1),
    )
    return [_walk([axis]) for axis in grid]


# (i, k, s, d, lo, hi): unequal in everything once two of them are combined.
CONV_AXES = [
    (1, 1, 1, 1, 0, 0),
    (3, 2, 1, 1, 0, 0),
    (4, 3, 1, 1, 1, 1),
    (4, 2, 2, 1, 0, 1),
    (5, 3, 2, 1, 1, 0),
    (5, 2, 1, 2, 0, 0),
    (6, 3, 2, 2, 2, 1),
    (5, 1, 2, 1, 0, 0),
    (3, 1, 1, 1, 1, 0),
    (6, 2, 3, 1, 0, 0),
    (4, 3, 1, 1, 2, 2),
    (5, 2, 2, 3, 1, 1),
]
POOL_AXES = [
    (1, 1, 1, 1, 0, 0),
    (4, 2, 2, 1, 0, 0),
    (5, 2, 2, 1, 0, 0),
    (5, 3, 2, 1, 1, 1),
    (6, 3, 2, 1, 0, 1),
    (5, 3, 1, 1, 1, 0),
    (4, 2, 3, 1, 1, 1),
    (7, 3, 3, 1, 0, 0),
]


@pytest.fixture(scope="session")
def one_axis_walks() -> list[Walk]:
    """Every geometry of one axis with i <= 7, k <= 4, s, d <= 3, lo, hi <= 2."""
    return _one_axis(7, 4, 3, 3, 2)


@pytest.fixture(scope="session")
def small_walks() -> list[Walk]:
    """Every geometry of one axis with i <= 5, k <= 3, s <= 3, d <= 2, lo, hi <= 2, every pair of 12
    axes, every triple of 3 of them."""
    pairs = product(CONV_AXES, repeat=2)
    triples = product((CONV_AXES[3], CONV_AXES[5], CONV_AXES[8]), repeat=3)
    return _one_axis(5, 3, 3, 2, 2) + [_walk(rows) for rows in (*pairs, *triples)]


@pytest.fixture(scope="session")
def stamp_walks() -> list[tuple[Walk, tuple[int, ...]]]:
    """Transposed: walks, with every output_padding below max(s, d), legal or not.

    One axis with i <= 4, k <= 3, s, d <= 3, lo, hi <= 2; pairs of 12 axes, triples of 3, with two
    output paddings each.
    """

    def extras(walk: Walk, most: int) -> Iterable[tuple[int, ...]]:
        limits = [max(s, d) for s, d in zip(walk.stride, walk.dilation, strict=True)]
        return list(product(*(range(limit) for limit in limits)))[-most:]

    pairs = product(CONV_AXES, repeat=2)
    triples = product((CONV_AXES[3], CONV_AXES[5], CONV_AXES[8]), repeat=3)
    wide = [_walk(rows) for rows in (*pairs, *triples)]
    calls = [(walk, extra) for walk in _one_axis(4, 3, 3, 3, 2) for extra in extras(walk, 9)]
    return calls + [(walk, extra) for walk in wide for extra in extras(walk, 2)]


@pytest.fixture(scope="session")
def many_axis_walks() -> list[Walk]:
    """Every pair of 12 axes, every triple of 5 of them."""
    pairs = product(CONV_AXES, repeat=2)
    triples = product(CONV_AXES[1:4] + CONV_AXES[5:7], repeat=3)
    return [_walk(rows) for rows in (*pairs, *triples)]


@pytest.fixture(scope="session")
def same_walks() -> list[Walk]:
    """`same` on one axis with i <= 9, k <= 5, s, d <= 3, and on pairs of 6 axes."""
    walks = _one_axis(9, 5, 3, 3, 0)
    walks += [_walk(rows) for rows in product(CONV_AXES[1:7], repeat=2)]
    return [walk._replace(padding=name) for walk in walks for name in ("same_upper", "same_lower")]


@pytest.fixture(scope="session")
def mode_walks() -> list[Walk]:
    """Every geometry of one axis with i <= 4, k <= 3, s, d <= 2, lo, hi <= 4, legal or not, and
    pairs of 6 axes."""
    return _one_axis(4, 3, 2, 2, 4) + [_walk(rows) for rows in product(CONV_AXES[1:7], repeat=2)]


@pytest.fixture(scope="session")
def pool_walks() -> list[Walk]:
    """Every geometry of one axis with i <= 7, k <= 4, s <= 4, d <= 2, lo, hi <= 3, every pair of
    8 axes, every triple of 4 of them."""
    pairs = product(POOL_AXES, repeat=2)
    triples = product(POOL_AXES[2:6], repeat=3)
    return _one_axis(7, 4, 4, 2, 3) + [_walk(rows) for rows in (*pairs, *triples)]


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """torch on one thread: these arrays are too small to be shared."""
    torch = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def distinct() -> Callable[..., NDArray[np.int64]]:
    """distinct(*shape): integers whose magnitudes are 1, 2, 3, ... shuffled, of mixed signs."""

    def draw(*shape: int) -> NDArray[np.int64]:
        count = int(np.prod(shape))
        rng = np.random.default_rng(count)
        return (rng.permutation(count) + 1).reshape(shape) * rng.choice([-1, 1], shape)

    return draw
