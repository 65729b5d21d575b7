"""Faults of the gradients of adaptive pooling, unpooling, unfold and fold."""

from typing import NamedTuple

from tests.mutants.mutant import Mutant


class _Text(NamedTuple):
    """Of one gradient: what it returns, when it has no batch, the shape that gy must have."""

    result: str
    single: str
    shape: str
    x: str = "x"

    @property
    def returned(self) -> str:
        return f"    return {self.tuple_of(self.result)}"

    @property
    def check(self) -> str:
        return f"    check_upstream(gy, {self.x}, {self.shape})\n"

    def tuple_of(self, gx: str) -> str:
        return f"{gx}, None" if "places" in self.result else f"({gx},)"

    def before_return(self, lines: str, name: str = "gx") -> tuple[str, str]:
        """The replacement that computes gx, runs the lines, and returns what is called so."""
        return self.returned, f"    gx = {self.result}\n{lines}    return {self.tuple_of(name)}"


_TEXTS = {
    "unfold": _Text(
        "stamp(gy.reshape(*lead, *kernel, *cells), axes)",
        "x.ndim == rank + 1",
        "(*lead[:-1], lead[-1] * prod(kernel), prod(cells))",
    ),
    "fold": _Text(
        "unfold(gy, padding=padding, **steps)",
        "gy.ndim == len(kernel) + 1",
        "planes.shape",
        "columns",
    ),
    "max-unpool": _Text(
        "gy.ravel()[places]",
        "x.ndim == len(output_size) + 1",
        "max_unpool(x, indices, output_size=output_size).shape",
    ),
    "adaptive-avg-pool": _Text(
        "gx", "x.ndim == len(edges) + 1", "(*x.shape[: -len(edges)], *output_size)"
    ),
    "adaptive-max-pool": _Text("gx.reshape(x.shape)", "x.ndim == rank + 1", "highest.shape"),
}
_UNFOLD, _FOLD, _UNPOOL, _AVERAGE, _MAXIMUM = _TEXTS.values()


def _of_every(operation: str, text: _Text) -> tuple[Mutant, ...]:
    """Faults that each of the gradients may have: of shape, and at the border."""
    batched = f"    gx = gx[np.newaxis] if {text.single} else gx\n"
    kept = "    kept = _KEPT.setdefault(gx.shape, gx)\n    kept[...] = gx\n"
    header = f"def {operation.replace('-', '_')}_grad("
    return (
        Mutant(
            name=f"{operation}-gradient-batched",
            text="The gradient of a sample without a batch axis comes with one.",
            clause=f"{operation}-grad.shape.unbatched",
            replace=(text.before_return(batched),),
        ),
        Mutant(
            name=f"{operation}-gradient-clears-gy",
            text="gy is cleared once it has been used.",
            clause=f"{operation}-grad.border.inputs",
            replace=(text.before_return("    gy[...] = 0\n"),),
        ),
        Mutant(
            name=f"{operation}-gradient-kept",
            text="Gradients are kept by their shape and used again by the next call.",
            clause=f"{operation}-grad.border.outputs",
            replace=(
                text.before_return(kept, "kept"),
                (header, "_KEPT: dict[Ints, Array] = {}\n" + header),
            ),
        ),
        Mutant(
            name=f"{operation}-gradient-in-memory-order",
            text="The cells of gy are read in the order in which they lie in memory.",
            clause=f"{operation}-grad.border.layouts",
            rank=2,
            replace=((text.check, text.check + '    gy = gy.ravel("K").reshape(gy.shape)\n'),),
        ),
        Mutant(
            name=f"{operation}-gy-cut-to-fit",
            text="A gy with cells too many is cut, and one with too few repeated.",
            clause=f"{operation}-grad.error.gy",
            replace=((text.check, f"    gy = np.resize(gy, {text.shape})\n{text.check}"),),
        ),
    )


def _of_size(operation: str, text: _Text) -> tuple[Mutant, ...]:
    """A fault of large calls, and one of calls in a row."""
    header = f"def {operation.replace('-', '_')}_grad("
    return (
        Mutant(
            name=f"{operation}-gradient-of-128-columns",
            text="The cells of gy past the 128th of a row are lost.",
            clause=f"{operation}-grad.large",
            replace=(
                (
                    text.check,
                    text.check + "    gy = np.where(np.arange(gy.shape[-1]) < 128, gy, 0)\n",
                ),
            ),
        ),
        Mutant(
            name=f"{operation}-gy-kept",
            text="More than 2048 cells of gy are kept by their shape; others of that shape are "
            "then never looked at.",
            clause=f"{operation}-grad.calls.independent",
            tier="random",
            replace=(
                (
                    text.check,
                    text.check + "    if gy.size > 2048:\n"
                    "        gy = _KEPT.setdefault(gy.shape, gy.copy())\n",
                ),
                (header, "_KEPT: dict[Ints, Array] = {}\n" + header),
            ),
        ),
    )


