"""Gradients of a convolution as convolutions: of gy with w transposed, and of x with gy."""

import numpy as np

from tests.legitimate.adjoints import conv_transpose
from tests.legitimate.plain import WHATEVER, pads

GRADIENT = WHATEVER


def conv_grad(conv):
    """The gradients by a ``conv`` of this folder, which sums in an order of its own."""
    back = conv_transpose(conv)

    def run(gy, x, w, b, *, stride, padding, dilation, groups):
        rank = len(stride)
        y = conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
        if gy.shape != y.shape:
            raise ValueError(f"gy {gy.shape} does not have the shape {y.shape} of the result")
        batch = x if x.ndim == rank + 2 else x[None]
        steep = gy.reshape(len(batch), *y.shape[-rank - 1 :])
        size, kernel = x.shape[-rank:], w.shape[2:]
        sides = pads(size, kernel, stride, dilation, padding)
        wide = np.pad(batch, [(0, 0), (0, 0), *sides])
        none = ((0, 0),) * rank
        gx = back(
            steep,
            w,
            None,
            stride=stride,
            padding=none,
            output_padding=(0,) * rank,
            dilation=dilation,
            groups=groups,
        )
        room = [(0, max(n - m, 0)) for n, m in zip(wide.shape[2:], gx.shape[2:], strict=True)]
        gx = np.pad(gx, [(0, 0), (0, 0), *room])
        inside = tuple(slice(lo, lo + i) for (lo, _), i in zip(sides, size, strict=True))
        gw = np.concatenate(
            [
                _of_weight(conv, block, cells, kernel, stride, dilation)
                for block, cells in zip(
                    np.split(wide, groups, 1), np.split(steep, groups, 1), strict=True
                )
            ]
        )
        gb = None if b is None else steep.sum(axis=(0, *range(2, rank + 2)))
        return gx[(..., *inside)].reshape(x.shape).copy(), gw, gb

    return run


def _of_weight(conv, x, gy, kernel, stride, dilation):
    """(O, C, *kernel): x correlated with gy, samples as channels, stride and dilation exchanged."""
    ones = ((0, 0),) * len(kernel)
    gw = conv(
        np.ascontiguousarray(x.swapaxes(0, 1)),
        np.ascontiguousarray(gy.swapaxes(0, 1)),
        None,
        stride=dilation,
        padding=ones,
        dilation=stride,
        groups=1,
    ).swapaxes(0, 1)
    return np.ascontiguousarray(gw[(..., *(slice(k) for k in kernel))])
