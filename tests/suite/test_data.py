"""The data of the cases: exact in every arithmetic that is judged on it, and telling."""

from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from conformance.cases import strategies
from conformance.cases.data import Array, NoExactDataError, by_output, laid_out
from conformance.cases.data import arrays as filled
from conformance.judge.meaning import ROUNDOFF
from conformance.judge.prepared import reference, typed
from conformance.operations import Case
from conformance.parameters import Conv, ConvTranspose, MaxPool
from conformance.results.model import Effort
from conformance.suite.clause import clauses
from reference_impl.geometry import GeometryError
from reference_impl.windows import gather, window_map


def arrays(case: Case) -> tuple[Any, ...]:
    """The arrays of a case; an absent bias is None."""
    return filled(case)


drawn = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def _small_scope(operation: str, *data: str, effort: Effort = "standard") -> list[Case]:
    """Every case of the small scope with one of these data sets, once."""
    found: dict[Case, None] = {}
    for tested in clauses().values():
        if tested.operation != operation or tested.small_scope is None:
            continue
        for rank in tested.ranks:
            for case in tested.small_scope(rank, effort):
                if isinstance(case, Case) and case.data in data and _is_defined(case):
                    if any(shape is not None and 0 in shape for shape in case.shapes):
                        continue  # without a cell there is no data
                    found[replace(case, variant="")] = None
    return list(found)


def _is_defined(case: Case) -> bool:
    """Whether the reference has a result: a padding mode has limits."""
    try:
        reference(case, arrays(case))
    except GeometryError:
        return False
    return True


@pytest.fixture(scope="module")
def convolutions() -> list[Case]:
    return _small_scope("conv", "distinct")


@pytest.fixture(scope="module")
def averages() -> list[Case]:
    return _small_scope("avg_pool", "positive")


def _largest_sum(case: Case) -> int:
    """The largest G = |x| conv |w| + |b| of a case."""
    absolute = tuple(None if a is None else np.abs(a) for a in arrays(case))
    with np.errstate(all="raise"):
        (total,) = reference(case, absolute)
    return int(total.max(initial=0))


# -- convolution


@pytest.mark.parametrize("data", ["distinct", "other"])
def test_sums_of_the_small_scope_stay_within_what_a_transform_gets_right(
    convolutions: list[Case], data: str
) -> None:
    assert len(convolutions) > 4000
    for case in convolutions:
        assert _largest_sum(replace(case, data=data)) <= 2**16, case


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("grouping", ["dense", "grouped", "depthwise"])
def test_sums_of_drawn_cases_stay_within_it_too(rank: int, grouping: strategies.Grouping) -> None:
    @drawn
    @given(strategies.conv(grouping, sides=True)(rank))
    def judged(case: Case) -> None:
        for data in ("distinct", "other"):
            assert _largest_sum(replace(case, data=data)) <= 2**16

    judged()


@pytest.mark.parametrize("data", ["distinct", "other"])
def test_sums_of_transposed_convolutions_stay_within_it_too(data: str) -> None:
    found = _small_scope("conv_transpose", "distinct", effort="smoke")
    assert len(found) > 500
    for case in found:
        assert _largest_sum(replace(case, data=data)) <= 2**16, case


@pytest.mark.parametrize("operation", ["conv_grad", "conv_transpose_grad"])
@pytest.mark.parametrize("data", ["distinct", "other"])
def test_gradients_sum_no_more_products_than_that(operation: str, data: str) -> None:
    found = _small_scope(operation, "distinct", effort="smoke")
    assert len(found) > 300
    for case in found:
        absolute = tuple(None if a is None else np.abs(a) for a in arrays(replace(case, data=data)))
        sums = [int(total.max(initial=0)) for total in reference(case, absolute)]
        assert max(sums[:2]) <= 2**16, case
        assert max(sums) <= 2**24, case
        assert all(a is None or a.all() for a in absolute), case


@pytest.mark.parametrize(("data", "bits"), [("exact24", 24), ("exact53", 53)])
def test_full_gradients_stay_exact_and_come_near_the_significand(data: str, bits: int) -> None:
    near = 0
    found = _small_scope("conv_grad", "distinct", effort="smoke")[::3]
    for case in found:
        full = replace(case, data=data)
        absolute = tuple(None if a is None else np.abs(a) for a in arrays(full))
        largest = max(int(total.max(initial=0)) for total in reference(full, absolute))
        assert largest <= 2**bits, case
        near += largest > 2 ** (bits - 3)
    assert near > len(found) / 2


