"""Laws of blocks: what samples, channels and groups have to do with each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from conformance.cases.data import Array
from conformance.judge.laws.related import Call, Related, call, related, whole
from conformance.operations import ARRAYS, Case
from conformance.parameters import Conv, ConvTranspose

#: arrays and results that are of all samples together
_SHARED = ("w", "b", "gw", "gb")


def batch(case: Case) -> Related:
    """y of a batch is that of its halves, one behind the other; gw and gb are their sums.

    Of a single sample there are made two.
    """
    if case.input_shape[0] == 1:
        case = _of_two(case)
    half = (case.input_shape[0] + 1) // 2
    calls = (whole(case), _samples(case, slice(half)), _samples(case, slice(half, None)))
    equations = {
        f"{name}1": f"{name}2 + {name}3"
        if name in _SHARED
        else f"np.concatenate([{name}2, {name}3])"
        for name in case.outputs
    }
    return related(*calls, **equations)


def planes(case: Case) -> Related:
    """Each plane, a channel of a sample, gives what it gives beside other planes."""
    samples = case.input_shape[0]
    half, cut = (samples + 1) // 2, (case.channels + 1) // 2
    if cut == case.channels:
        return batch(case)
    first, last = slice(half), slice(half, None)
    calls = [whole(case), *(_planes(case, first, part) for part in (slice(cut), slice(cut, None)))]
    sides = {n: f"np.concatenate([{n}2, {n}3], axis=1)" for n in case.outputs}
    if samples > 1:
        calls.append(_samples(case, last))
        sides = {n: f"np.concatenate([{side}, {n}4])" for n, side in sides.items()}
    return related(*calls, **{f"{name}1": side for name, side in sides.items()})


def _of_two(case: Case) -> Case:
    shapes = [
        shape if shape is None or name in _SHARED else (2, *shape[1:])
        for name, shape in zip(ARRAYS[case.operation], case.shapes, strict=True)
    ]
    return replace(case, shapes=tuple(shapes))


def _samples(case: Case, taken: slice) -> Call:
    arrays = [
        a if a is None or name in _SHARED else a[taken]
        for name, a in zip(ARRAYS[case.operation], whole(case).arrays, strict=True)
    ]
    return call(case.operation, case.parameters, *arrays)


def _planes(case: Case, samples: slice, channels: slice) -> Call:
    """A call on some planes; where an array has several rows for each, with all of theirs."""
    split = [
        None if a is None else a.reshape(len(a), case.channels, -1, *a.shape[2:])
        for a in whole(case).arrays
    ]
    arrays = [None if a is None else a[samples, channels] for a in split]
    joined = [None if a is None else a.reshape(len(a), -1, *a.shape[3:]) for a in arrays]
    return call(case.operation, case.parameters, *joined)


def channels(case: Case) -> Related | None:
    """y is the sum of what the halves of the input channels give; the bias joins one of them."""
    x, w, b = whole(case).arrays
    assert x is not None
    assert w is not None
    groups = _groups(case)
    half = (x.shape[1] // groups + 1) // 2
    if half == x.shape[1] // groups:
        return None

    def part(taken: slice, bias: Array | None) -> Call:
        kernel = w[:, taken] if isinstance(case.parameters, Conv) else _within(w, groups, taken, 0)
        return call(case.operation, case.parameters, _within(x, groups, taken, 1), kernel, bias)

    return related(whole(case), part(slice(half), b), part(slice(half, None), None), y1="y2 + y3")


def _within(array: Array, groups: int, taken: slice, axis: int) -> Array:
    """Channels of each group along an axis."""
    shape = array.shape
    split = array.reshape(*shape[:axis], groups, -1, *shape[axis + 1 :])
    kept = split[(slice(None),) * (axis + 1) + (taken,)]
    return kept.reshape(*shape[:axis], -1, *shape[axis + 1 :])


def outputs(case: Case) -> Related | None:
    """Output channels do not meet: y is that of their halves, one behind the other."""
    x, w, b = whole(case).arrays
    assert w is not None
    axis = 0 if isinstance(case.parameters, Conv) else 1
    if _groups(case) > 1 or w.shape[axis] < 2:
        return None
    halves = np.array_split(w, 2, axis=axis)
    biases = (None, None) if b is None else np.array_split(b, 2)
    parts = [
        call(case.operation, case.parameters, x, kernel, bias)
        for kernel, bias in zip(halves, biases, strict=True)
    ]
    return related(whole(case), *parts, y1="np.concatenate([y2, y3], axis=1)")


def groups(case: Case) -> Related | None:
    """Groups do not meet: y is that of the first group, then of the others up to the middle, then
    of those behind, each from its own block of channels."""
    x, w, b = whole(case).arrays
    assert x is not None
    assert w is not None
    count, p = _groups(case), case.parameters
    assert isinstance(p, Conv | ConvTranspose)
    if count < 2:
        return None
    cuts = sorted({0, 1, (count + 1) // 2, count})
    per_input, per_kernel = x.shape[1] // count, len(w) // count

    def part(start: int, stop: int) -> Call:
        rows = slice(start * per_kernel, stop * per_kernel)
        made = x[:, start * per_input : stop * per_input]
        bias = None
        if b is not None:
            bias = b[start * (len(b) // count) : stop * (len(b) // count)]
        return call(case.operation, replace(p, groups=stop - start), made, w[rows], bias)

    parts = [part(*pair) for pair in pairwise(cuts)]
    names = ", ".join(f"y{number}" for number in range(2, len(parts) + 2))
    return related(whole(case), *parts, y1=f"np.concatenate([{names}], axis=1)")


def _groups(case: Case) -> int:
    p = case.parameters
    assert isinstance(p, Conv | ConvTranspose)
    return p.groups
