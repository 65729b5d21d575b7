"""Faults in which input channels an output channel reads."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="group-before",
        text="Every group reads the input channels of the group before it.",
        clause="conv.groups.blocks",
        replace=(
            (
                "columns.reshape(groups, terms, prod(cells))",
                "np.roll(columns.reshape(groups, terms, prod(cells)), 1, axis=0)",
            ),
        ),
    ),
    Mutant(
        name="depthwise-first-kernel",
        text="The depthwise path uses the kernel of the first channel for all of them.",
        clause="conv.groups.depthwise",
        replace=(
            (
                "    matrices = w.reshape(groups, outputs, terms)\n",
                "    matrices = w.reshape(groups, outputs, terms)\n"
                "    matrices = matrices[:1] if w.shape[1] == outputs == 1 else matrices\n",
            ),
        ),
    ),
    Mutant(
        name="multiplier-first",
        text="The outputs of a depthwise multiplier are ordered multiplier first, channel last.",
        clause="conv.groups.multiplier",
        replace=(
            (
                "w.reshape(groups, outputs, terms)",
                "w.reshape(outputs, groups, terms).swapaxes(0, 1)",
            ),
        ),
    ),
)
