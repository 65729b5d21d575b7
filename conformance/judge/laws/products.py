"""Laws between operations: the same products, taken by another operation or by a matrix."""

from __future__ import annotations

from math import inf, prod
from typing import Any

import numpy as np
from msgspec.structs import replace

from conformance.cases.integers import signed, take
from conformance.judge.laws.related import Related, affordable, array, call, related, whole
from conformance.operations import Case
from conformance.parameters import (
    AdaptivePool,
    AvgPool,
    Conv,
    ConvTranspose,
    Fold,
    LpPool,
    MaxPool,
    Unfold,
)
from reference_impl.geometry import bins


def _walk_of(p: Conv | ConvTranspose | MaxPool | Fold, kernel: tuple[int, ...]) -> Unfold:
    return Unfold(kernel=kernel, stride=p.stride, padding=p.padding, dilation=p.dilation)


def columns(case: Case) -> Related:
    """A convolution is the matrix of its weights times the columns of unfold."""
    p, x, w = case.parameters, array(case, "x"), array(case, "w")
    assert isinstance(p, Conv)
    rows = w[0].size
    matrix = f"w1.reshape({p.groups}, {len(w) // p.groups}, {rows})"
    several = f"columns2.reshape({len(x)}, {p.groups}, {rows}, -1)"
    return related(
        call("conv", p, x, w, None),
        call("unfold", _walk_of(p, case.kernel), x),
        y1=f"({matrix} @ {several}).reshape(y1.shape)",
    )


def maxima(case: Case) -> Related | None:
    """Without padding, max pooling gives the maxima of the columns of unfold."""
    p, x = case.parameters, array(case, "x")
    assert isinstance(p, MaxPool)
    p = replace(p, padding=((0, 0),) * case.rank)
    pooled = call("max_pool", p, x)
    if not all(a.padded >= a.extent for a in pooled.case.axes()):
        return None
    cells = [a.cells for a in pooled.case.axes()]
    split = [*x.shape[:2], prod(p.kernel), *cells]
    unfolded = call("unfold", _walk_of(p, p.kernel), x)
    return related(pooled, unfolded, y1=f"columns2.reshape({split}).max(axis=2)")


def norms(case: Case) -> Related:
    """Lp pooling gives the norms of the columns of unfold."""
    p, x = case.parameters, array(case, "x")
    assert isinstance(p, LpPool)
    cells = [a.cells for a in case.axes()]
    split = [*x.shape[:2], prod(p.kernel), *cells]
    taps = f"abs(columns2.reshape({split}))"
    walk = Unfold(kernel=p.kernel, stride=p.stride, padding=p.padding, dilation=(1,) * case.rank)
    side = f"({taps} ** {p.p}).sum(axis=2) ** (1 / {p.p})"
    if p.p == inf:
        side = f"{taps}.max(axis=2)"
    return related(whole(case), call("unfold", walk, x), y1=side)


