"""Faults past the blocks and tiles of a kernel: sizes, channels, and the two together."""

from tests.mutants.mutant import Mutant

_CONV_PADDED = "batch = surround(batch, axes, 0)"
_MATRICES = "    matrices = w.reshape(groups, outputs, terms)\n"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_SUMS = "sums = _reduce(surround(x, axes, 0), axes, np.add)"
_PRODUCT = "columns = np.matmul(matrices, batch)"

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
        tier="random",
        replace=(
            (
                _CONV_PADDED,
                _CONV_PADDED
                + "\n        batch = np.where(np.arange(batch.shape[-1]) < 48, batch, 0)",
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
        tier="random",
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
        tier="random",
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
        tier="random",
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
        tier="random",
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
        tier="random",
        replace=(
            (
                "            lo, hi = pair\n",
                "            lo, hi = pair if max(pair) < 3 else pair[::-1]\n",
            ),
        ),
    ),
    Mutant(
        name="plane-of-32-columns",
        text="Max pooling tiles a plane by 32 columns and forgets what is left of its width.",
        clause="max-pool.large",
        rank=2,
        replace=(
            (_MAX_POOL, "    x = np.where(np.arange(x.shape[-1]) < 32, x, -np.inf)\n" + _MAX_POOL),
        ),
    ),
    Mutant(
        name="samples-in-pairs",
        text="Samples are pooled in pairs; the third is given the maxima of the first.",
        clause="max-pool.large",
        rank=2,
        tier="random",
        replace=(
            (
                _MAX_POOL,
                "    x = x[np.arange(len(x)) % 2] if x.ndim > len(axes) + 1 else x\n" + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="long-rows-know-only-floor",
        text="Inputs longer than 16 cells take a path that knows whole windows only.",
        clause="max-pool.large.ceil",
        tier="random",
        replace=(('if rule != "floor":', 'if rule != "floor" and size <= 16:'),),
    ),
    Mutant(
        name="index-in-a-byte",
        text="Indices are kept in a byte and start again at 256.",
        clause="max-pool-with-indices.large",
        rank=2,
        tier="random",
        replace=(("np.arange(prod(size), dtype=np.int64)", "(np.arange(prod(size)) % 256)"),),
    ),
    Mutant(
        name="plane-of-channel-32",
        text="From the 33rd channel on averages are those of the channel 32 before it.",
        clause="avg-pool.large",
        replace=(
            (
                _SUMS,
                f"x = x.take(np.arange(x.shape[-len(axes) - 1]) % 32, -len(axes) - 1)\n    {_SUMS}",
            ),
        ),
    ),
    Mutant(
        name="sums-unrolled-by-four",
        text="The taps along an axis are summed four at a time, and only one of those left over.",
        clause="avg-pool.large",
        tier="random",
        replace=(
            (
                "for tap in range(1, axis.kernel):",
                "for tap in range(1, axis.kernel if axis.kernel < 6 else 5):",
            ),
        ),
    ),
    Mutant(
        name="overhang-counted-in-long-rows",
        text="In rows longer than 12 cells the overhang is left in the divisor.",
        clause="avg-pool.large.ceil",
        tier="random",
        replace=(
            (
                "counted = np.minimum(stop, end)",
                "overhang = np.maximum(stop - axis.lo - axis.size - axis.hi, 0)\n"
                "        counted = overhang if axis.size > 12 else 0 * start\n"
                "        counted += np.minimum(stop, end)",
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
        tier="random",
        replace=(
            (_PRODUCT, _PRODUCT.replace("h", "h if groups < 9 else np.roll(batch, 1, axis=1)")),
        ),
    ),
)
