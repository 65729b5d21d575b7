"""Faults of state: what is kept between calls, and held against too little to be used again."""

from tests.mutants.mutant import Mutant

_CONV_RESULT = "y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)"
_DIVISORS = "        divisor = _divisors(axes, count_include_pad).astype(x.dtype)"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)"
_CONV_TRANSPOSE = "def conv_transpose(\n"
_UPSTREAM = "    check_upstream(gy, x, (*lead, len(w), *cells))"
_STAMPED_UPSTREAM = "    check_upstream(gy, x, (*lead, outputs, *extents))"
_CONV_GRAD, _CONV_TRANSPOSE_GRAD = "def conv_grad(\n", "def conv_transpose_grad(\n"
_UNFOLD_RANK = '    check_array("x", x, (rank + 1, rank + 2))\n    extents = x.shape[-rank:]'
_FOLD_RANK = '    check_array("columns", columns, (2, 3))\n'
_AVERAGE = "    edges = _edges(x, output_size)\n    divisor"
_MAXIMA = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]"
_PLACES = "    places = _check_indices(indices, x, plane)\n"


MUTANTS = (
    Mutant(
        name="weights-packed-once",
        text="With a stride, weights of more than 64 numbers are packed once and kept by their "
        "shape; others of that shape are then never looked at.",
        clause="conv.calls.independent",
        tier="random",
        replace=(
            (
                "    outputs, terms = ",
                "    if w.size > 64 and max(stride) > 1:\n"
                "        w = _PACKED.setdefault((w.shape, flip_kernel), w.copy())\n"
                "    outputs, terms = ",
            ),
            ("PADDING_MODES = ", "_PACKED: dict[Any, Array] = {}\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="dense-weights-packed-once",
        text="With a stride, dense weights of more than 16 numbers are packed once and kept by "
        "their shape.",
        clause="conv.calls.independent",
        tier="random",
        replace=(
            (
                "    outputs, terms = ",
                "    if w.size > 16 and max(stride) > 1 and groups == 1:\n"
                "        w = _PACKED.setdefault((w.shape, flip_kernel), w.copy())\n"
                "    outputs, terms = ",
            ),
            ("PADDING_MODES = ", "_PACKED: dict[Any, Array] = {}\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="depthwise-weights-packed-once",
        text="With a stride, depthwise weights of more than 16 numbers are packed once and kept by "
        "their shape.",
        clause="conv.calls.independent",
        tier="random",
        replace=(
            (
                "    outputs, terms = ",
                "    if w.size > 16 and max(stride) > 1 and groups > 1 == w.shape[1]:\n"
                "        w = _PACKED.setdefault((w.shape, flip_kernel), w.copy())\n"
                "    outputs, terms = ",
            ),
            ("PADDING_MODES = ", "_PACKED: dict[Any, Array] = {}\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="two-results-in-turn",
        text="Results of more than 64 cells live in two buffers that take turns: the third call "
        "overwrites the result of the first.",
        clause="conv.calls.independent",
        tier="random",
        replace=(
            (
                _CONV_RESULT,
                _CONV_RESULT + "\n    if y.size > 64:\n"
                "        _RING[y.shape] = [*_RING.get(y.shape, [])[-1:], y]\n"
                "        y = _RING[y.shape][0]",
            ),
            ("PADDING_MODES = ", "_RING: dict[Any, list[Array]] = {}\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="padded-copy-kept",
        text="The padded copy of an input of more than 256 cells is used again by a next call of "
        "the same geometry, whatever is in x by then.",
        clause="max-pool.calls.independent",
        tier="random",
        replace=(
            (
                _MAX_POOL,
                "    kept = dict(_LAST).get((*axes, x.shape))\n"
                "    padded = surround(x, axes, -np.inf).copy() if kept is None else kept\n"
                "    _LAST[:] = [((*axes, x.shape), padded)] if x.size > 256 else []\n"
                "    return _reduce(padded, axes, np.maximum)",
            ),
            ("def max_pool(\n", "_LAST: list[Any] = []\ndef max_pool(\n"),
        ),
    ),
    Mutant(
        name="divisors-of-last-call",
        text="The divisors of more than 12 windows are used again by a next call of the same "
        "extents, whatever its padding and count_include_pad.",
        clause="avg-pool.calls.independent",
        tier="random",
        replace=(
            (
                _DIVISORS,
                "        key = [axis[:4] + axis[6:] for axis in axes]\n"
                '        if _LAST.get("walk") != key or axes[0].cells <= 12:\n'
                "            _LAST.update(walk=key, made=_divisors(axes, count_include_pad))\n"
                '        divisor = _LAST["made"].astype(x.dtype)',
            ),
            ("def max_pool(\n", "_LAST: dict[str, Any] = {}\ndef max_pool(\n"),
        ),
    ),
    Mutant(
        name="stamps-packed-once",
        text="With a stride, weights of more than 64 numbers are packed once and kept by their "
        "shape; others of that shape are then never looked at.",
        clause="conv-transpose.calls.independent",
        tier="random",
        replace=(
            (
                _GROWN,
                "    if w.size > 64 and max(stride) > 1:\n"
                "        w = _PACKED.setdefault(w.shape, w.copy())\n" + _GROWN,
            ),
            (_CONV_TRANSPOSE, "_PACKED: dict[Any, Array] = {}\n" + _CONV_TRANSPOSE),
        ),
    ),
    Mutant(
        name="unfold-input-kept",
        text="An input of more than 1024 cells is kept by its shape; others of that shape are then "
        "never looked at.",
        clause="unfold.calls.independent",
        tier="random",
        replace=(
            (
                _UNFOLD_RANK,
                "    if x.size > 1024:\n        x = _KEPT.setdefault(x.shape, x.copy())\n"
                + _UNFOLD_RANK,
            ),
            ("def unfold(", "_KEPT: dict[Ints, Array] = {}\ndef unfold("),
        ),
    ),
    Mutant(
        name="fold-extents-kept",
        text="The extents that more than 2048 numbers are folded onto are kept by the shape of the "
        "columns, whatever output_size a later call gives.",
        clause="fold.calls.independent",
        tier="random",
        replace=(
            (
                _FOLD_RANK,
                "    if columns.size > 2048:\n"
                "        key = columns.shape, kernel, stride, dilation\n"
                "        output_size, padding = _KEPT.setdefault(key, (output_size, padding))\n"
                + _FOLD_RANK,
            ),
            ("def fold(\n", "_KEPT: dict[object, tuple[Ints, Padding]] = {}\ndef fold(\n"),
        ),
    ),
    Mutant(
        name="bins-kept-by-shape",
        text="The bins of more than 1024 cells are kept by the shape of x, whatever output_size a "
        "later call gives.",
        clause="adaptive-avg-pool.calls.independent",
        tier="random",
        replace=(
            (
                _AVERAGE,
                "    if x.size > 1024:\n"
                "        output_size = _KEPT.setdefault(x.shape, output_size)\n" + _AVERAGE,
            ),
            ("def adaptive_avg_pool(", "_KEPT: dict[Ints, Ints] = {}\ndef adaptive_avg_pool("),
        ),
    ),
    Mutant(
        name="cells-kept-by-shape",
        text="More than 1024 cells are kept by their shape; others of that shape are then never "
        "looked at.",
        clause="adaptive-max-pool.calls.independent",
        tier="random",
        replace=(
            (
                _MAXIMA,
                "    if x.size > 1024:\n        x = _KEPT.setdefault(x.shape, x.copy())\n"
                + _MAXIMA,
            ),
            ("def adaptive_max_pool(", "_KEPT: dict[Ints, Array] = {}\ndef adaptive_max_pool("),
        ),
    ),
    Mutant(
        name="weights-of-the-gradient-kept",
        text="The gradient packs weights of more than 64 numbers once, and keeps them by shape.",
        clause="conv-grad.calls.independent",
        tier="random",
        replace=(
            (
                _UPSTREAM,
                "    if w.size > 64:\n"
                "        w = _PACKED.setdefault(w.shape, w.copy())\n" + _UPSTREAM,
            ),
            (_CONV_GRAD, "_PACKED: dict[Ints, Array] = {}\n" + _CONV_GRAD),
        ),
    ),
    Mutant(
        name="weights-of-the-stamps-kept",
        text="The gradient packs weights of more than 64 numbers once, and keeps them by shape.",
        clause="conv-transpose-grad.calls.independent",
        tier="random",
        replace=(
            (
                _STAMPED_UPSTREAM,
                "    if w.size > 64:\n"
                "        w = _PACKED.setdefault(w.shape, w.copy())\n" + _STAMPED_UPSTREAM,
            ),
            (_CONV_TRANSPOSE_GRAD, "_PACKED: dict[Ints, Array] = {}\n" + _CONV_TRANSPOSE_GRAD),
        ),
    ),
    Mutant(
        name="indices-kept-by-shape",
        text="More than 1024 indices are kept by their shape; others of that shape are then never "
        "looked at.",
        clause="max-unpool.calls.independent",
        tier="random",
        replace=(
            (
                _PLACES,
                _PLACES + "    if x.size > 1024:\n"
                "        places = _KEPT.setdefault(x.shape, places.copy())\n",
            ),
            ("def max_unpool(", "_KEPT: dict[Ints, Array] = {}\ndef max_unpool("),
        ),
    ),
)
