"""Properties of the one-axis geometry, each against a plain enumeration of windows."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from reference_impl.geometry import (
    Axis,
    GeometryError,
    axes,
    resolve_padding,
    same_padding,
    transposed_axes,
)
from reference_impl.padding import check_limits, mode_source, pad
from reference_impl.receptive_field import Layer, extents, receptive_field
from reference_impl.windows import window_map

repeatable = settings(derandomize=True, database=None, deadline=None)

extent = st.integers(0, 200)
kernel = st.integers(1, 20)
step = st.integers(1, 12)
side = st.integers(0, 30)
axis = st.builds(Axis, extent, kernel, step, step, side, side)
last_window = st.sampled_from(["floor", "ceil", "ceil_keep"])


def with_rule(axis, rule):
    return Axis(axis.size, axis.kernel, axis.stride, axis.dilation, axis.lo, axis.hi, rule)


def grid(i=9, k=4, s=4, d=3, pad=4):
    ranges = (range(i), range(1, k + 1), range(1, s + 1), range(1, d + 1), range(pad), range(pad))
    return [Axis(*values) for values in product(*ranges)]


@repeatable
@given(axis)
def test_floor_counts_the_starts_of_the_windows_that_fit(axis):
    starts = range(0, axis.padded + 1, axis.stride)
    assert axis.cells == sum(start + axis.extent <= axis.padded for start in starts)


@repeatable
@given(axis)
def test_ceil_keep_covers_the_padded_input_where_windows_are_dense(axis):
    assume(axis.stride <= axis.extent <= axis.padded)
    kept = with_rule(axis, "ceil_keep")
    reach = (kept.cells - 1) * kept.stride + kept.extent
    assert reach >= kept.padded
    assert reach - kept.stride < kept.padded


@repeatable
@given(axis)
def test_rules_are_ordered_and_differ_by_at_most_one_without_wide_padding(axis):
    floor, ceil, keep = (with_rule(axis, r).cells for r in ("floor", "ceil", "ceil_keep"))
    assert max(floor, ceil) <= keep <= floor + 1
    if axis.hi < axis.extent:
        assert floor <= ceil


@repeatable
@given(axis)
def test_every_ceil_window_starts_in_the_input_or_its_low_padding(axis):
    ceil = with_rule(axis, "ceil")
    for cell in range(ceil.cells):
        assert ceil.position(cell, 0) < ceil.size


def test_ceil_gives_one_partial_window_when_the_kernel_is_less_than_a_stride_too_large():
    for axis in grid():
        room = axis.padded - axis.extent
        cells = with_rule(axis, "ceil").cells
        if room <= -axis.stride:
            assert cells == 0, axis
        elif room < 0:
            assert cells == (1 if axis.size + axis.lo else 0), axis


def decremented_once(axis):
    """The other usual wording: one window less if the last one starts in the high padding."""
    cells = with_rule(axis, "ceil_keep").cells
    return cells - ((cells - 1) * axis.stride >= axis.size + axis.lo)


def test_one_decrement_equals_the_closed_form_unless_the_high_padding_exceeds_the_window():
    whole = [axis for axis in grid() if axis.padded >= axis.extent and axis.size + axis.lo > 0]
    differs = [axis for axis in whole if decremented_once(axis) != with_rule(axis, "ceil").cells]
    assert differs
    assert all(axis.hi > axis.extent for axis in differs)


def test_ceil_drops_windows_that_floor_keeps_only_where_the_high_padding_reaches_the_extent():
    fewer = [axis for axis in grid() if with_rule(axis, "ceil").cells < axis.cells]
    assert fewer
    assert all(axis.hi >= axis.extent for axis in fewer)


@repeatable
@given(extent, kernel, step, step, st.sampled_from(["upper", "lower"]))
@example(3, 1, 3, 1, "upper")  # s > e: the total would be negative
@example(4, 2, 1, 1, "upper")
@example(0, 3, 1, 1, "lower")
def test_same_is_explicit_padding_under_the_floor_rule_for_ceil_of_i_over_s_cells(
    size, kernel, stride, dilation, larger
):
    lo, hi = same_padding(size, kernel, stride, dilation, larger)
    assert Axis(size, kernel, stride, dilation, lo, hi).cells == -(-size // stride)
    assert (hi - lo if larger == "upper" else lo - hi) in (0, 1)
    other = "lower" if larger == "upper" else "upper"
    assert same_padding(size, kernel, stride, dilation, other) == (hi, lo)


@repeatable
@given(st.integers(1, 200), kernel, step, step)
def test_same_pads_no_cell_more_than_it_needs(size, kernel, stride, dilation):
    lo, hi = same_padding(size, kernel, stride, dilation, "upper")
    if lo + hi:
        assert Axis(size, kernel, stride, dilation, lo, hi - 1).cells < -(-size // stride)


@repeatable
@given(extent, kernel, step, step, last_window, st.sampled_from(["same_upper", "same_lower"]))
@example(5, 1, 3, 1, "ceil_keep", "same_upper")  # s > e
def test_same_has_its_extent_under_every_last_window_rule(
    size, kernel, stride, dilation, rule, pad
):
    (walk,) = axes((size,), (kernel,), (stride,), (dilation,), pad, rule)
    assert walk.cells == -(-size // stride)


@repeatable
@given(axis, last_window)
def test_present_taps_are_counted_and_whole_windows_count_all(axis, rule):
    axis = with_rule(axis, rule)
    for cell in range(min(axis.cells, 40)):
        assert axis.present(cell) <= axis.counted(cell) <= axis.kernel
        if cell * axis.stride + axis.extent <= axis.padded:
            assert axis.counted(cell) == axis.kernel


def test_window_can_have_nothing_to_count():
    beyond = Axis(1, 1, 3, 1, 0, 1, "ceil_keep")
    assert beyond.cells == 2
    assert (beyond.present(1), beyond.counted(1)) == (0, 0)
    straddling = Axis(1, 2, 1, 2, 1, 1)
    assert (straddling.present(0), straddling.counted(0)) == (0, 2)


@repeatable
@given(axis, last_window)
def test_window_map_of_one_axis_is_the_source_of_every_tap(axis, rule):
    axis = with_rule(axis, rule)
    assume(axis.cells * axis.kernel < 500)
    expected = [
        [
            -1 if axis.source(cell, tap) is None else axis.source(cell, tap)
            for tap in range(axis.kernel)
        ]
        for cell in range(axis.cells)
    ]
    assert window_map((axis,)).tolist() == expected


def test_overhang_reads_nothing_in_any_padding_mode():
    axis = Axis(2, 3, 2, lo=1, hi=1, last_window="ceil")
    assert window_map((axis,), "reflect").tolist() == [[1, 0, 1], [1, 0, -1]]
    assert window_map((axis,), "circular").tolist() == [[1, 0, 1], [1, 0, -1]]
    assert window_map((axis,), "replicate").tolist() == [[0, 0, 1], [1, 1, -1]]


def test_window_map_is_shared_and_cannot_be_written():
    axis = Axis(3, 2)
    assert window_map((axis,)) is window_map((Axis(3, 2),))
    with pytest.raises(ValueError, match="read-only"):
        window_map((axis,))[0, 0] = 7


@pytest.mark.parametrize(
    ("mode", "numpy_mode"), [("reflect", "reflect"), ("replicate", "edge"), ("circular", "wrap")]
)
def test_padding_modes_extend_periodically_like_numpy(mode, numpy_mode):
    for size, lo, hi in product(range(1, 6), range(12), range(12)):
        expected = np.pad(np.arange(size), (lo, hi), mode=numpy_mode).tolist()
        assert [mode_source(q, size, mode) for q in range(-lo, size + hi)] == expected


def test_limits_of_the_padding_modes_apply_to_each_side_by_itself():
    for size, lo, hi in product(range(5), repeat=3):
        widest = max(lo, hi)
        legal = {
            "zeros": True,
            "reflect": widest == 0 or widest <= size - 1,
            "replicate": widest == 0 or size >= 1,
            "circular": widest <= size,
        }
        for mode, allowed in legal.items():
            if allowed:
                check_limits(size, lo, hi, mode)
            else:
                with pytest.raises(GeometryError, match="padding"):
                    check_limits(size, lo, hi, mode)


def test_pad_extends_the_trailing_axes_like_numpy():
    x = np.arange(2 * 4 * 3).reshape(2, 4, 3)
    for mode, numpy_mode in (("zeros", "constant"), ("reflect", "reflect"), ("circular", "wrap")):
        expected = np.pad(x, ((0, 0), (1, 3), (2, 0)), mode=numpy_mode)
        assert np.array_equal(pad(x, ((1, 3), (2, 0)), mode), expected)


layer = st.builds(Layer, st.integers(1, 4), st.integers(1, 3), st.integers(1, 2), side, side)


def cells_that_matter(layers, size, cell):
    """Walk back through the layers, tap by tap."""
    sizes = [size, *extents(layers, size)]
    cells = {cell}
    for layer, below in zip(reversed(layers), reversed(sizes[:-1]), strict=True):
        walk = layer.over(below)
        sources = {walk.source(c, tap) for c in cells for tap in range(walk.kernel)}
        cells = sources - {None}
    return cells


@repeatable
@given(st.lists(layer, max_size=4), st.integers(0, 40))
def test_no_cell_outside_the_clipped_receptive_field_matters(layers, size):
    field = receptive_field(layers)
    cells = extents(layers, size)[-1] if layers else size
    for cell in range(min(cells, 6)):
        clipped = field.clipped(cell, size)
        assert cells_that_matter(layers, size, cell) <= set(clipped)
        assert set(clipped) == set(field.interval(cell)) & set(range(size))


@repeatable
@given(st.lists(layer, min_size=1, max_size=4))
def test_receptive_field_is_exact_at_both_ends_without_padding(layers):
    layers = [Layer(layer.kernel, layer.stride, layer.dilation) for layer in layers]
    field = receptive_field(layers)
    size = field.size + field.jump
    assert extents(layers, size)[-1] == 2
    for cell in range(2):
        matter = cells_that_matter(layers, size, cell)
        assert (min(matter), max(matter) + 1) == (
            field.interval(cell).start,
            field.interval(cell).stop,
        )


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("size", -1),
        ("kernel", 0),
        ("stride", 0),
        ("dilation", 0),
        ("lo", -1),
        ("hi", -1),
        ("stride", 1.0),
        ("stride", True),
        ("last_window", "round"),
    ],
)
def test_axis_names_the_argument_it_refuses(argument, value):
    arguments = {"size": 3, "kernel": 2} | {argument: value}
    with pytest.raises(GeometryError) as refusal:
        Axis(**arguments)
    assert (refusal.value.argument, refusal.value.value) == (argument, value)
    assert str(refusal.value).startswith(f"{argument} is {value!r}, expected ")


@pytest.mark.parametrize(
    ("argument", "changed"),
    [
        ("padding", {"padding": "same"}),
        ("padding", {"padding": ((1, 1),)}),
        ("padding", {"padding": ((1, 1), (1,))}),
        ("padding", {"padding": 1}),
        ("kernel", {"kernel": (2,)}),
        ("stride", {"stride": 1}),
        ("dilation", {"dilation": (1, 1, 1)}),
    ],
)
def test_axes_want_one_entry_per_axis_and_a_known_name(argument, changed):
    legal = {
        "size": (3, 3),
        "kernel": (2, 2),
        "stride": (1, 1),
        "dilation": (1, 1),
        "padding": "valid",
    }
    assert len(axes(**legal)) == 2
    with pytest.raises(GeometryError) as refusal:
        axes(**(legal | changed))
    assert refusal.value.argument == argument


def test_explicit_padding_passes_through_and_names_are_computed():
    geometry = ((5, 6), (2, 3), (1, 2), (1, 2))
    assert resolve_padding(((1, 2), (0, 3)), *geometry) == ((1, 2), (0, 3))
    assert resolve_padding("valid", *geometry) == ((0, 0), (0, 0))
    assert resolve_padding("same_upper", *geometry) == ((0, 1), (1, 2))
    assert resolve_padding("same_lower", *geometry) == ((1, 0), (2, 1))


def test_output_paddings_below_the_stride_name_every_extent_with_as_many_windows_as_the_input():
    for axis in grid(i=5, k=3, pad=3):
        steps = ((axis.kernel,), (axis.stride,), (axis.dilation,), ((axis.lo, axis.hi),))
        least = (axis.size - 1) * axis.stride + axis.extent - axis.lo - axis.hi
        if axis.size == 0 or least < 0:
            continue
        named = {
            transposed_axes((axis.size,), *steps, (extra,))[0].size for extra in range(axis.stride)
        }
        windows = {size: axes((size,), *steps)[0].cells for size in range(40)}
        assert named == {size for size, cells in windows.items() if cells == axis.size}, axis


@repeatable
@given(axis, st.sampled_from(["same_upper", "same_lower"]))
def test_a_transposed_same_extent_is_the_extent_times_the_stride(axis, name):
    steps = ((axis.kernel,), (axis.stride,), (axis.dilation,))
    (over,) = transposed_axes((axis.size,), *steps, name, (0,))
    assert (over.size, over.cells) == (axis.size * axis.stride, axis.size)
    assert (over,) == axes((over.size,), *steps, name)
