"""`AveragePool(x)` with `count_include_pad=1, ceil_mode=1`."""


def avg_pool2d_ceil(x, kernel, stride, padding):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run(
        "AveragePool",
        x,
        kernel_shape=kernel,
        strides=stride,
        pads=pads,
        count_include_pad=1,
        ceil_mode=1,
    )[0]
