"""Worked examples: the numbers, shapes and identities of the tutorials come out."""

from conformance.cases.examples import examples
from conformance.judge.judge import Judge
from conformance.judge.recorded import hold
from conformance.operations import Judged
from conformance.suite.clause import clause, over


@clause("conv.example.values", level="core")
@over(examples=examples("conv", "values"))
def test_conv_values(judged: Judged, judge: Judge) -> None:
    """The sums that tutorials work out by hand come out exactly: channels, strides, rings of
    zeros, gaps, groups, a bias."""
    hold(judged, judge)


@clause("conv.example.printed", level="core", ranks=(2,))
@over(examples=examples("conv", "printed"))
def test_conv_printed(judged: Judged, judge: Judge) -> None:
    """A layer printed in decimals gives what is printed, within the rounding of the print."""
    hold(judged, judge)


@clause("conv.example.shape", level="core")
@over(examples=examples("conv", "shape"))
def test_conv_shape(judged: Judged, judge: Judge) -> None:
    """The output has the extents that tutorials state, layer by layer through their networks."""
    hold(judged, judge)


@clause("conv.example.relation", level="core", ranks=(1, 2))
@over(examples=examples("conv", "relation"))
def test_conv_relation(judged: Judged, judge: Judge) -> None:
    """The identities that tutorials describe hold: shifts, linearity, products with unfolded
    windows or kernels, fused, separable and dilated kernels, receptive fields."""
    hold(judged, judge)


@clause("conv.example.unbatched", needs="unbatched", level="complete", ranks=(2,))
@over(examples=examples("conv", "unbatched"))
def test_conv_unbatched(judged: Judged, judge: Judge) -> None:
    """An input (C, H, W) gives the numbers of the same input (1, C, H, W)."""
    hold(judged, judge)


@clause("conv.example.valid", needs="padding=valid", ranks=(2,))
@over(examples=examples("conv", "valid"))
def test_conv_valid(judged: Judged, judge: Judge) -> None:
    """'valid' is padding 0, and goes with any stride."""
    hold(judged, judge)


@clause("conv.example.same", needs="padding=same_upper", ranks=(2,))
@over(examples=examples("conv", "same"))
def test_conv_same(judged: Judged, judge: Judge) -> None:
    """'same' under a 2x2 kernel pads to the right and at the bottom, as the tutorial prints it."""
    hold(judged, judge)


@clause(
    "conv.example.same-strided",
    needs=["padding=same_upper", "stride"],
    level="complete",
    ranks=(1, 2),
)
@over(examples=examples("conv", "same-strided"))
def test_conv_same_strided(judged: Judged, judge: Judge) -> None:
    """'same' with stride 2 and k = 3 pads an odd extent in front and behind, an even one behind
    only."""
    hold(judged, judge)


@clause("conv.example.flipped", needs="flip_kernel", level="complete", ranks=(2,))
@over(examples=examples("conv", "flipped"))
def test_conv_flipped(judged: Judged, judge: Judge) -> None:
    """Convolution proper is cross-correlation with the kernel turned by half a turn."""
    hold(judged, judge)


@clause("max-pool.example.values", level="core", ranks=(1, 2))
@over(examples=examples("max_pool", "values"))
def test_max_pool_values(judged: Judged, judge: Judge) -> None:
    """The maxima that tutorials work out by hand come out."""
    hold(judged, judge)


@clause("max-pool.example.shape", level="core", ranks=(2,))
@over(examples=examples("max_pool", "shape"))
def test_max_pool_shape(judged: Judged, judge: Judge) -> None:
    """A window of 2x2 halves both extents, as in the tutorial's network."""
    hold(judged, judge)


@clause("max-pool.example.printed", ranks=(1,))
@over(examples=examples("max_pool", "printed"))
def test_max_pool_printed(judged: Judged, judge: Judge) -> None:
    """A maximum is one of its cells, digit for digit: it is never rounded again."""
    hold(judged, judge)


@clause("max-pool.example.ceil", needs=["last_window=ceil", "stride"], ranks=(1,))
@over(examples=examples("max_pool", "ceil"))
def test_max_pool_ceil(judged: Judged, judge: Judge) -> None:
    """Of 5 cells under k = s = 2, rounding up keeps the window of the last cell, but not one
    that starts in the padding."""
    hold(judged, judge)


@clause("max-pool-with-indices.example.values", ranks=(1, 2))
@over(examples=examples("max_pool_with_indices", "values"))
def test_indices_values(judged: Judged, judge: Judge) -> None:
    """The indices that tutorials work out by hand come out with their maxima."""
    hold(judged, judge)


@clause("max-pool-with-indices.example.printed", ranks=(1,))
@over(examples=examples("max_pool_with_indices", "printed"))
def test_indices_printed(judged: Judged, judge: Judge) -> None:
    """The indices of maxima of decimals name the cells that hold them."""
    hold(judged, judge)


@clause("max-pool-with-indices.example.ceil", needs=["last_window=ceil", "stride"], ranks=(1,))
@over(examples=examples("max_pool_with_indices", "ceil"))
def test_indices_ceil(judged: Judged, judge: Judge) -> None:
    """The index of a partial window is one of the cells that it has."""
    hold(judged, judge)


@clause("avg-pool.example.values", level="core", ranks=(1, 2))
@over(examples=examples("avg_pool", "values"))
def test_avg_pool_values(judged: Judged, judge: Judge) -> None:
    """Sums and divisors worked out by hand: each channel by itself, padding that counts or not."""
    hold(judged, judge)


@clause("avg-pool.example.ceil", needs=["last_window=ceil", "stride"], ranks=(1,))
@over(examples=examples("avg_pool", "ceil"))
def test_avg_pool_ceil(judged: Judged, judge: Judge) -> None:
    """A partial window is divided by the number of cells that it has."""
    hold(judged, judge)
