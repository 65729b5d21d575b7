"""Faults of max unpooling."""

from tests.mutants.mutant import Mutant

_PLACES = "    places = _check_indices(indices, x, plane)\n"
_ZEROS = "y = np.zeros(prod(lead) * plane, x.dtype)"
_WRITE = "    y[(places + first).ravel()] = x.ravel()\n"
_RESULT = "    return y.reshape(*lead, *output_size)"
_CHECK = "    plane = prod(output_size)\n"

MUTANTS = (
    Mutant(
        name="unnamed-cells-lowest",
        text="A cell that no index names is given the lowest value.",
        clause="max-unpool.value.placed",
        replace=(
            (
                _ZEROS,
                _ZEROS.replace("zeros(", "full(").replace("plane,", "plane, x.min(initial=0),"),
            ),
        ),
    ),
    Mutant(
        name="indices-of-the-first-plane",
        text="The indices of the first plane are used for all.",
        clause="max-unpool.index.own-plane",
        replace=(
            (
                _PLACES,
                _PLACES + "    places = np.broadcast_to(places[(0,) * (x.ndim - rank)], x.shape)\n",
            ),
        ),
    ),
    Mutant(
        name="indices-column-major",
        text="Indices are taken to count column-major.",
        clause="max-unpool.index.row-major",
        rank=2,
        replace=(
            (
                _PLACES,
                _PLACES + "    column, row = np.divmod(places, output_size[0])\n"
                "    places = row * output_size[1] + column\n",
            ),
        ),
    ),
    Mutant(
        name="planes-of-whole-windows",
        text="output_size is rounded up to a multiple of the extents of x.",
        clause="max-unpool.output-size.any",
        replace=(
            (
                _CHECK,
                "    pairs = zip(output_size, x.shape[-rank:], strict=True)\n"
                "    output_size = tuple(-(-o // i) * i for o, i in pairs)\n" + _CHECK,
            ),
        ),
    ),
    Mutant(
        name="duplicates-added",
        text="Values of the same index are added.",
        clause="max-unpool.duplicates.equal",
        replace=((_WRITE, "    np.add.at(y, (places + first).ravel(), x.ravel())\n"),),
    ),
    Mutant(
        name="duplicates-averaged",
        text="Values of the same index are averaged, which shows where they differ.",
        clause="max-unpool.duplicates.clashing",
        replace=(
            (
                _WRITE,
                "    at = (places + first).ravel()\n    np.add.at(y, at, x.ravel())\n"
                "    y /= np.maximum(np.bincount(at, minlength=len(y)), 1)\n",
            ),
        ),
    ),
    Mutant(
        name="unpooled-with-batch-axis",
        text="A sample without a batch axis comes back with one.",
        clause="max-unpool.shape.unbatched",
        replace=((_RESULT, _RESULT.replace("*lead", "-1, lead[-1]")),),
    ),
    Mutant(
        name="unpooled-of-no-sample-is-flat",
        text="A batch of no sample comes back as an empty vector.",
        clause="max-unpool.empty.batch",
        replace=((_RESULT, "    if not len(x):\n        return y\n" + _RESULT),),
    ),
    Mutant(
        name="unpooled-of-no-channel-is-flat",
        text="Samples of no channel come back as an empty vector.",
        clause="max-unpool.empty.channels",
        replace=((_RESULT, "    if not y.size:\n        return y\n" + _RESULT),),
    ),
)