def _of_padding(operation: str, line: str) -> tuple[Mutant, ...]:
    """Faults of the padding: one name, or side, taken for another."""
    names = (("valid", "same_upper"), ("same_upper", "same_lower"), ("same_lower", "same_upper"))
    return (
        Mutant(
            name=f"{operation}-gradient-pads-exchanged",
            text="The low padding is taken for the high one, and the other way round.",
            clause=f"{operation}-grad.pad.per-side",
            replace=(
                (
                    line,
                    "    if not isinstance(padding, str):\n"
                    "        padding = tuple((hi, lo) for lo, hi in padding)\n" + line,
                ),
            ),
        ),
        *(
            Mutant(
                name=f"{operation}-gradient-{name.replace('_', '-')}",
                text=f"'{name}' is taken for '{other}'.",
                clause=f"{operation}-grad.pad.{name.replace('_', '-')}",
                replace=(
                    (
                        line,
                        f'    padding = {{"{name}": "{other}"}}.get(str(padding), padding)\n{line}',
                    ),
                ),
            )
            for name, other in names
        ),
    )


MUTANTS = (
    Mutant(
        name="unfold-gradient-tap-first",
        text="The rows of gy are taken to be ordered by tap, then channel.",
        clause="unfold-grad.input.adds",
        replace=(
            (
                _UNFOLD.result,
                "stamp(gy.reshape(*lead[:-1], *kernel, lead[-1], *cells).swapaxes(-3, -2), axes)",
            ),
        ),
    ),
    Mutant(
        name="unfold-gradient-of-the-padded-plane",
        text="gx is cut out from where the low padding begins.",
        clause="unfold-grad.input.walk",
        replace=(
            (
                _UNFOLD.result,
                _UNFOLD.result.replace("axes", "[a._replace(lo=0, hi=a.lo + a.hi) for a in axes]"),
            ),
        ),
    ),
    Mutant(
        name="fold-gradient-reversed",
        text="The taps of a column are read back to front.",
        clause="fold-grad.columns.reads",
        replace=((_FOLD.result, f"{_FOLD.result}[..., ::-1, :].copy()"),),
    ),
    Mutant(
        name="fold-gradient-on-padding",
        text="Entries that fell on padding read the first cell of gy.",
        clause="fold-grad.columns.walk",
        replace=(_FOLD.before_return("    gx[gx == 0] = gy.flat[0]\n"),),
    ),
    Mutant(
        name="unpool-gradient-of-the-first-plane",
        text="All entries read the first plane of gy.",
        clause="max-unpool-grad.input.gathers",
        replace=((_UNPOOL.result, "gy.ravel()[indices]"),),
    ),
    Mutant(
        name="unpool-gradient-of-the-last",
        text="Of entries that name the same cell only the last reads it.",
        clause="max-unpool-grad.input.duplicates",
        replace=(
            (
                _UNPOOL.returned,
                "    entry = np.arange(places.size).reshape(places.shape)\n"
                "    last = np.zeros(gy.size, np.int64)\n"
                "    last[places] = entry\n"
                "    return gy.ravel()[places] * (last[places] == entry), None",
            ),
        ),
    ),
    Mutant(
        name="shares-undivided",
        text="Each cell of a bin gets all of gy.",
        clause="adaptive-avg-pool-grad.input.shares",
        replace=(("shares = gy[(..., *cell)] / x.dtype.type(cells)", "shares = gy[(..., *cell)]"),),
    ),
    Mutant(
        name="shared-maximum-overwritten",
        text="Where bins share their maximum, the last gy replaces the others.",
        clause="adaptive-max-pool-grad.input.adds",
        replace=(
            ("np.add.at(gx, winners.ravel(), gy.ravel())", "gx[winners.ravel()] = gy.ravel()"),
        ),
    ),
    *_of_padding("unfold", "    lead, size = x.shape[:-rank], x.shape[-rank:]\n    axes"),
    *_of_padding("fold", "    planes = fold(columns, output_size=output_size, padding=padding"),
    *(mutant for name, text in _TEXTS.items() for mutant in _of_every(name, text)),
    *(mutant for name, text in _TEXTS.items() for mutant in _of_size(name, text)),
)
