"""`Conv(x, w)` with `strides`, `pads`, `dilations`, `group`.

`pads` is all beginnings, then all ends: (top, left, bottom, right).
"""


def conv2d(x, w, stride, padding, dilation, groups):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("Conv", x, w, strides=stride, pads=pads, dilations=dilation, group=groups)[0]
