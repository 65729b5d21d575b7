"""`AveragePool(x)` with `count_include_pad=1`, times the cells of the window, is the sum."""


def avg_pool2d_divided(x, kernel, stride, padding, divisor):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    mean = run(
        "AveragePool",
        x,
        kernel_shape=kernel,
        strides=stride,
        pads=pads,
        count_include_pad=1,
    )[0]
    return mean * (kernel[0] * kernel[1]) / divisor
