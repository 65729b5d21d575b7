"""`Conv` with the weight stored reversed: the operator has no flip."""


def convolve2d(x, w):
    return run("Conv", x[None, None], w[::-1, ::-1][None, None].copy())[0][0, 0]
