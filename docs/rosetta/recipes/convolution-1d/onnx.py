"""`Conv(x, w)` with `strides`, `pads`, `dilations`, `group`; the rank is that of x."""


def conv1d(x, w, stride, padding, dilation, groups):
    return run("Conv", x, w, strides=stride, pads=padding[0], dilations=dilation, group=groups)[0]
