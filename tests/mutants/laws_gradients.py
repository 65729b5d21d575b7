"""The same faults of lp pooling, and of gradients."""

from typing import NamedTuple

from tests.mutants.mutant import Mutant, before


class _End(NamedTuple):
    """The last lines of a function, and the name of what they return where it has none."""

    place: str
    name: str | None = None


_CONV = _End(
    "    return gx.reshape(x.shape), np.flip(gw, taps).copy() if flip_kernel else gw, gb\n"
)
_STAMPED = _End("    return gx.reshape(x.shape), gw.reshape(w.shape), gb\n")
_MAX = _End("    return (gx[:, :-1].reshape(x.shape).copy(),)\n", "(gx,)")
_AVG = _End("    return (stamp(columns, axes),)\n", "(gx,)")
_LP = _End("    return (stamp(parts, axes) * signs,)\n", "(gx,)")
_SHARED = _End("len(edges))\n    return (gx,)\n")
_HIGHEST = _End("    return (gx.reshape(x.shape),)\n", "(gx,)")
_UNPOOLED = _End("    return gy.ravel()[places], None\n", "gx, nothing")
_UNFOLDED = _End("    return (stamp(gy.reshape(*lead, *kernel, *cells), axes),)\n", "(gx,)")
_FOLDED = _End("    return (unfold(gy, padding=padding, **steps),)\n", "(gcolumns,)")
_NORM = _End("    return _norms(abs(x), axes, p)\n", "y")
_INDEX = _End("    return np.take_along_axis(values, winner[..., np.newaxis], -1)[..., 0], index\n")

_WIDE = "x.shape[-1] > 256"
_EARLY = "gx[..., :-1] = gx[..., 1:].copy()"


def _of(clause: str, end: _End, when: str, fault: str, text: str, rank: int = 2) -> Mutant:
    """A fault in what a function returns, under a condition."""
    operation, _, law = clause.partition(".law.")
    return Mutant(
        name=f"{law}-of-{operation}",
        text=text,
        clause=clause,
        rank=rank,
        replace=before(end.place, f"if {when}:", f"    {fault}", name=end.name),
    )


def _plane(operation: str, end: _End, result: str = "gx", x: str = "x") -> Mutant:
    return _of(
        f"{operation}.law.planes",
        end,
        f"len({x}) > 4 and {x}.shape[1] > 128",
        f"{result}[4:, 128:] = {result}[:1, :1]",
        "Past four samples, planes past 128 repeat the first.",
        rank=1,
    )


def _early(operation: str, end: _End) -> Mutant:
    text = "In planes more than 256 cells wide what reaches a cell is added one cell too early."
    return _of(f"{operation}.law.adjoint", end, _WIDE, _EARLY, text)


def _limited(operation: str, end: _End, most: int, name: str = "gx") -> Mutant:
    text = f"In planes more than 256 cells wide {name} stays between -{most} and {most}."
    fault = f"{name} = {name}.clip(-{most}, {most})"
    return _of(f"{operation}.law.linear", end, _WIDE, fault, text)


