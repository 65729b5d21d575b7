"""Laws of the walk: where windows stand, what they read, and in which order."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec.structs import replace

from conformance.cases.data import Array
from conformance.judge.laws.related import (
    Call,
    Related,
    affordable,
    along,
    call,
    related,
    whole,
)
from conformance.operations import Case
from conformance.parameters import AvgPool, LpPool, Unfold


def _on(case: Case, x: Array, *others: Array | None, **changes: Any) -> Call:
    """The call with another input, other weights if there are, and other parameters."""
    return call(case.operation, replace(case.parameters, **changes), x, *others)


def _operands(case: Case) -> tuple[Array, tuple[Array | None, ...]]:
    """x, and the arrays behind it."""
    x, *others = whole(case).arrays
    assert x is not None
    return x, tuple(others)


def unpadded(case: Case) -> tuple[tuple[int, int], ...]:
    """No padding along any axis."""
    return ((0, 0),) * case.rank


def block_of_windows(case: Case) -> tuple[list[slice], list[slice]] | None:
    """Windows that read no padding, from the middle to the last, and the cells that they read."""
    cells, read = [], []
    for axis in case.axes():
        first = -(-axis.lo // axis.stride)
        stop = (axis.size + axis.lo - axis.extent) // axis.stride + 1
        if stop <= first:
            return None
        first += (stop - first) // 2 if stop - first > 1 else 0
        start = first * axis.stride - axis.lo
        cells.append(slice(first, stop))
        read.append(slice(start, start + (stop - 1 - first) * axis.stride + axis.extent))
    return cells, read


def tile(case: Case) -> Related | None:
    """A block of y is the result of what its windows read, cut out; what stands outside does not
    matter, even if it is NaN."""
    x, others = _operands(case)
    block = block_of_windows(case)
    if block is None:
        return None
    cells, read = block
    at = f"[..., {', '.join(f'{part.start}:{part.stop}' for part in cells)}]"
    inside: Any = (..., *read)
    cut = _on(case, x[inside], *others, padding=unpadded(case))
    if isinstance(case.parameters, AvgPool | LpPool):  # running sums may spread a NaN
        return related(whole(case), cut, **{f"y1{at}": "y2"})
    around = np.full(x.shape, np.nan)
    around[inside] = x[inside]
    return related(
        whole(case), cut, _on(case, around, *others), **{f"y1{at}": "y2", f"y3{at}": "y2"}
    )


def stride(case: Case) -> Related | None:
    """Along the axis of the largest stride s, y is every s-th cell of what stride 1 gives."""
    steps = case.keywords()["stride"]
    step = max(steps)
    axis = steps.index(step)
    x, others = _operands(case)
    dense = _on(case, x, *others, stride=tuple(1 if n == axis else s for n, s in enumerate(steps)))
    if step == 1 or not affordable(dense):
        return None
    at = along(case.rank, axis, f"::{step}")
    if not isinstance(case.parameters, Unfold):
        return related(whole(case), dense, y1=f"y2[{at}]")
    grid = ", ".join(str(a.cells) for a in dense.case.axes())
    rows = "*columns2.shape[:2]"
    side = f"columns2.reshape({rows}, {grid})[{at}].reshape({rows}, -1)"
    return related(whole(case), dense, columns1=side)


def dilation(case: Case) -> Related | None:
    """Along the axis of the largest dilation d, the kernel may have d - 1 zeros between its taps
    instead."""
    steps = case.keywords()["dilation"]
    step = max(steps)
    axis = steps.index(step)
    x, (w, b) = _operands(case)
    assert w is not None
    shape = list(w.shape)
    shape[axis + 2] = step * (shape[axis + 2] - 1) + 1
    stuffed = np.zeros(shape, w.dtype)
    stuffed[(slice(None),) * (axis + 2) + (slice(None, None, step),)] = w
    single = tuple(1 if n == axis else d for n, d in enumerate(steps))
    made = _on(case, x, stuffed, b, dilation=single)
    if shape == [*w.shape] or not affordable(made):
        return None
    return related(whole(case), made, y1="y2")


def fusion(case: Case) -> Related | None:
    """At stride 1 the kernel w[t] + w[t - 1] gives the sum of neighbouring cells of what w gives:
    two convolutions in a row are one with the product of their kernels."""
    x, (w, _) = _operands(case)
    assert w is not None
    half = np.sign(x) * (abs(x) // 2)  # so that the sums stay as small as they were
    fused = np.pad(w, [(0, 0)] * (w.ndim - 1) + [(0, 1)])
    fused[..., 1:] += w
    single = (1,) * case.rank
    step = case.keywords()["dilation"][-1]
    one, other = (_on(case, half, kernel, None, stride=single) for kernel in (fused, w))
    axis = one.case.axes()[-1]
    if axis.padded < axis.extent or not affordable(one):
        return None
    return related(one, other, y1=f"y2[..., :-{step}] + y2[..., {step}:]")


def padding(case: Case) -> Related | None:
    """Padding is as good as cells that x has around it: 0, or for maxima less than any cell."""
    x, others = _operands(case)
    pads = [(axis.lo, axis.hi) for axis in case.axes()]
    p = case.parameters
    if not any(map(any, pads)) or (isinstance(p, AvgPool) and not p.count_include_pad):
        return None
    fill = x.min() - 1 if case.operation == "max_pool" else 0
    larger = np.pad(x, [(0, 0), (0, 0), *pads], constant_values=fill)
    name = case.outputs[0]
    made = _on(case, larger, *others, padding=unpadded(case))
    return related(whole(case), made, **{f"{name}1": f"{name}2"})


def reversal(case: Case) -> Related | None:
    """Where the windows fill the padded input, turning x and the kernel round, and exchanging the
    sides of the padding, turns y round."""
    x, others = _operands(case)
    walk = case.axes()
    sizes = [a.size - (a.padded - a.extent) % a.stride for a in walk]
    if any(n < a.extent for n, a in zip(sizes, walk, strict=True)):
        return None  # a window that only padding makes room for is the matter of another clause
    kept: Any = (..., *[slice(n) for n in sizes])
    fitting = x[kept]
    spatial = tuple(range(2, case.rank + 2))
    pads = tuple((a.hi, a.lo) for a in walk)
    kernel = [np.flip(a, spatial) if a is not None and a.ndim > 1 else a for a in others]
    there = _on(case, fitting, *others)
    back = _on(case, np.flip(fitting, spatial), *kernel, padding=pads)
    return related(there, back, y1=f"np.flip(y2, {spatial})")


def flip(case: Case) -> Related:
    """A convolution, whose kernel is flipped, is a cross-correlation with the kernel turned
    round."""
    x, (w, b) = _operands(case)
    assert w is not None
    turned = np.flip(w, tuple(range(2, case.rank + 2)))
    return related(_on(case, x, w, b, flip_kernel=True), _on(case, x, turned, b), y1="y2")


def axes(case: Case) -> Related:
    """The axes are alike: exchanged in every array and keyword, they are exchanged in the
    results."""
    rank = case.rank
    order = [rank - 1, *range(rank - 1)]
    back = [0, 1, *(2 + order.index(n) for n in range(rank))]
    arrays = [
        a if a is None or a.ndim == 1 else np.transpose(a, [0, 1, *(2 + n for n in order)])
        for a in whole(case).arrays
    ]
    changes = {
        name: tuple(value[n] for n in order)
        for name, value in case.keywords().items()
        if isinstance(value, tuple)
    }
    exchanged = call(case.operation, replace(case.parameters, **changes), *arrays)
    equations = {
        f"{name}1": f"{name}2" if name == "gb" else f"np.transpose({name}2, {back})"
        for name in case.outputs
    }
    return related(whole(case), exchanged, **equations)
