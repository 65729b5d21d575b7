"""Faults in the divisor of an average."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="padding-never-counts",
        text="Padding is left out of the divisor whatever count_include_pad says.",
        clause="avg-pool.divisor.include",
        replace=(("divisors(axes, count_include_pad).astype", "divisors(axes, False).astype"),),
    ),
    Mutant(
        name="padding-always-counts",
        text="Padding counts in the divisor whatever count_include_pad says.",
        clause="avg-pool.divisor.exclude",
        replace=(("divisors(axes, count_include_pad).astype", "divisors(axes, True).astype"),),
    ),
    Mutant(
        name="corner-counted-along-last-axis",
        text="Without the padding only the last axis is clipped at the edges; others count k.",
        clause="avg-pool.divisor.exclude",
        rank=2,
        replace=(
            (
                "        divisors = np.multiply.outer(",
                "        counted[:] = counted if axis is axes[-1] or count_include_pad "
                "else axis.kernel\n"
                "        divisors = np.multiply.outer(",
            ),
        ),
    ),
    Mutant(
        name="input-shifted-by-high-padding",
        text="The cells of a window are counted on an input that begins behind the high padding.",
        clause="avg-pool.divisor.exclude-per-side",
        replace=(
            (
                "first, end = axis.lo, axis.lo + axis.size\n",
                "first, end = axis.hi, axis.hi + axis.size\n",
            ),
        ),
    ),
    Mutant(
        name="only-padding-subtracted",
        text="The divisor is the kernel less the padding in the window; the overhang stays in.",
        clause="avg-pool.divisor.exclude-ceil",
        replace=(
            (
                "counted = np.minimum(stop, end)",
                "counted = np.maximum(stop - axis.lo - axis.size - axis.hi, 0)\n"
                "        counted += np.minimum(stop, end)",
            ),
        ),
    ),
    Mutant(
        name="override-not-at-edges",
        text="divisor_override is used for windows inside the input only, not at its edges.",
        clause="avg-pool.divisor.override",
        replace=(
            (
                "    divisor: Any = divisor_override\n",
                "    inside = divisors(axes, False)\n"
                "    divisor: Any = np.where(inside == prod(kernel), divisor_override, inside)\n",
            ),
        ),
    ),
    Mutant(
        name="override-not-over-partial-windows",
        text="A partial last window is divided by its own cells in spite of divisor_override.",
        clause="avg-pool.divisor.override",
        replace=(
            (
                "    if divisor_override is None:\n",
                "    over = any(axis.reach > axis.lo + axis.size + axis.hi for axis in axes)\n"
                "    if divisor_override is None or over:\n",
            ),
        ),
    ),
    Mutant(
        name="override-needs-include",
        text="divisor_override is used only where padding is counted too.",
        clause="avg-pool.divisor.override",
        replace=(
            (
                "    if divisor_override is None:\n",
                "    if divisor_override is None or not count_include_pad:\n",
            ),
        ),
    ),
)
