"""Scratch memory that is kept by its shape, and that all threads share."""

from tests.mutants.mutant import Mutant


def _shared(name: str, place: str, start: str) -> tuple[tuple[str, str], ...]:
    """Behind a line, what it made is written to shared memory, and read from there; ``start`` is
    where the memory is declared."""
    indent = " " * (len(place) - len(place.lstrip()))
    kept = (
        f"{indent}kept = _KEPT.setdefault({name}.shape, {name}.copy())\n"
        f"{indent}kept[...] = {name}\n{indent}{name} = kept\n"
    )
    return ((place, place + kept), (start, "_KEPT: dict[Any, Array] = {}\n" + start))


def _padded(place: str, argument: str, start: str) -> tuple[tuple[str, str], ...]:
    """The padded x, ``argument`` of a line, is written to shared memory, and read from there."""
    kept = (
        f"    padded = {argument}\n    kept = _KEPT.setdefault(padded.shape, padded.copy())\n"
        f"    kept[...] = padded\n{place.replace(argument, 'kept')}"
    )
    return ((place, kept), (start, "_KEPT: dict[Any, Array] = {}\n" + start))


#: where gy is known to fit
_FITS = {
    "unfold": "(gy, x, (*lead[:-1], lead[-1] * prod(kernel), prod(cells)))",
    "fold": "(gy, columns, planes.shape)",
    "adaptive-avg-pool": "(gy, x, (*x.shape[: -len(edges)], *output_size))",
    "max-unpool": "(gy, x, max_unpool(x, indices, output_size=output_size).shape)",
}


def _shared_gy(operation: str, fits: str) -> Mutant:
    return Mutant(
        name=f"{operation}-gy-in-shared-memory",
        text="gy is copied to memory that is kept by its shape, and shared by all threads.",
        clause=f"{operation}-grad.calls.threads",
        rank=2,
        replace=_shared(
            "gy", f"    check_upstream{fits}\n", f"def {operation.replace('-', '_')}_grad("
        ),
    )


