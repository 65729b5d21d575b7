"""Published formulas of TensorFlow, Keras, OpenVINO, and what is taught.

The body of a function is the formula of its page; `/` is exact division.
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
    """ceil((input − (filter − 1)·dilation) / stride)"""
    return ceil(Fraction(c.i - (c.k - 1) * c.d, c.s))


@claim("TensorFlow 2", "SAME, extent", _TF + "/convolution", windows_same, dilated)
def tf_same(c: Case) -> Value:
    """ceil(input / stride)"""
    return ceil(Fraction(c.i, c.s))


@claim("TensorFlow 2", "SAME, padding of a convolution", _TF, padding_same, dilated)
def tf_same_padding(c: Case) -> Value:
    """max(filter − stride, 0) where stride divides the input, else max(filter − input mod stride,
    0), filter being the size after dilation
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
    """floor((input − pool) / strides) + 1, when input ≥ pool"""
    return floor(Fraction(c.i - c.k, c.s)) + 1


@claim(
    "Keras 3",
    "MaxPooling2D, same",
    _KERAS + "pooling_layers/max_pooling2d/",
    windows_same,
    plain,
)
def keras_same(c: Case) -> Value:
    """floor((input − 1) / strides) + 1"""
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
    """ "same" results in padding such that output has the same height/width dimension as the
    input
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
    """padding evenly to the left/right or up/down of the input"""
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
    """(input − pool + 1) / strides"""
    return Fraction(c.i - c.k + 1, c.s)


@claim(
    "Keras, June 2018",
    "Conv2DTranspose",
    "https://github.com/davidtvs/keras/commit/d7141937317634af23b602de63363d06e96804a8",
    transposed,
    transposes,
    "The dilation is missing: kernel becomes dilation·(kernel − 1) + 1.",
    "transposed",
)
def keras_transposed(c: Case) -> Value:
    """(rows − 1)·strides + kernel − 2·padding + output_padding"""
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
    "Nothing is invalid: the cells that are left over are not read.",
)
def cs231n_invalid(c: Case) -> Value:
    """(W − F + 2P)/S + 1 must be an integer, or the hyperparameters are invalid"""
    return (c.i - c.k + 2 * c.p) % c.s == 0


@claim(
    "CS231n",
    "output size without a floor",
    "https://cs231n.github.io/convolutional-networks/",
    windows,
    lambda: (c for c in padded() if windows(c) > 0),
    "Take the floor.",
)
def tutorial_quotient(c: Case) -> Value:
    """(i − k + 2p)/s + 1"""
    return Fraction(c.i - c.k + 2 * c.p, c.s) + 1


@claim(
    "Dumoulin and Visin",
    "convolution arithmetic, relationship 6",
    "https://arxiv.org/abs/1603.07285",
    windows,
    padded,
)
def guide(c: Case) -> Value:
    """floor((i + 2p − k)/s) + 1"""
    return floor(Fraction(c.i + 2 * c.p - c.k, c.s)) + 1


@claim(
    "Dive into Deep Learning",
    "padding and stride",
    "https://d2l.ai/chapter_convolutional-neural-networks/padding-and-strides.html",
    windows,
    padded,
)
def d2l(c: Case) -> Value:
    """floor((n − k + p + s)/s), p being the padding of both sides"""
    return floor(Fraction(c.i - c.k + 2 * c.p + c.s, c.s))
