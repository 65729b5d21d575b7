"""Faults at the border: inputs written to, results shared, memory layouts misread."""

from tests.mutants import norms
from tests.mutants.border_planes import PLANES
from tests.mutants.mutant import Mutant

_SUMS = "sums = _reduce(surround(x, axes, 0), axes, np.add)"
_FIRST_TAP = "merged = x[(*before, slice(0, span, axis.stride))].copy()"
_CONV_BATCH = "batch = x[np.newaxis] if x.ndim == rank + 1 else x"
_CONV_RESULT = "y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_INDEX = "index = places[(winner, *grid)]"
_PRODUCT = "columns = np.matmul(matrices, batch)"
_RESULT = "    return y.reshape(*x.shape[: -rank - 1], *y.shape[1:])"
_CONV_TRANSPOSE = "def conv_transpose(\n"
_EXTENTS = "    size, kernel = x.shape[-rank:], w.shape[2:]"
_UPSTREAM = "    check_upstream(gy, x, (*lead, len(w), *cells))"
_STAMPED_UPSTREAM = "    check_upstream(gy, x, (*lead, outputs, *extents))"
_GRADIENTS = "    return gx.reshape(x.shape), np.flip(gw"
_STAMPED_GRADIENTS = "    return gx.reshape(x.shape), gw.reshape(w.shape), gb"
_CONV_GRAD, _CONV_TRANSPOSE_GRAD = "def conv_grad(\n", "def conv_transpose_grad(\n"
_MAX_FITS = "    check_upstream(gy, x, y.shape)"
_AVERAGE_FITS = "    check_upstream(gy, x, (*x.shape[:-rank], *[axis.cells for axis in axes]))"
_MAX_GRAD, _AVERAGE_GRAD = "def max_pool_grad(\n", "def avg_pool_grad(\n"
_OPERANDS = "    rank = check_operands(x, w, b, groups)\n    check_member"
_STAMPED_OPERANDS = "    rank = check_stamped(x, w, b, groups)\n    if x.dtype in HALVES"
_ANY_ORDER = '    if array.dtype.newbyteorder("=") not in DTYPES:\n'

