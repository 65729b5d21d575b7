"""Faults in keeping a dtype: widened, narrowed, saturated, compared as another one."""

from tests.mutants.dtypes_planes import PLANES
from tests.mutants.mutant import Mutant

_CONV_HALVES = "                flip_kernel=flip_kernel,\n            ).astype(x.dtype)\n"
_CONV_EMPTY = "    y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)\n"
_PRODUCT = "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)"
_TRANSPOSED = "                output_padding=output_padding,\n"
_TRANSPOSED_END = (
    "                dilation=dilation,\n"
    "                groups=groups,\n"
    "            ).astype(x.dtype)\n"
)
_STAMPS = "        columns = np.matmul(matrices, batch)\n"
_MAX_POOL = "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"
_WITH_INDEX = "    return _reduce(padded, axes, np.maximum), index"
_AVERAGE = "            divisor_override=divisor_override,\n        ).astype(x.dtype)\n"
_FLOOR = "    mean: Array = total // divisor\n"
_NARROWED = {
    o: f"            x.dtype,\n            {o}_grad(\n"
    for o in ("conv", "conv_transpose", "max_pool")
}
_WIDE_NORMS = "        return _norms(abs(wide), walked, p).astype(x.dtype)\n"

MUTANTS = (
    Mutant(
        name="halves-come-back-wide",
        text="A convolution of 16-bit floats gives float32.",
        clause="conv.dtype.halves",
        dtype="bfloat16",
        replace=((_CONV_HALVES, _CONV_HALVES.removesuffix(".astype(x.dtype)\n") + "\n"),),
    ),
    Mutant(
        name="rounded-by-cutting-off",
        text="The low half of a float32 is cut off to make a bfloat16.",
        clause="conv.dtype.rounded",
        dtype="bfloat16",
        replace=(
            (
                _CONV_HALVES,
                _CONV_HALVES.removesuffix(".astype(x.dtype)\n")
                + ".view(np.uint32).__rshift__(16).astype(np.uint16).view(x.dtype)\n",
            ),
        ),
    ),
    Mutant(
        name="small-integers-widened",
        text="Integers of less than 32 bits give int32.",
        clause="conv.dtype.integers",
        dtype="int8",
        replace=(
            (
                _CONV_EMPTY,
                '    kind = np.promote_types(x.dtype, "i4") if x.dtype.kind in "iu" else x.dtype\n'
                + _CONV_EMPTY.replace("x.dtype", "kind"),
            ),
        ),
    ),
    Mutant(
        name="integers-through-float64",
        text="Integers are multiplied and summed in float64.",
        clause="conv.dtype.wide",
        dtype="int64",
        replace=(
            (
                _PRODUCT,
                "result[...] = matrices.astype(np.float64) @ columns.reshape("
                "groups, terms, prod(cells))",
            ),
        ),
    ),
    Mutant(
        name="sums-saturate",
        text="A sum of int8 that does not fit is cut off at -128 or 127.",
        clause="conv.dtype.overflow",
        dtype="int8",
        replace=(
            (
                _PRODUCT,
                _PRODUCT + "\n            if x.dtype == np.int8:\n"
                "                wide = columns.reshape(groups, terms, prod(cells))\n"
                "                wide = matrices @ wide.astype(np.int32)\n"
                "                result[...] = np.clip(wide, -128, 127)",
            ),
        ),
    ),
    Mutant(
        name="stamped-halves-come-back-wide",
        text="A transposed convolution of 16-bit floats gives float32.",
        clause="conv-transpose.dtype.halves",
        dtype="float16",
        replace=(
            (
                _TRANSPOSED + _TRANSPOSED_END,
                _TRANSPOSED + _TRANSPOSED_END.removesuffix(".astype(x.dtype)\n") + "\n",
            ),
        ),
    ),
    Mutant(
        name="stamped-halves-cut-off",
        text="The low half of a float32 is cut off to make a bfloat16.",
        clause="conv-transpose.dtype.rounded",
        dtype="bfloat16",
        replace=(
            (
                _TRANSPOSED + _TRANSPOSED_END,
                _TRANSPOSED
                + _TRANSPOSED_END.removesuffix(".astype(x.dtype)\n")
                + ".view(np.uint32).__rshift__(16).astype(np.uint16).view(x.dtype)\n",
            ),
        ),
    ),
    Mutant(
        name="stamped-integers-widened",
        text="Unsigned integers are stamped as int16, and stay so.",
        clause="conv-transpose.dtype.integers",
        dtype="uint8",
        replace=(
            (
                _STAMPS,
                _STAMPS + '        if x.dtype.kind == "u":\n'
                "            columns = columns.astype(np.int16)\n",
            ),
        ),
    ),
    Mutant(
        name="stamps-saturate",
        text="A product of int8 that does not fit is cut off at -128 or 127.",
        clause="conv-transpose.dtype.overflow",
        dtype="int8",
        replace=(
            (
                _STAMPS,
                _STAMPS + "        if x.dtype == np.int8:\n"
                "            columns = np.matmul(matrices.astype(np.int32), batch)\n"
                "            columns = columns.clip(-128, 127).astype(np.int8)\n",
            ),
        ),
    ),
    Mutant(
        name="maxima-of-halves-wide",
        text="The maximum of 16-bit floats is given in float32.",
        clause="max-pool.dtype.halves",
        dtype="float16",
        replace=((_MAX_POOL, "    x = x.astype(np.float32)\n" + _MAX_POOL),),
    ),
    Mutant(
        name="unsigned-compared-as-signed",
        text="uint8 is compared as int8: 128 and more lose.",
        clause="max-pool.dtype.integers",
        dtype="uint8",
        replace=(
            (
                _MAX_POOL,
                "    kind = x.dtype\n"
                "    x = x.view(np.int8) if kind == np.uint8 else x\n"
                + _MAX_POOL.replace(
                    "return _reduce(surround(x, axes, -np.inf), axes, np.maximum)",
                    "y = _reduce(surround(x, axes, -np.inf), axes, np.maximum)\n"
                    "    return y.view(kind)",
                ),
            ),
        ),
    ),
    Mutant(
        name="indices-of-halves-narrow",
        text="The indices of 16-bit floats are int32.",
        clause="max-pool-with-indices.dtype.halves",
        dtype="bfloat16",
        replace=(
            (
                _WITH_INDEX,
                "    index = index.astype(np.int32) if x.dtype.itemsize == 2 else index\n"
                + _WITH_INDEX,
            ),
        ),
    ),
    Mutant(
        name="integers-padded-with-zero",
        text="Integers are padded with 0, which wins against negative ones.",
        clause="max-pool-with-indices.dtype.integers",
        dtype="int32",
        replace=(("        fill = int(np.iinfo(x.dtype).min)\n", "        fill = 0\n"),),
    ),
    Mutant(
        name="averages-of-halves-wide",
        text="The average of 16-bit floats is given in float32.",
        clause="avg-pool.dtype.halves",
        dtype="bfloat16",
        replace=((_AVERAGE, _AVERAGE.removesuffix(".astype(x.dtype)\n") + "\n"),),
    ),
    Mutant(
        name="odd-sums-rounded-up",
        text="The average of integers is rounded up where their sum is odd, else down.",
        clause="avg-pool.dtype.integers",
        dtype="int16",
        replace=(
            (
                _FLOOR,
                "    up: Array = -(-total // divisor)\n"
                "    mean: Array = np.where(total % 2, up, total // divisor)\n",
            ),
        ),
    ),
    Mutant(
        name="norms-come-back-wide",
        text="Norms of 16-bit floats are given in float32.",
        clause="lp-pool.dtype.halves",
        dtype="bfloat16",
        replace=((_WIDE_NORMS, _WIDE_NORMS.replace(".astype(x.dtype)", "")),),
    ),
    Mutant(
        name="gradients-come-back-wide",
        text="The gradients of 16-bit floats are given in float32.",
        clause="conv-grad.dtype.halves",
        dtype="bfloat16",
        replace=((_NARROWED["conv"], _NARROWED["conv"].replace("x.dtype", "np.dtype('f4')")),),
    ),
    Mutant(
        name="stamped-gradients-come-back-wide",
        text="The gradients of 16-bit floats are given in float32.",
        clause="conv-transpose-grad.dtype.halves",
        dtype="bfloat16",
        replace=(
            (
                _NARROWED["conv_transpose"],
                _NARROWED["conv_transpose"].replace("x.dtype", "np.dtype('f4')"),
            ),
        ),
    ),
    Mutant(
        name="gradient-at-index-comes-back-wide",
        text="The gradient of 16-bit floats is given in float32.",
        clause="max-pool-grad.dtype.halves",
        dtype="bfloat16",
        replace=(
            (_NARROWED["max_pool"], _NARROWED["max_pool"].replace("x.dtype", "np.dtype('f4')")),
        ),
    ),
    *PLANES,
)
