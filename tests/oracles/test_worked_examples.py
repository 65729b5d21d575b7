"""Numbers that a person worked out or printed in a tutorial, against the reference."""

import numpy as np
import pytest

from reference_impl import (
    adaptive_avg_pool_terms,
    adaptive_max_pool,
    avg_pool_terms,
    conv,
    conv_grad,
    conv_transpose,
    fold,
    kernel_matrix,
    lp_pool,
    matrix_text,
    max_pool,
    max_pool_grad,
    max_pool_with_indices,
    max_unpool,
    unfold,
)
from reference_impl.receptive_field import Layer, extents, receptive_field

X4 = np.array([[[[4, 1, 7, 5], [4, 4, 2, 5], [7, 7, 2, 4], [1, 0, 2, 4]]]])
K2 = np.array([[[[1, 0], [2, 1]]]])
X3 = np.arange(9).reshape(1, 1, 3, 3)
K3 = np.array([[[[0, 1], [2, 3]]]])


def plain(x, w, b=None, *, stride=1, padding="valid", dilation=1, **keywords):
    """A call with the same number on every axis, the way the tutorials write it."""
    rank = w.ndim - 2
    if isinstance(padding, int):
        padding = ((padding, padding),) * rank
    steps = {"stride": (stride,) * rank, "dilation": (dilation,) * rank}
    return conv(x, w, b, padding=padding, **steps, **keywords)


def test_the_simplest_case_slides_a_2x2_kernel_over_a_4x4_input():
    assert plain(X4, K2).tolist() == [[[[16, 11, 16], [25, 20, 10], [9, 9, 10]]]]


def test_stride_2_keeps_every_second_cell_of_it():
    assert plain(X4, K2, stride=2).tolist() == [[[[16, 16], [9, 10]]]]


def test_same_pads_the_right_and_bottom_edge_for_an_even_kernel():
    expected = [[16, 11, 16, 15], [25, 20, 10, 13], [9, 9, 10, 12], [1, 0, 2, 4]]
    assert plain(X4, K2, padding="same_upper").tolist() == [[expected]]


def test_padding_1_is_one_ring_of_zeros():
    expected = [
        [4, 9, 9, 19, 10],
        [4, 16, 11, 16, 15],
        [7, 25, 20, 10, 13],
        [1, 9, 9, 10, 12],
        [0, 1, 0, 2, 4],
    ]
    assert plain(X4, K2, padding=1).tolist() == [[expected]]


def test_padding_2_of_a_4x4_input_with_a_2x2_kernel_gives_7x7():
    assert plain(X4, K2, padding=2).shape == (1, 1, 7, 7)


def test_a_3x3_input_with_a_2x2_kernel_has_the_four_textbook_sums():
    assert plain(X3, K3).tolist() == [[[[19, 25], [37, 43]]]]


def test_convolution_proper_flips_both_axes_of_the_kernel():
    assert plain(X3, K3, flip_kernel=True).tolist() == [[[[5, 11], [23, 29]]]]


def test_several_input_channels_are_added():
    both = plain(np.concatenate([X3, X3 + 1], axis=1), np.concatenate([K3, K3 + 1], axis=1))
    assert both.tolist() == [[[[56, 72], [104, 120]]]]


def test_each_output_channel_has_a_kernel_and_a_bias_of_its_own():
    y = plain(X3, np.concatenate([K3, 2 * K3]), np.array([1, -1]))
    assert y.tolist() == [[[[20, 26], [38, 44]], [[37, 49], [73, 85]]]]


def test_dilation_2_reads_every_second_cell():
    x = np.array([[[1, 10, 100, 1000, 10000]]])
    assert plain(x, np.array([[[1, 2]]]), dilation=2).tolist() == [[[201, 2010, 20100]]]


def test_edge_detection_marks_white_to_black_1_and_black_to_white_minus_1():
    image = np.ones((1, 1, 6, 8), dtype=np.int64)
    image[..., 2:6] = 0
    edges = plain(image, np.array([[[[1, -1]]]]))
    assert edges.tolist() == [[[[0, 1, 0, 0, 0, -1, 0]] * 6]]


