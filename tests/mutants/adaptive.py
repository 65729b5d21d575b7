"""Faults of adaptive pooling."""

from tests.mutants.mutant import Mutant

_EDGES = "edges.append([(a * i // o, -(-(a + 1) * i // o)) for a in range(o)])"
_STOP = "-(-(a + 1) * i // o)"
_COUNTS = "counts = np.array([stop - start for start, stop in axis], x.dtype)"
_MEANS = "        return x / divisor"
_AVERAGE = "    edges = bin_edges(x, output_size)\n    divisor"
_MAXIMA = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]"
_WINNER = "winner = values.argmax(axis=-1)"
_INDEX = "    index = places[(*np.indices(output_size, sparse=True), winner)]"
_FOUND = "[..., 0], index"


def _one(name: str, text: str, clause: str, whole: str, old: str, new: str) -> Mutant:
    """A fault made by a change of one piece of a line."""
    return Mutant(name=name, text=text, clause=clause, replace=((whole, whole.replace(old, new)),))


def _before(name: str, text: str, clause: str, line: str, new: str, rank: int = 1) -> Mutant:
    """A fault made by lines in front of another."""
    return Mutant(name=name, text=text, clause=clause, rank=rank, replace=((line, new + line),))


MUTANTS = (
    _one(
        "bins-left-summed",
        "The sums of the bins are not divided.",
        "adaptive-avg-pool.value.mean",
        _MEANS,
        "x / divisor",
        "x",
    ),
    _one(
        "divided-by-the-widest",
        "Every bin is divided by the size of the widest.",
        "adaptive-avg-pool.value.own-divisor",
        _COUNTS,
        "stop - start for",
        "max(e - s for s, e in axis) for",
    ),
    _one(
        "global-mean-without-last",
        "Global pooling leaves out the last cell of an axis.",
        "adaptive-avg-pool.value.global",
        _EDGES,
        "range(o)]",
        "range(o)] if o > 1 else [(0, max(i - 1, 1))]",
    ),
    _one(
        "bin-ends-rounded-down",
        "The end of a bin is rounded down, so that bins lie side by side.",
        "adaptive-avg-pool.bins.overlap",
        _EDGES,
        _STOP,
        "max((a + 1) * i // o, a * i // o + 1)",
    ),
    _one(
        "surplus-bins-of-one-cell",
        "Where there are more bins than cells, each bin is one cell.",
        "adaptive-avg-pool.bins.repeat",
        _EDGES,
        _STOP,
        "-(-(a + 1) * i // o) if o <= i else a * i // o + 1",
    ),
    _one(
        "bins-of-rounded-quotients",
        "Bins begin and end at multiples of i / o in float32.",
        "adaptive-avg-pool.bins.integers",
        _EDGES,
        "a * i // o, -(-(a + 1) * i // o)",
        "int(a * np.float32(i / o)), min(int(np.ceil((a + 1) * np.float32(i / o))), i)",
    ),
    _before(
        "mean-extents-width-first",
        "output_size is read as (width, height).",
        "adaptive-avg-pool.bins.per-axis",
        _AVERAGE,
        "    output_size = output_size[::-1]\n",
        rank=2,
    ),
    _one(
        "mean-with-batch-axis",
        "A sample without a batch axis comes back with one.",
        "adaptive-avg-pool.shape.unbatched",
        _MEANS,
        "x / divisor",
        "(x / divisor).reshape(-1, *x.shape[-len(edges) - 1 :])",
    ),
    _before(
        "mean-of-at-least-one-bin",
        "An output extent of 0 is taken to be 1.",
        "adaptive-avg-pool.shape.no-output",
        _AVERAGE,
        "    output_size = tuple(o or 1 for o in output_size)\n",
    ),
    _before(
        "mean-of-no-sample-is-flat",
        "A batch of no sample comes back as an empty vector.",
        "adaptive-avg-pool.shape.no-samples",
        _AVERAGE,
        "    if not len(x):\n        return x.reshape(0)\n",
    ),
    _before(
        "mean-of-no-channel-is-flat",
        "Samples of no channel come back as an empty vector.",
        "adaptive-avg-pool.shape.no-channels",
        _AVERAGE,
        "    if not x.size:\n        return x.reshape(0)\n",
    ),
    _one(
        "bins-against-zero",
        "The maximum of a bin is taken with 0 besides.",
        "adaptive-max-pool.value.maximum",
        _MAXIMA,
        "return adaptive_max_pool_with_indices(x, output_size=output_size)[0]",
        "return np.maximum(adaptive_max_pool_with_indices(x, output_size=output_size)[0], 0)",
    ),
    _one(
        "global-maximum-without-first",
        "Global pooling leaves out the first cell of an axis.",
        "adaptive-max-pool.value.global",
        _EDGES,
        "range(o)]",
        "range(o)] if o > 1 else [(int(i > 1), i)]",
    ),
    _one(
        "bins-of-one-window",
        "Bins are windows of one size at one stride, i // o.",
        "adaptive-max-pool.bins.overlap",
        _EDGES,
        "a * i // o, -(-(a + 1) * i // o)",
        "a * (i // o), i - (o - 1 - a) * (i // o)",
    ),
    _one(
        "surplus-bins-nearest",
        "Where there are more bins than cells, each bin is the cell nearest to its centre.",
        "adaptive-max-pool.bins.repeat",
        _EDGES,
        "for a in range(o)]",
        "for a in range(o)] if o <= i else "
        "[((2 * a + 1) * i // (2 * o), (2 * a + 1) * i // (2 * o) + 1) for a in range(o)]",
    ),
    _one(
        "bin-ends-in-float32",
        "Bins end at multiples of i / o in float32.",
        "adaptive-max-pool.bins.integers",
        _EDGES,
        _STOP,
        "min(int(np.ceil((a + 1) * np.float32(i / o))), i)",
    ),
    Mutant(
        name="maximum-extents-width-first",
        text="output_size is read as (width, height).",
        clause="adaptive-max-pool.bins.per-axis",
        rank=2,
        replace=((_MAXIMA, _MAXIMA.replace("=output_size", "=output_size[::-1]")),),
    ),
    Mutant(
        name="maximum-with-batch-axis",
        text="A sample without a batch axis comes back with one.",
        clause="adaptive-max-pool.shape.unbatched",
        replace=(
            (
                _MAXIMA,
                _MAXIMA.replace("return", "y =")
                + "\n    return y.reshape(-1, *y.shape[-len(output_size) - 1 :])",
            ),
        ),
    ),
    _before(
        "maximum-of-at-least-one-bin",
        "An output extent of 0 is taken to be 1.",
        "adaptive-max-pool.shape.no-output",
        _MAXIMA,
        "    output_size = tuple(o or 1 for o in output_size)\n",
    ),
    _before(
        "maximum-of-no-sample-is-flat",
        "A batch of no sample comes back as an empty vector.",
        "adaptive-max-pool.shape.no-samples",
        _MAXIMA,
        "    if not len(x):\n        return x.reshape(0)\n",
    ),
    _before(
        "maximum-of-no-channel-is-flat",
        "Samples of no channel come back as an empty vector.",
        "adaptive-max-pool.shape.no-channels",
        _MAXIMA,
        "    if not x.size:\n        return x.reshape(0)\n",
    ),
    _one(
        "index-within-the-bin",
        "An index counts the cells of its bin.",
        "adaptive-max-pool-with-indices.index.plane",
        _INDEX,
        "places[(*np.indices(output_size, sparse=True), winner)]",
        "winner",
    ),
    Mutant(
        name="bin-index-column-major",
        text="Indices count column-major.",
        clause="adaptive-max-pool-with-indices.index.row-major",
        rank=2,
        replace=(
            (
                _INDEX,
                _INDEX + "\n    row, column = np.divmod(index, size[1])\n"
                "    index = column * size[0] + row",
            ),
        ),
    ),
    Mutant(
        name="global-index-over-channels",
        text="The index of a global maximum counts on through the channels.",
        clause="adaptive-max-pool-with-indices.index.global",
        replace=(
            (
                _INDEX,
                _INDEX + "\n    if prod(output_size) == 1:\n"
                "        first = np.arange(lead[-1]) * prod(size)\n"
                "        index = index + first.reshape(-1, *(1,) * len(size))",
            ),
        ),
    ),
    _one(
        "last-of-tied-bin",
        "Of equal maxima the last gives the index.",
        "adaptive-max-pool-with-indices.ties.first",
        _WINNER,
        "values.argmax(axis=-1)",
        "values.shape[-1] - 1 - values[..., ::-1].argmax(axis=-1)",
    ),
    Mutant(
        name="lowest-bin-gives-last-cell",
        text="A bin of nothing but minus infinity gives the index of its last cell.",
        clause="adaptive-max-pool-with-indices.ties.lowest",
        replace=(
            (
                _WINNER,
                _WINNER + "\n    winner = np.where(np.isinf(values).all(-1), -1, winner)",
            ),
        ),
    ),
    _one(
        "bin-starts-in-float32",
        "Bins begin at multiples of i / o in float32.",
        "adaptive-max-pool-with-indices.bins.integers",
        _EDGES,
        "[(a * i // o",
        "[(int(a * np.float32(i / o))",
    ),
    _one(
        "bin-index-with-batch-axis",
        "The indices of a sample without a batch axis come with one.",
        "adaptive-max-pool-with-indices.shape.unbatched",
        _FOUND,
        "index",
        "index.reshape(-1, *index.shape[-len(edges) - 1 :])",
    ),
)
