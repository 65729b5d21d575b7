"""`MaxPool(x)` with `kernel_shape`, `strides`, `pads`, `dilations`; the stride's default is 1.

In torch the default stride is the kernel: write both.
"""


def max_pool2d(x, kernel, stride, padding, dilation):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("MaxPool", x, kernel_shape=kernel, strides=stride, pads=pads, dilations=dilation)[0]
