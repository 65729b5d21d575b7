"""Published formulas of TensorFlow, Keras, OpenVINO, and what is taught.

The docstring of a function is what the page prints, its body the same formula; `/` is exact
division.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from sitepages.audit.claims import (
    Case,
    Value,
    claim,
    dilated,
    legal,
    padded,
    padding_same,
    plain,
    sides_same,
    transposed,
    transposes,
    windows,
    windows_same,
)

_TF = "https://www.tensorflow.org/api_docs/python/tf/nn"


@claim("TensorFlow 2", "nn.convolution, VALID", _TF + "/convolution", windows, dilated)
def tf_valid(c: Case) -> Value:
    """If padding == "VALID": output_spatial_shape[i] = ceil((input_spatial_shape[i] −
    (spatial_filter_shape[i]−1) * dilation_rate[i]) / strides[i]).
    """
    return ceil(Fraction(c.i - (c.k - 1) * c.d, c.s))


@claim("TensorFlow 2", "SAME, extent", _TF + "/convolution", windows_same, dilated)
def tf_same(c: Case) -> Value:
    """If padding == "SAME": output_spatial_shape[i] = ceil(input_spatial_shape[i] / strides[i])"""
    return ceil(Fraction(c.i, c.s))


@claim("TensorFlow 2", "SAME, padding of a convolution", _TF, padding_same, dilated)
def tf_same_padding(c: Case) -> Value:
    """if (in_height % strides[1] == 0): pad_along_height = max(filter_height − stride_height, 0)
    else: pad_along_height = max(filter_height − (in_height % stride_height), 0); filter_height and
    filter_width refer to the filter size after dilations (if any) for convolutions
    """
    extent = c.d * (c.k - 1) + 1
    return max(extent - (c.i % c.s or c.s), 0)


_KERAS = "https://keras.io/api/layers/"


@claim(
    "Keras 3",
    "MaxPooling2D, valid",
    _KERAS + "pooling_layers/max_pooling2d/",
    windows,
    lambda: (c for c in plain() if c.i >= c.k),
)
def keras_valid(c: Case) -> Value:
    """output_shape = math.floor((input_shape − pool_size) / strides) + 1 (when input_shape >=
    pool_size)
    """
    return floor(Fraction(c.i - c.k, c.s)) + 1


@claim(
    "Keras 3",
    "MaxPooling2D, same",
    _KERAS + "pooling_layers/max_pooling2d/",
    windows_same,
    plain,
)
def keras_same(c: Case) -> Value:
    """output_shape = math.floor((input_shape − 1) / strides) + 1"""
    return floor(Fraction(c.i - 1, c.s)) + 1


@claim(
    "Keras 3",
    "MaxPooling2D, same: the size of the input",
    _KERAS + "pooling_layers/max_pooling2d/",
    windows_same,
    plain,
    "Only at stride 1; and the default stride of a pool is its size.",
    "same",
)
def keras_same_text(c: Case) -> Value:
    """ "same" results in padding evenly to the left/right or up/down of the input such that output
    has the same height/width dimension as the input.
    """
    return c.i


@claim(
    "Keras 3",
    "same: padding evenly on both sides",
    _KERAS + "convolution_layers/convolution2d/",
    sides_same,
    plain,
    "An odd total cannot be split evenly: the larger half is at the end.",
    "same",
)
def keras_evenly(c: Case) -> Value:
    """ "same" results in padding evenly to the left/right or up/down of the input."""
    total = padding_same(c)
    return Fraction(total, 2), Fraction(total, 2)


@claim(
    "tf.keras 2.2",
    "MaxPool2D, valid",
    "https://www.tensorflow.org/versions/r2.2/api_docs/python/tf/keras/layers/MaxPool2D",
    windows,
    lambda: (c for c in plain() if c.i >= c.k),
    "A quotient is no size: it wants a ceiling.",
)
def keras_valid_old(c: Case) -> Value:
    """output_shape = (input_shape − pool_size + 1) / strides)"""
    return Fraction(c.i - c.k + 1, c.s)


@claim(
    "Keras 2 (tf_keras)",
    "Conv2DTranspose",
    "https://github.com/keras-team/tf-keras/blob/ab9494c41c73cb290837d889439069a24fd31400/"
    "tf_keras/layers/convolutional/conv2d_transpose.py",
    transposed,
    lambda: (c for c in transposes() if c.extra < c.s and 1 in (c.s, c.d)),
    "The dilation is missing: kernel becomes dilation·(kernel − 1) + 1.",
    "transposed",
)
def keras_transposed(c: Case) -> Value:
    """new_rows = ((rows − 1) * strides[0] + kernel_size[0] − 2 * padding[0] +
    output_padding[0])
    """
    return (c.i - 1) * c.s + c.k - 2 * c.p + c.extra


@claim(
    "OpenVINO 2024",
    "pooling, auto_pad same",
    "https://docs.openvino.ai/2024/documentation/openvino-ir-format/operation-sets/"
    "operation-specs/pooling/pooling_shape_rules.html",
    windows_same,
    plain,
    "Only at stride 1.",
    "same",
)
def openvino_same(c: Case) -> Value:
    """H_out = H"""
    return c.i


@claim(
    "CS231n",
    "a size that is no integer is invalid",
    "https://cs231n.github.io/convolutional-networks/",
    legal,
    lambda: (c for c in padded() if windows(c) > 0),
    "It is valid: the floor is taken, and the cells that are left over are not read.",
)
def cs231n_invalid(c: Case) -> Value:
    """(W − F + 2P)/S + 1 = (10 − 3 + 0) / 2 + 1 = 4.5, i.e. not an integer (...) Therefore, this
    setting of the hyperparameters is considered to be invalid, and a ConvNet library could throw an
    exception or zero pad the rest to make it fit, or crop the input to make it fit, or something.
    """
    return (c.i - c.k + 2 * c.p) % c.s == 0


@claim(
    "CS231n",
    "output size, where it is an integer",
    "https://cs231n.github.io/convolutional-networks/",
    windows,
    lambda: (c for c in padded() if windows(c) > 0 and (c.i - c.k + 2 * c.p) % c.s == 0),
)
def cs231n_size(c: Case) -> Value:
    """W_2 = (W_1 − F + 2P)/S + 1"""
    return Fraction(c.i - c.k + 2 * c.p, c.s) + 1


@claim(
    "Dumoulin and Visin",
    "convolution arithmetic, relationship 6",
    "https://arxiv.org/abs/1603.07285",
    windows,
    padded,
)
def guide(c: Case) -> Value:
    """For any i, k, p and s, o = floor((i + 2p − k) / s) + 1."""
    return floor(Fraction(c.i + 2 * c.p - c.k, c.s)) + 1


@claim(
    "Dive into Deep Learning",
    "padding and stride",
    "https://d2l.ai/chapter_convolutional-neural-networks/padding-and-strides.html",
    windows,
    padded,
)
def d2l(c: Case) -> Value:
    """floor((n_h−k_h+p_h+s_h)/s_h), a total of p_h rows of padding (roughly half on top and half on
    bottom)
    """
    return floor(Fraction(c.i - c.k + 2 * c.p + c.s, c.s))
