"""Faults that the numbers of a tutorial show."""

from tests.mutants.mutant import Mutant

_SAME = "lo, hi = same_padding(padding, i, extent, (cells - 1) * s)"
_FLIPPED = "w = np.flip(w, axis=tuple(range(2, rank + 2)))"
_WALK = "dilation, padding, last_window=last_window)\n    lead"

MUTANTS = (
    Mutant(
        name="channels-last-memory",
        text="x is read as though its channels were the last axis in memory.",
        clause="conv.example.values",
        rank=2,
        replace=(
            (
                "batch = x[np.newaxis] if x.ndim == rank + 1 else x",
                "batch = x[np.newaxis] if x.ndim == rank + 1 else x\n"
                "    n, c, *size = batch.shape\n"
                "    batch = np.moveaxis(batch.reshape(n, *size, c), -1, 1)",
            ),
        ),
    ),
    Mutant(
        name="bias-subtracted",
        text="The bias is subtracted, as a threshold would be.",
        clause="conv.example.printed",
        rank=2,
        replace=(("y += b.reshape", "y -= b.reshape"),),
    ),
    Mutant(
        name="padding-counted-once",
        text="The number of windows counts the padding of one side only.",
        clause="conv.example.shape",
        rank=2,
        replace=(("room = size + lo + hi - extent", "room = size + lo - extent"),),
    ),
    Mutant(
        name="padding-wraps-around",
        text="The padding holds the far end of x, as in an FFT without zeros behind the signal.",
        clause="conv.example.relation",
        rank=2,
        replace=(("batch = surround(batch, axes, 0)", 'batch = extend(batch, axes, "circular")'),),
    ),
    Mutant(
        name="single-output-channel-squeezed",
        text="Without a batch, an output of one channel loses its channel axis.",
        clause="conv.example.unbatched",
        rank=2,
        replace=(
            (
                "y = np.empty((*x.shape[: -rank - 1], len(w), *cells), x.dtype)",
                "kept = x.ndim > rank + 1 or len(w) > 1\n"
                "    y = np.empty((*x.shape[: -rank - 1], *[len(w)] * kept, *cells), x.dtype)",
            ),
        ),
    ),
    Mutant(
        name="valid-refused-with-stride",
        text="'valid' is refused with a stride, as 'same' is in some frameworks.",
        clause="conv.example.valid",
        rank=2,
        replace=(
            (
                "    check_padding(padding, rank)\n",
                '    if padding == "valid" and max(stride) > 1:\n'
                '        raise ValueError("padding: expected stride 1 with a name")\n'
                "    check_padding(padding, rank)\n",
            ),
        ),
    ),
    Mutant(
        name="same-total-made-even",
        text="The total padding of 'same' is made even and halved, and the last window left out.",
        clause="conv.example.same",
        rank=2,
        replace=(("smaller = total // 2", "smaller = (total + 1) // 2"),),
    ),
    Mutant(
        name="same-front-is-half-the-kernel",
        text="'same' pads (k - 1) // 2 cells in front, whatever the stride and the extent.",
        clause="conv.example.same-strided",
        rank=2,
        replace=((_SAME, "lo, hi = (extent - 1) // 2, extent // 2"),),
    ),
    Mutant(
        name="kernel-turned-by-a-quarter",
        text="The kernel is turned by a quarter instead of a half.",
        clause="conv.example.flipped",
        rank=2,
        replace=((_FLIPPED, "w = np.rot90(w, axes=(2, 3)) if rank == 2 else w"),),
    ),
    Mutant(
        name="last-tap-left-out",
        text="The last tap of a window of more than one cell is left out.",
        clause="max-pool.example.values",
        rank=2,
        replace=(("range(1, axis.kernel)", "range(1, axis.kernel - 1)"),),
    ),
    Mutant(
        name="last-window-left-out",
        text="The number of windows is (P - e) / s: the one that starts at 0 is not counted.",
        clause="max-pool.example.shape",
        rank=2,
        replace=(("windows = room // stride + 1", "windows = room // stride"),),
    ),
    Mutant(
        name="maxima-through-half",
        text="Maxima are compared and returned in half precision.",
        clause="max-pool.example.printed",
        replace=(
            (
                "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)",
                "    half = surround(x.astype(np.float16), axes, -np.inf)\n"
                "    return _reduce(half, axes, np.maximum).astype(x.dtype)",
            ),
        ),
    ),
    Mutant(
        name="ceil-drops-window-of-last-cell",
        text="Under the ceil rule a window that starts at the last cell is dropped.",
        clause="max-pool.example.ceil",
        replace=(("-(-(size + lo) // stride)", "-(-(size + lo - 1) // stride)"),),
    ),
    Mutant(
        name="indices-from-one",
        text="Indices count from 1.",
        clause="max-pool-with-indices.example.values",
        replace=(("np.arange(prod(size), dtype=np.int64)", "np.arange(1, prod(size) + 1)"),),
    ),
    Mutant(
        name="largest-magnitude-wins",
        text="The index is that of the largest magnitude, which is what idamax of BLAS returns.",
        clause="max-pool-with-indices.example.printed",
        replace=(("values.argmax(axis=len(lead))", "abs(values).argmax(axis=len(lead))"),),
    ),
    Mutant(
        name="indices-know-only-floor",
        text="Max pooling with indices knows whole windows only.",
        clause="max-pool-with-indices.example.ceil",
        replace=((_WALK, _WALK.replace("=last_window", '="floor"')),),
    ),
    Mutant(
        name="high-padding-counted",
        text="Padding is left out of the divisor at the low end only.",
        clause="avg-pool.example.values",
        replace=(
            (
                "first, end = axis.lo, axis.lo + axis.size\n",
                "first, end = axis.lo, axis.lo + axis.size + axis.hi\n",
            ),
        ),
    ),
    Mutant(
        name="divisor-is-the-kernel",
        text="Every sum is divided by the size of the kernel.",
        clause="avg-pool.example.ceil",
        replace=(("divisors(axes, count_include_pad).astype(x.dtype)", "prod(kernel)"),),
    ),
)
