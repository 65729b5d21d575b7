"""`lax.reduce_window(x, 0, lax.add, ...)` divided by the cells of the window."""

from jax import lax


def avg_pool2d(x, kernel, stride, padding):
    pads = ((0, 0), (0, 0), *padding)
    total = lax.reduce_window(x, 0.0, lax.add, (1, 1, *kernel), (1, 1, *stride), pads)
    return total / (kernel[0] * kernel[1])
