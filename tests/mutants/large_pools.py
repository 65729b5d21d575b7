"""Faults past the blocks and tiles of a pooling kernel; see :mod:`tests.mutants.large`."""

from tests.mutants.mutant import Mutant, at_most

_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_SUMS = "sums = _reduce(surround(x, axes, 0), axes, np.add)"
_INDICES = "    taps = prod(kernel)\n"

POOLS = (
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
        name="row-of-300-columns",
        text="Max pooling knows 300 columns of a row; what lies behind is taken for padding.",
        clause="max-pool.large",
        replace=(
            (_MAX_POOL, "    x = np.where(np.arange(x.shape[-1]) < 300, x, -np.inf)\n" + _MAX_POOL),
        ),
    ),
    Mutant(
        name="samples-in-pairs",
        text="Samples are pooled in pairs; the third is given the maxima of the first.",
        clause="max-pool.large",
        rank=2,
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
        replace=(('if rule != "floor":', 'if rule != "floor" and size <= 16:'),),
    ),
    Mutant(
        name="index-in-a-byte",
        text="Indices are kept in a byte and start again at 256.",
        clause="max-pool-with-indices.large",
        rank=2,
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
        name="planes-of-six-taps",
        text="Windows of a plane are unrolled up to six taps along an axis; further taps are lost.",
        clause="max-pool.large",
        rank=2,
        replace=((_MAX_POOL, "    if len(axes) == 2:\n    " + at_most("kernel", 6) + _MAX_POOL),),
    ),
    Mutant(
        name="cubes-of-five-taps",
        text="Windows of rank 3 are summed over at most five taps along an axis.",
        clause="avg-pool.large",
        rank=3,
        replace=(
            (
                _SUMS,
                "summed = [a._replace(kernel=min(a.kernel, 5)) for a in axes]\n    "
                + _SUMS.replace("axes, np.add", "summed, np.add"),
            ),
        ),
    ),
    Mutant(
        name="lines-of-16-taps",
        text="A window of one axis is reduced in blocks of 16 taps, of which the second is lost.",
        clause="max-pool.large",
        replace=((_MAX_POOL, at_most("kernel", 16) + _MAX_POOL),),
    ),
    Mutant(
        name="samples-in-threes",
        text="Three samples are pooled at a time; the fourth is given the averages of the first.",
        clause="avg-pool.large",
        rank=2,
        replace=((_SUMS, f"x = x[np.arange(len(x)) % 3]\n    {_SUMS}"),),
    ),
    Mutant(
        name="eight-samples",
        text="The ninth sample is given the maxima of the first.",
        clause="max-pool.large",
        rank=3,
        replace=((_MAX_POOL, "    x = x[np.arange(len(x)) % 8]\n" + _MAX_POOL),),
    ),
    Mutant(
        name="padding-of-two-cells",
        text="The border of a plane is two cells wide at most; deeper padding begins the windows "
        "too late.",
        clause="max-pool.large",
        rank=2,
        replace=((_MAX_POOL, at_most("lo", 2) + _MAX_POOL),),
    ),
    Mutant(
        name="pool-dilation-four-at-most",
        text="A dilation above four is taken for four.",
        clause="max-pool.large",
        replace=((_MAX_POOL, at_most("dilation", 4) + _MAX_POOL),),
    ),
    Mutant(
        name="pool-stride-five-at-most",
        text="The windows are counted with the stride, and taken with at most five.",
        clause="avg-pool.large",
        rank=2,
        replace=(
            (
                _SUMS,
                "steps = [a._replace(stride=min(a.stride, 5)) for a in axes]\n    "
                + _SUMS.replace("axes, np.add", "steps, np.add"),
            ),
        ),
    ),
    Mutant(
        name="pool-tile-of-128",
        text="A row is pooled in tiles of 128 cells; what is left of it is forgotten.",
        clause="max-pool.large.ceil",
        rank=2,
        replace=(
            (_MAX_POOL, "    x = np.where(np.arange(x.shape[-1]) < 128, x, -np.inf)\n" + _MAX_POOL),
        ),
    ),
    Mutant(
        name="row-of-256",
        text="Averages along one axis read 256 cells, and what lies behind as 0.",
        clause="avg-pool.large.ceil",
        replace=((_SUMS, f"x = np.where(np.arange(x.shape[-1]) < 256, x, 0)\n    {_SUMS}"),),
    ),
    Mutant(
        name="pool-channels-past-128",
        text="From channel 129 on maxima are those of the channel 128 before it.",
        clause="max-pool.large",
        rank=2,
        replace=(
            (
                _MAX_POOL,
                "    if x.ndim == len(axes) + 2:\n"
                "        x = x[:, np.arange(x.shape[1]) % 128]\n" + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="volume-32-results-wide",
        text="Results of rank 3 past the 32nd of a row repeat those from its beginning.",
        clause="max-pool.large",
        rank=3,
        replace=(
            (
                _MAX_POOL,
                _MAX_POOL.replace("return", "y =")
                + "\n    return y if len(axes) < 3 else y[..., np.arange(y.shape[-1]) % 32]",
            ),
        ),
    ),
    Mutant(
        name="index-of-row-128",
        text="The column of an index is kept in seven bits.",
        clause="max-pool-with-indices.large",
        rank=2,
        replace=(
            (
                _INDICES,
                "    x = np.where(np.arange(size[-1]) < 128, x, x[..., :1])\n" + _INDICES,
            ),
        ),
    ),
    Mutant(
        name="index-of-many-channels",
        text="With more than eight channels in rows of more than 32 cells, the maxima are looked "
        "for in the first channel.",
        clause="max-pool-with-indices.large",
        tier="random",
        replace=(
            (
                _INDICES,
                "    if size[-1] > 32 and x.ndim > len(axes) + 1 and x.shape[1] > 8:\n"
                "        x = np.repeat(x[:, :1], x.shape[1], axis=1)\n" + _INDICES,
            ),
        ),
    ),
    Mutant(
        name="wide-planes-of-many-channels",
        text="With more than eight channels, columns past the 32nd are not pooled.",
        clause="max-pool.large",
        rank=2,
        tier="random",
        replace=(
            (
                _MAX_POOL,
                "    if x.shape[-3] > 8:\n"
                "        x = np.where(np.arange(x.shape[-1]) < 32, x, -np.inf)\n" + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="wide-sums-of-many-samples",
        text="With more than one sample, columns past the 32nd are not summed.",
        clause="avg-pool.large",
        rank=2,
        tier="drawn",
        replace=(
            (
                _SUMS,
                "if len(x) > 1:\n"
                f"        x = np.where(np.arange(x.shape[-1]) < 32, x, 0)\n    {_SUMS}",
            ),
        ),
    ),
)