GRADIENTS = (
    _plane("lp-pool", _NORM, "y"),
    _of(
        "adaptive-max-pool-with-indices.law.planes",
        _INDEX,
        "len(x) > 4 and x.shape[1] > 128",
        "index[4:, 128:] += 1",
        "Past four samples, indices of planes past 128 are off by one.",
        rank=1,
    ),
    _plane("avg-pool-grad", _AVG),
    _plane("lp-pool-grad", _LP),
    _plane("adaptive-avg-pool-grad", _SHARED),
    _plane("adaptive-max-pool-grad", _HIGHEST),
    _plane("max-unpool-grad", _UNPOOLED),
    _plane("unfold-grad", _UNFOLDED),
    _plane("fold-grad", _FOLDED, "gcolumns", "columns"),
    _of(
        "lp-pool.law.tile",
        _NORM,
        _WIDE,
        "y[..., 40:] *= 1.1",
        "In planes more than 256 cells wide norms behind the first tile are a tenth too large.",
    ),
    _of(
        "lp-pool.law.stride",
        _NORM,
        f"{_WIDE} and stride[-1] > 2",
        "y[..., -1] = y[..., 0]",
        "In planes more than 256 cells wide the last step of a stride above 2 is not made.",
    ),
    _of(
        "lp-pool.law.padding",
        _NORM,
        f"{_WIDE} and axes[-1].lo > 1",
        "y[..., 0] *= 1.1",
        "In planes more than 256 cells wide the first norm reads padding as something.",
    ),
    _of(
        "lp-pool.law.axes",
        _NORM,
        _WIDE,
        "y[..., -1] *= 1.1",
        "In planes more than 256 cells wide the last column is a tenth too large.",
    ),
    _of(
        "lp-pool.law.norms",
        _NORM,
        f"{_WIDE} and kernel[-1] > 4",
        "y *= 1.1",
        "In planes more than 256 cells wide norms of long windows are a tenth too large.",
    ),
    _of(
        "lp-pool.law.homogeneous",
        _NORM,
        _WIDE,
        "y += 1e-4",
        "In planes more than 256 cells wide a little is added, lest the norm be 0.",
    ),
    Mutant(
        name="quotients-of-a-larger-norm",
        text="Cells are divided by the norm and a little more, lest it be 0.",
        clause="lp-pool-grad.law.homogeneous",
        replace=(("np.where(norms > 0, norms, 1)", "np.where(norms > 0, norms + 1e-4, 1)"),),
    ),
    _of(
        "conv-transpose-grad.law.axes",
        _STAMPED,
        "size[-1] > 256",
        "gx[..., 0] += 1",
        "For rows of more than 256 cells the first cell of gx is off by one.",
    ),
    _of(
        "avg-pool-grad.law.axes",
        _AVG,
        _WIDE,
        "gx[..., -1] *= 1.1",
        "In planes more than 256 cells wide the last column of gx is a tenth too large.",
    ),
    _of(
        "conv-transpose-grad.law.weight",
        _STAMPED,
        "size[-1] > 256",
        "gw[..., -1] += 1",
        "For rows of more than 256 cells the last tap of gw is off by one.",
    ),
    _limited("conv-grad", _CONV, 99),
    _limited("conv-transpose-grad", _STAMPED, 99, "gw"),
    _limited("max-pool-grad", _MAX, 99),
    _limited("avg-pool-grad", _AVG, 9),
    _limited("lp-pool-grad", _LP, 99),
    _of(
        "adaptive-max-pool-grad.law.linear",
        _HIGHEST,
        "len(x) > 4",
        "gx = gx.clip(-999, 999)",
        "Of more than four samples gx stays between -999 and 999.",
    ),
    _early("max-pool-grad", _MAX),
    _early("avg-pool-grad", _AVG),
    _early("adaptive-avg-pool-grad", _SHARED),
    _early("adaptive-max-pool-grad", _HIGHEST),
    _of(
        "lp-pool-grad.law.adjoint",
        _LP,
        _WIDE,
        "gx = abs(gx)",
        "In planes more than 256 cells wide the gradient has no sign.",
    ),
    _of(
        "conv-grad.law.tile",
        _CONV,
        "size[-1] > 256",
        "gw[..., 0] -= 1",
        "In planes more than 256 cells wide the first tap of gw is off by one.",
    ),
    _of(
        "max-pool-grad.law.tile",
        _MAX,
        _WIDE,
        "gx[..., 64:] = gx[..., 63:-1].copy()",
        "In planes more than 256 cells wide gx stands one cell too late behind the first tile.",
    ),
    _of(
        "avg-pool-grad.law.tile",
        _AVG,
        _WIDE,
        "gx[..., 64:] *= 1.1",
        "In planes more than 256 cells wide gx is a tenth too large behind the first tile.",
    ),
    _of(
        "lp-pool-grad.law.tile",
        _LP,
        _WIDE,
        "gx[..., 64:] *= 1.1",
        "In planes more than 256 cells wide gx is a tenth too large behind the first tile.",
    ),
    _of(
        "adaptive-avg-pool-grad.law.bin",
        _SHARED,
        _WIDE,
        "gx[..., 200:] *= 1.1",
        "In planes more than 256 cells wide gx is a tenth too large behind three tiles.",
    ),
    _of(
        "adaptive-max-pool-grad.law.bin",
        _HIGHEST,
        _WIDE,
        "gx[..., 200:] += 1",
        "In planes more than 256 cells wide gx is off by one behind three tiles.",
    ),
    _of(
        "conv-grad.law.stride",
        _CONV,
        "size[-1] > 256 and stride[-1] > 2",
        "gx[..., -9:] += 1",
        "In planes more than 256 cells wide with a stride above 2 the end of gx is off by one.",
    ),
    _of(
        "max-pool-grad.law.stride",
        _MAX,
        f"{_WIDE} and stride[-1] > 2",
        "gx[..., -9:] += 1",
        "In planes more than 256 cells wide with a stride above 2 the end of gx is off by one.",
    ),
    _of(
        "avg-pool-grad.law.stride",
        _AVG,
        f"{_WIDE} and stride[-1] > 2",
        "gx[..., -9:] *= 1.1",
        "In planes more than 256 cells wide with a stride above 2 the end of gx is too large.",
    ),
    _of(
        "lp-pool-grad.law.stride",
        _LP,
        f"{_WIDE} and stride[-1] > 2",
        "gx[..., -9:] *= 1.1",
        "In planes more than 256 cells wide with a stride above 2 the end of gx is too large.",
    ),
    _of(
        "unfold-grad.law.input",
        _UNFOLDED,
        _WIDE,
        "gx[..., -1] += 1",
        "In planes more than 256 cells wide the last column of gx is off by one.",
    ),
    _of(
        "fold-grad.law.input",
        _FOLDED,
        "output_size[-1] > 256",
        "gcolumns[..., -1] += 1",
        "Of planes more than 256 cells wide the last column is off by one.",
    ),
    _of(
        "max-unpool-grad.law.indexed",
        _UNPOOLED,
        _WIDE,
        "gx[..., 256:] = 0",
        "Entries past 256 of a row are not read.",
    ),
    _of(
        "conv-grad.law.channels",
        _CONV,
        "w.shape[1] > 128",
        "gx[:, 128:] = gx[:, :1]",
        "Channels past 128 of gx repeat the first.",
        rank=1,
    ),
    _of(
        "conv-transpose-grad.law.channels",
        _STAMPED,
        "len(w) > 128",
        "gx += 1",
        "With more than 128 channels gx is off by one.",
        rank=1,
    ),
    _of(
        "conv-grad.law.outputs",
        _CONV,
        "len(w) > 128",
        "gw[128:] = gw[:1]",
        "Output channels past 128 of gw repeat the first.",
        rank=1,
    ),
    _of(
        "conv-transpose-grad.law.outputs",
        _STAMPED,
        "w.shape[1] > 128",
        "gx -= 1",
        "With more than 128 output channels gx is off by one.",
        rank=1,
    ),
    _of(
        "conv-grad.law.groups",
        _CONV,
        "groups > 100",
        "gw[100:] = 0",
        "Groups past 100 of gw are left at 0.",
        rank=1,
    ),
    _of(
        "conv-transpose-grad.law.groups",
        _STAMPED,
        "groups > 100",
        "gx[:, 100:] = 0",
        "Groups past 100 of gx are left at 0.",
        rank=1,
    ),
)
