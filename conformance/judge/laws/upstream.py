"""Laws of gradients: what gy has to do with what comes out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from msgspec.structs import replace

from conformance.cases.data import Array
from conformance.judge.laws.related import Call, Related, affordable, call, related, whole
from conformance.judge.laws.walks import block_of_windows, unpadded
from conformance.operations import ARRAYS, INDICES, OUTPUTS, Case, forward
from conformance.parameters import AdaptivePool, Conv, ConvTranspose, Fold, Unfold
from reference_impl.geometry import bins


def _operands(case: Case) -> tuple[Array, Array, tuple[Array | None, ...]]:
    """gy, x, and the arrays behind it."""
    gy, x, *others = whole(case).arrays
    assert gy is not None
    assert x is not None
    return gy, x, tuple(others)


def linear(case: Case) -> Related:
    """What windows give together is the sum of what every second of them gives, and the others."""
    gy, *given = whole(case).arrays
    assert gy is not None
    every_second = np.arange(gy.size).reshape(gy.shape) % 2 == 0
    parts = [
        call(case.operation, case.parameters, np.where(taken, gy, 0), *given)
        for taken in (every_second, ~every_second)
    ]
    return related(whole(case), *parts, **{f"{n}1": f"{n}2 + {n}3" for n in case.outputs})


def adjoint(case: Case) -> Related:
    """<gy, y> = <gx, x> in every sample: the pooling is linear in x as long as the winners, or the
    shares, stay what they are."""
    gy, x, others = _operands(case)
    back = forward(case.operation)
    name, result = ARRAYS[case.operation][1], OUTPUTS[back][0]
    left = f"(gy1 * {result}2).sum(axis={tuple(range(1, gy.ndim))})"
    right = f"({name}1 * g{name}1).sum(axis={tuple(range(1, x.ndim))})"
    return related(whole(case), call(back, case.parameters, x, *others), **{left: right})


def homogeneous(case: Case) -> Related:
    """A factor of two in x is one in a norm, and none in its gradient."""
    *gy, x = whole(case).arrays
    assert x is not None
    (name,), factor = case.outputs, "" if gy else "2 * "
    twice = call(case.operation, case.parameters, *gy, 2 * x)
    return related(twice, whole(case), **{f"{name}1": f"{factor}{name}2"})


def tile(case: Case) -> Related | None:
    """A gy of a block alone reaches what its windows read, as if nothing else were there."""
    gy, x, others = _operands(case)
    block = block_of_windows(case)
    if block is None:
        return None
    cells, read = block
    within: Any = (..., *cells)
    inside: Any = (..., *read)
    alone = np.zeros_like(gy)
    alone[within] = gy[within]
    p: Any = replace(case.parameters, padding=unpadded(case))
    cut = call(case.operation, p, gy[within], x[inside], *others)
    return _around(call(case.operation, case.parameters, alone, x, *others), cut, read)


def one_bin(case: Case) -> Related:
    """A gy of a single bin, the last but one, is shared out as if its cells were the plane."""
    gy, x, _ = _operands(case)
    p = case.parameters
    assert isinstance(p, AdaptivePool)
    cell = [max(o - 2, 0) for o in p.output_size]
    extents = [bins(i, o)[n] for i, o, n in zip(case.size, p.output_size, cell, strict=True)]
    read = [slice(r.start, r.stop) for r in extents]
    at: Any = (..., *[slice(n, n + 1) for n in cell])
    inside: Any = (..., *read)
    alone = np.zeros_like(gy)
    alone[at] = gy[at]
    cut = call(case.operation, AdaptivePool.of([1] * case.rank), gy[at], x[inside])
    return _around(call(case.operation, p, alone, x), cut, read)


def _around(made: Call, cut: Call, read: list[slice]) -> Related:
    """gx of the first call is that of the second, with 0 around it; all else is the same."""
    sizes = zip(read, made.case.size, strict=True)
    room = [(0, 0), (0, 0), *[(part.start, size - part.stop) for part, size in sizes]]
    equations = {f"{name}1": f"{name}2" for name in made.case.outputs}
    return related(made, cut, **{**equations, "gx1": f"np.pad(gx2, {room})"})


def stride(case: Case) -> Related | None:
    """A stride of s gives what stride 1 gives where gy has s - 1 zeros between its cells."""
    gy, x, others = _operands(case)
    steps = case.keywords()["stride"]
    p: Any = replace(case.parameters, stride=(1,) * case.rank)
    shape = [axis.cells for axis in replace(case, parameters=p).axes()]
    wide = np.zeros((*gy.shape[:2], *shape), gy.dtype)
    apart = zip(steps, gy.shape[2:], strict=True)
    places: Any = (..., *[slice(0, (o - 1) * s + 1, s) for s, o in apart])
    wide[places] = gy
    dense = call(case.operation, p, wide, x, *others)
    if max(steps) == 1 or not affordable(dense):
        return None
    return related(whole(case), dense, **{f"{name}1": f"{name}2" for name in case.outputs})


def back(case: Case) -> Related:
    """gx of unfold is the fold of gy, and gcolumns of fold the unfold of it."""
    gy, _, _ = _operands(case)
    p = case.parameters
    assert isinstance(p, Fold | Unfold)
    steps: Any = {"stride": p.stride, "padding": p.padding, "dilation": p.dilation}
    if isinstance(p, Fold):
        walk = Unfold(kernel=p.kernel, **steps)
        return related(whole(case), call("unfold", walk, gy), gcolumns1="columns2")
    made = Fold(output_size=case.size, kernel=p.kernel, **steps)
    return related(whole(case), call("fold", made, gy), gx1="x2")


def gathered(case: Case) -> Related:
    """gx of unpooling is gy at the indices."""
    lead = "*{0}1.shape[:2], -1"
    found = (
        f"np.take_along_axis(gy1.reshape({lead.format('gy')}), "
        f"{INDICES}1.reshape({lead.format(INDICES)}), -1).reshape({INDICES}1.shape)"
    )
    return related(whole(case), gx1=found)


def channels(case: Case) -> Related | None:
    """Halves of the input channels: gx and gw stand one behind the other, gb is that of each."""
    gy, x, (w, b) = _operands(case)
    assert w is not None
    axis = int(isinstance(case.parameters, Conv))
    if x.shape[1] < 2:
        return None
    parts = [
        call(case.operation, case.parameters, gy, cells, taps, b)
        for cells, taps in zip(
            np.array_split(x, 2, axis=1), np.array_split(w, 2, axis=axis), strict=True
        )
    ]
    sides = {
        "gx": "np.concatenate([gx2, gx3], axis=1)",
        "gw": f"np.concatenate([gw2, gw3], axis={axis})",
        "gb": "gb3",
    }
    return related(whole(case), *parts, **{f"{name}1": sides[name] for name in case.outputs})


def outputs(case: Case) -> Related | None:
    """Halves of the output channels: gx adds up, gw and gb stand one behind the other."""
    gy, x, (w, b) = _operands(case)
    assert w is not None
    axis = int(isinstance(case.parameters, ConvTranspose))
    if gy.shape[1] < 2:
        return None
    parts = [
        call(case.operation, case.parameters, steep, x, taps, bias)
        for steep, taps, bias in zip(
            np.array_split(gy, 2, axis=1),
            np.array_split(w, 2, axis=axis),
            (None, None) if b is None else np.array_split(b, 2),
            strict=True,
        )
    ]
    sides = {
        "gx": "gx2 + gx3",
        "gw": f"np.concatenate([gw2, gw3], axis={axis})",
        "gb": "np.concatenate([gb2, gb3])",
    }
    return related(whole(case), *parts, **{f"{name}1": sides[name] for name in case.outputs})


def groups(case: Case) -> Related | None:
    """Groups do not meet: the gradients of the first one, of those up to the middle, and of those
    behind, stand one behind the other."""
    p = case.parameters
    assert isinstance(p, Conv | ConvTranspose)
    count = p.groups
    if count < 2:
        return None
    cuts = sorted({0, 1, (count + 1) // 2, count})

    def part(start: int, stop: int) -> Call:
        taken = []
        for name, a in zip(ARRAYS[case.operation], whole(case).arrays, strict=True):
            axis = 0 if name in ("w", "b") else 1
            several = None if a is None else np.split(a, count, axis)[start:stop]
            taken.append(None if several is None else np.concatenate(several, axis))
        return call(case.operation, replace(p, groups=stop - start), *taken)

    parts = [part(*pair) for pair in pairwise(cuts)]
    equations = {}
    for name in case.outputs:
        several = ", ".join(f"{name}{number}" for number in range(2, len(parts) + 2))
        equations[f"{name}1"] = f"np.concatenate([{several}], axis={int(name == 'gx')})"
    return related(whole(case), *parts, **equations)
