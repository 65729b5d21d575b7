"""Faults in what is summed and what is kept apart."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="columns-tap-first",
        text="The columns are ordered tap by tap, the weights channel by channel.",
        clause="conv.channels.sum",
        replace=(
            (
                "columns.reshape(groups, terms, prod(cells))",
                "windows.swapaxes(0, 1).reshape(groups, terms, prod(cells))",
            ),
        ),
    ),
    Mutant(
        name="weights-transposed",
        text="The weights are read as (C, *kernel, O), the output channel fastest.",
        clause="conv.channels.outputs",
        replace=(
            (
                "w.reshape(groups, outputs, terms)",
                "w.reshape(groups, terms, outputs).swapaxes(1, 2)",
            ),
        ),
    ),
    Mutant(
        name="planes-channel-first",
        text="The planes are read channel by channel and their maxima written sample by sample.",
        clause="max-pool.channels.apart",
        rank=2,
        replace=(
            (
                "return _reduce(surround(x, axes, -np.inf), axes, np.maximum)",
                "x = x.swapaxes(0, 1).reshape(x.shape)\n"
                "    return _reduce(surround(x, axes, -np.inf), axes, np.maximum)",
            ),
        ),
    ),
    Mutant(
        name="sample-offset-one-plane",
        text="Plane n + c is averaged for channel c of sample n: a sample is taken for one plane.",
        clause="avg-pool.channels.apart",
        rank=2,
        replace=(
            (
                "sums = _reduce(surround(x, axes, 0), axes, np.add)",
                "planes = x.reshape(-1, *x.shape[-len(axes) :])\n"
                "    lead = x.shape[: -len(axes)]\n"
                "    x = planes[sum(np.ix_(*map(np.arange, lead)))]\n"
                "    sums = _reduce(surround(x, axes, 0), axes, np.add)",
            ),
        ),
    ),
)
