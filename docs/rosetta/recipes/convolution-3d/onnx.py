"""`Conv(x, w)` with `strides`, `pads`, `dilations`, `group`; the rank is that of x.

`pads` is all beginnings, then all ends.
"""


def conv3d(x, w, stride, padding, dilation, groups):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("Conv", x, w, strides=stride, pads=pads, dilations=dilation, group=groups)[0]
