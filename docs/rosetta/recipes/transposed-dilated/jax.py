"""`lax.conv_transpose(..., rhs_dilation=, transpose_kernel=True)`.

JAX pads what torch cuts: e - 1 - lo and e - 1 - hi, with the extent e = d(k - 1) + 1.
"""

from jax import lax


def conv_transpose2d_dilated(x, w, stride, padding, dilation):
    pads = [
        (d * (k - 1) - lo, d * (k - 1) - hi)
        for k, d, (lo, hi) in zip(w.shape[2:], dilation, padding, strict=True)
    ]
    return lax.conv_transpose(
        x,
        w,
        stride,
        pads,
        rhs_dilation=dilation,
        dimension_numbers=("NCHW", "OIHW", "NCHW"),
        transpose_kernel=True,
    )
