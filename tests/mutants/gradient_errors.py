"""Faults in refusing bad input to a gradient."""

from tests.mutants.mutant import Mutant

_LP = "    axes = _walked(x, p, kernel, stride, padding, last_window)\n    magnitudes"
_LP_FITS = "    check_upstream(gy, x, norms.shape)\n"
_UPSTREAM = "    check_upstream(gy, x, (*lead, len(w), *cells))"
_STAMPED_UPSTREAM = "    check_upstream(gy, x, (*lead, outputs, *extents))"
_GRADIENT = "    rank = check_operands(x, w, b, groups=groups)"
_STAMPED_GRADIENT = "    rank = check_stamped(x, w, b, groups=groups)"
_MAX_FITS = "    check_upstream(gy, x, y.shape)"
_AVERAGE_FITS = "    check_upstream(gy, x, (*x.shape[:-rank], *[axis.cells for axis in axes]))"

MUTANTS = (
    Mutant(
        name="gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="conv-grad.error.gy",
        replace=((_UPSTREAM, "    gy = np.resize(gy, (*lead, len(w), *cells))\n" + _UPSTREAM),),
    ),
    Mutant(
        name="gradient-stride-zero-is-one",
        text="The gradient takes a stride of 0 for 1.",
        clause="conv-grad.error.arguments",
        replace=((_GRADIENT, _GRADIENT + "\n    stride = tuple(s or 1 for s in stride)"),),
    ),
    Mutant(
        name="stamped-gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="conv-transpose-grad.error.gy",
        replace=(
            (
                _STAMPED_UPSTREAM,
                "    gy = np.resize(gy, (*lead, outputs, *extents))\n" + _STAMPED_UPSTREAM,
            ),
        ),
    ),
    Mutant(
        name="gradient-dilation-sign-dropped",
        text="The gradient drops the sign of a dilation.",
        clause="conv-transpose-grad.error.arguments",
        replace=(
            (_STAMPED_GRADIENT, _STAMPED_GRADIENT + "\n    dilation = tuple(map(abs, dilation))"),
        ),
    ),
    Mutant(
        name="max-gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="max-pool-grad.error.gy",
        replace=((_MAX_FITS, "    gy = np.resize(gy, y.shape)\n" + _MAX_FITS),),
    ),
    Mutant(
        name="max-gradient-stride-zero-is-one",
        text="The gradient takes a stride of 0 for 1.",
        clause="max-pool-grad.error.arguments",
        replace=(
            (
                "    y, index = max_pool_with_indices(\n",
                "    stride = tuple(s or 1 for s in stride)\n"
                + "    y, index = max_pool_with_indices(\n",
            ),
        ),
    ),
    Mutant(
        name="average-gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="avg-pool-grad.error.gy",
        replace=(
            (
                _AVERAGE_FITS,
                "    gy = np.resize(gy, (*x.shape[:-rank], *[axis.cells for axis in axes]))\n"
                + _AVERAGE_FITS,
            ),
        ),
    ),
    Mutant(
        name="average-gradient-stride-zero-is-one",
        text="The gradient takes a stride of 0 for 1.",
        clause="avg-pool-grad.error.arguments",
        replace=(
            (
                "    size = pooled_size(x, kernel)\n    rank = len(size)\n",
                "    stride = tuple(s or 1 for s in stride)\n"
                + "    size = pooled_size(x, kernel)\n    rank = len(size)\n",
            ),
        ),
    ),
    Mutant(
        name="norm-gy-cut-to-fit",
        text="A gy with cells too many is cut, and one with too few repeated.",
        clause="lp-pool-grad.error.gy",
        replace=((_LP_FITS, "    gy = np.resize(gy, norms.shape)\n" + _LP_FITS),),
    ),
    Mutant(
        name="power-sign-dropped",
        text="The gradient drops the sign of p.",
        clause="lp-pool-grad.error.p",
        replace=((_LP, "    p = abs(p)\n" + _LP),),
    ),
    Mutant(
        name="norm-gradient-stride-zero-is-one",
        text="The gradient takes a stride of 0 for 1.",
        clause="lp-pool-grad.error.arguments",
        replace=((_LP, "    stride = tuple(s or 1 for s in stride)\n" + _LP),),
    ),
)
