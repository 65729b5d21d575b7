"""Faults in the spacing of the taps."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="taps-adjacent",
        text="Dilation enters the shape of the output, but the taps read adjacent cells.",
        clause="conv.dilation.spacing",
        replace=(
            ("tap_steps = [axis.dilation * step for axis, step", "tap_steps = [step for _, step"),
        ),
    ),
    Mutant(
        name="first-dilation-for-all",
        text="The taps of every axis are spaced by the dilation of the first.",
        clause="conv.dilation.per-axis",
        rank=2,
        replace=(("tap_steps = [axis.dilation *", "tap_steps = [axes[0].dilation *"),),
    ),
    Mutant(
        name="pool-taps-adjacent",
        text="A dilated pooling reads the cells between the taps instead of the taps.",
        clause="max-pool.dilation.spacing",
        replace=(("start = tap * axis.dilation", "start = tap"),),
    ),
    Mutant(
        name="pool-dilations-width-first",
        text="The dilations of max pooling are read as (width, height).",
        clause="max-pool.dilation.per-axis",
        rank=2,
        replace=(
            (
                "dilation, padding, last_window=last_window)\n    return _reduce",
                "dilation[::-1], padding, last_window=last_window)\n    return _reduce",
            ),
        ),
    ),
)
