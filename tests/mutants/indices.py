"""Faults in which cell is said to have won."""

from tests.mutants.mutant import Mutant

_PLANE = "plane = surround(np.arange(prod(size), dtype=np.int64).reshape(size), axes, -1)"

MUTANTS = (
    Mutant(
        name="index-in-padded-plane",
        text="Indices count the cells of the padded plane.",
        clause="max-pool-with-indices.index.plane",
        replace=(
            (
                _PLANE,
                "extents = padded.shape[len(lead) :]\n"
                "    whole = np.arange(prod(extents)).reshape(extents)\n"
                "    inside = tuple(slice(axis.lo, axis.lo + axis.size) for axis in axes)\n"
                "    plane = surround(whole[inside], axes, -1)",
            ),
        ),
    ),
    Mutant(
        name="index-column-major",
        text="Indices count down the columns of the plane.",
        clause="max-pool-with-indices.index.row-major",
        rank=2,
        replace=((_PLANE, _PLANE.replace(".reshape(size)", ".reshape(size[::-1]).T")),),
    ),
    Mutant(
        name="last-maximum",
        text="A later cell that equals the maximum replaces it: >= for >.",
        clause="max-pool-with-indices.ties.first",
        replace=(
            (
                "values.argmax(axis=len(lead))",
                "taps - 1 - np.flip(values, len(lead)).argmax(axis=len(lead))",
            ),
        ),
    ),
    Mutant(
        name="minus-infinity-keeps-first-index",
        text="No cell is above the minus infinity of the padding, and the index stays 0.",
        clause="max-pool-with-indices.ties.lowest",
        rank=2,
        replace=(
            (
                "np.where(index < 0, places[(present, *grid)], index)",
                "np.where(index < 0, 0, index)",
            ),
        ),
    ),
    Mutant(
        name="high-padding-subtracted",
        text="The position in the plane is found by subtracting the high padding, not the low.",
        clause="max-pool-with-indices.index.per-side",
        replace=(
            (
                _PLANE,
                _PLANE.replace("axes, -1", "[axis._replace(lo=axis.hi) for axis in axes], -1"),
            ),
        ),
    ),
    Mutant(
        name="index-undilated",
        text="The index is found from the number of the tap without the dilation.",
        clause="max-pool-with-indices.index.dilated",
        replace=(
            (
                "windows(plane, axes).reshape(taps",
                "windows(plane, [axis._replace(dilation=1) for axis in axes]).reshape(taps",
            ),
        ),
    ),
    Mutant(
        name="overhang-widens-rows",
        text="Where the last window overhangs, a row of the plane is taken to be longer by that.",
        clause="max-pool-with-indices.index.ceil",
        rank=2,
        replace=(
            (
                _PLANE,
                "over = [max(axis.reach - axis.lo - axis.size - axis.hi, 0) for axis in axes]\n"
                "    wide = [n + more for n, more in zip(size, over, strict=True)]\n"
                "    whole = np.arange(prod(wide)).reshape(wide)\n"
                "    plane = surround(whole[tuple(map(slice, size))], axes, -1)",
            ),
        ),
    ),
    Mutant(
        name="ceil-high-padding-subtracted",
        text="Under the ceil rule the high padding is subtracted from the position, not the low.",
        clause="max-pool-with-indices.index.ceil-per-side",
        replace=(
            (
                _PLANE,
                'low = [a._replace(lo=a.hi) if last_window == "ceil" else a for a in axes]\n    '
                + _PLANE.replace("axes, -1", "low, -1"),
            ),
        ),
    ),
    Mutant(
        name="ceil-indices-pad-low-twice",
        text="Under the ceil rule the low padding is added at both ends.",
        clause="max-pool-with-indices.index.ceil-per-side",
        replace=(
            (
                "windows = -(-room // stride) + 1",
                "windows = -(-(size + 2 * lo - extent) // stride) + 1",
            ),
        ),
    ),
    Mutant(
        name="computed-padding-not-subtracted",
        text="The low padding that 'same' computes is not subtracted from the index.",
        clause="max-pool-with-indices.pad.same-upper",
        replace=(
            (
                _PLANE,
                "named = isinstance(padding, str)\n"
                "    walk = [axis._replace(lo=0) for axis in axes] if named else axes\n"
                "    " + _PLANE.replace("axes, -1", "walk, -1"),
            ),
        ),
    ),
    Mutant(
        name="smaller-padding-subtracted",
        text="Of the padding that 'same_lower' computes, the smaller side is subtracted.",
        clause="max-pool-with-indices.pad.same-lower",
        replace=(
            (
                _PLANE,
                'lower = padding == "same_lower"\n'
                "    walk = [axis._replace(lo=min(axis.lo, axis.hi)) for axis in axes]\n"
                "    walk = walk if lower else axes\n"
                "    " + _PLANE.replace("axes, -1", "walk, -1"),
            ),
        ),
    ),
)