def test_printed_sum_agrees_within_the_precision_of_the_print():
    x = np.array(
        [
            [-0.3508, 1.9242, 0.8938, -0.2322],
            [0.2797, -2.1567, -1.4089, -0.7050],
            [1.0373, 0.6111, -0.0473, 1.2506],
            [-0.2059, 0.0521, -0.0578, -0.2146],
        ]
    )
    w = np.array([[0.2372, 0.0935, 0.3123], [-0.0540, 0.2891, -0.1263], [-0.0857, 0.1702, -0.1640]])
    printed = np.array([[-6.2029e-02, 1.0302e-04], [-4.1261e-01, -1.0472]])
    got = plain(x[np.newaxis, np.newaxis], w[np.newaxis, np.newaxis])[0, 0]
    # Half a unit of the fourth digit on either operand, over nine terms.
    digits = np.abs(x).max() + np.abs(w).max()
    assert np.abs(got - printed).max() <= 9 * digits * 0.5e-4
    assert np.abs(got - printed).max() <= 1e-4


@pytest.mark.parametrize(
    "printed",
    [
        [[0.3269, 0.4242, 0.5214], [0.7158, 0.8131, 0.9103], [1.1047, 1.2020, 1.2992]],
        [[2.4007, 2.8337, 3.2666], [4.1324, 4.5653, 4.9982], [5.8640, 6.2969, 6.7298]],
        [[0.1943, 0.3063, 0.4184], [0.6425, 0.7546, 0.8667], [1.0908, 1.2029, 1.3150]],
    ],
)
def test_on_a_ramp_any_2x2_kernel_gives_steps_of_its_sum_across_and_4_times_that_down(printed):
    ramp = np.arange(1, 17).reshape(1, 1, 4, 4)
    y = plain(ramp, K3)[0, 0]
    assert set(np.diff(y, axis=1).ravel()) == {K3.sum()}
    assert set(np.diff(y, axis=0).ravel()) == {4 * K3.sum()}
    # The printed weights are unknown, but their output obeys the same rule.
    across, down = np.diff(printed, axis=1), np.diff(printed, axis=0)
    assert np.ptp(across) < 2.1e-4
    assert np.ptp(down) < 2.1e-4
    assert abs(down.mean() - 4 * across.mean()) < 4e-4


def test_max_pooling_pads_with_minus_infinity_and_not_with_zero():
    x = np.array([[[-5, -6, -7, -8]]])
    y, indices = max_pool_with_indices(
        x, kernel=(2,), stride=(2,), padding=((1, 1),), dilation=(1,)
    )
    assert y.tolist() == [[[-5, -6, -8]]]
    assert indices.tolist() == [[[0, 1, 3]]]


def test_max_pooling_of_0_to_15_returns_the_flat_index_in_the_plane():
    x = np.arange(16).reshape(1, 1, 4, 4)
    y, indices = max_pool_with_indices(
        x, kernel=(2, 2), stride=(2, 2), padding="valid", dilation=(1, 1)
    )
    assert y.tolist() == indices.tolist() == [[[[5, 7], [13, 15]]]]


def test_printed_one_dimensional_max_pooling_with_its_indices():
    x = np.array(
        [
            [
                [-0.0101, -0.2253, 0.5103, -0.4498, 1.0100],
                [-0.1033, 0.4632, 0.6030, -1.9225, -0.0780],
                [2.4814, 0.1323, 0.4371, 1.4305, 1.2624],
            ],
            [
                [-1.9155, -0.7742, 2.1208, 0.0939, 0.5217],
                [-0.2796, -0.0061, -0.5401, -1.3831, 0.9548],
                [1.7043, 0.8059, -0.7640, 0.7627, -0.5131],
            ],
        ]
    )
    y, indices = max_pool_with_indices(x, kernel=(3,), stride=(2,), padding="valid", dilation=(1,))
    assert y.tolist() == [
        [[0.5103, 1.0100], [0.6030, 0.6030], [2.4814, 1.4305]],
        [[2.1208, 2.1208], [-0.0061, 0.9548], [1.7043, 0.7627]],
    ]
    assert indices.tolist() == [[[2, 4], [2, 2], [0, 3]], [[2, 2], [1, 4], [0, 3]]]


