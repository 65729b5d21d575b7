"""Faults of precision, which only large integers show."""

from tests.mutants.mutant import Mutant

_CONTIGUOUS = "    x = np.ascontiguousarray(x)\n"
_PRODUCT = "columns = np.matmul(matrices, batch)"

MUTANTS = (
    Mutant(
        name="double-through-single",
        text="float64 is multiplied and summed in float32.",
        clause="conv.exact.integers",
        dtype="float64",
        replace=(
            (
                "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)",
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
        name="stamped-in-float32",
        text="x passes through float32 on its way into the product.",
        clause="conv-transpose.exact.integers",
        dtype="float64",
        replace=((_PRODUCT, _PRODUCT.replace("h", "h.astype(np.float32)")),),
    ),
)
