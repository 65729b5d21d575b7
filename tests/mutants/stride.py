"""Faults in how far the window moves."""

from tests.mutants.mutant import Mutant

_WALK = "kernel = w.shape[2:]\n    axes = walk(x.shape[-rank:], kernel, stride, dilation, padding, "

MUTANTS = (
    Mutant(
        name="one-cell-kernel-forgets-stride",
        text="The fast path for a kernel of one cell forgets the stride.",
        clause="conv.stride.step",
        replace=(
            (
                "cell_steps = [axis.stride * step for",
                "cell_steps = [(axis.stride if axis.kernel > 1 else 1) * step for",
            ),
        ),
    ),
    Mutant(
        name="depth-and-width-stride-exchanged",
        text="In rank 3 the strides of depth and width are exchanged; rank 2 is right.",
        clause="conv.stride.per-axis",
        rank=3,
        replace=(
            (
                _WALK,
                _WALK.replace("stride", "stride if rank < 3 else stride[::-1]"),
            ),
        ),
    ),
    Mutant(
        name="stride-is-the-kernel",
        text="Max pooling always moves by the kernel, whatever stride is given.",
        clause="max-pool.stride.step",
        replace=(
            (
                "stride, dilation, padding, last_window=last_window)\n    return _reduce",
                "kernel, dilation, padding, last_window=last_window)\n    return _reduce",
            ),
        ),
    ),
    Mutant(
        name="first-stride-for-all",
        text="The stride of the first axis is used along all of them.",
        clause="max-pool.stride.per-axis",
        rank=2,
        replace=(("zip(size, kernel, stride,", "zip(size, kernel, stride[:1] * rank,"),),
    ),
    Mutant(
        name="stride-cut-to-kernel",
        text="A stride wider than the window is cut down to it, so that no cell is left out.",
        clause="avg-pool.stride.step",
        replace=(
            (
                "        extent = d * (k - 1) + 1\n",
                "        s = min(s, k)\n        extent = d * (k - 1) + 1\n",
            ),
        ),
    ),
    Mutant(
        name="strides-width-first",
        text="The strides of a pooling are read as (width, height).",
        clause="avg-pool.stride.per-axis",
        rank=2,
        replace=(("zip(size, kernel, stride,", "zip(size, kernel, stride[::-1],"),),
    ),
)
