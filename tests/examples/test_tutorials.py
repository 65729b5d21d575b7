"""The table of examples against the tutorials: tensors and sizes as they stand there."""

from itertools import pairwise

import numpy as np
import pytest

from conformance.cases.examples import EXAMPLES, ROWS
from conformance.judge.prepared import reference

BY_NAME = {e.name: e for e in EXAMPLES}
#: lesson -> number of its statements
STATEMENTS = {0: 32, 1: 38, 2: 15, 3: 19, 4: 26}
COVERED = """
    0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 0.10 0.11 0.12 0.13 0.14 0.15 0.18 0.19 0.22 0.24 0.27 0.28
    0.29 0.30 0.32
    1.1 1.2 1.5 1.6 1.9 1.10 1.12 1.13 1.14 1.15 1.16 1.17 1.18 1.19 1.20 1.21 1.22 1.24 1.25 1.27
    1.28 1.29 1.30 1.31
    2.1 2.3 2.4 2.5 2.7 2.8 2.9 2.11 2.12 2.13 2.14
    3.2 3.4 3.5 3.6 3.7 3.8 3.10 3.12 3.13 3.15 3.16 3.17
    4.2 4.5 4.6 4.8 4.9 4.11 4.12 4.13 4.15 4.16 4.17 4.18 4.19 4.20 4.21 4.23
"""

FIRST_INPUT = "tensor([[4., 1., 7., 5.], [4., 4., 2., 5.], [7., 7., 2., 4.], [1., 0., 2., 4.]])"
FIRST_KERNEL = "tensor([[[[1., 0.], [2., 1.]]]])"
SAME = """tensor([[[[16., 11., 16., 15.], [25., 20., 10., 13.], [ 9., 9., 10., 12.],
                    [ 1., 0., 2., 4.]]]])"""
RANDOM_INPUT = """tensor([[[[-0.3508,  1.9242,  0.8938, -0.2322],
          [ 0.2797, -2.1567, -1.4089, -0.7050],
          [ 1.0373,  0.6111, -0.0473,  1.2506],
          [-0.2059,  0.0521, -0.0578, -0.2146]]]])"""
RANDOM_KERNEL = """tensor([[[[ 0.2372,  0.0935,  0.3123],
          [-0.0540,  0.2891, -0.1263],
          [-0.0857,  0.1702, -0.1640]]]])"""
RANDOM_OUTPUT = """tensor([[[-6.2029e-02,  1.0302e-04],
          [-4.1261e-01, -1.0472e+00]]])"""
EDGES = "tensor([[ 0.,  1.,  0.,  0.,  0., -1.,  0.]])"
POOL_INPUT = """tensor([[[-0.0101, -0.2253,  0.5103, -0.4498,  1.0100],
         [-0.1033,  0.4632,  0.6030, -1.9225, -0.0780],
         [ 2.4814,  0.1323,  0.4371,  1.4305,  1.2624]],

        [[-1.9155, -0.7742,  2.1208,  0.0939,  0.5217],
         [-0.2796, -0.0061, -0.5401, -1.3831,  0.9548],
         [ 1.7043,  0.8059, -0.7640,  0.7627, -0.5131]]])"""
POOL_OUTPUT = """tensor([[[ 0.5103,  1.0100],
         [ 0.6030,  0.6030],
         [ 2.4814,  1.4305]],

        [[ 2.1208,  2.1208],
         [-0.0061,  0.9548],
         [ 1.7043,  0.7627]]])"""
RISES = {
    "2.8": ["[[0.3269, 0.4242, 0.5214], [0.7158, 0.8131, 0.9103], [1.1047, 1.2020, 1.2992]]"],
    "2.9": [
        "[[2.4007, 2.8337, 3.2666], [4.1324, 4.5653, 4.9982], [5.8640, 6.2969, 6.7298]]",
        "[[0.1943, 0.3063, 0.4184], [0.6425, 0.7546, 0.8667], [1.0908, 1.2029, 1.3150]]",
    ],
}


def tensor(printed):
    """The numbers of a printed tensor."""
    return np.array(eval(printed.removeprefix("tensor").strip("()")))


@pytest.mark.parametrize(
    ("name", "x", "w", "y"),
    [
        ("0.2", FIRST_INPUT, FIRST_KERNEL, None),
        ("0.29", FIRST_INPUT, FIRST_KERNEL, SAME),
        ("1.29", RANDOM_INPUT, RANDOM_KERNEL, RANDOM_OUTPUT),
        ("3.2", "[[0, 1, 2], [3, 4, 5], [6, 7, 8]]", "[[0, 1], [2, 3]]", "[[19, 25], [37, 43]]"),
        ("3.7", None, "[[1, -1]]", None),
        ("4.6", POOL_INPUT, None, POOL_OUTPUT),
        ("4.6-indices", POOL_INPUT, None, POOL_OUTPUT),
    ],
)
def test_the_arrays_are_those_that_the_tutorial_prints(name, x, w, y):
    example = BY_NAME[name]
    for ours, printed in zip(example.arrays[0], (x, w), strict=False):
        if printed is not None:
            assert np.array_equal(ours.squeeze(), tensor(printed).squeeze())
    if y is not None:
        assert np.array_equal(example.outputs[0].squeeze(), tensor(y).squeeze())


