"""What is translated: each concept, and the calls that its recipes must answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sitepages.rosetta import calls
from sitepages.rosetta.calls import Call


@dataclass(frozen=True)
class Concept:
    """One thing that frameworks spell differently.

    `function` is what every recipe of it is called, `topic` the chapter of the specification.
    """

    name: str
    title: str
    function: str
    topic: str
    text: str
    calls: Callable[[], Iterator[Call]]


CONCEPTS: tuple[Concept, ...] = (
    Concept(
        "convolution",
        "Convolution",
        "conv2d",
        "shapes",
        "Cross-correlation of x (N, C, H, W) with w (O, C/groups, kH, kW), padding (lo, hi) "
        "for each axis. What differs: the layout of x and w, whether padding can be unequal, "
        "and where groups are written.",
        calls.convolutions,
    ),
    Concept(
        "convolution-1d",
        "Convolution of lines",
        "conv1d",
        "shapes",
        "Rank 1: x is (N, C, L), w is (O, C/groups, k). The same words as in the plane, with "
        "one entry for each; NumPy and SciPy are at home here.",
        calls.convolutions_of_lines,
    ),
    Concept(
        "convolution-3d",
        "Convolution of volumes",
        "conv3d",
        "shapes",
        "Rank 3: x is (N, C, D, H, W), w is (O, C/groups, kD, kH, kW). TensorFlow has no groups "
        "here.",
        calls.convolutions_of_volumes,
    ),
    Concept(
        "flipped",
        "Convolution proper: the flipped kernel",
        "convolve2d",
        "orientation",
        "Convolution as mathematics has it, of one plane x (H, W) with w (kH, kW), no padding. "
        "SciPy and NumPy flip where they say *convolve*; deep-learning frameworks never do.",
        calls.proper,
    ),
    Concept(
        "same-upper",
        "Same padding, the odd cell at the end",
        "conv2d_same",
        "same",
        "`SAME` of TensorFlow, Keras and JAX, `SAME_UPPER` of ONNX, with any stride. torch has "
        "the name for stride 1 only; the padding of a stride depends on the input.",
        lambda: calls.same("upper"),
    ),
    Concept(
        "same-lower",
        "Same padding, the odd cell at the beginning",
        "conv2d_same_lower",
        "same",
        '`SAME_LOWER` of ONNX and JAX. `mode="same"` of NumPy and SciPy is this one too, as '
        "soon as the kernel is even.",
        lambda: calls.same("lower"),
    ),
    Concept(
        "depthwise",
        "Depthwise convolution",
        "depthwise2d",
        "groups",
        "Channel c of x gives outputs c·m to c·m + m − 1. torch keeps the weight as "
        "(C·m, 1, kH, kW), TensorFlow and Keras as (kH, kW, C, m), JAX as (kH, kW, 1, C·m).",
        calls.depthwise,
    ),
    Concept(
        "gradients",
        "Gradients of a convolution",
        "conv2d_grad",
        "gradients",
        "From what comes in, gy, the gradients of x and of w. Frameworks differentiate; by hand "
        "the gradient of x is a transposed convolution of gy, that of w a correlation of x with "
        "gy in which stride and dilation change places.",
        calls.gradients,
    ),
    Concept(
        "transposed",
        "Transposed convolution",
        "conv_transpose2d",
        "transposed",
        "The adjoint of a convolution: w is (C, O, kH, kW), padding is what is cut away, "
        "output_padding what is computed beyond the end.",
        calls.transposed,
    ),
    Concept(
        "transposed-size",
        "Transposed convolution of a given output size",
        "conv_transpose2d_to",
        "transposed",
        "A stride of s has s output sizes for each input size. Frameworks ask for the size, or "
        "for output_padding = size − the least size.",
        calls.transposed_sizes,
    ),
    Concept(
        "transposed-dilated",
        "Transposed convolution with dilation",
        "conv_transpose2d_dilated",
        "transposed",
        "The taps of each stamp stand apart: the extent of the kernel is d(k − 1) + 1. It is the "
        "adjoint of a dilated convolution.",
        calls.transposed_dilated,
    ),
    Concept(
        "max-pool",
        "Max pooling",
        "max_pool2d",
        "pooling",
        "Padding is minus infinity and never wins. A pool after `pad` with zeros is wrong "
        "wherever all cells are negative.",
        calls.max_pools,
    ),
    Concept(
        "ceil",
        "Ceil mode",
        "max_pool2d_ceil",
        "ceil",
        "One more window where a step is left over, unless it would start in the high padding. "
        "Who has no such mode pads the end, by as much as the last window overhangs.",
        calls.max_pools_ceil,
    ),
    Concept(
        "indices",
        "Indices of max pooling",
        "max_pool2d_indices",
        "indices",
        "Where each maximum was: flat in the unpadded plane of its (n, c), the first of equal "
        "ones. TensorFlow counts channels in, ONNX batch and channels.",
        calls.indices,
    ),
    Concept(
        "unpool",
        "Max unpooling",
        "max_unpool2d",
        "unpooling",
        "Values go back to the indices of max pooling, all else is zero. Only torch has a name "
        "for it; elsewhere it is a scatter.",
        calls.unpools,
    ),
    Concept(
        "average-counted",
        "Average pooling, padding counted",
        "avg_pool2d",
        "divisors",
        "The divisor is the whole window, padding and all: torch's default, and Flax's.",
        lambda: calls.averages(True),
    ),
    Concept(
        "average-uncounted",
        "Average pooling, padding not counted",
        "avg_pool2d_uncounted",
        "divisors",
        "The divisor is the number of input cells: the default of ONNX, and what `SAME` of "
        "TensorFlow and Keras does.",
        lambda: calls.averages(False),
    ),
    Concept(
        "average-ceil",
        "Average pooling with ceil mode",
        "avg_pool2d_ceil",
        "divisors",
        "Padding counts, the overhang beyond it never does: the last window of a row divides "
        "by less.",
        lambda: calls.averages(True, "ceil"),
    ),
    Concept(
        "divisor-override",
        "Average pooling with a divisor of one's own",
        "avg_pool2d_divided",
        "divisors",
        "The sum of each window, padding being zero, divided by a number that is given: only "
        "torch has a name for it. A divisor of 1 is sum pooling.",
        calls.divided,
    ),
    Concept(
        "lp-pool",
        "Power-average (lp) pooling",
        "lp_pool2d",
        "pooling",
        "The p-th root of the sum of abs(x)^p. torch leaves the absolute value out.",
        calls.lp_pools,
    ),
    Concept(
        "global",
        "Global pooling",
        "global_pool2d",
        "adaptive",
        "The mean and the maximum of each plane, as (N, C, 1, 1): an adaptive pool with one bin.",
        calls.whole_planes,
    ),
    Concept(
        "adaptive",
        "Adaptive average pooling",
        "adaptive_avg_pool2d",
        "adaptive",
        "Bin a of o reads cells floor(a·i/o) to ceil((a+1)·i/o). torch and Keras have it; "
        "elsewhere it is the mean of each bin.",
        calls.adaptive,
    ),
    Concept(
        "adaptive-max",
        "Adaptive max pooling",
        "adaptive_max_pool2d",
        "adaptive",
        "The maximum of each bin; the bins are those of adaptive average pooling, and overlap "
        "where the sizes do not divide.",
        calls.adaptive_max,
    ),
    Concept(
        "padding-modes",
        "Padding modes",
        "pad2d",
        "padding-modes",
        "Reflect (the edge not repeated), replicate, circular. The names are a trap: "
        "`reflect` of scipy.ndimage repeats the edge, as `symmetric` of NumPy does.",
        calls.modes,
    ),
    Concept(
        "unfold",
        "Unfold (im2col)",
        "unfold2d",
        "rearrangement",
        "What every window reads, as columns: rows are channel, then tap; columns are output "
        "cells, row-major. Other frameworks put the channel last.",
        calls.unfolds,
    ),
    Concept(
        "fold",
        "Fold (col2im)",
        "fold2d",
        "rearrangement",
        "The adjoint of unfold: overlapping columns add. Who has no fold takes the gradient of "
        "an unfold.",
        calls.folds,
    ),
)