def folded(case: Case) -> Related:
    """A transposed convolution is fold of the products of every weight with every cell."""
    p, x, w = case.parameters, array(case, "x"), array(case, "w")
    assert isinstance(p, ConvTranspose)
    by_group = x.reshape(len(x), p.groups, len(w) // p.groups, -1)
    matrices = w.reshape(p.groups, len(w) // p.groups, -1).swapaxes(1, 2)
    products = (matrices @ by_group).reshape(len(x), -1, prod(case.size))
    made = Fold(
        output_size=tuple(axis.size for axis in case.axes()),
        kernel=case.kernel,
        stride=p.stride,
        padding=p.padding,
        dilation=p.dilation,
    )
    return related(call("conv_transpose", p, x, w, None), call("fold", made, products), y1="x2")


def stuffed(case: Case) -> Related | None:
    """A transposed convolution is a convolution with the kernel turned round, of x with s - 1
    zeros between its cells and as many around it as the kernel reaches."""
    p, x, w = case.parameters, array(case, "x"), array(case, "w")
    assert isinstance(p, ConvTranspose)
    rank, groups = case.rank, p.groups
    reach = [d * (k - 1) for d, k in zip(p.dilation, case.kernel, strict=True)]
    axes = case.axes()
    around = [(r - a.lo, r - a.hi) for r, a in zip(reach, axes, strict=True)]
    if min(map(min, around)) < 0:
        return None
    wide = [a.size + r for a, r in zip(axes, reach, strict=True)]
    sparse = np.zeros((*x.shape[:2], *wide), x.dtype)
    steps = zip(around, case.size, p.stride, strict=True)
    places: Any = (..., *[slice(lo, lo + (i - 1) * s + 1, s) for (lo, _), i, s in steps])
    sparse[places] = x
    blocks = w.reshape(groups, len(w) // groups, *w.shape[1:]).swapaxes(1, 2)
    turned = np.flip(blocks.reshape(-1, len(w) // groups, *case.kernel), tuple(range(2, rank + 2)))
    made = call(
        "conv",
        Conv.of(rank, dilation=p.dilation, groups=groups),
        sparse,
        turned,
        whole(case).arrays[2],
    )
    return related(whole(case), made, y1="y2") if affordable(made) else None


def depthwise(case: Case) -> Related | None:
    """Average pooling, padding counted, is a depthwise convolution of ones over their number."""
    p, channels = case.parameters, case.channels
    assert isinstance(p, AvgPool)
    if not p.count_include_pad or p.divisor_override is not None:
        return None
    x = 64 + array(case, "x") % 64  # sums below 2^16, for transforms
    ones = np.ones((channels, 1, *p.kernel), np.int64)
    made = Conv.of(case.rank, stride=p.stride, padding=p.padding, groups=channels)
    return related(
        call("avg_pool", p, x), call("conv", made, x, ones, None), y1=f"y2 / {prod(p.kernel)}"
    )


def each_bin(case: Case) -> Related:
    """A bin gives what adaptive pooling of its cells to a single one gives: the last bin, and one
    in the middle."""
    p, x = case.parameters, array(case, "x")
    assert isinstance(p, AdaptivePool)
    calls, equations = [whole(case)], {}
    chosen = ([o - 1 for o in p.output_size], [o // 2 for o in p.output_size])
    for number, cell in enumerate(chosen, 2):
        extents = [bins(i, o)[n] for i, o, n in zip(case.size, p.output_size, cell, strict=True)]
        read: Any = (..., *[slice(r.start, r.stop) for r in extents])
        calls.append(call(case.operation, AdaptivePool.of([1] * case.rank), x[read]))
        at = ", ".join(f"{n}:{n + 1}" for n in cell)
        equations[f"y1[..., {at}]"] = f"y{number}"
    return related(*calls, **equations)


def whole_plane(case: Case) -> Related:
    """Global pooling: a window as large as the plane gives its mean, or its maximum."""
    averages = case.operation == "avg_pool"
    record = AvgPool if averages else MaxPool
    pooled = call(case.operation, record.of(case.size, stride=1), array(case, "x"))
    over = tuple(range(2, case.rank + 2))
    return related(pooled, y1=f"x1.{'mean' if averages else 'max'}(axis={over}, keepdims=True)")


def indexed(case: Case) -> Related:
    """The cells that the indices name hold the maxima; in unpooling, the values."""
    lead = "*{0}.shape[:2], -1"
    plane, taken = ("y1", "x1") if case.operation == "max_unpool" else ("x1", "y1")
    found = (
        f"np.take_along_axis({plane}.reshape({lead.format(plane)}), "
        f"indices1.reshape({lead.format('indices1')}), -1).reshape({taken}.shape)"
    )
    return related(whole(case), **{taken: found})


def adjoint(case: Case) -> Related:
    """Fold is the adjoint of unfold: <unfold(x), c> = <x, fold(c)>."""
    p, x = case.parameters, array(case, "x")
    assert isinstance(p, Unfold)
    rows, cells = case.channels * prod(p.kernel), prod(axis.cells for axis in case.axes())
    given = take(signed(61)[3:], (len(x), rows, cells))
    made = Fold(
        output_size=case.size,
        kernel=p.kernel,
        stride=p.stride,
        padding=p.padding,
        dilation=p.dilation,
    )
    return related(
        whole(case),
        call("fold", made, given),
        **{"(columns1 * columns2).sum()": "(x1 * x2).sum()"},
    )


def input_gradient(case: Case) -> Related:
    """gx of a convolution is the transposed convolution of gy, and the other way round."""
    p, gy, w = case.parameters, array(case, "gy"), array(case, "w")
    if isinstance(p, ConvTranspose):
        forward = Conv.of(
            case.rank, stride=p.stride, padding=p.padding, dilation=p.dilation, groups=p.groups
        )
        return related(whole(case), call("conv", forward, gy, w, None), gx1="y2")
    assert isinstance(p, Conv)
    backward = ConvTranspose.of(
        case.rank,
        stride=p.stride,
        padding=p.padding,
        output_padding=[(a.padded - a.extent) % a.stride for a in case.axes()],
        dilation=p.dilation,
        groups=p.groups,
    )
    return related(whole(case), call("conv_transpose", backward, gy, w, None), gx1="y2")


def weight_gradient(case: Case) -> Related | None:
    """gw of a convolution is one too, of x with the kernel gy: samples for channels, and stride
    and dilation exchanged. gb is the sum of gy."""
    p, gy, x = case.parameters, array(case, "gy"), array(case, "x")
    if isinstance(p, ConvTranspose):
        return _exchanged(case, p)
    assert isinstance(p, Conv)
    exchanged = Conv.of(case.rank, stride=p.dilation, padding=p.padding, dilation=p.stride)
    made = call("conv", exchanged, x.swapaxes(0, 1), gy.swapaxes(0, 1), None)
    if p.groups > 1 or not affordable(made):
        return None
    at = ", ".join(f":{k}" for k in case.kernel)
    equations = {"gw1": f"np.swapaxes(y2, 0, 1)[..., {at}]"}
    if "gb" in case.outputs:
        equations["gb1"] = f"gy1.sum(axis={(0, *range(2, case.rank + 2))})"
    return related(whole(case), made, **equations)


def _exchanged(case: Case, p: ConvTranspose) -> Related:
    """gw of a transposed convolution is that of a convolution whose x is gy, and whose gy is x."""
    forward = Conv.of(
        case.rank, stride=p.stride, padding=p.padding, dilation=p.dilation, groups=p.groups
    )
    arrays = array(case, "x"), array(case, "gy"), array(case, "w"), None
    return related(whole(case), call("conv_grad", forward, *arrays), gw1="gw2")
