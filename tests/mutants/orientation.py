"""Faults in the orientation of the kernel."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="convolution-proper",
        text="Convolution proper is computed where cross-correlation is meant, and the reverse.",
        clause="conv.orientation.cross-correlation",
        replace=(("    if flip_kernel:", "    if not flip_kernel:"),),
    ),
    Mutant(
        name="square-kernels-transposed",
        text="Square kernels are stored column by column, others row by row.",
        clause="conv.orientation.axis-order",
        rank=2,
        replace=(
            (
                "    if flip_kernel:\n",
                "    if kernel == kernel[::-1]:\n        w = w.swapaxes(2, -1)\n"
                "    if flip_kernel:\n",
            ),
        ),
    ),
    Mutant(
        name="flips-last-axis-only",
        text="Only the last axis of the kernel is flipped.",
        clause="conv.orientation.flipped",
        rank=2,
        replace=(("axis=tuple(range(2, rank + 2))", "axis=-1"),),
    ),
    Mutant(
        name="flips-channels-too",
        text="The kernel is flipped together with its channels.",
        clause="conv.orientation.flipped",
        replace=(("axis=tuple(range(2, rank + 2))", "axis=tuple(range(1, rank + 2))"),),
    ),
)
