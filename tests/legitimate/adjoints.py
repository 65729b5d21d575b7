"""Transposed convolution as a convolution: zeros between the cells of x, the kernel flipped."""

import numpy as np

from tests.legitimate.plain import WHATEVER, least, pads

TRANSPOSED = {**WHATEVER, "output_padding_beyond_stride": True}


def conv_transpose(conv):
    """Transposed convolution by a ``conv`` of this folder, which sums in an order of its own."""

    def run(x, w, b, *, stride, padding, output_padding, dilation, groups):
        rank = len(stride)
        weights = _by_output(x, w, b, groups, rank)
        size, kernel = x.shape[-rank:], w.shape[2:]
        for name, values in (("stride", stride), ("kernel", kernel), ("dilation", dilation)):
            least(name, values, rank, 1)
        least("output_padding", output_padding, rank, 0)
        batch = x if x.ndim == rank + 2 else x[None]
        spaced = _spaced(batch, stride)
        sides = padding
        if padding in ("same_upper", "same_lower"):
            if any(output_padding):
                raise ValueError(f"output_padding={output_padding}: expected 0 beside {padding!r}")
            full = [i * s for i, s in zip(size, stride, strict=True)]
            sides = pads(full, kernel, stride, dilation, padding)
            output_padding = [
                i * s - ((i - 1) * s - sum(side) + d * (k - 1) + 1)
                for i, s, side, k, d in zip(size, stride, sides, kernel, dilation, strict=True)
            ]
        elif padding == "valid":
            sides = ((0, 0),) * rank
        framed = _framed(spaced, kernel, stride, dilation, sides, output_padding)
        ones, none = (1,) * rank, ((0, 0),) * rank
        y = conv(framed, weights, b, stride=ones, padding=none, dilation=dilation, groups=groups)
        return y if x.ndim == rank + 2 else y[0]

    return run


def _by_output(x, w, b, groups, rank):
    """w as (O, C / groups, *kernel), flipped; ValueError where the operands do not fit."""
    if w.ndim != rank + 2 or x.ndim not in (rank + 1, rank + 2):
        raise ValueError(f"x {x.shape} and w {w.shape} are not of rank {rank}")
    if groups < 1 or len(w) != x.shape[-rank - 1] or len(w) % groups:
        raise ValueError(f"x {x.shape} and w {w.shape} do not fit with {groups} groups")
    outputs = groups * w.shape[1]
    if b is not None and b.shape != (outputs,):
        raise ValueError(f"b {b.shape} does not fit to {outputs} outputs")
    blocks = w.reshape(groups, len(w) // groups, *w.shape[1:]).swapaxes(1, 2)
    weights = blocks.reshape(outputs, len(w) // groups, *w.shape[2:])
    return np.flip(weights, tuple(range(2, weights.ndim)))


def _spaced(x, stride):
    """x with s - 1 zeros between neighbouring cells."""
    rank = len(stride)
    size = [max((i - 1) * s + 1, 0) for i, s in zip(x.shape[-rank:], stride, strict=True)]
    spaced = np.zeros((*x.shape[:-rank], *size), x.dtype)
    spaced[(..., *(slice(None, None, s) for s in stride))] = x
    return spaced


def _framed(spaced, kernel, stride, dilation, sides, output_padding):
    """The zeros around it that leave as many windows as the output has cells."""
    for axis, (k, s, d, pair, extra) in enumerate(
        zip(kernel, stride, dilation, sides, output_padding, strict=True), 2
    ):
        least("padding", pair, 2, 0)
        if extra >= max(s, d):
            raise ValueError(f"output_padding {extra} is not less than {max(s, d)}")
        low, high = d * (k - 1) - pair[0], d * (k - 1) - pair[1] + extra
        cells = spaced.shape[axis] + low + high - d * (k - 1)
        if cells < 1:
            raise ValueError(f"{cells} cells are left of the output")
        wide = [(0, 0)] * spaced.ndim
        wide[axis] = (max(low, 0), max(high, 0))
        spaced = np.pad(spaced, wide)
        kept = slice(max(-low, 0), spaced.shape[axis] - max(-high, 0))
        spaced = spaced[(slice(None),) * axis + (kept,)]
    return spaced