@pytest.mark.parametrize(
    ("padding", "last_window", "expected"),
    [(0, "floor", [2, 4]), (0, "ceil", [2, 4, 5]), (1, "floor", [1, 3, 5]), (1, "ceil", [1, 3, 5])],
)
def test_ceil_adds_a_window_only_where_it_starts_before_the_high_padding(
    padding, last_window, expected
):
    x = np.arange(1, 6).reshape(1, 1, 5)
    y = max_pool(
        x,
        kernel=(2,),
        stride=(2,),
        padding=((padding, padding),),
        dilation=(1,),
        last_window=last_window,
    )
    assert y.tolist() == [[expected]]


def test_average_divisor_counts_explicit_padding_but_never_the_overhang():
    x = np.array([[1, 2, 3, 4]])
    call = {"kernel": (3,), "stride": (2,), "padding": ((1, 0),), "last_window": "ceil"}
    total, divisor = avg_pool_terms(x, **call)
    assert (total.tolist(), divisor.tolist()) == ([[3, 9]], [3, 3])
    total, divisor = avg_pool_terms(x, **call, count_include_pad=False)
    assert (total.tolist(), divisor.tolist()) == ([[3, 9]], [2, 3])
    call["padding"] = ((0, 0),)
    total, divisor = avg_pool_terms(x, **call)
    assert (total.tolist(), divisor.tolist()) == ([[6, 7]], [3, 2])


def test_window_that_reads_nothing_has_the_identity_and_the_index_minus_1():
    y, indices = max_pool_with_indices(
        np.array([[7]]), kernel=(2,), stride=(1,), padding=((1, 1),), dilation=(2,)
    )
    assert y.tolist() == [[np.iinfo(np.int64).min]]
    assert indices.tolist() == [[-1]]


def test_circular_padding_of_exactly_the_extent_gives_three_copies():
    x = np.array([[[1, 2, 3]]])
    identity = np.array([[[1]]])
    y = plain(x, identity, padding=3, padding_mode="circular")
    assert y.tolist() == [[[1, 2, 3] * 3]]


def test_shape_chains_of_the_tutorials():
    assert extents([Layer(5), Layer(2, stride=2), Layer(5), Layer(2, stride=2)], 28) == (
        24,
        12,
        8,
        4,
    )
    assert [extents([Layer(3), Layer(3)], i)[-1] for i in (7, 6)] == [3, 2]
    assert extents([Layer(3, stride=2)], 5) == (2,)


def test_one_2x2_layer_sees_4_elements_and_two_see_9():
    assert receptive_field([Layer(2)]).size ** 2 == 4
    assert receptive_field([Layer(2), Layer(2)]).size ** 2 == 9


K9 = np.arange(1, 10).reshape(3, 3)
STEP_1 = {"stride": (1, 1), "padding": "valid", "dilation": (1, 1)}


def test_a_3x3_kernel_over_a_4x4_input_unrolls_into_a_4x16_matrix():
    matrix = kernel_matrix(K9, size=(4, 4), **STEP_1)
    assert matrix_text(matrix).splitlines() == [
        "1 2 3 . 4 5 6 . 7 8 9 . . . . .",
        ". 1 2 3 . 4 5 6 . 7 8 9 . . . .",
        ". . . . 1 2 3 . 4 5 6 . 7 8 9 .",
        ". . . . . 1 2 3 . 4 5 6 . 7 8 9",
    ]
    y = plain(X4, K9[None, None])
    assert (matrix @ X4.ravel()).tolist() == y.ravel().tolist()


def test_its_16x4_transpose_restores_the_shape_of_the_input_and_not_its_values():
    matrix = kernel_matrix(K9, size=(4, 4), **STEP_1)
    y = plain(X4, K9[None, None])
    back = conv_transpose(y, K9[None, None], output_padding=(0, 0), **STEP_1)
    assert matrix.T.shape == (16, 4)
    assert (matrix.T @ y.ravel()).tolist() == back.ravel().tolist()
    assert back.shape == X4.shape
    assert not np.allclose(back, X4)


