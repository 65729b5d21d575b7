"""Tap by tap: gy stamps the kernel onto gx; gw sums what each tap read, times gy."""

import numpy as np


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    (top, bottom), (left, right) = padding
    wide = np.pad(x, ((0, 0), (0, 0), *padding))
    gx, gw = np.zeros_like(wide), np.zeros_like(w)
    rows, columns = gy.shape[2:]
    inputs, outputs = x.shape[1] // groups, len(w) // groups
    for g, t, u in np.ndindex(groups, *w.shape[2:]):
        read = (
            slice(None),
            slice(g * inputs, (g + 1) * inputs),
            slice(t * dilation[0], t * dilation[0] + rows * stride[0], stride[0]),
            slice(u * dilation[1], u * dilation[1] + columns * stride[1], stride[1]),
        )
        own = slice(g * outputs, (g + 1) * outputs)
        gx[read] += np.einsum("nohw,oc->nchw", gy[:, own], w[own, :, t, u])
        gw[own, :, t, u] = np.einsum("nohw,nchw->oc", gy[:, own], wide[read])
    return gx[:, :, top : gx.shape[2] - bottom, left : gx.shape[3] - right], gw
