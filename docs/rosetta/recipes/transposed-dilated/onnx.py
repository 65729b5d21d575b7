"""`ConvTranspose(x, w)` with `strides`, `pads`, `dilations`; w of (C, O, kH, kW)."""


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("ConvTranspose", x, w, strides=stride, pads=pads, dilations=dilation)[0]
