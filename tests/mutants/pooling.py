"""Faults in what a window reduces to."""

from tests.mutants.mutant import Mutant

_MAX_POOL = "return _reduce(surround(x, axes, -np.inf), axes, np.maximum)"

MUTANTS = (
    Mutant(
        name="maximum-starts-at-zero",
        text="The running maximum starts at 0, which negative cells never beat.",
        clause="max-pool.value.maximum",
        replace=(
            (
                "merged = x[(*before, slice(0, span, axis.stride))].copy()",
                "merged = np.maximum(x[(*before, slice(0, span, axis.stride))], 0)",
            ),
        ),
    ),
    Mutant(
        name="padding-is-zero",
        text="Max pooling pads with 0.",
        clause="max-pool.value.identity",
        replace=((_MAX_POOL, _MAX_POOL.replace("-np.inf", "0")),),
    ),
    Mutant(
        name="identity-smallest-positive",
        text="Max pooling pads with FLT_MIN, which is the smallest positive number.",
        clause="max-pool.value.identity",
        rank=2,
        replace=((_MAX_POOL, _MAX_POOL.replace("-np.inf", "np.finfo(x.dtype).tiny")),),
    ),
    Mutant(
        name="identity-lowest-finite",
        text="Max pooling pads with the lowest finite number, which beats minus infinity.",
        clause="max-pool.value.lowest",
        replace=((_MAX_POOL, _MAX_POOL.replace("-np.inf", "np.finfo(x.dtype).min")),),
    ),
    Mutant(
        name="reciprocal-in-single",
        text="float64 sums are multiplied by a reciprocal that was computed in float32.",
        clause="avg-pool.value.mean",
        dtype="float64",
        replace=(("sums /= divisor", "sums *= np.float32(1) / np.float32(divisor)"),),
    ),
)
