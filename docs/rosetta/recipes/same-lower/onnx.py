"""`auto_pad="SAME_LOWER"`; ONNX Runtime refuses it with a dilation, so then `pads` by hand."""


def conv2d_same_lower(x, w, stride, dilation):
    if max(dilation) == 1:
        return run("Conv", x, w, strides=stride, auto_pad="SAME_LOWER")[0]
    given = zip(x.shape[2:], w.shape[2:], stride, dilation, strict=True)
    padding = [same_pads(*axis) for axis in given]
    pads = [lo for lo, _ in padding] + [hi for _, hi in padding]
    return run("Conv", x, w, strides=stride, dilations=dilation, pads=pads)[0]


def same_pads(size, kernel, stride, dilation):
    """Padding (lo, hi) of one axis; the larger half at the beginning."""
    extent = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total - total // 2, total // 2
