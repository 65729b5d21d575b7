"""Faults that show where sizes and counts meet: laws reach further than the reference is asked."""

from tests.mutants.laws_gradients import GRADIENTS
from tests.mutants.laws_pools import POOLS
from tests.mutants.mutant import Mutant, before

_CONV_START = "    cells = tuple(axis.cells for axis in axes)\n    batch = x[np.newaxis]"
_CONV_END = "            y += b.reshape(len(b), *(1,) * rank)\n    return y\n"
_STAMPED_START = "    axes = grown(size, kernel, stride, padding, output_padding, dilation)\n"
_STAMPED_END = "    return y.reshape(*x.shape[: -rank - 1], *y.shape[1:])\n"
_GRAD_END = "    return gx.reshape(x.shape), np.flip(gw, taps).copy() if flip_kernel else gw, gb\n"
_STAMPED_GRAD_END = "    return gx.reshape(x.shape), gw.reshape(w.shape), gb\n"

MUTANTS = (
    Mutant(
        name="fifth-sample-of-many-channels",
        text="Past four samples of more than 128 channels the first is read again.",
        clause="conv.law.batch",
        replace=before(_CONV_END, "if len(x) > 4 and w.shape[1] > 128:", "    y[4:] = y[:1]"),
    ),
    Mutant(
        name="channels-past-128-with-stride",
        text="With a stride, channels past 128 are not added.",
        clause="conv.law.channels",
        replace=before(
            _CONV_START,
            "if w.shape[1] > 128 and max(stride) > 1:",
            "    w = w * (np.arange(w.shape[1]) < 128).reshape(-1, *(1,) * rank)",
        ),
    ),
    Mutant(
        name="outputs-past-128-with-stride",
        text="With a stride, output channels past 128 repeat the first one.",
        clause="conv.law.outputs",
        replace=before(
            _CONV_END, "if len(w) > 128 and max(stride) > 1:", "    y[:, 128:] = y[:, :1]"
        ),
    ),
    Mutant(
        name="groups-past-100-of-five-samples",
        text="Of more than four samples, groups past 100 are left at 0.",
        clause="conv.law.groups",
        replace=before(_CONV_END, "if groups > 100 and len(x) > 4:", "    y[:, 100:] = 0"),
    ),
    Mutant(
        name="second-tile-of-wide-planes",
        text="In planes more than 256 cells wide sums behind the first tile are off by one.",
        clause="conv.law.tile",
        rank=2,
        replace=before(_CONV_END, "if x.shape[-1] > 256:", "    y[..., 64:] += 1"),
    ),
    Mutant(
        name="last-step-of-wide-planes",
        text="In planes more than 256 cells wide the last step of a stride above 2 is not made.",
        clause="conv.law.stride",
        rank=2,
        replace=before(_CONV_END, "if x.shape[-1] > 256 and stride[-1] > 2:", "    y[..., -1] = 0"),
    ),
    Mutant(
        name="wide-dilated-planes",
        text="In planes more than 256 cells wide a dilated window starts one cell too early.",
        clause="conv.law.dilation",
        rank=2,
        replace=before(
            _CONV_START,
            "if x.shape[-1] > 256 and dilation[-1] > 1:",
            "    axes[-1] = axes[-1]._replace(lo=axes[-1].lo + 1)",
        ),
    ),
    Mutant(
        name="padding-of-wide-planes",
        text="In planes more than 256 cells wide the first window skips its padding and all else.",
        clause="conv.law.padding",
        rank=2,
        replace=before(_CONV_END, "if x.shape[-1] > 256 and axes[-1].lo > 1:", "    y[..., 0] = 0"),
    ),
    Mutant(
        name="first-column-of-wide-planes",
        text="In planes more than 256 cells wide the first column is off by one.",
        clause="conv.law.reversal",
        rank=2,
        replace=before(_CONV_END, "if x.shape[-1] > 256:", "    y[..., 0] += 1"),
    ),
    Mutant(
        name="kernel-of-many-channels-not-flipped",
        text="Kernels of more than 128 channels are not flipped.",
        clause="conv.law.flip",
        rank=2,
        replace=(("    if flip_kernel:\n", "    if flip_kernel and w.shape[1] <= 128:\n"),),
    ),
    Mutant(
        name="last-column-of-wide-planes",
        text="In planes more than 256 cells wide the last column is off by one.",
        clause="conv.law.axes",
        rank=2,
        replace=before(_CONV_END, "if x.shape[-1] > 256:", "    y[..., -1] += 1"),
    ),
    Mutant(
        name="fifth-tap-of-wide-planes",
        text="In planes more than 256 cells wide only four taps of a row are read.",
        clause="conv.law.columns",
        rank=2,
        replace=before(
            _CONV_START, "if x.shape[-1] > 256:", "    w = w * (np.arange(kernel[-1]) < 4)"
        ),
    ),
    Mutant(
        name="sixth-tap-of-wide-planes",
        text="In planes more than 256 cells wide the sixth tap of a row is not read.",
        clause="conv.law.fusion",
        rank=2,
        replace=before(
            _CONV_START,
            "if x.shape[-1] > 256 and kernel[-1] > 5:",
            "    w = w * (np.arange(kernel[-1]) < 5)",
        ),
    ),
    Mutant(
        name="stamps-of-the-fifth-sample",
        text="Past four samples of more than 128 channels the first is stamped again.",
        clause="conv-transpose.law.batch",
        replace=before(_STAMPED_END, "if len(y) > 4 and len(w) > 128:", "    y[4:] = y[:1]"),
    ),
    Mutant(
        name="stamps-of-channels-past-128",
        text="With a stride, channels past 128 are not stamped.",
        clause="conv-transpose.law.channels",
        replace=before(
            _STAMPED_START,
            "if len(w) > 128 and max(stride) > 1:",
            "    w = w * (np.arange(len(w)) < 128).reshape(-1, 1, *(1,) * rank)",
        ),
    ),
    Mutant(
        name="stamps-of-outputs-past-128",
        text="With a stride, output channels past 128 repeat the first one.",
        clause="conv-transpose.law.outputs",
        replace=before(
            _STAMPED_END, "if w.shape[1] > 128 and max(stride) > 1:", "    y[:, 128:] = y[:, :1]"
        ),
    ),
    Mutant(
        name="stamps-of-groups-past-100",
        text="Of more than four samples, groups past 100 are left at 0.",
        clause="conv-transpose.law.groups",
        replace=before(_STAMPED_END, "if groups > 100 and len(y) > 4:", "    y[:, 100:] = 0"),
    ),
    Mutant(
        name="wide-dilated-stamps",
        text="Dilated stamps of rows of more than 256 cells stand one cell too early.",
        clause="conv-transpose.law.dilation",
        rank=2,
        replace=before(
            _STAMPED_END,
            "if size[-1] > 256 and dilation[-1] > 1:",
            "    y[..., :-1] = y[..., 1:].copy()",
        ),
    ),
    Mutant(
        name="last-column-of-wide-stamps",
        text="Rows of more than 256 cells give a last column that is off by one.",
        clause="conv-transpose.law.axes",
        rank=2,
        replace=before(_STAMPED_END, "if size[-1] > 256:", "    y[..., -1] += 1"),
    ),
    Mutant(
        name="stamps-behind-the-first-tile",
        text="Rows of more than 256 cells with a stride above 2 are off by one behind a tile.",
        clause="conv-transpose.law.fold",
        rank=2,
        replace=before(
            _STAMPED_END, "if size[-1] > 256 and stride[-1] > 2:", "    y[..., 100:] += 1"
        ),
    ),
    Mutant(
        name="fifth-tap-of-wide-stamps",
        text="For rows of more than 256 cells only four taps of a row are stamped.",
        clause="conv-transpose.law.stuffed",
        rank=2,
        replace=before(
            _STAMPED_START, "if size[-1] > 256:", "    w = w * (np.arange(kernel[-1]) < 4)"
        ),
    ),
    Mutant(
        name="weight-gradient-of-five-samples",
        text="With more than 128 channels the gradient of the weights leaves out a fifth sample.",
        clause="conv-grad.law.batch",
        replace=before(_GRAD_END, "if len(x) > 4 and x.shape[1] > 128:", "    gw -= 1"),
    ),
    Mutant(
        name="last-column-of-wide-gradients",
        text="In planes more than 256 cells wide the last column of gx is off by one.",
        clause="conv-grad.law.axes",
        rank=2,
        replace=before(_GRAD_END, "if size[-1] > 256:", "    gx[..., -1] += 1"),
    ),
    Mutant(
        name="wide-input-gradients",
        text="In planes more than 256 cells wide gx is off by one behind the first tile.",
        clause="conv-grad.law.input",
        rank=2,
        replace=before(_GRAD_END, "if size[-1] > 256:", "    gx[..., 64:] += 1"),
    ),
    Mutant(
        name="last-tap-of-wide-gradients",
        text="In planes more than 256 cells wide the last tap of gw is off by one.",
        clause="conv-grad.law.weight",
        rank=2,
        replace=before(_GRAD_END, "if size[-1] > 256:", "    gw[..., -1] += 1"),
    ),
    Mutant(
        name="weight-gradient-of-five-stamps",
        text="With more than 128 channels the gradient of the weights leaves out a fifth sample.",
        clause="conv-transpose-grad.law.batch",
        replace=before(_STAMPED_GRAD_END, "if len(x) > 4 and len(w) > 128:", "    gw -= 1"),
    ),
    Mutant(
        name="wide-stamped-input-gradients",
        text="For rows of more than 256 cells the last cell of gx is off by one.",
        clause="conv-transpose-grad.law.input",
        rank=2,
        replace=before(_STAMPED_GRAD_END, "if size[-1] > 256:", "    gx[..., -1] += 1"),
    ),
    *POOLS,
    *GRADIENTS,
)
