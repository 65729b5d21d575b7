"""`AveragePool(x)` with `count_include_pad=1`."""


def avg_pool2d(x, kernel, stride, padding):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run(
        "AveragePool",
        x,
        kernel_shape=kernel,
        strides=stride,
        pads=pads,
        count_include_pad=1,
    )[0]
