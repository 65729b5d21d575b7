"""No size to ask for: the padding at the end makes it, n - lo - hi of the stretched input."""

from jax import lax


def conv_transpose2d_to(x, w, stride, padding, size):
    pads = [
        (k - 1 - p, n - (i - 1) * s - 1 + p)
        for i, s, p, k, n in zip(x.shape[2:], stride, padding, w.shape[2:], size, strict=True)
    ]
    return lax.conv_transpose(
        x, w, stride, pads, dimension_numbers=("NCHW", "OIHW", "NCHW"), transpose_kernel=True
    )
