"""Faults of precision, which only large integers show."""

from tests.mutants.mutant import Mutant

_CONTIGUOUS = "    x = np.ascontiguousarray(x)\n"
_MATRICES = "    matrices = w.reshape(groups, outputs, terms)\n"
_PRODUCT = "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)"
_STAMPED = "columns = np.matmul(matrices, batch)"
_BIAS = "y += b.reshape(len(b), *(1,) * rank)"
_GX = "columns = np.matmul(matrices.swapaxes(1, 2), steep)"
_STAMPED_GX = "np.matmul(matrices, stamped, out=result)"
_UNFOLDED = "columns = windows(surround(x, axes, 0), axes).copy()"
_FOLDED = "    return stamp(columns.reshape(*lead, rows // prod(kernel), *kernel, *cells), axes)"
_MAX_ADDED = "np.add.at(gx, (plane, index.reshape(planes, cells)), gy.reshape(planes, cells))"
_WRITE = "    y[(places + first).ravel()] = x.ravel()\n"


MUTANTS = (
    Mutant(
        name="double-through-single",
        text="float64 is multiplied and summed in float32.",
        clause="conv.exact.integers",
        dtype="float64",
        replace=(
            (
                _PRODUCT,
                "columns = columns.reshape(groups, terms, prod(cells)).astype(np.float32)\n"
                "            result[:] = matrices.astype(np.float32) @ columns",
            ),
        ),
    ),
    Mutant(
        name="input-truncated-to-tf32",
        text="The cells of x are truncated to the 11 significant bits of TF32.",
        clause="conv.exact.integers",
        replace=(
            (
                _CONTIGUOUS,
                _CONTIGUOUS + "    x = (x.view(np.uint32) & 0xFFFFE000).view(np.float32)\n",
            ),
        ),
    ),
    Mutant(
        name="input-in-two-bfloat16",
        text="The cells of x are split into two bfloat16 pieces, which keep 16 significant bits.",
        clause="conv.exact.integers",
        replace=(
            (
                _CONTIGUOUS,
                _CONTIGUOUS + "    x = (x.view(np.uint32) & 0xFFFFFF00).view(np.float32)\n",
            ),
        ),
    ),
    Mutant(
        name="weights-in-bfloat16",
        text="The weights are kept in bfloat16.",
        clause="conv.exact.operands",
        replace=(
            (
                _MATRICES,
                "    w = (w.view(np.uint32) & 0xFFFF0000).view(np.float32)\n" + _MATRICES,
            ),
        ),
    ),
    Mutant(
        name="double-weights-in-single",
        text="The weights of float64 are kept in float32.",
        clause="conv.exact.operands",
        dtype="float64",
        replace=((_MATRICES, "    w = w.astype(np.float32).astype(x.dtype)\n" + _MATRICES),),
    ),
    Mutant(
        name="rests-not-multiplied",
        text="x and w are split into TF32 and the rest; the product of the two rests is left out.",
        clause="conv.exact.products",
        replace=(
            (
                _PRODUCT,
                "pair = matrices.copy(), columns.reshape(groups, terms, prod(cells))\n"
                "            m, c = (np.uint32(0xFFFFE000) & a.view(np.uint32) for a in pair)\n"
                "            m, c = m.view(np.float32), c.view(np.float32)\n"
                "            result[:] = m @ c + (pair[0] - m) @ c + m @ (pair[1] - c)",
            ),
        ),
    ),
    Mutant(
        name="terms-aligned-to-the-largest",
        text="The terms of a sum are aligned to the largest and cut to 22 bits before they are "
        "added, as in a fixed-point accumulator.",
        clause="conv.exact.sums",
        replace=(
            (
                _PRODUCT,
                "columns = columns.reshape(groups, 1, terms, prod(cells))\n"
                "            several = matrices[..., np.newaxis] * columns\n"
                "            largest = np.frexp(abs(several).max(2, keepdims=True))[1]\n"
                "            unit = np.ldexp(np.float32(1), largest - 22)\n"
                "            result[:] = (np.trunc(several / unit) * unit).sum(2)",
            ),
        ),
    ),
    Mutant(
        name="bias-in-bfloat16",
        text="The bias is kept in bfloat16.",
        clause="conv.exact.bias",
        replace=(
            (_BIAS, "b = (b.view(np.uint32) & 0xFFFF0000).view(np.float32)\n        " + _BIAS),
        ),
    ),
    Mutant(
        name="double-bias-in-single",
        text="The bias of float64 is kept in float32.",
        clause="conv.exact.bias",
        dtype="float64",
        replace=((_BIAS, "b = b.astype(np.float32)\n        " + _BIAS),),
    ),
    Mutant(
        name="small-cells-flushed",
        text="Cells of less than 2^-14, the smallest normal number of float16, are taken for 0.",
        clause="conv.exact.range",
        replace=(
            (_CONTIGUOUS, _CONTIGUOUS + "    x = np.where(abs(x) < 2**-14, x.dtype.type(0), x)\n"),
        ),
    ),
    Mutant(
        name="stamped-in-float32",
        text="x passes through float32 on its way into the product.",
        clause="conv-transpose.exact.integers",
        dtype="float64",
        replace=((_STAMPED, _STAMPED.replace("h", "h.astype(np.float32)")),),
    ),
    Mutant(
        name="unfold-as-a-product",
        text="Every tap is read by a product with a kernel of zeros and a one.",
        clause="unfold.exact.copies",
        replace=((_UNFOLDED, _UNFOLDED + "\n    columns += 0 * columns[..., ::-1]"),),
    ),
    Mutant(
        name="fold-through-single",
        text="Columns of float64 are added in float32.",
        clause="fold.exact.integers",
        dtype="float64",
        replace=(
            (
                _FOLDED,
                _FOLDED.replace("(columns.", '(columns.astype("float32").')
                + ".astype(columns.dtype)",
            ),
        ),
    ),
    Mutant(
        name="gradient-in-float32",
        text="gy passes through float32 on its way into the product.",
        clause="conv-grad.exact.integers",
        dtype="float64",
        replace=((_GX, _GX.replace("steep", "steep.astype(np.float32)")),),
    ),
    Mutant(
        name="stamps-read-in-float32",
        text="gy passes through float32 on its way into the product.",
        clause="conv-transpose-grad.exact.integers",
        dtype="float64",
        replace=((_STAMPED_GX, _STAMPED_GX.replace("stamped", "stamped.astype(np.float32)")),),
    ),
    Mutant(
        name="unpooled-through-single",
        text="Values of float64 pass through float32.",
        clause="max-unpool.exact.copies",
        dtype="float64",
        replace=((_WRITE, _WRITE.replace("x.ravel()", 'x.ravel().astype("float32")')),),
    ),
    Mutant(
        name="max-gradient-in-float32",
        text="gy passes through float32 on its way to the index.",
        clause="max-pool-grad.exact.integers",
        dtype="float64",
        replace=((_MAX_ADDED, "gy = gy.astype(np.float32)\n    " + _MAX_ADDED),),
    ),
)
