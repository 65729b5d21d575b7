"""`lax.conv_transpose(..., transpose_kernel=True)`, with the padding of the inner convolution.

JAX pads what torch cuts: (e - 1 - lo, e - 1 - hi + output_padding). Without `transpose_kernel` the
kernel is not flipped, and the result is another operation.
"""

from jax import lax


def conv_transpose2d(x, w, stride, padding, output_padding):
    pads = [
        (k - 1 - lo, k - 1 - hi + extra)
        for k, (lo, hi), extra in zip(w.shape[2:], padding, output_padding, strict=True)
    ]
    return lax.conv_transpose(
        x, w, stride, pads, dimension_numbers=("NCHW", "OIHW", "NCHW"), transpose_kernel=True
    )