def test_the_weights_of_a_transposed_convolution_are_laid_out_and_back() -> None:
    parameters = ConvTranspose.of(2, groups=2)
    case = Case("conv_transpose", parameters, ((1, 4, 3, 3), (4, 3, 1, 2), None))
    w = arrays(case)[1]
    turned = by_output(case, w)
    assert w.shape == (4, 3, 1, 2)
    assert turned.shape == (6, 2, 1, 2)
    assert (laid_out(case, turned) == w).all()
    assert (turned[4] == w[2:, 1]).all()  # output 4 is the second one of the second group


@pytest.mark.parametrize(("data", "bits"), [("exact24", 24), ("exact53", 53)])
def test_full_sums_stay_exact_and_come_near_the_significand(
    convolutions: list[Case], data: str, bits: int
) -> None:
    near = 0
    for case in convolutions[::5]:
        full = replace(case, data=data)
        total = _largest_sum(full)
        assert total <= 2**bits, case
        near += total > 2 ** (bits - 3)
        x, plain = arrays(full)[0], arrays(case)[0]
        scale = int(x.flat[0]) // int(plain.flat[0])
        assert (x == plain * scale).all()
        assert scale % 2 == 1, case
        assert (typed(full, arrays(full), "float32" if bits == 24 else "float64")[0] == x).all()
    assert near > len(convolutions[::5]) / 2


def test_cells_and_taps_are_never_zero_and_cells_differ_from_their_neighbours(
    convolutions: list[Case],
) -> None:
    for case in convolutions:
        x, w, _ = arrays(case)
        assert x.all(), case
        assert w.all(), case
        run = np.abs(x.reshape(-1)[:17])
        assert len(np.unique(run)) == len(run), case


def test_no_input_and_no_kernel_reads_the_same_backwards(convolutions: list[Case]) -> None:
    for case in convolutions:
        x, w, _ = arrays(case)
        samples = x.reshape(-1, case.channels, *case.size)
        for array in (*samples, *w):
            for axis in range(1, array.ndim):
                turned = np.flip(array, axis)
                assert array.shape[axis] == 1 or (array != turned).any(), case


def test_biases_are_never_zero_and_differ() -> None:
    case = Case("conv", Conv.of(1), ((1, 1, 3), (65, 1, 2), (65,)))
    b = arrays(case)[2]
    assert b.all()
    assert len(np.unique(np.abs(b))) == 65


def test_signs_are_mixed(convolutions: list[Case]) -> None:
    for case in convolutions:
        x = arrays(case)[0]
        if x.size > 4:
            assert (x > 0).any(), case
            assert (x < 0).any(), case


def test_other_data_is_other_data(convolutions: list[Case]) -> None:
    for case in convolutions[::7]:
        for plain, other in zip(arrays(case), arrays(replace(case, data="other")), strict=True):
            assert plain is None or plain.size == 1 or (plain != other).any(), case


def test_too_many_terms_are_refused() -> None:
    case = Case("conv", Conv.of(1), ((1, 4000, 3), (1, 4000, 1), None))
    with pytest.raises(NoExactDataError, match="4000 terms in a cell"):
        arrays(case)


@pytest.mark.parametrize(
    ("data", "bits"), [("distinct", 24), ("windowed", 24), ("exact24", 24), ("exact53", 53)]
)
def test_sums_of_a_fold_stay_exact(data: str, bits: int) -> None:
    largest = 0
    found = [replace(c, data=data) for c in _small_scope("fold", "distinct", effort="smoke")]
    for case in found:
        (columns,) = arrays(case)
        (total,) = reference(case, (np.abs(columns),))
        largest = max(largest, int(total.max(initial=0)))
    assert len(found) > 300
    assert largest <= 2**bits
    assert largest > 2 ** (bits - 2) or not data.startswith("exact")


def test_an_unfold_copies_infinities_and_the_whole_significand() -> None:
    for data, bits in (("exact24", 24), ("exact53", 53)):
        for case in _small_scope("unfold", "distinct", effort="smoke"):
            (x,) = arrays(replace(case, data=data))
            finite = np.abs(x[np.isfinite(x)])
            assert (finite <= 2**bits).all()
            assert x.size < 4 or (finite.max() > 2 ** (bits - 1) and not np.isfinite(x).all())