def test_unfolded_the_input_is_a_matrix_of_windows_that_the_flat_kernel_multiplies():
    columns = unfold(X3, kernel=(2, 2), **STEP_1)
    assert columns.tolist() == [[[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]]
    assert (K3.ravel() @ columns[0]).tolist() == [19, 25, 37, 43]
    covered = fold(columns, output_size=(3, 3), kernel=(2, 2), **STEP_1)
    assert (covered == X3 * np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])).all()


def test_transposed_stamps_the_kernel_once_for_each_input_cell():
    x = np.array([[[[0, 1], [2, 3]]]])
    y = conv_transpose(x, K3, output_padding=(0, 0), **STEP_1)
    assert y.tolist() == [[[[0, 0, 1], [0, 4, 6], [4, 12, 9]]]]
    wide = {"stride": (2, 2), "padding": "valid", "dilation": (1, 1)}
    y = conv_transpose(x, K3, output_padding=(0, 0), **wide)
    assert y.tolist() == [[[[0, 0, 0, 1], [0, 0, 2, 3], [0, 2, 0, 3], [4, 6, 6, 9]]]]


def test_a_one_dimensional_convolution_is_one_of_two_dimensions_with_a_flat_kernel():
    x, w = np.arange(4).reshape(1, 1, 4) ** 2, np.array([[[1, 2, 4]]])
    assert plain(x, w).tolist() == plain(x[:, :, None], w[:, :, None])[:, :, 0].tolist()


def test_the_indices_of_max_pooling_put_the_maxima_back():
    x = np.arange(16).reshape(1, 1, 4, 4)
    y, indices = max_pool_with_indices(
        x, kernel=(2, 2), stride=(2, 2), padding="valid", dilation=(1, 1)
    )
    back = [[0, 0, 0, 0], [0, 5, 0, 7], [0, 0, 0, 0], [0, 13, 0, 15]]
    assert max_unpool(y, indices, output_size=(4, 4)).tolist() == [[back]]
    (gx,) = max_pool_grad(
        np.ones_like(y), x, kernel=(2, 2), stride=(2, 2), padding="valid", dilation=(1, 1)
    )
    assert np.array_equal(gx, np.array([[back]]) > 0)


def test_the_gradient_of_a_kernel_has_its_shape_whatever_the_batch():
    x, w, b = np.ones((3, 1, 28, 28)), np.ones((10, 1, 5, 5)), np.zeros(10)
    gx, gw, gb = conv_grad(plain(x, w, b), x, w, b, **STEP_1)
    assert (gx.shape, gw.shape, gb.shape) == (x.shape, (10, 1, 5, 5), (10,))


def test_gradient_descent_learns_the_edge_kernel_from_its_output():
    image = np.ones((1, 1, 6, 8))
    image[..., 2:6] = 0
    wanted = plain(image, np.array([[[[1.0, -1.0]]]]))
    w, b = np.zeros((1, 1, 1, 2)), np.zeros(1)
    losses = []
    for _ in range(20):
        error = plain(image, w, b) - wanted
        losses.append((error**2).sum())
        _, gw, gb = conv_grad(2 * error, image, w, b, **STEP_1)
        w, b = w - 0.01 * gw, b - 0.01 * gb
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == 12
    assert losses[-1] < 0.36
    assert np.abs(w - [[[[1, -1]]]]).max() < 0.2


def test_an_odd_input_is_cut_into_bins_that_overlap():
    x = np.array([[[3, 1, 4, 1, 5]]])
    total, divisor = adaptive_avg_pool_terms(x, output_size=(3,))
    assert (total.tolist(), divisor.tolist()) == ([[[4, 6, 6]]], [2, 3, 2])
    assert adaptive_max_pool(x, output_size=(3,)).tolist() == [[[3, 4, 5]]]


def test_the_2_norm_of_3_and_minus_4_is_5_and_a_partial_window_is_not_rescaled():
    x = np.array([[[3, -4, 12]]])
    call = {"kernel": (2,), "stride": (2,), "padding": "valid", "last_window": "ceil"}
    assert lp_pool(x, p=2, **call).tolist() == [[[5, 12]]]
    assert lp_pool(x, p=1, **call).tolist() == [[[7, 12]]]