THREADS = (
    Mutant(
        name="columns-in-shared-memory",
        text="Columns are written to scratch memory that is kept by its shape, and that all threads"
        " share.",
        clause="conv.calls.threads",
        replace=(
            (
                "np.matmul(matrices, columns.reshape(groups, terms, prod(cells)), out=result)",
                "columns = columns.reshape(groups, terms, prod(cells))\n"
                "            scratch = _SCRATCH.setdefault(columns.shape, columns.copy())\n"
                "            scratch[...] = columns\n"
                "            np.matmul(matrices, scratch, out=result)",
            ),
            ("PADDING_MODES = ", "_SCRATCH: dict[Any, Array] = {}\nPADDING_MODES = "),
        ),
    ),
    Mutant(
        name="stamps-in-shared-memory",
        text="The columns to be stamped are kept by their shape, and shared by all threads.",
        clause="conv-transpose.calls.threads",
        replace=_shared(
            "columns",
            "        columns = np.matmul(matrices, batch)\n",
            "def conv_transpose(\n",
        ),
    ),
    Mutant(
        name="padded-in-shared-memory",
        text="The padded input is kept by its shape, and shared by all threads.",
        clause="max-pool.calls.threads",
        replace=_padded(
            "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)\n",
            "surround(x, axes, -np.inf)",
            "def max_pool(\n",
        ),
    ),
    Mutant(
        name="padded-for-indices-in-shared-memory",
        text="The padded input is kept by its shape, and shared by all threads.",
        clause="max-pool-with-indices.calls.threads",
        replace=_shared("padded", "    padded = surround(x, axes, -np.inf)\n", "def max_pool(\n"),
    ),
    Mutant(
        name="sums-of-shared-memory",
        text="The padded input is kept by its shape, and shared by all threads.",
        clause="avg-pool.calls.threads",
        replace=_padded(
            "    sums = _reduce(surround(x, axes, 0), axes, np.add)\n",
            "surround(x, axes, 0)",
            "def max_pool(\n",
        ),
    ),
    Mutant(
        name="unfolded-from-shared-memory",
        text="The padded input is kept by its shape, and shared by all threads.",
        clause="unfold.calls.threads",
        replace=_padded(
            "    columns = windows(surround(x, axes, 0), axes).copy()\n",
            "surround(x, axes, 0)",
            "def unfold(",
        ),
    ),
    Mutant(
        name="folded-in-shared-memory",
        text="The columns to be added up are kept by their shape, and shared by all threads.",
        clause="fold.calls.threads",
        replace=_shared("columns", "    *lead, rows, found = columns.shape\n", "def fold(\n"),
    ),
    Mutant(
        name="bins-of-shared-memory",
        text="The cells are copied to memory that is kept by its shape, and shared by all threads.",
        clause="adaptive-avg-pool.calls.threads",
        replace=_shared("x", "    divisor = np.ones((), x.dtype)\n", "def adaptive_avg_pool("),
    ),
    Mutant(
        name="taps-in-shared-memory",
        text="The cells of the bins are kept by their shape, and shared by all threads.",
        clause="adaptive-max-pool.calls.threads",
        replace=_shared(
            "values",
            "    values = x.reshape(*lead, prod(size))[..., places]\n",
            "def adaptive_max_pool(",
        ),
    ),
    Mutant(
        name="places-in-shared-memory",
        text="The places of the values are kept by their shape, and shared by all threads.",
        clause="max-unpool.calls.threads",
        replace=_shared(
            "places", "    places = _check_indices(indices, x, plane)\n", "def max_unpool("
        ),
    ),
    Mutant(
        name="columns-of-gx-in-shared-memory",
        text="The columns that are gathered in gx are kept by their shape, and shared by all"
        " threads.",
        clause="conv-grad.calls.threads",
        replace=_shared(
            "columns",
            "        columns = np.matmul(matrices.swapaxes(1, 2), steep)\n",
            "def conv_grad(\n",
        ),
    ),
    Mutant(
        name="stamped-gy-in-shared-memory",
        text="The columns of gy are kept by their shape, and shared by all threads.",
        clause="conv-transpose-grad.calls.threads",
        replace=_shared(
            "stamped",
            "            stamped = read.reshape(groups, terms, prod(size))\n",
            "def conv_transpose_grad(\n",
        ),
    ),
    Mutant(
        name="winners-in-shared-memory",
        text="The indices of the maxima are kept by their shape, and shared by all threads.",
        clause="max-pool-grad.calls.threads",
        replace=_shared("index", "    check_upstream(gy, x, y.shape)\n", "def max_pool_grad(\n"),
    ),
    Mutant(
        name="shares-in-shared-memory",
        text="The shares of gy are kept by their shape, and shared by all threads.",
        clause="avg-pool-grad.calls.threads",
        replace=_shared(
            "share",
            "    share = gy / np.maximum(counts, 1, dtype=x.dtype)\n",
            "def avg_pool_grad(\n",
        ),
    ),
    Mutant(
        name="powers-in-shared-memory",
        text="The powers are kept by their shape, and shared by all threads.",
        clause="lp-pool.calls.threads",
        replace=_shared(
            "powers", "        powers = surround(magnitudes**p, axes, 0)\n", "def lp_pool(\n"
        ),
    ),
    Mutant(
        name="parts-in-shared-memory",
        text="The parts of the gradient are kept by their shape, and shared by all threads.",
        clause="lp-pool-grad.calls.threads",
        replace=_shared(
            "parts",
            "    parts = ratio ** (p - 1) * gy.reshape(per_window)\n",
            "def lp_pool(\n",
        ),
    ),
    Mutant(
        name="winners-of-bins-in-shared-memory",
        text="The winners of the bins are kept by their shape, and shared by all threads.",
        clause="adaptive-max-pool-with-indices.calls.threads",
        rank=2,
        replace=_shared(
            "winner", "    winner = values.argmax(axis=-1)\n", "def adaptive_max_pool("
        ),
    ),
    *[_shared_gy(operation, place) for operation, place in _FITS.items()],
    Mutant(
        name="winners-of-gy-in-shared-memory",
        text="The winners of the bins are kept by their shape, and shared by all threads.",
        clause="adaptive-max-pool-grad.calls.threads",
        rank=2,
        replace=_shared(
            "winners",
            "    winners = indices + _starts(x, prod(x.shape[-rank:]), rank)\n",
            "def adaptive_max_pool_grad(",
        ),
    ),
)
