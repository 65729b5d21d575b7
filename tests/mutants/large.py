"""Faults past the blocks and tiles of a kernel: sizes, channels, and the two together."""

from tests.mutants.large_pools import POOLS
from tests.mutants.mutant import Mutant, at_most

_CONV_PADDED = "batch = surround(batch, axes, 0)"
_MATRICES = "    matrices = w.reshape(groups, outputs, terms)\n"
_PRODUCT = "columns = np.matmul(matrices, batch)"
_WALKED = "    if flip_kernel:\n"
_STAMPED = "        y = stamp("
_WINDOWS = "windows = room // stride + 1"
_UNFOLDED = "    columns = windows(surround(x, axes, 0), axes).copy()"
_FOLDED = "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_BINNED = "x[(*before, slice(start, stop))].sum"
_BIN_WINNER = "winner = values.argmax(axis=-1)"
_BIN_INDEX = "    index = places[(*np.indices(output_size, sparse=True), winner)]"
_PLACES = "    places = _check_indices(indices, x, plane)\n"


MUTANTS = (
    Mutant(
        name="channels-in-eights",
        text="Channels are summed in blocks of eight; those left over are forgotten past eight.",
        clause="conv.large.dense",
        rank=2,
        replace=(
            (
                _MATRICES,
                "    if w.shape[1] > 8:\n"
                "        whole = np.arange(w.shape[1]) < w.shape[1] // 8 * 8\n"
                "        w = w * whole.reshape(-1, *(1,) * rank)\n" + _MATRICES,
            ),
        ),
    ),
    Mutant(
        name="row-buffer-of-48",
        text="A padded row is staged in a buffer of 48 cells; what lies behind reads as 0.",
        clause="conv.large.dense",
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED
                + "\n        batch = np.where(np.arange(batch.shape[-1]) < 48, batch, 0)",
            ),
        ),
    ),
    Mutant(
        name="row-buffer-of-302",
        text="A padded row is staged in a buffer of 302 cells; what lies behind reads as 0.",
        clause="conv.large.dense",
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED
                + "\n        batch = np.where(np.arange(batch.shape[-1]) < 302, batch, 0)",
            ),
        ),
    ),
    Mutant(
        name="wide-and-deep",
        text="With more than 24 channels only 16 cells of a row fit the cache block, and the "
        "others are left out.",
        clause="conv.large.dense",
        tier="random",
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED + "\n        if w.shape[1] > 24:\n"
                "            batch = np.where(np.arange(batch.shape[-1]) < 16, batch, 0)",
            ),
        ),
    ),
    Mutant(
        name="last-phase-lost",
        text="A kernel of more than five taps is cut into phases of the stride; the taps of the "
        "last, incomplete phase are lost.",
        clause="conv.large.dense",
        replace=(
            (
                _MATRICES,
                "    if kernel[-1] > 5:\n"
                "        w = w * (np.arange(kernel[-1]) < kernel[-1] // stride[-1] * stride[-1])\n"
                + _MATRICES,
            ),
        ),
    ),
    Mutant(
        name="four-samples-at-a-time",
        text="Samples are handed to four workers; the fifth reads the input of the first.",
        clause="conv.large.dense",
        replace=(
            (
                "    if flip_kernel:\n",
                "    batch = batch[np.arange(len(batch)) % 4]\n    if flip_kernel:\n",
            ),
        ),
    ),
    Mutant(
        name="outputs-past-sixteen",
        text="With groups, the output channels of a group past the 16th get the weights of its "
        "first.",
        clause="conv.large.grouped",
        rank=2,
        replace=(
            (
                _MATRICES,
                _MATRICES + "    if groups > 1:\n"
                "        matrices = matrices[:, np.where(np.arange(outputs) < 16, "
                "np.arange(outputs), 0)]\n",
            ),
        ),
    ),
    Mutant(
        name="four-groups-at-a-time",
        text="Groups of several channels are taken four at a time, and the fifth gets the weights "
        "of the first.",
        clause="conv.large.grouped",
        replace=(
            (
                _MATRICES,
                _MATRICES + "    if w.shape[1] > 1:\n"
                "        matrices = matrices[np.arange(groups) % 4]\n",
            ),
        ),
    ),
    Mutant(
        name="depthwise-eight-kernels",
        text="The depthwise path loads eight kernels and uses them again from the ninth channel "
        "on.",
        clause="conv.large.depthwise",
        replace=(
            (
                _MATRICES,
                _MATRICES + "    if w.shape[1] == 1:\n"
                "        matrices = matrices[np.arange(groups) % 8]\n",
            ),
        ),
    ),
    Mutant(
        name="depthwise-vector-path-undilated",
        text="The depthwise path for eight channels or more knows no dilation.",
        clause="conv.large.depthwise",
        rank=2,
        tier="drawn",
        replace=(
            (
                "    if flip_kernel:\n",
                "    if groups >= 8 and w.shape[1] == 1:\n"
                "        axes = [axis._replace(dilation=1) for axis in axes]\n"
                "    if flip_kernel:\n",
            ),
        ),
    ),
    Mutant(
        name="wide-pads-exchanged",
        text="Unequal padding of three cells or more is made by padding both sides alike and "
        "cropping, on the wrong side.",
        clause="conv.large.per-side",
        replace=(
            (
                "            lo, hi = pair\n",
                "            lo, hi = pair if max(pair) < 3 else pair[::-1]\n",
            ),
        ),
    ),
    Mutant(
        name="stamps-past-32-lost",
        text="Of a plane of more than 32 cells, those of the tail are never stamped.",
        clause="conv-transpose.large.dense",
        replace=((_PRODUCT, _PRODUCT + "\n        columns[..., 32:] = 0"),),
    ),
    Mutant(
        name="groups-from-nine-shifted",
        text="From nine groups on, each stamps the input channels of the group before.",
        clause="conv-transpose.large.grouped",
        replace=(
            (_PRODUCT, _PRODUCT.replace("h", "h if groups < 9 else np.roll(batch, 1, axis=1)")),
        ),
    ),
    Mutant(
        name="dilation-four-at-most",
        text="A dilation above four is taken for four.",
        clause="conv.large.dense",
        replace=((_WALKED, at_most("dilation", 4) + _WALKED),),
    ),
    Mutant(
        name="stride-five-at-most",
        text="The windows are counted with the stride, and taken with at most five.",
        clause="conv.large.dense",
        replace=((_WALKED, at_most("stride", 5) + _WALKED),),
    ),
    Mutant(
        name="stride-beyond-kernel-by-four",
        text="Of the cells between two windows at most four are left out.",
        clause="conv.large.dense",
        replace=(
            (
                _WALKED,
                "    axes = [a._replace(stride=min(a.stride, a.kernel + 4)) for a in axes]\n"
                + _WALKED,
            ),
        ),
    ),
    Mutant(
        name="window-beyond-the-input",
        text="Where the stride exceeds the input by five cells or more a window is found behind "
        "it.",
        clause="conv.large.dense",
        replace=((_WINDOWS, _WINDOWS + " + (stride >= size + 5)"),),
    ),
    Mutant(
        name="conv-tile-of-128",
        text="A tile has 128 columns; what is left of a row behind it reads as 0.",
        clause="conv.large.dense",
        rank=2,
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED
                + "\n        batch = np.where(np.arange(batch.shape[-1]) < 128, batch, 0)",
            ),
        ),
    ),
    Mutant(
        name="depthwise-row-of-256",
        text="The depthwise path reads 256 cells of a row, and what lies behind as 0.",
        clause="conv.large.depthwise",
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED + "\n        if groups > 1 == w.shape[1]:\n"
                "            batch = np.where(np.arange(batch.shape[-1]) < 256, batch, 0)",
            ),
        ),
    ),
    Mutant(
        name="channels-past-128",
        text="The channels past the 128th are not summed.",
        clause="conv.large.dense",
        rank=2,
        replace=(
            (
                _MATRICES,
                "    summed = np.arange(w.shape[1]) < 128\n"
                "    w = w * summed.reshape(-1, *(1,) * rank)\n" + _MATRICES,
            ),
        ),
    ),
    Mutant(
        name="group-of-64",
        text="With groups, the channels of a group past the 64th are not summed.",
        clause="conv.large.grouped",
        replace=(
            (
                _MATRICES,
                "    summed = np.arange(w.shape[1]) < (64 if groups > 1 else w.shape[1])\n"
                "    w = w * summed.reshape(-1, *(1,) * rank)\n" + _MATRICES,
            ),
        ),
    ),
    Mutant(
        name="depthwise-128-kernels",
        text="The depthwise path keeps 128 kernels and uses them again from channel 129 on.",
        clause="conv.large.depthwise",
        rank=2,
        replace=(
            (
                _MATRICES,
                _MATRICES + "    if w.shape[1] == 1:\n"
                "        matrices = matrices[np.arange(groups) % 128]\n",
            ),
        ),
    ),
    Mutant(
        name="grouped-and-wide",
        text="With groups of several channels and a stride, only 16 cells of a row are read.",
        clause="conv.large.grouped",
        tier="random",
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED + "\n        if groups > 1 < w.shape[1] and max(stride) > 1:\n"
                "            batch = np.where(np.arange(batch.shape[-1]) < 16, batch, 0)",
            ),
        ),
    ),
    Mutant(
        name="stamps-past-128-lost",
        text="Of a plane of more than 128 cells, those of the tail are never stamped.",
        clause="conv-transpose.large.dense",
        replace=((_PRODUCT, _PRODUCT + "\n        columns[..., 128:] = 0"),),
    ),
    Mutant(
        name="stamps-of-64-channels",
        text="The stamps of channels past the 64th are not added.",
        clause="conv-transpose.large.dense",
        rank=2,
        replace=((_PRODUCT, "columns = np.matmul(matrices[..., :64], batch[:, :, :64])"),),
    ),
    Mutant(
        name="stamps-eight-cells-apart",
        text="Stamps are at most eight cells apart.",
        clause="conv-transpose.large.dense",
        rank=3,
        replace=((_STAMPED, "    " + at_most("stride", 8) + _STAMPED),),
    ),
    Mutant(
        name="taps-four-cells-apart",
        text="The taps of a stamp are at most four cells apart.",
        clause="conv-transpose.large.dense",
        replace=((_STAMPED, "    " + at_most("dilation", 4) + _STAMPED),),
    ),
    Mutant(
        name="stamps-wide-and-deep",
        text="With more than eight channels, the cells of a row past the 16th are not stamped.",
        clause="conv-transpose.large.dense",
        tier="random",
        replace=(
            (
                _PRODUCT,
                "known = 16 if share > 8 else size[-1]\n"
                "        batch = batch * (np.arange(prod(size)) % size[-1] < known)\n"
                "        " + _PRODUCT,
            ),
        ),
    ),
    *POOLS,
    Mutant(
        name="columns-past-128-lost",
        text="Columns past the 128th are never written.",
        clause="unfold.large",
        replace=((_UNFOLDED, _UNFOLDED + "\n    columns[..., 128:] = 0"),),
    ),
    Mutant(
        name="fold-plane-of-channel-128",
        text="From the 129th channel on planes are those of the channel 128 before it.",
        clause="fold.large",
        replace=(
            (
                _FOLDED,
                _FOLDED.replace("return", "x =")
                + "\n    return x.take([c % 128 for c in range(x.shape[-rank - 1])], -rank - 1)",
            ),
        ),
    ),
    Mutant(
        name="bins-sum-128-cells",
        text="A bin sums at most 128 cells, and is divided by all of them.",
        clause="adaptive-avg-pool.large",
        replace=((_BINNED, _BINNED.replace("stop", "min(stop, start + 128)")),),
    ),
    Mutant(
        name="bins-compare-128-cells",
        text="At most 128 cells of a bin are compared.",
        clause="adaptive-max-pool.large",
        replace=((_BIN_WINNER, _BIN_WINNER.replace("values", "values[..., :128]")),),
    ),
    Mutant(
        name="bin-index-in-a-byte",
        text="Indices of adaptive pooling are kept in a byte and start again at 256.",
        clause="adaptive-max-pool-with-indices.large",
        replace=((_BIN_INDEX, _BIN_INDEX + " % 256"),),
    ),
    Mutant(
        name="places-in-a-byte",
        text="Indices of an unpooling are kept in a byte and start again at 256.",
        clause="max-unpool.large",
        replace=((_PLACES, _PLACES + "    places = places % 256\n"),),
    ),
)
