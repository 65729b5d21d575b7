"""`ConvTranspose(x, w)` with `strides`, `pads`, `output_padding`; w of (C, O, kH, kW)."""


def conv_transpose2d(x, w, stride, padding, output_padding):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("ConvTranspose", x, w, strides=stride, pads=pads, output_padding=output_padding)[0]
