"""Faults where there is nothing: shapes and biases lost, a divisor of 0."""

from tests.mutants import empty_gradients, norms
from tests.mutants.mutant import Mutant

_CONV = "    rank = check_operands(x, w, b, groups)\n"
_CONV_WALK = '    check_flag("flip_kernel", flip_kernel)\n'
_BIAS = "        if b is not None:\n            y += b.reshape(len(b), *(1,) * rank)\n"
_TRANSPOSED = "    rank = check_stamped(x, w, b, groups)\n"
_RESULT = "    return y.reshape(*x.shape[: -rank - 1], *y.shape[1:])\n"
_STAMPED = "        if b is not None:\n            np.add(y,"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_WITH_INDEX = "    return _reduce(padded, axes, np.maximum), index"
_SUMS = "    sums = _reduce(surround(x, axes, 0), axes, np.add)"
_WALK = "    axes = walk(size, kernel, stride, undilated, "

MUTANTS = (
    Mutant(
        name="empty-input-handed-back",
        text="An x without an element is handed back as the result.",
        clause="conv.empty.batch",
        replace=((_CONV, _CONV + "    if x.size == 0:\n        return x.copy()\n"),),
    ),
    Mutant(
        name="no-outputs-is-one",
        text="A weight without an output channel gives one channel of zeros.",
        clause="conv.empty.outputs",
        replace=(
            (
                _BIAS + "    return y\n",
                _BIAS
                + "    return y if len(w) else np.zeros((*x.shape[:1], 1, *cells), x.dtype)\n",
            ),
        ),
    ),
    Mutant(
        name="no-channels-no-outputs",
        text="Without an input channel there is no output channel either.",
        clause="conv.empty.channels",
        replace=((_BIAS + "    return y\n", _BIAS + "    return y if w.size else y[:, :0]\n"),),
    ),
    Mutant(
        name="bias-needs-input",
        text="An x without an element gives zeros: the bias is not added.",
        clause="conv.empty.input",
        replace=((_BIAS, _BIAS.replace("b is not None", "b is not None and x.size")),),
    ),
    Mutant(
        name="nothing-to-stamp-handed-back",
        text="An x without an element is handed back as the result.",
        clause="conv-transpose.empty.batch",
        replace=((_TRANSPOSED, _TRANSPOSED + "    if not x.size:\n        return x.copy()\n"),),
    ),
    Mutant(
        name="empty-stamp-is-one-channel",
        text="A weight without an output channel gives one channel of zeros.",
        clause="conv-transpose.empty.outputs",
        replace=(
            (
                _RESULT,
                "    if not w.shape[1]:\n"
                "        y = np.zeros((len(batch), 1, *y.shape[2:]), x.dtype)\n" + _RESULT,
            ),
        ),
    ),
    Mutant(
        name="bias-needs-stamps",
        text="Without an input channel the bias is not added.",
        clause="conv-transpose.empty.channels",
        replace=((_STAMPED, _STAMPED.replace("b is not None", "b is not None and len(w)")),),
    ),
    Mutant(
        name="no-sample-handed-back",
        text="An empty batch is handed back as the result.",
        clause="max-pool.empty.batch",
        replace=((_MAX_POOL, "    if len(x) == 0:\n        return x.copy()\n" + _MAX_POOL),),
    ),
    Mutant(
        name="no-channel-handed-back",
        text="An x without a channel is handed back as the result.",
        clause="max-pool.empty.channels",
        replace=(
            (_MAX_POOL, "    if len(x) and not x.size:\n        return x.copy()\n" + _MAX_POOL),
        ),
    ),
    Mutant(
        name="maximum-of-nothing-is-zero",
        text="An empty input is padded with 0.",
        clause="max-pool.empty.input",
        replace=((_MAX_POOL, _MAX_POOL.replace("-np.inf", "-np.inf if x.size else 0")),),
    ),
    Mutant(
        name="indices-of-no-sample",
        text="The indices of an empty batch have the shape of x.",
        clause="max-pool-with-indices.empty.batch",
        replace=(
            (
                _WITH_INDEX,
                "    if len(x) == 0:\n        index = np.zeros(x.shape, np.int64)\n" + _WITH_INDEX,
            ),
        ),
    ),
    Mutant(
        name="indices-of-no-channel",
        text="The indices of an x without a channel are those of one.",
        clause="max-pool-with-indices.empty.channels",
        replace=(
            (
                _WITH_INDEX,
                "    if x.ndim > len(axes) and x.shape[-len(axes) - 1] == 0:\n"
                "        index = np.zeros((*lead[:-1], 1, *cells), np.int64)\n" + _WITH_INDEX,
            ),
        ),
    ),
    Mutant(
        name="average-of-no-sample-handed-back",
        text="An empty batch is handed back as the result.",
        clause="avg-pool.empty.batch",
        replace=((_SUMS, "    if len(x) == 0:\n        return x.copy()\n" + _SUMS),),
    ),
    Mutant(
        name="average-of-no-channel-handed-back",
        text="An x without a channel is handed back as the result.",
        clause="avg-pool.empty.channels",
        replace=((_SUMS, "    if len(x) and not x.size:\n        return x.copy()\n" + _SUMS),),
    ),
    Mutant(
        name="padding-alone-does-not-count",
        text="Padding is not counted where the input is empty: 0 over 0.",
        clause="avg-pool.empty.input",
        replace=(
            (
                "divisors(axes, count_include_pad)",
                "divisors(axes, count_include_pad and x.size > 0)",
            ),
        ),
    ),
    Mutant(
        name="stride-cut-off-at-input",
        text="A stride is cut off at the extent of the input, whatever the padding.",
        clause="conv.stride.beyond-input",
        replace=(
            (_CONV_WALK, _CONV_WALK + "    stride = tuple(map(min, stride, x.shape[-rank:]))\n"),
        ),
    ),
    Mutant(
        name="pool-stride-cut-off-at-input",
        text="A stride is cut off at the extent of the input, whatever the padding.",
        clause="max-pool.stride.beyond-input",
        replace=(
            (
                _MAX_POOL,
                "    steps = tuple(map(min, stride, size))\n"
                "    axes = walk(size, kernel, steps, dilation, padding, last_window=last_window)\n"
                + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="average-stride-cut-off-at-input",
        text="A stride is cut off at the extent of the input, whatever the padding.",
        clause="avg-pool.stride.beyond-input",
        replace=((_WALK, "    stride = tuple(map(min, stride, size))\n" + _WALK),),
    ),
    *norms.EMPTY,
    *empty_gradients.EMPTY,
)
