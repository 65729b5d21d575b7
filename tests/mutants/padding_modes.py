"""Faults in what a padded cell holds."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="reflect-repeats-first-cell",
        text="reflect repeats the first cell, as the mode elsewhere called symmetric does.",
        clause="conv.padding-mode.reflect",
        replace=(
            (
                "position = abs(position)",
                "position = np.where(position < 0, -1 - position, position)",
            ),
        ),
    ),
    Mutant(
        name="replicate-limited-as-reflect",
        text="replicate is held to the limit of reflect and refuses i cells of padding.",
        clause="conv.padding-mode.replicate",
        replace=(('"circular": axis.size}', '"circular": axis.size, "replicate": axis.size - 1}'),),
    ),
    Mutant(
        name="circular-limit-off-by-one",
        text="circular is held to i - 1 cells and refuses padding of exactly i.",
        clause="conv.padding-mode.circular",
        replace=(('"circular": axis.size}', '"circular": axis.size - 1}'),),
    ),
    Mutant(
        name="mode-pads-other-side",
        text="A padding mode other than zeros fills hi cells at the low end and lo at the high.",
        clause="conv.padding-mode.per-side",
        replace=(
            (
                "np.arange(-axis.lo, axis.size + axis.hi)",
                "np.arange(-axis.hi, axis.size + axis.lo)",
            ),
        ),
    ),
    Mutant(
        name="same-pads-zeros-in-every-mode",
        text="The padding that 'same' computes holds zeros whatever the padding mode.",
        clause="conv.padding-mode.same",
        replace=(
            ('if padding_mode == "zeros":', 'if padding_mode == "zeros" or padding[0] == "s":'),
        ),
    ),
    Mutant(
        name="limit-of-the-low-side-only",
        text="Only the low padding is held against the limit of the mode.",
        clause="conv.padding-mode.beyond-limit",
        replace=(("or max(axis.lo, axis.hi) > limit:", "or axis.lo > limit:"),),
    ),
    Mutant(
        name="only-circular-has-a-limit",
        text="Padding beyond the limit is refused in the mode circular and accepted in reflect.",
        clause="conv.padding-mode.beyond-limit",
        replace=(('{"reflect": axis.size - 1, "circular"', '{"circular"'),),
    ),
    Mutant(
        name="reflect-stops-at-the-far-end",
        text="reflect beyond its limit repeats the far end instead of turning round again.",
        clause="conv.padding-mode.beyond-limit",
        replace=(
            ('{"reflect": axis.size - 1, "circular": axis.size}', "{}"),
            (
                "position = abs(position)",
                "position = np.clip(abs(position), 0, 2 * last)\n"
                "    position = np.where(position > last + axis.hi, last, position)",
            ),
        ),
    ),
)
