"""No operator of the default domain: `ConvTranspose(gy, w)` for x, `Conv(x, gy)` for w.

`Gradient` of `ai.onnx.preview.training` names one, which ONNX Runtime's inference does not run.
`output_padding` restores the cells at the end that no window reached. For w, batch and channels
change places, and so do strides and dilations.
"""

import numpy as np


def conv2d_grad(gy, x, w, stride, padding, dilation, groups):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    extent = [d * (k - 1) + 1 for d, k in zip(dilation, w.shape[2:], strict=True)]
    left_over = [
        (i + lo + hi - e) % s
        for i, (lo, hi), e, s in zip(x.shape[2:], padding, extent, stride, strict=True)
    ]
    shared = {"strides": stride, "pads": pads, "dilations": dilation, "group": groups}
    gx = run("ConvTranspose", gy, w, output_padding=left_over, **shared)[0]
    parts = [
        run("Conv", own, cells, strides=dilation, pads=pads, dilations=stride)[0]
        for own, cells in zip(
            np.split(x.swapaxes(0, 1), groups), np.split(gy.swapaxes(0, 1), groups), strict=True
        )
    ]
    gw = np.concatenate([part.swapaxes(0, 1) for part in parts])
    return gx, gw[:, :, : w.shape[2], : w.shape[3]]