MUTANTS = (
    Mutant(
        name="result-into-input",
        text="Where the result has the shape of x, it is computed in the memory of x.",
        clause="conv.border.inputs",
        replace=(
            (
                _CONV_RESULT,
                "shape = (*x.shape[: -rank - 1], len(w), *cells)\n"
                "    y = x if x.shape == shape else np.empty(shape, x.dtype)",
            ),
        ),
    ),
    Mutant(
        name="kernel-flipped-in-place",
        text="w is flipped in its own memory, and stays flipped.",
        clause="conv.border.inputs",
        replace=(
            (
                "w = np.flip(w, axis=tuple(range(2, rank + 2)))",
                "w[...] = np.flip(w, axis=tuple(range(2, rank + 2))).copy()",
            ),
        ),
    ),
    Mutant(
        name="one-result-per-shape",
        text="The memory of a result is kept by its shape and used again by the next call.",
        clause="conv.border.outputs",
        replace=(
            (
                _CONV_RESULT,
                "shape = (*x.shape[: -rank - 1], len(w), *cells)\n"
                "    y = _RESULTS.setdefault(shape, np.empty(shape, x.dtype))",
            ),
            ("PADDING_MODES = ", "_RESULTS: dict[Any, Array] = {}\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="last-cell-unwritten",
        text="The last cell of the result is left as the memory came.",
        clause="conv.border.layouts",
        replace=(
            (
                "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)",
                "found = np.matmul(matrices, columns.reshape(groups, terms, prod(cells)))\n"
                "            result[..., :-1] = found[..., :-1]",
            ),
        ),
    ),
    Mutant(
        name="read-in-memory-order",
        text="The cells of x are read in the order in which they lie in memory.",
        clause="conv.border.layouts",
        rank=2,
        replace=((_CONV_BATCH, f'x = x.ravel("K").reshape(x.shape)\n    {_CONV_BATCH}'),),
    ),
    Mutant(
        name="running-maximum-in-input",
        text="The running maximum starts as a view of x, for want of a copy, and is written there.",
        clause="max-pool.border.inputs",
        replace=((_FIRST_TAP, _FIRST_TAP.removesuffix(".copy()")),),
    ),
    Mutant(
        name="one-cell-window-returns-view",
        text="A window of one cell gives a view of x in place of new memory.",
        clause="max-pool.border.outputs",
        replace=(
            (
                _FIRST_TAP,
                _FIRST_TAP.removesuffix(".copy()")
                + "\n            merged = merged if axis.kernel == 1 else merged.copy()",
            ),
        ),
    ),
    Mutant(
        name="negative-strides-ignored",
        text="The sign of a stride in memory is ignored, so that a reversed view is read forwards.",
        clause="max-pool.border.layouts",
        replace=(
            (
                _MAX_POOL,
                "    x = x[tuple(slice(None, None, -1 if s < 0 else 1) for s in x.strides)]\n"
                + _MAX_POOL,
            ),
        ),
    ),
    Mutant(
        name="disjoint-windows-in-place",
        text="Where windows do not overlap, the running maximum is kept in the input.",
        clause="max-pool-with-indices.border.inputs",
        replace=(
            (
                _FIRST_TAP,
                _FIRST_TAP.removesuffix(".copy()")
                + "\n            disjoint = axis.stride >= axis.kernel > 1"
                "\n            merged = merged if disjoint else merged.copy()",
            ),
        ),
    ),
    Mutant(
        name="indices-kept-by-geometry",
        text="For windows of one cell the indices are kept by geometry, and handed out each time.",
        clause="max-pool-with-indices.border.outputs",
        replace=(
            (
                "    return _reduce(padded, axes, np.maximum), index",
                "    index = _KEPT.setdefault((*axes, lead), index) if taps == 1 else index\n"
                "    return _reduce(padded, axes, np.maximum), index",
            ),
            ("def max_pool(\n", "_KEPT: dict[Any, Array] = {}\ndef max_pool(\n"),
        ),
    ),
    Mutant(
        name="writable-input-required",
        text="x is taken through a writable buffer, which refuses an array that is read-only.",
        clause="max-pool-with-indices.border.layouts",
        replace=(
            (
                _INDEX,
                'if not x.flags.writeable:\n        raise BufferError("x is read-only")\n    '
                + _INDEX,
            ),
        ),
    ),
    Mutant(
        name="scaled-in-place",
        text="x is divided by the size of the window in place, to spare a pass over the result.",
        clause="avg-pool.border.inputs",
        replace=(
            (_SUMS, f"x /= prod(kernel)\n    {_SUMS}"),
            (
                "count_include_pad).astype(x.dtype)\n",
                "count_include_pad).astype(x.dtype) / prod(kernel)\n",
            ),
        ),
    ),
    Mutant(
        name="one-sum-per-shape",
        text="The memory of the sums is kept by their shape and used again by the next call.",
        clause="avg-pool.border.outputs",
        replace=(
            (
                _SUMS,
                _SUMS + "\n    kept = _SUMS.setdefault(sums.shape, np.empty_like(sums))\n"
                "    kept[:] = sums\n    sums = kept",
            ),
            ("def max_pool(\n", "_SUMS: dict[Any, Array] = {}\ndef max_pool(\n"),
        ),
    ),
    Mutant(
        name="view-read-from-its-base",
        text="A view is read from the start of the memory that it is a part of.",
        clause="avg-pool.border.layouts",
        replace=(
            (
                _SUMS,
                "x = x if x.base is None else x.base.ravel()[: x.size].reshape(x.shape)\n"
                f"    {_SUMS}",
            ),
        ),
    ),
    Mutant(
        name="signs-moved-in-place",
        text="x is negated in place and the kernel with it.",
        clause="conv-transpose.border.inputs",
        replace=(
            (
                _PRODUCT,
                _PRODUCT.replace(
                    "columns = np.matmul(", "batch *= -1\n        columns = np.matmul(-"
                ),
            ),
        ),
    ),
    Mutant(
        name="one-plane-per-shape",
        text="The memory of a result is kept by its shape and used again.",
        clause="conv-transpose.border.outputs",
        replace=(
            (
                _RESULT,
                "    kept = _PLANES.setdefault(y.shape, y)\n    kept[:] = y\n    y = kept\n"
                + _RESULT,
            ),
            (_CONV_TRANSPOSE, "_PLANES: dict[Any, Array] = {}\n" + _CONV_TRANSPOSE),
        ),
    ),
    Mutant(
        name="stamped-in-memory-order",
        text="The cells of x are stamped in the order in which they lie in memory.",
        clause="conv-transpose.border.layouts",
        rank=2,
        replace=((_EXTENTS, '    x = x.ravel("K").reshape(x.shape)\n' + _EXTENTS),),
    ),
    Mutant(
        name="gy-scaled-in-place",
        text="The sign of gy is turned in its own memory.",
        clause="conv-grad.border.inputs",
        replace=((_UPSTREAM, _UPSTREAM + "\n    np.negative(gy, out=gy)"),),
    ),
    Mutant(
        name="gradient-kept",
        text="The memory of gx is kept by its shape and used again by the next call.",
        clause="conv-grad.border.outputs",
        replace=(
            (_GRADIENTS, "    gx = _KEPT.setdefault(x.shape, gx)\n" + _GRADIENTS),
            (_CONV_GRAD, "_KEPT: dict[Ints, Array] = {}\n" + _CONV_GRAD),
        ),
    ),
    Mutant(
        name="gy-in-memory-order",
        text="The cells of gy are read in the order in which they lie in memory.",
        clause="conv-grad.border.layouts",
        rank=2,
        replace=((_UPSTREAM, _UPSTREAM + '\n    gy = gy.ravel("K").reshape(gy.shape)'),),
    ),
    Mutant(
        name="stamped-gy-scaled-in-place",
        text="The sign of gy is turned in its own memory.",
        clause="conv-transpose-grad.border.inputs",
        replace=((_STAMPED_UPSTREAM, _STAMPED_UPSTREAM + "\n    np.negative(gy, out=gy)"),),
    ),
    Mutant(
        name="stamped-gradient-kept",
        text="The memory of gw is kept by its shape and used again by the next call.",
        clause="conv-transpose-grad.border.outputs",
        replace=(
            (_STAMPED_GRADIENTS, "    gw = _KEPT.setdefault(w.shape, gw)\n" + _STAMPED_GRADIENTS),
            (_CONV_TRANSPOSE_GRAD, "_KEPT: dict[Ints, Array] = {}\n" + _CONV_TRANSPOSE_GRAD),
        ),
    ),
    Mutant(
        name="stamped-gy-in-memory-order",
        text="The cells of gy are read in the order in which they lie in memory.",
        clause="conv-transpose-grad.border.layouts",
        rank=2,
        replace=(
            (_STAMPED_UPSTREAM, _STAMPED_UPSTREAM + '\n    gy = gy.ravel("K").reshape(gy.shape)'),
        ),
    ),
    Mutant(
        name="bytes-of-weights-taken-as-they-are",
        text="Bytes in the order of other machines are taken as they are.",
        clause="conv.border.byte-order",
        replace=(
            (
                _OPERANDS,
                '    x, w = (a.view(a.dtype.newbyteorder("=")) for a in (x, w))\n'
                '    b = None if b is None else b.view(b.dtype.newbyteorder("="))\n' + _OPERANDS,
            ),
        ),
    ),
    Mutant(
        name="bytes-of-maxima-taken-as-they-are",
        text="Bytes in the order of other machines are taken as they are.",
        clause="max-pool.border.byte-order",
        replace=(
            ("    if array.dtype not in DTYPES:\n", _ANY_ORDER),
            (_MAX_POOL, '    x = x.view(x.dtype.newbyteorder("="))\n' + _MAX_POOL),
        ),
    ),
    Mutant(
        name="bytes-of-averages-taken-as-they-are",
        text="Bytes in the order of other machines are taken as they are.",
        clause="avg-pool.border.byte-order",
        replace=(
            ("    if array.dtype not in DTYPES:\n", _ANY_ORDER),
            ("    " + _SUMS, '    x = x.view(x.dtype.newbyteorder("="))\n    ' + _SUMS),
        ),
    ),
    Mutant(
        name="bytes-of-stamps-taken-as-they-are",
        text="Bytes in the order of other machines are taken as they are.",
        clause="conv-transpose.border.byte-order",
        replace=(
            (
                _STAMPED_OPERANDS,
                '    x, w = (a.view(a.dtype.newbyteorder("=")) for a in (x, w))\n'
                '    b = None if b is None else b.view(b.dtype.newbyteorder("="))\n'
                + _STAMPED_OPERANDS,
            ),
        ),
    ),
    Mutant(
        name="max-gy-negated-in-place",
        text="The sign of gy is turned in its own memory.",
        clause="max-pool-grad.border.inputs",
        replace=((_MAX_FITS, _MAX_FITS + "\n    np.negative(gy, out=gy)"),),
    ),
    Mutant(
        name="max-gradient-kept",
        text="The memory of gx is kept by its shape and given again by the next call.",
        clause="max-pool-grad.border.outputs",
        replace=(
            (
                "    return (gx[:, :-1].reshape(x.shape).copy(),)",
                "    return (_KEPT.setdefault(x.shape, gx[:, :-1].reshape(x.shape).copy()),)",
            ),
            (_MAX_GRAD, "_KEPT: dict[Ints, Array] = {}\n" + _MAX_GRAD),
        ),
    ),
    Mutant(
        name="max-gy-in-memory-order",
        text="The cells of gy are read in the order in which they lie in memory.",
        clause="max-pool-grad.border.layouts",
        rank=2,
        replace=((_MAX_FITS, _MAX_FITS + '\n    gy = gy.ravel("K").reshape(gy.shape)'),),
    ),
    Mutant(
        name="average-gy-negated-in-place",
        text="The sign of gy is turned in its own memory.",
        clause="avg-pool-grad.border.inputs",
        replace=((_AVERAGE_FITS, _AVERAGE_FITS + "\n    np.negative(gy, out=gy)"),),
    ),
    Mutant(
        name="average-gradient-kept",
        text="The memory of gx is kept by its shape and given again by the next call.",
        clause="avg-pool-grad.border.outputs",
        replace=(
            (
                "    return (stamp(columns, axes),)",
                "    return (_KEPT.setdefault(x.shape, stamp(columns, axes)),)",
            ),
            (_AVERAGE_GRAD, "_KEPT: dict[Ints, Array] = {}\n" + _AVERAGE_GRAD),
        ),
    ),
    Mutant(
        name="average-gy-in-memory-order",
        text="The cells of gy are read in the order in which they lie in memory.",
        clause="avg-pool-grad.border.layouts",
        rank=2,
        replace=((_AVERAGE_FITS, _AVERAGE_FITS + '\n    gy = gy.ravel("K").reshape(gy.shape)'),),
    ),
    *PLANES,
    *norms.BORDER,
)
