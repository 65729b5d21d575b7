"""Faults in the number of windows and the shape of the output."""

from tests.mutants.mutant import Mutant

_WALK = (
    "kernel = w.shape[2:]\n"
    '    axes = walk(x.shape[-rank:], kernel, stride, dilation, padding, last_window="floor")'
)

MUTANTS = (
    Mutant(
        name="conv-rounds-up",
        text="A convolution rounds the number of windows up, as pooling under the ceil rule does.",
        clause="conv.shape.floor",
        replace=((_WALK, _WALK.replace("floor", "ceil")),),
    ),
    Mutant(
        name="windows-counted-undilated",
        text="The number of windows is computed from k, not from the dilated extent.",
        clause="max-pool.shape.floor",
        replace=(("_count_windows(i, extent, s,", "_count_windows(i, k, s,"),),
    ),
    Mutant(
        name="windows-rounded-to-nearest",
        text="The number of windows is rounded to the nearest integer.",
        clause="avg-pool.shape.floor",
        replace=(("windows = room // stride + 1", "windows = round(room / stride) + 1"),),
    ),
    Mutant(
        name="kernel-against-unpadded-input",
        text="A kernel larger than the input is refused although the padding makes room for it.",
        clause="conv.shape.padding-makes-room",
        replace=(("if windows < 1:", "if windows < 1 or extent > size:"),),
    ),
    Mutant(
        name="kernel-cut-before-padding",
        text="A window larger than the input is cut down to it before padding is looked at.",
        clause="max-pool.shape.padding-makes-room",
        replace=(
            (
                "        extent = d * (k - 1) + 1\n",
                "        k = min(k, i)\n        extent = d * (k - 1) + 1\n",
            ),
        ),
    ),
    Mutant(
        name="larger-than-input-is-empty",
        text="A window larger than the input gives an empty output although padding makes room.",
        clause="avg-pool.shape.padding-makes-room",
        replace=(
            (
                "    lo, hi = pair\n    room =",
                "    lo, hi = pair\n    if extent > size:\n        return 0\n    room =",
            ),
        ),
    ),
    Mutant(
        name="division-truncates",
        text="Division truncates towards zero, which makes a window out of a negative numerator.",
        clause="conv.shape.no-window",
        replace=(("windows = room // stride + 1", "windows = int(room / stride) + 1"),),
    ),
    Mutant(
        name="no-window-sometimes-empty",
        text="A window that is too large by less than a stride gives an empty output; one that is "
        "larger still is refused.",
        clause="max-pool.shape.no-window",
        replace=(("if windows < 1:", "if windows < 0:"),),
    ),
    Mutant(
        name="window-cut-to-input",
        text="A window larger than the padded input is cut down to it.",
        clause="avg-pool.shape.no-window",
        replace=(("room = size + lo + hi - extent", "room = max(size + lo + hi - extent, 0)"),),
    ),
    Mutant(
        name="conv-unbatched-keeps-batch",
        text="An unbatched convolution answers with a batch of one.",
        clause="conv.shape.unbatched",
        replace=(("np.empty((*x.shape[: -rank - 1], len(w)", "np.empty((len(batch), len(w)"),),
    ),
    Mutant(
        name="unbatched-bias-along-first-cells",
        text="The bias is added along the second axis, which is a channel only within a batch.",
        clause="conv.shape.unbatched",
        rank=2,
        replace=(
            ("y += b.reshape(len(b), *(1,) * rank)", "y += b.reshape(1, len(b), *(1,) * rank)"),
        ),
    ),
    Mutant(
        name="pool-extents-from-third-axis",
        text="Pooling takes the spatial extents from the third axis on, batch or no batch.",
        clause="max-pool.shape.unbatched",
        replace=(("return x.shape[-rank:]", "return x.shape[2:]"),),
    ),
    Mutant(
        name="unbatched-indices-count-channels",
        text="Without a batch the indices count on from one channel to the next.",
        clause="max-pool-with-indices.shape.unbatched",
        replace=(
            (
                "    return _reduce(padded, axes, np.maximum), index",
                "    if len(lead) == 1:\n"
                "        index += prod(size) * np.arange(len(x)).reshape(-1, *(1,) * len(size))\n"
                "    return _reduce(padded, axes, np.maximum), index",
            ),
        ),
    ),
    Mutant(
        name="avg-unbatched-becomes-batch",
        text="An unbatched input is made a batch of one, which the averages keep.",
        clause="avg-pool.shape.unbatched",
        replace=(
            (
                "sums = _reduce(surround(x, axes, 0), axes, np.add)",
                "x = x.reshape(-1, *x.shape[-len(axes) - 1 :])\n"
                "    sums = _reduce(surround(x, axes, 0), axes, np.add)",
            ),
        ),
    ),
)
