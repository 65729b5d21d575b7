"""Before anything is judged: the reference agrees with the loop oracle on tiny configurations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from math import inf

import numpy as np

from conformance.cases import adaptive, rearrangement, small_scope, transposed, unpooling
from conformance.cases.data import Array, Arrays
from conformance.cases.gradients import forward_of, gradient
from conformance.cases.small_scope import Source
from conformance.judge import loops, loops_adjoint
from conformance.judge.prepared import Outputs, prepare
from conformance.operations import ARRAYS, INDICES, Case, Operation

_LOWEST = -(2**40)
_EVERY = 5
_UNIT = 2**12  # every cell of lp pooling is so many integers
SOURCES: tuple[Source, ...] = (
    transposed.conv_transpose(pads="any", bias=True, channels=small_scope.GROUPED),
    transposed.conv_transpose(pads="any", extra="below stride", bias=True),
    transposed.conv_transpose(pads="same_lower"),
    gradient(transposed.conv_transpose(pads="any", bias=True, channels=small_scope.GROUPED)),
    gradient(small_scope.conv(pads="any", bias=True, channels=small_scope.GROUPED)),
    gradient(small_scope.conv(pads="asymmetric", mode="reflect", flip=True)),
    gradient(small_scope.pool("max_pool", pads="any", dilation=None, last_window="ceil")),
    gradient(small_scope.pool("avg_pool", pads="any", last_window="ceil", data=("positive",))),
    small_scope.conv(pads="any", bias=True, channels=small_scope.GROUPED),
    small_scope.conv(pads="same_lower", flip=True),
    small_scope.conv(pads="asymmetric", mode="reflect"),
    small_scope.pool("max_pool_with_indices", pads="any", dilation=None, last_window="ceil"),
    small_scope.pool("max_pool_with_indices", pads="any", last_window="ceil_keep", empty=None),
    small_scope.pool("avg_pool", pads="any", last_window="ceil", data=("positive",)),
    small_scope.pool(
        "lp_pool", pads="any", last_window="ceil", powers=(2, 1, 3, inf), data=("signed", "gaps")
    ),
    small_scope.pool("lp_pool", pads="any", last_window="ceil_keep", data=("gaps",), empty=None),
    gradient(small_scope.pool("lp_pool", pads="any", powers=(1, inf), data=("signed", "ties"))),
    adaptive.adaptive("adaptive_avg_pool", data=("positive",)),
    adaptive.adaptive("adaptive_max_pool_with_indices", data=("ties", "distinct")),
    unpooling.max_unpool(),
    gradient(unpooling.max_unpool()),
    gradient(rearrangement.unfold(pads="any")),
    gradient(rearrangement.fold(pads="any")),
    gradient(adaptive.adaptive("adaptive_max_pool", data=("ties", "distinct"))),
    gradient(adaptive.adaptive("adaptive_avg_pool", data=("positive",))),
    unpooling.max_unpool(crowded=True, data="pooled"),
    rearrangement.unfold(pads="any"),
    rearrangement.unfold(pads="same_lower"),
    rearrangement.fold(pads="any"),
    rearrangement.fold(pads="same_upper"),
    small_scope.pool("avg_pool", pads="same_upper", count_include_pad=False, data=("positive",)),
)


class SelfCheckError(AssertionError):
    """The reference and the loop oracle disagree: nothing may be judged by it."""

    def __init__(self, case: Case) -> None:
        super().__init__(
            f"the reference disagrees with its oracle on {case}; this installation of convspec "
            "is broken, and no verdict of it counts. Please report it with your NumPy version."
        )


def self_check() -> int:
    """Compare a sample of every operation at rank 1 and 2; return the number of cases compared.

    Raises SelfCheckError on the first disagreement.
    """
    count = 0
    for case in _sample():
        prepared = prepare(case)
        if not _equal(case, prepared.outputs, _by_loops(case, prepared.arrays)):
            raise SelfCheckError(case)
        count += 1
    return count


def _sample() -> Iterator[Case]:
    for source in SOURCES:
        for rank in (1, 2):
            for number, case in enumerate(source(rank, "smoke")):
                if number % _EVERY == 0:
                    yield case


def _by_loops(case: Case, arrays: Arrays) -> Outputs:
    """The outputs of the loop oracle, in the form of :class:`Prepared`."""
    return _ORACLES[case.operation](case, arrays)


def _flat(array: Array | None) -> tuple[list[int], tuple[int, ...]]:
    """An array as the oracle takes it: its elements in row-major order, and its shape."""
    assert array is not None
    return array.reshape(-1).tolist(), array.shape


def _conv(case: Case, arrays: Arrays) -> Outputs:
    x, w, b = arrays
    oracle = loops.conv if case.operation == "conv" else loops_adjoint.conv_transpose
    bias = None if b is None else b.tolist()
    y, shape = oracle(*_flat(x), *_flat(w), bias, **case.keywords())
    return (np.array(y, dtype=object).reshape(shape),)  # of any size


def _gradient(case: Case, arrays: Arrays) -> Outputs:
    """Each gradient as the derivatives of <gy, y>, an affine function of one array at a time."""
    gy, *others = arrays
    upstream, _ = _flat(gy)
    forward = forward_of(case)
    found = []
    for at, array in enumerate(others):
        if array is None or ARRAYS[forward.operation][at] == INDICES:
            continue

        def loss(values: list[int], at: int = at, shape: tuple[int, ...] = array.shape) -> int:
            given = list(others)
            given[at] = np.array(values, dtype=object).reshape(shape)
            (y,) = _ORACLES[forward.operation](forward, tuple(given))
            return loops_adjoint.inner(upstream, y.reshape(-1).tolist())

        derivatives = loops_adjoint.gradient(loss, array.size)
        found.append(np.array(derivatives, dtype=np.int64).reshape(array.shape))
    return tuple(found)


def _max_gradient(case: Case, arrays: Arrays) -> Outputs:
    gy, x = arrays
    values, shape = _flat(x)
    _, indices, _ = loops.max_pool(values, shape, **case.keywords(), lowest=_LOWEST)
    gx = loops_adjoint.max_pool_grad(_flat(gy)[0], indices, shape, case.rank)
    return (np.array(gx, dtype=np.int64).reshape(shape),)


def _average_gradient(case: Case, arrays: Arrays) -> Outputs:
    """The derivatives of <gy, sum> with every gy divided by its divisor, which it is made to be."""
    gy, x = arrays
    upstream, _ = _flat(gy)
    _, size = _flat(x)

    def loss(values: list[int]) -> int:
        total, divisor, _ = loops.avg_pool_terms(values, size, **case.keywords())
        shares = [g // d for g, d in zip(upstream, divisor, strict=True)]
        return loops_adjoint.inner(shares, total)

    gx = loops_adjoint.gradient(loss, int(np.prod(size)))
    return (np.array(gx, dtype=np.int64).reshape(size),)


def _average(case: Case, arrays: Arrays) -> Outputs:
    total, divisor, shape = loops.avg_pool_terms(*_flat(arrays[0]), **case.keywords())
    return np.array(total).reshape(shape), np.array(divisor).reshape(shape)


def _norm(case: Case, arrays: Arrays) -> Outputs:
    """The root, in 30 digits, of what the powers of the cells as integers add up to."""
    (x,) = arrays
    assert x is not None
    p = case.keywords()["p"]
    given = {**case.keywords(), "p": None if p == inf else int(p)}
    sums, shape = loops.lp_power_sums(*_flat((x * _UNIT).astype(np.int64)), **given)
    with localcontext(prec=30):
        norms = [Decimal(s) ** (1 / Decimal(given["p"] or 1)) / _UNIT for s in sums]
    return (np.array(norms, dtype=np.float64).reshape(shape),)


def _norm_gradient(case: Case, arrays: Arrays) -> Outputs:
    """For p = 1 the derivatives of <gy, sum> at magnitudes, for infinity gy at the indices of the
    largest of them; times the signs."""
    gy, x = arrays
    assert x is not None
    values, shape = _flat((x * _UNIT).astype(np.int64))
    upstream, given = _flat(gy)[0], case.keywords()
    if given.pop("p") == inf:
        ones, magnitudes = (1,) * case.rank, [abs(value) for value in values]
        indices = loops.max_pool(magnitudes, shape, **given, dilation=ones, lowest=_LOWEST)[1]
        gx = loops_adjoint.max_pool_grad(upstream, indices, shape, case.rank)
    else:

        def loss(cells: list[int]) -> int:
            return loops_adjoint.inner(upstream, loops.lp_power_sums(cells, shape, p=1, **given)[0])

        gx = loops_adjoint.gradient(loss, len(values))
    signs = [(value > 0) - (value < 0) for value in values]
    signed = [g * sign for g, sign in zip(gx, signs, strict=True)]
    return (np.array(signed, dtype=np.int64).reshape(shape),)


def _maximum(case: Case, arrays: Arrays) -> Outputs:
    highest, indices, shape = loops.max_pool(*_flat(arrays[0]), **case.keywords(), lowest=_LOWEST)
    values = np.array(highest, dtype=np.float64)
    values[values == _LOWEST] = -np.inf
    return values.reshape(shape), np.array(indices, dtype=np.int64).reshape(shape)


def _binned(case: Case, arrays: Arrays) -> Outputs:
    total, count, highest, indices = loops.adaptive_pool(*_flat(arrays[0]), **case.keywords())
    found = (total, count) if case.operation == "adaptive_avg_pool" else (highest, indices)
    shape = (*case.input_shape[: -case.rank], *case.keywords()["output_size"])
    return tuple(np.array(values).reshape(shape) for values in found)


def _of_maxima(case: Case, arrays: Arrays) -> Outputs:
    """gy added where the loop oracle finds the maxima of the bins."""
    gy, _ = _flat(arrays[0])
    values, shape = _flat(arrays[1])
    indices = loops.adaptive_pool(values, shape, **case.keywords())[-1]
    gx = loops_adjoint.max_pool_grad(gy, indices, shape, case.rank)
    return (np.array(gx, dtype=np.int64).reshape(shape),)


def _of_averages(case: Case, arrays: Arrays) -> Outputs:
    """The derivatives of the sums of the bins, for gy over the number of cells of each."""
    gy, _ = _flat(arrays[0])
    values, shape = _flat(arrays[1])
    counts = loops.adaptive_pool(values, shape, **case.keywords())[1]
    shares = [g // n for g, n in zip(gy, counts, strict=True)]

    def loss(given: list[int]) -> int:
        return loops_adjoint.inner(shares, loops.adaptive_pool(given, shape, **case.keywords())[0])

    return (np.array(loops_adjoint.gradient(loss, len(values))).reshape(shape),)


def _unpooled(case: Case, arrays: Arrays) -> Outputs:
    (values, shape), (indices, _) = map(_flat, arrays)
    extents = case.keywords()["output_size"]
    y = loops_adjoint.max_unpool(values, shape, indices, output_size=extents)
    return (np.array(y, dtype=object).reshape(*shape[: -case.rank], *extents),)


def _rearranged(case: Case, arrays: Arrays) -> Outputs:
    oracle = loops_adjoint.unfold if case.operation == "unfold" else loops_adjoint.fold
    values, shape = oracle(*_flat(arrays[0]), **case.keywords())
    return (np.array(values, dtype=object).reshape(shape),)


_ORACLES: dict[Operation, Callable[[Case, Arrays], Outputs]] = {
    "conv": _conv,
    "conv_transpose": _conv,
    "conv_grad": _gradient,
    "conv_transpose_grad": _gradient,
    "max_pool_grad": _max_gradient,
    "avg_pool_grad": _average_gradient,
    "unfold_grad": _gradient,
    "fold_grad": _gradient,
    "max_unpool_grad": _gradient,
    "adaptive_max_pool_grad": _of_maxima,
    "adaptive_avg_pool_grad": _of_averages,
    "avg_pool": _average,
    "lp_pool": _norm,
    "lp_pool_grad": _norm_gradient,
    "max_pool_with_indices": _maximum,
    "adaptive_avg_pool": _binned,
    "adaptive_max_pool_with_indices": _binned,
    "max_unpool": _unpooled,
    "unfold": _rearranged,
    "fold": _rearranged,
}


def _equal(case: Case, expected: Outputs, found: Outputs) -> bool:
    """Whether shape and every cell agree, a root to 48 bits; a divisor stands for all planes."""
    rough = 2.0**-48 if case.operation == "lp_pool" else 0
    return expected[0].shape == found[0].shape and all(
        np.array_equal(np.broadcast_to(e, f.shape), f)
        or (rough and np.allclose(e, f, rtol=rough, atol=0))
        for e, f in zip(expected, found, strict=True)
    )
