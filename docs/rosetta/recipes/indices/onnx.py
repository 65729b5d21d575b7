"""The second output of `MaxPool`: flat in the *whole tensor*, so take it modulo H·W."""


def max_pool2d_indices(x, kernel, stride, padding):
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    y, indices = run("MaxPool", x, outputs=2, kernel_shape=kernel, strides=stride, pads=pads)
    return y, indices % (x.shape[2] * x.shape[3])
