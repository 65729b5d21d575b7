"""Faults in explicit padding: its value, its sides, the order of the axes."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="zeros-repeat-edge",
        text="The padding of a convolution repeats the edge cell although zeros are asked for.",
        clause="conv.pad.zeros",
        rank=2,
        replace=(("batch = surround(batch, axes, 0)", 'batch = extend(batch, axes, "replicate")'),),
    ),
    Mutant(
        name="pads-from-last-axis",
        text="The padding pairs are read from the last axis to the first.",
        clause="conv.pad.axis-order",
        rank=2,
        replace=(
            (
                "isinstance(padding, str) else padding",
                "isinstance(padding, str) else padding[::-1]",
            ),
        ),
    ),
    Mutant(
        name="pads-exchanged",
        text="The low and the high padding of each axis are exchanged.",
        clause="conv.pad.per-side",
        replace=(("            lo, hi = pair\n", "            hi, lo = pair\n"),),
    ),
    Mutant(
        name="valid-undilated",
        text="'valid' counts the windows of an undilated kernel.",
        clause="conv.pad.valid",
        replace=(
            (
                "_count_windows(i, extent, s,",
                '_count_windows(i, k if padding == "valid" else extent, s,',
            ),
        ),
    ),
    Mutant(
        name="low-padding-twice",
        text="Both sides are padded by the low padding.",
        clause="max-pool.pad.per-side",
        replace=(
            (
                "            lo, hi = pair\n",
                "            pair = (pair[0], pair[0])\n            lo, hi = pair\n",
            ),
        ),
    ),
    Mutant(
        name="kernel-width-first",
        text="The kernel of a pooling is read as (width, height).",
        clause="max-pool.pad.axis-order",
        rank=2,
        replace=(("zip(size, kernel, stride,", "zip(size, kernel[::-1], stride,"),),
    ),
    Mutant(
        name="valid-keeps-partial-window",
        text="'valid' keeps a last window that is not whole.",
        clause="max-pool.pad.valid",
        replace=(
            (
                "_count_windows(i, extent, s, pair, last_window)",
                '_count_windows(i, extent, s, pair, "ceil" if padding == "valid" else last_window)',
            ),
        ),
    ),
    Mutant(
        name="padding-split-evenly",
        text="Only the sum of the paddings of an axis is used, and split evenly.",
        clause="avg-pool.pad.per-side",
        replace=(
            (
                "            lo, hi = pair\n",
                "            lo, hi = sum(pair) // 2, sum(pair) - sum(pair) // 2\n",
            ),
        ),
    ),
    Mutant(
        name="depth-and-width-padding-exchanged",
        text="In rank 3 the paddings of depth and width are exchanged; rank 2 is right.",
        clause="avg-pool.pad.axis-order",
        rank=3,
        replace=(
            ("dilation, pairs, strict=True)", "dilation, pairs if rank < 3 else pairs[::-1])"),
        ),
    ),
    Mutant(
        name="valid-divides-extent-by-stride",
        text="'valid' gives ceil(i / s) cells, the formula of 'same'.",
        clause="avg-pool.pad.valid",
        replace=(
            (
                "            cells = _count_windows(i, extent, s, pair, last_window)\n",
                "            cells = _count_windows(i, extent, s, pair, last_window)\n"
                '            cells = -(-i // s) if padding == "valid" else cells\n',
            ),
        ),
    ),
)
