"""Faults in 'same': how much padding there is, and where the odd cell goes."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="same-pads-half-the-kernel",
        text="'same' pads half the kernel on both sides, so that an even kernel gives i + 1 cells.",
        clause="conv.pad.same-upper",
        replace=(
            (
                "            cells = -(-i // s)\n"
                "            lo, hi = same_padding(padding, i, extent, (cells - 1) * s)\n",
                "            lo = hi = extent // 2\n"
                "            cells = (i + lo + hi - extent) // s + 1\n",
            ),
        ),
    ),
    Mutant(
        name="same-lower-taken-for-upper",
        text="The name 'same_lower' is not recognised and treated as 'same_upper'.",
        clause="conv.pad.same-lower",
        replace=(('if name == "same_lower":', 'if name == "lower":'),),
    ),
    Mutant(
        name="same-extent-is-dilation-times-kernel",
        text="'same' takes d k for the extent of the dilated kernel.",
        clause="conv.pad.same-dilated",
        replace=(("same_padding(padding, i, extent,", "same_padding(padding, i, d * k,"),),
    ),
    Mutant(
        name="same-ignores-stride",
        text="With a stride 'same' pads as much as without: d (k - 1) cells in all.",
        clause="conv.pad.same-upper-strided",
        replace=(("extent, (cells - 1) * s)", "extent, i - 1)"),),
    ),
    Mutant(
        name="same-rounds-down",
        text="With a stride 'same' gives floor(i / s) cells.",
        clause="conv.pad.same-lower-strided",
        replace=(("cells = -(-i // s)", "cells = max(i // s, 1)"),),
    ),
    Mutant(
        name="same-sides-exchanged",
        text="'same_upper' and 'same_lower' are exchanged.",
        clause="max-pool.pad.same-upper",
        replace=(('if name == "same_lower":', 'if name != "same_lower":'),),
    ),
    Mutant(
        name="same-lower-pads-low-end-only",
        text="'same_lower' puts all of the padding at the low end.",
        clause="max-pool.pad.same-lower",
        replace=(("return larger, smaller", "return total, 0"),),
    ),
    Mutant(
        name="same-undilated",
        text="'same' is computed from k although the window is dilated.",
        clause="max-pool.pad.same-dilated",
        replace=(("same_padding(padding, i, extent,", "same_padding(padding, i, k,"),),
    ),
    Mutant(
        name="same-not-clamped",
        text="Where the stride exceeds the window, the total padding of 'same' becomes negative.",
        clause="max-pool.pad.same-strided",
        replace=(
            ("total = max(last_start + extent - size, 0)", "total = last_start + extent - size"),
        ),
    ),
    Mutant(
        name="same-never-counts",
        text="The padding of 'same' is left out of the divisor even if padding is to be counted.",
        clause="avg-pool.pad.same-upper",
        replace=(
            (
                "divisors(axes, count_include_pad)",
                "divisors(axes, count_include_pad and not isinstance(padding, str))",
            ),
        ),
    ),
    Mutant(
        name="half-rounded-to-even",
        text="The total padding is halved with a rounding to even: 3 is split into 2 and 1.",
        clause="avg-pool.pad.same-lower",
        replace=(("smaller = total // 2", "smaller = round(total / 2)"),),
    ),
    Mutant(
        name="same-remainder-zero",
        text="The total is taken to be e - i mod s also where the remainder is 0, and not e - s.",
        clause="avg-pool.pad.same-strided",
        replace=(("extent, (cells - 1) * s)", "extent, i - i % s)"),),
    ),
)
