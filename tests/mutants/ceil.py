"""Faults in the last window: whole, partial, or dropped."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="ceil-is-floor",
        text="The ceil rule is ignored.",
        clause="max-pool.ceil.partial",
        replace=(('if rule != "floor":', 'if rule == "ceil_keep":'),),
    ),
    Mutant(
        name="ceil-starts-in-high-padding",
        text="Under the ceil rule the last window may start in the high padding.",
        clause="max-pool.ceil.dropped",
        replace=(("-(-(size + lo) // stride)", "-(-(size + lo + hi) // stride)"),),
    ),
    Mutant(
        name="ceil-keep-drops",
        text="ceil_keep drops the last window where the ceil rule does.",
        clause="max-pool.ceil.keep",
        replace=(('if rule == "ceil":', 'if rule != "floor":'),),
    ),
    Mutant(
        name="ceil-always-one-window",
        text="Under the ceil rule there is a window even where the kernel exceeds the padded input "
        "by a stride or more.",
        clause="max-pool.ceil.no-whole-window",
        replace=(("windows = -(-room // stride) + 1", "windows = max(-(-room // stride), 0) + 1"),),
    ),
    Mutant(
        name="ceil-clipped-by-high-padding",
        text="The last window is dropped where it starts behind i + hi, not behind i + lo.",
        clause="max-pool.ceil.per-side",
        replace=(("-(-(size + lo) // stride)", "-(-(size + hi) // stride)"),),
    ),
    Mutant(
        name="ceil-pads-low-twice",
        text="Under the ceil rule the low padding is added at both ends.",
        clause="max-pool.ceil.per-side",
        replace=(
            (
                "windows = -(-room // stride) + 1",
                "windows = -(-(size + 2 * lo - extent) // stride) + 1",
            ),
        ),
    ),
    Mutant(
        name="overhang-counted",
        text="The divisor of a partial window counts the overhang beyond the padding.",
        clause="avg-pool.ceil.partial",
        replace=(
            (
                "first, end = 0, axis.lo + axis.size + axis.hi",
                "first, end = 0, max(axis.reach, axis.lo + axis.size + axis.hi)",
            ),
        ),
    ),
    Mutant(
        name="ceil-forgets-low-padding",
        text="The last window is dropped where it starts behind i, not behind i + lo.",
        clause="avg-pool.ceil.dropped",
        replace=(("-(-(size + lo) // stride)", "-(-size // stride)"),),
    ),
    Mutant(
        name="ceil-divisor-pads-alike",
        text="The end of the padded input is taken to be i + 2 lo where windows may overhang it.",
        clause="avg-pool.ceil.per-side",
        replace=(
            (
                "first, end = 0, axis.lo + axis.size + axis.hi",
                "over = axis.reach > axis.lo + axis.size + axis.hi\n"
                "            first, end = 0, axis.lo + axis.size + (axis.lo if over else axis.hi)",
            ),
        ),
    ),
    Mutant(
        name="ceil-averages-pad-low-twice",
        text="Under the ceil rule the low padding is added at both ends.",
        clause="avg-pool.ceil.per-side",
        replace=(
            (
                "windows = -(-room // stride) + 1",
                "windows = -(-(size + 2 * lo - extent) // stride) + 1",
            ),
        ),
    ),
    Mutant(
        name="ceil-is-floor-plus-one",
        text="Rounding up is taken for rounding down plus one, also where nothing is left over.",
        clause="avg-pool.ceil.keep",
        replace=(("windows = -(-room // stride) + 1", "windows = room // stride + 2"),),
    ),
)
