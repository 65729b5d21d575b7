"""`MaxPool` with `ceil_mode=1`, which drops a window in the high padding as torch does."""


def max_pool2d_ceil(x, kernel, stride, padding):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("MaxPool", x, kernel_shape=kernel, strides=stride, pads=pads, ceil_mode=1)[0]
