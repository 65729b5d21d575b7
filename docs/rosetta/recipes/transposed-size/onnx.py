"""Not `output_shape`, which changes the *padding*: `output_padding`, computed from the size.

`output_shape` overrides `pads` and centres the result; the values are shifted.
"""


def conv_transpose2d_to(x, w, stride, padding, size):
    extra = [
        n - ((i - 1) * s - 2 * p + k)
        for n, i, s, p, k in zip(size, x.shape[2:], stride, padding, w.shape[2:], strict=True)
    ]
    pads = [*padding, *padding]
    return run("ConvTranspose", x, w, strides=stride, pads=pads, output_padding=extra)[0]
