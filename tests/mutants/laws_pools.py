"""The same faults of pooling, unfold, fold and unpooling."""

from tests.mutants.mutant import Mutant, before

_MAX_END = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)\n"
_INDEX_END = "    return _reduce(padded, axes, np.maximum), index\n"
_AVG_END = "        sums /= divisor\n    return sums\n"
_UNFOLD_END = "    return columns.reshape(*x.shape[: -rank - 1], rows, cells)\n"
_FOLD_END = (
    "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)\n"
)
_ADAPTIVE_END = "        return x / divisor\n"
_HIGHEST_END = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]\n"
_UNPOOLED_END = "    return y.reshape(*lead, *output_size)\n"
_MAX_GRAD_END = "    return (gx[:, :-1].reshape(x.shape).copy(),)\n"

POOLS = (
    Mutant(
        name="maxima-of-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="max-pool.law.planes",
        replace=before(
            _MAX_END, "if len(x) > 4 and x.shape[1] > 128:", "    y[4:, 128:] = y[:1, :1]", name="y"
        ),
    ),
    Mutant(
        name="maxima-behind-the-first-tile",
        text="In planes more than 256 cells wide maxima behind the first tile are off by one.",
        clause="max-pool.law.tile",
        rank=2,
        replace=before(_MAX_END, "if size[-1] > 256:", "    y[..., 64:] += 1", name="y"),
    ),
    Mutant(
        name="maxima-of-the-last-step",
        text="In planes more than 256 cells wide the last step of a stride above 2 is not made.",
        clause="max-pool.law.stride",
        rank=2,
        replace=before(
            _MAX_END,
            "if size[-1] > 256 and stride[-1] > 2:",
            "    y[..., -1] = y[..., 0]",
            name="y",
        ),
    ),
    Mutant(
        name="padding-wins-in-wide-planes",
        text="In planes more than 256 cells wide wide padding counts as 0.",
        clause="max-pool.law.padding",
        rank=2,
        replace=before(
            _MAX_END, "if size[-1] > 256 and axes[-1].lo > 1:", "    y[..., 0] += 10**4", name="y"
        ),
    ),
    Mutant(
        name="maxima-of-the-first-column",
        text="In planes more than 256 cells wide the first column is off by one.",
        clause="max-pool.law.reversal",
        rank=2,
        replace=before(_MAX_END, "if size[-1] > 256:", "    y[..., 0] += 1", name="y"),
    ),
    Mutant(
        name="maxima-of-the-last-column",
        text="In planes more than 256 cells wide the last column is off by one.",
        clause="max-pool.law.axes",
        rank=2,
        replace=before(_MAX_END, "if size[-1] > 256:", "    y[..., -1] += 1", name="y"),
    ),
    Mutant(
        name="long-windows-of-wide-planes",
        text="In planes more than 256 cells wide windows longer than four cells are off by one.",
        clause="max-pool.law.maxima",
        rank=2,
        replace=before(_MAX_END, "if size[-1] > 256 and kernel[-1] > 4:", "    y -= 1", name="y"),
    ),
    Mutant(
        name="maxima-of-whole-wide-planes",
        text="Of a plane more than 256 cells wide, as one window, the maximum is off by one.",
        clause="max-pool.law.global",
        rank=2,
        replace=before(_MAX_END, "if kernel[-1] > 256:", "    y += 1", name="y"),
    ),
    Mutant(
        name="averages-of-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="avg-pool.law.planes",
        replace=before(
            _AVG_END, "if len(x) > 4 and x.shape[1] > 128:", "    sums[4:, 128:] = sums[:1, :1]"
        ),
    ),
    Mutant(
        name="averages-behind-the-first-tile",
        text="In planes more than 256 cells wide averages behind the first tile miss a fifth.",
        clause="avg-pool.law.tile",
        rank=2,
        replace=before(_AVG_END, "if size[-1] > 256:", "    sums[..., 40:] *= 0.8"),
    ),
    Mutant(
        name="averages-of-the-last-step",
        text="In planes more than 256 cells wide the last step of a stride above 2 is not made.",
        clause="avg-pool.law.stride",
        rank=2,
        replace=before(
            _AVG_END, "if size[-1] > 256 and stride[-1] > 2:", "    sums[..., -1] = sums[..., 0]"
        ),
    ),
    Mutant(
        name="averages-at-wide-padding",
        text="In planes more than 256 cells wide the first window divides by what it reads.",
        clause="avg-pool.law.padding",
        rank=2,
        replace=before(
            _AVG_END, "if size[-1] > 256 and axes[-1].lo > 1:", "    sums[..., 0] *= 1.25"
        ),
    ),
    Mutant(
        name="averages-of-the-first-column",
        text="In planes of 256 cells across and more the first column misses a fifth.",
        clause="avg-pool.law.reversal",
        rank=2,
        replace=before(_AVG_END, "if size[-1] > 255:", "    sums[..., 0] *= 0.8"),
    ),
    Mutant(
        name="averages-of-the-last-column",
        text="In planes more than 256 cells wide the last column misses a fifth.",
        clause="avg-pool.law.axes",
        rank=2,
        replace=before(_AVG_END, "if size[-1] > 256:", "    sums[..., -1] *= 0.8"),
    ),
    Mutant(
        name="averages-of-long-windows",
        text="In planes more than 256 cells wide long windows are divided by four.",
        clause="avg-pool.law.depthwise",
        rank=2,
        replace=before(_AVG_END, "if size[-1] > 256 and kernel[-1] > 4:", "    sums *= 1.25"),
    ),
    Mutant(
        name="averages-of-whole-wide-planes",
        text="Of a plane more than 256 cells wide, as one window, the average misses a fifth.",
        clause="avg-pool.law.global",
        rank=2,
        replace=before(_AVG_END, "if kernel[-1] > 256:", "    sums *= 0.8"),
    ),
    Mutant(
        name="indices-of-plane-128",
        text="Past four samples, planes past 128 have no index but 0.",
        clause="max-pool-with-indices.law.planes",
        rank=2,
        replace=before(
            _INDEX_END, "if len(x) > 4 and x.shape[1] > 128:", "    index[4:, 128:] = 0"
        ),
    ),
    Mutant(
        name="indices-in-ten-bits",
        text="Indices in planes more than 256 cells wide are kept in ten bits.",
        clause="max-pool-with-indices.law.indexed",
        rank=2,
        replace=before(_INDEX_END, "if size[-1] > 256:", "    index %= 1024"),
    ),
    Mutant(
        name="columns-of-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="unfold.law.planes",
        replace=before(
            _UNFOLD_END,
            "if len(x) > 4 and x.shape[1] > 128:",
            "    columns[4:, 128:] = columns[:1, :1]",
        ),
    ),
    Mutant(
        name="last-column-of-wide-rows",
        text="In planes more than 256 cells wide the last step of a stride above 2 is not made.",
        clause="unfold.law.stride",
        rank=2,
        replace=before(
            _UNFOLD_END, "if extents[-1] > 256 and stride[-1] > 2:", "    columns[..., -1] = 0"
        ),
    ),
    Mutant(
        name="columns-at-wide-padding",
        text="In planes more than 256 cells wide the first column reads 1 for 0.",
        clause="unfold.law.padding",
        rank=2,
        replace=before(
            _UNFOLD_END, "if extents[-1] > 256 and axes[-1].lo > 1:", "    columns[..., 0] += 1"
        ),
    ),
    Mutant(
        name="columns-behind-the-first-tile",
        text="In planes more than 256 cells wide columns behind a tile are those before them.",
        clause="unfold.law.adjoint",
        rank=2,
        replace=before(
            _UNFOLD_END,
            "if extents[-1] > 256:",
            "    columns[..., 64:] = columns[..., 63:-1].copy()",
        ),
    ),
    Mutant(
        name="folded-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="fold.law.planes",
        replace=before(
            _FOLD_END,
            "if len(columns) > 4 and rows > 128 * prod(kernel):",
            "    x[4:, 128:] = x[:1, :1]",
            name="x",
        ),
    ),
    Mutant(
        name="bins-of-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="adaptive-avg-pool.law.planes",
        replace=before(
            _ADAPTIVE_END, "if len(x) > 4 and x.shape[1] > 128:", "    x[4:, 128:] = x[:1, :1]"
        ),
    ),
    Mutant(
        name="last-bin-of-wide-planes",
        text="In planes more than 256 cells wide the last bin misses a fifth.",
        clause="adaptive-avg-pool.law.bin",
        rank=2,
        replace=before(_ADAPTIVE_END, "if edges[-1][-1][1] > 256:", "    x[..., -1] *= 0.8"),
    ),
    Mutant(
        name="highest-of-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="adaptive-max-pool.law.planes",
        replace=before(
            _HIGHEST_END,
            "if len(x) > 4 and x.shape[1] > 128:",
            "    y[4:, 128:] = y[:1, :1]",
            name="y",
        ),
    ),
    Mutant(
        name="last-highest-of-wide-planes",
        text="In planes more than 256 cells wide the last bin repeats the first.",
        clause="adaptive-max-pool.law.bin",
        rank=2,
        replace=before(
            _HIGHEST_END, "if x.shape[-1] > 256:", "    y[..., -1] = y[..., 0]", name="y"
        ),
    ),
    Mutant(
        name="unpooled-plane-128",
        text="Past four samples, planes past 128 repeat the first.",
        clause="max-unpool.law.planes",
        replace=before(
            _UNPOOLED_END,
            "if len(x) > 4 and x.shape[1] > 128:",
            "    y[4:, 128:] = y[:1, :1]",
            name="y",
        ),
    ),
    Mutant(
        name="unpooled-past-a-row-buffer",
        text="Cells past 256 of a row are not written.",
        clause="max-unpool.law.indexed",
        rank=2,
        replace=before(_UNPOOLED_END, "y[..., 256:] = 0", name="y"),
    ),
    Mutant(
        name="gradient-of-plane-128",
        text="Of more than four samples of more than 128 channels, the last plane of gx is 0.",
        clause="max-pool-grad.law.planes",
        replace=before(_MAX_GRAD_END, "if len(x) > 4 and x.shape[1] > 128:", "    gx[-1] = 0"),
    ),
)
