"""Faults of a path that handles one parameter and forgets another."""

from tests.mutants.mutant import Mutant

_CONV_WALK = (
    "kernel = w.shape[2:]\n    axes = walk(x.shape[-rank:], kernel, stride, dilation, padding, "
)
_MAX_POOL = (
    "axes = walk(size, kernel, stride, dilation, padding, last_window=last_window)\n    return"
)
_INDICES = "axes = walk(size, kernel, stride, dilation, padding, last_window=last_window)\n    lead"
_AVERAGE = "axes = walk(size, kernel, stride, undilated, padding, last_window=last_window)"

MUTANTS = (
    Mutant(
        name="flip-exchanges-padding",
        text="Convolution proper exchanges the paddings of an axis together with the taps.",
        clause="conv.parameters.independent",
        replace=(
            (
                _CONV_WALK,
                "if flip_kernel and not isinstance(padding, str):\n"
                "        padding = tuple(pair[::-1] for pair in padding)\n"
                "    " + _CONV_WALK,
            ),
        ),
    ),
    Mutant(
        name="groups-pad-zeros",
        text="The path for groups pads zeros whatever the padding mode.",
        clause="conv.parameters.independent",
        rank=2,
        replace=(('if padding_mode == "zeros":', 'if padding_mode == "zeros" or groups > 1:'),),
    ),
    Mutant(
        name="bias-lost-with-same",
        text="The path for named padding forgets the bias.",
        clause="conv.parameters.independent",
        rank=3,
        replace=(
            (
                "if b is not None:\n            y",
                'if b is not None and padding[0] != "s":\n            y',
            ),
        ),
    ),
    Mutant(
        name="strided-lower-is-upper",
        text="With a stride 'same_lower' is computed as 'same_upper'.",
        clause="max-pool.parameters.independent",
        replace=(
            (
                _MAX_POOL,
                'padding = "same_upper" if padding[0] == "s" and max(stride) > 1 else padding\n'
                "    " + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="unbatched-knows-only-floor",
        text="Without a batch the last-window rule is not passed on.",
        clause="max-pool.parameters.independent",
        rank=2,
        replace=(
            (
                _MAX_POOL,
                'last_window = "floor" if x.ndim == len(kernel) + 1 else last_window\n'
                "    " + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="dilated-indices-know-only-floor",
        text="Max pooling with indices and dilation knows whole windows only.",
        clause="max-pool-with-indices.parameters.independent",
        replace=(
            (
                _INDICES,
                'last_window = "floor" if max(dilation) > 1 else last_window\n    ' + _INDICES,
            ),
        ),
    ),
    Mutant(
        name="override-lost-with-same",
        text="divisor_override is ignored where the padding is given by name.",
        clause="avg-pool.parameters.independent",
        replace=(
            (
                _AVERAGE,
                "divisor_override = None if isinstance(padding, str) else divisor_override\n"
                "    " + _AVERAGE,
            ),
        ),
    ),
)