def test_the_image_of_the_edge_detector_has_four_black_columns_and_seven_answers_a_row():
    image, rows = BY_NAME["3.7"].arrays[0][0], BY_NAME["3.7"].outputs[0]
    expected = np.ones((6, 8))
    expected[:, 2:6] = 0
    assert np.array_equal(image[0, 0], expected)
    assert rows.shape == (1, 1, 6, 7)
    assert (rows == tensor(EDGES)).all()


def test_the_learned_edge_detector_has_at_most_the_loss_that_was_printed():
    learned, edges = BY_NAME["3.10"].outputs[0], BY_NAME["3.7"].outputs[0]
    assert np.square(learned - edges).sum() < 0.0035
    assert np.abs(learned - edges).max() < 0.0081


def test_the_first_example_is_the_sum_of_products_of_its_figures():
    x, k = tensor(FIRST_INPUT), tensor(FIRST_KERNEL)[0, 0]
    sums = [[(x[i : i + 2, j : j + 2] * k).sum() for j in range(3)] for i in range(3)]
    assert BY_NAME["0.2"].outputs[0][0, 0].tolist() == sums


def test_convolution_proper_of_the_textbook_is_cross_correlation_with_the_flipped_kernel():
    x, k = BY_NAME["3.12"].arrays[0][0][0, 0], np.array([[3, 2], [1, 0]])
    sums = [[(x[i : i + 2, j : j + 2] * k).sum() for j in range(2)] for i in range(2)]
    assert BY_NAME["3.12"].outputs[0][0, 0].tolist() == sums


@pytest.mark.parametrize(
    ("names", "extents"),
    [
        (["0.5", "0.10", "0.10-last"], [4, 3, 2, 1]),
        (["4.2", "4.2-second"], [7, 5, 3]),
        (["4.5"], [5, 2]),
        (["4.21", "4.21-pool", "4.21-second", "4.21-second-pool"], [28, 24, 12, 8, 4]),
        (["2.11-shape"], [4, 7]),
    ],
)
def test_the_shapes_chain_through_the_network_that_the_tutorial_describes(names, extents):
    chain = [BY_NAME[name] for name in names]
    assert [chain[0].cases[0].size[0], *(e.shape[2] for e in chain)] == extents
    for before, after in pairwise(chain):
        assert before.shape == after.cases[0].input_shape


def test_the_flattened_output_of_the_last_layer_feeds_a_dense_layer_of_320():
    assert np.prod(BY_NAME["4.21-second-pool"].shape) == 320


@pytest.mark.parametrize(("row", "printed"), RISES.items())
def test_the_printed_ramps_rise_by_four_times_as_much_down_as_across(row, printed):
    """What rows 2.8 and 2.9 say of a kernel that is not given; the judge asks it of given ones."""
    assert row in ROWS
    for plane in printed:
        y = np.array(eval(plane))
        across, down = np.diff(y, axis=1), np.diff(y, axis=0)
        # Half a unit of the fourth decimal on either side of each difference.
        assert np.ptp(across) < 2.001e-4
        assert np.ptp(down) < 2.001e-4
        assert abs(down.mean() - 4 * across.mean()) < 5e-4


def test_a_shift_by_one_is_no_shift_of_the_output_at_stride_2_nor_at_a_zero_padded_border():
    """The counter-examples of row 0.1: where a convolution is not equivariant."""
    at_stride_2 = BY_NAME["0.1-stride-2"].cases[0]
    wide = np.concatenate([BY_NAME["0.1"].arrays[0][0], BY_NAME["0.1"].arrays[1][0][..., -1:]], -1)
    w = BY_NAME["0.1"].arrays[0][1]
    y, shifted = (reference(at_stride_2, (x, w, None))[0] for x in (wide[..., :-1], wide[..., 1:]))
    assert not any(np.array_equal(shifted[..., :-n], y[..., n:]) for n in range(1, y.shape[-1]))
    example = BY_NAME["0.1-interior"]
    y, shifted = (
        reference(case, arrays)[0]
        for case, arrays in zip(example.cases, example.arrays, strict=True)
    )
    assert (shifted[..., 0] != y[..., 1]).any()
    assert (shifted[..., -2] != y[..., -1]).any()


def test_every_row_that_is_claimed_exists():
    for row in ROWS:
        lesson, statement = (int(n) for n in row.split("."))
        assert 1 <= statement <= STATEMENTS[lesson], row


def test_the_rows_that_concern_these_operations_are_covered():
    assert list(ROWS) == COVERED.split()
    assert all(name in BY_NAME for names in ROWS.values() for name in names)