# -- pooling


def _gap_is_seen(case: Case) -> None:
    """The nearest wrong divisor moves every cell by more than twice what is allowed."""
    total, divisor = (a.astype(np.float64) for a in reference(case, arrays(case)))
    divisor = np.broadcast_to(divisor, total.shape)
    inside = total != 0  # a window in the padding alone sums to 0, whatever divides it
    inside &= divisor != 0
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = (case.terms + 3) * ROUNDOFF["float32"] * np.abs(total / divisor)
    for wrong in (divisor + 1, divisor - 1):
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = np.abs(total / divisor - total / wrong)
        assert (moved > 2 * bound)[inside].all(), case
    assert np.abs(total).max(initial=0) < 2**24, case


def test_the_nearest_wrong_divisor_shows(averages: list[Case]) -> None:
    assert len(averages) > 2000
    for case in averages:
        _gap_is_seen(case)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_it_shows_in_drawn_cases_too(rank: int) -> None:
    drawn(given(strategies.pool("avg_pool", data=("positive",))(rank))(_gap_is_seen))()


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_it_shows_in_adaptive_bins(rank: int) -> None:
    for case in _small_scope("adaptive_avg_pool", "positive"):
        _gap_is_seen(case)
    drawn(given(strategies.adaptive("adaptive_avg_pool", data=("positive",))(rank))(_gap_is_seen))()


def test_no_cell_of_an_average_is_negligible(averages: list[Case]) -> None:
    for case in averages:
        (x,) = arrays(case)
        low = 2 ** int(np.log2(x.min()))
        assert low >= 16, case
        assert x.max() < 2 * low, case


@pytest.mark.parametrize("data", ["distinct", "negative", "positive"])
def test_the_cells_of_a_small_plane_are_distinct(data: str) -> None:
    operation = "avg_pool" if data == "positive" else "max_pool"
    for case in _small_scope(operation, data):
        (x,) = arrays(case)
        for plane in x.reshape(-1, prod(case.size)):
            run = np.abs(plane[:16])
            assert len(np.unique(run)) == len(run), case


def test_negative_data_is_below_the_zero_of_padding() -> None:
    for case in _small_scope("max_pool", "negative"):
        assert (arrays(case)[0] < 0).all()


def _windows(case: Case) -> Array:
    """What every window of a case reads, -inf for padding."""
    (x,) = arrays(case)
    planes = x.astype(np.float64).reshape(*x.shape[: -case.rank], -1)
    return gather(planes, window_map(case.axes()), -np.inf)


def test_ties_are_ties() -> None:
    tied = several = 0
    for case in _small_scope("max_pool_with_indices", "ties"):
        windows = _windows(case)
        if windows.shape[-1] > 1:
            highest = windows.max(-1, keepdims=True)
            tied += int(((windows == highest).sum(-1) > 1).sum())
            several += int(np.prod(windows.shape[:-1]))
    assert several > 1000
    assert tied > several / 2


def test_the_lowest_leave_some_windows_without_a_finite_cell_and_some_with() -> None:
    finite = np.concatenate(
        [
            np.isfinite(_windows(case)).any(-1).reshape(-1)
            for case in _small_scope("max_pool_with_indices", "lowest")
        ]
    )
    assert 0.1 < finite.mean() < 0.9


def test_rising_data_has_its_maximum_at_the_end() -> None:
    case = Case("max_pool", MaxPool.of([2]), ((1, 2, 5),), "rising")
    values = arrays(case)[0].reshape(-1)
    assert all(a < b < 0 for a, b in pairwise(values))


# -- all of it


def test_data_is_exact_in_both_dtypes_and_always_the_same(
    convolutions: list[Case], averages: list[Case]
) -> None:
    for case in (*convolutions[::11], *averages[::11]):
        first, again = arrays(case), arrays(case)
        for dtype in ("float32", "float64"):
            for a, b, given_ in zip(first, again, typed(case, first, dtype), strict=True):
                if a is not None:
                    assert (a == b).all()
                    assert a.dtype == np.int64
                    assert (given_ == a).all()
                    assert given_ is not a
