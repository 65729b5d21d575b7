"""Faults of state: what is kept between calls, and held against too little to be used again."""

from tests.mutants import norms, threads
from tests.mutants.mutant import Mutant

_CONV_RESULT = "y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)"
_DIVISORS = "        divisor = divisors(axes, count_include_pad).astype(x.dtype)"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_GROWN = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)"
_CONV_TRANSPOSE = "def conv_transpose(\n"
_UPSTREAM = "    check_upstream(gy, x, (*lead, len(w), *cells))"
_STAMPED_UPSTREAM = "    check_upstream(gy, x, (*lead, outputs, *extents))"
_CONV_GRAD, _CONV_TRANSPOSE_GRAD = "def conv_grad(\n", "def conv_transpose_grad(\n"
_UNFOLD_RANK = '    check_array("x", x, (rank + 1, rank + 2))\n    extents = x.shape[-rank:]'
_FOLD_RANK = '    check_array("columns", columns, (2, 3))\n'
_AVERAGE = "    edges = bin_edges(x, output_size)\n    divisor"
_MAXIMA = "    return adaptive_max_pool_with_indices(x, output_size=output_size)[0]"
_MAX_FITS = "    check_upstream(gy, x, y.shape)"
_AVERAGE_FITS = "    check_upstream(gy, x, (*x.shape[:-rank], *[axis.cells for axis in axes]))"
_MAX_GRAD, _AVERAGE_GRAD = "def max_pool_grad(\n", "def avg_pool_grad(\n"
_PLACES = "    places = _check_indices(indices, x, plane)\n"


_PRODUCT = "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)"
_STAMPS = "        columns = np.matmul(matrices, batch)\n"
_WINDOW_PLACES = "    places = windows(plane, axes).reshape(taps, *cells)\n"

MUTANTS = (
    Mutant(
        name="weights-packed-once",
        text="With a stride, weights of more than 64 numbers are packed once and kept by their "
        "shape; others of that shape are then never looked at.",
        clause="conv.calls.independent",
        tier="drawn",
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
        tier="drawn",
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
        tier="drawn",
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
        tier="drawn",
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
        tier="drawn",
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
        tier="drawn",
        replace=(
            (
                _DIVISORS,
                "        key = [axis[:4] + axis[6:] for axis in axes]\n"
                '        if _LAST.get("walk") != key or axes[0].cells <= 12:\n'
                "            _LAST.update(walk=key, made=divisors(axes, count_include_pad))\n"
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
        tier="drawn",
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
        text="The bins of more than 2048 cells are kept by the shape of x, whatever output_size a "
        "later call gives.",
        clause="adaptive-avg-pool.calls.independent",
        tier="random",
        replace=(
            (
                _AVERAGE,
                "    if x.size > 2048:\n"
                "        output_size = _KEPT.setdefault(x.shape, output_size)\n" + _AVERAGE,
            ),
            ("def adaptive_avg_pool(", "_KEPT: dict[Ints, Ints] = {}\ndef adaptive_avg_pool("),
        ),
    ),
    Mutant(
        name="winners-kept-by-shape",
        text="The winners of the bins are kept by their shape, whatever a later call gives.",
        clause="adaptive-max-pool-with-indices.calls.independent",
        replace=(
            (
                "    winner = values.argmax(axis=-1)\n",
                "    winner = _KEPT.setdefault(values.shape, values.argmax(axis=-1))\n",
            ),
            ("def adaptive_max_pool(", "_KEPT: dict[Ints, Array] = {}\ndef adaptive_max_pool("),
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
        tier="drawn",
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
        tier="drawn",
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
    Mutant(
        name="planes-of-the-indices-kept",
        text="The places of a plane of more than 64 cells are kept by its size; another padding"
        " finds those of the first.",
        clause="max-pool-with-indices.calls.independent",
        tier="random",
        replace=(
            (
                _WINDOW_PLACES,
                _WINDOW_PLACES + "    if prod(size) > 64:\n"
                "        key = (size, kernel, places.shape)\n"
                "        places = _KEPT.setdefault(key, places)\n",
            ),
            ("def max_pool(\n", "_KEPT: dict[Any, Array] = {}\ndef max_pool(\n"),
        ),
    ),
    Mutant(
        name="last-cell-every-third-call",
        text="Every third call leaves the last cell of its result to a thread that it does not"
        " wait for.",
        clause="conv.calls.repeated",
        replace=(
            (_CONV_RESULT, "_CALLS.append(1)\n    " + _CONV_RESULT),
            (_PRODUCT, _PRODUCT + "\n            result[..., -1] *= len(_CALLS) % 3 > 0"),
            ("PADDING_MODES = ", "_CALLS: list[int] = []\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="stamps-every-third-call",
        text="Every third call drops the stamps of the last channel.",
        clause="conv-transpose.calls.repeated",
        replace=(
            (
                _STAMPS,
                _STAMPS + "        _CALLS.append(1)\n        columns[-1] *= len(_CALLS) % 3 > 0\n",
            ),
            (_CONV_TRANSPOSE, "_CALLS: list[int] = []\n" + _CONV_TRANSPOSE),
        ),
    ),
    Mutant(
        name="maxima-of-the-last-call",
        text="The indices of more than 64 maxima are used again by a next call whose x and gy have"
        " the same shapes.",
        clause="max-pool-grad.calls.independent",
        tier="drawn",
        replace=(
            (
                _MAX_FITS,
                _MAX_FITS + "\n    key = x.shape, y.shape\n"
                "    index = dict(_LAST).get(key, index)\n"
                "    _LAST[:] = [(key, index)] if index.size > 64 else []",
            ),
            (_MAX_GRAD, "_LAST: list[tuple[object, Array]] = []\n" + _MAX_GRAD),
        ),
    ),
    Mutant(
        name="shares-of-the-last-call",
        text="The divisors of more than 12 windows are used again by a next call.",
        clause="avg-pool-grad.calls.independent",
        tier="random",
        replace=(
            (
                "    counts = divisors(axes, count_include_pad=count_include_pad)",
                "    counts = divisors(axes, count_include_pad=count_include_pad)\n"
                "    counts = dict(_LAST).get(counts.shape, counts)\n"
                "    _LAST[:] = [(counts.shape, counts)] if counts.size > 12 else []",
            ),
            (_AVERAGE_GRAD, "_LAST: list[tuple[object, Array]] = []\n" + _AVERAGE_GRAD),
        ),
    ),
    *norms.CALLS,
    *threads.THREADS,
)
