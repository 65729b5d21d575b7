"""`LpPool(x)` with `p`, `kernel_shape`, `strides`; p is an integer."""


def lp_pool2d(x, p, kernel, stride):
    return run("LpPool", x, p=p, kernel_shape=kernel, strides=stride)[0]
