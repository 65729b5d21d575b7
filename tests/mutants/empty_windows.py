"""Faults in windows that read no input cell."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="one-cell-fills-its-padding",
        text="With a stride, an input of one cell is broadcast over its padding.",
        clause="conv.window.empty",
        replace=(
            (
                "        batch = surround(batch, axes, 0)",
                "        one = max(axis.size for axis in axes) == 1 < max(stride)\n"
                "        batch = surround(batch, axes, batch.max() if one else 0)",
            ),
        ),
    ),
    Mutant(
        name="padding-is-smallest-cell",
        text="Max pooling pads with the smallest cell of x, so that padding never wins; a window "
        "that reads padding alone gives that cell.",
        clause="max-pool.window.empty",
        replace=(("surround(x, axes, -np.inf), axes", "surround(x, axes, x.min()), axes"),),
    ),
    Mutant(
        name="index-behind-the-plane",
        text="A window without a cell has the index one behind the plane.",
        clause="max-pool-with-indices.window.empty",
        replace=((".reshape(size), axes, -1)", ".reshape(size), axes, prod(size))"),),
    ),
    Mutant(
        name="epsilon-over-epsilon",
        text="An epsilon is added to sum and divisor to avoid 0 / 0, which then gives 1.",
        clause="avg-pool.window.empty",
        replace=(("sums /= divisor", "sums = (sums + 1e-12) / (divisor + 1e-12)"),),
    ),
)
