"""Padding modes: what a padded cell holds."""

import numpy as np
from msgspec.structs import replace

from conformance.cases import small_scope
from conformance.cases.data import Array, arrays
from conformance.cases.geometries import Pads
from conformance.judge.judge import Judge
from conformance.judge.prepared import reference
from conformance.operations import Case
from conformance.parameters import Conv
from conformance.suite.clause import clause, over
from reference_impl.padding import PaddingMode


@clause(
    "conv.padding-mode.reflect",
    needs=["padding_mode=reflect", "padding=symmetric"],
    level="complete",
    rivals=["mode-zeros", "mode-symmetric", "mode-replicate"],
)
@over(small_scope.conv(pads="symmetric", padded=True, mode="reflect", dilation=False))
def test_reflect(case: Case, judge: Judge) -> None:
    """reflect mirrors the input at its edge cell, which is not repeated: position -q holds cell q.
    Each side may be padded by up to i - 1 cells."""
    judge.meaning(case)


@clause(
    "conv.padding-mode.replicate",
    needs=["padding_mode=replicate", "padding=symmetric"],
    level="complete",
    rivals=["mode-zeros", "mode-circular"],
)
@over(small_scope.conv(pads="symmetric", padded=True, mode="replicate", dilation=False))
def test_replicate(case: Case, judge: Judge) -> None:
    """replicate repeats the edge cell, as often as asked."""
    judge.meaning(case)


@clause(
    "conv.padding-mode.circular",
    needs=["padding_mode=circular", "padding=symmetric"],
    level="complete",
    rivals=["mode-zeros", "mode-replicate"],
)
@over(small_scope.conv(pads="symmetric", padded=True, mode="circular", dilation=False))
def test_circular(case: Case, judge: Judge) -> None:
    """circular wraps around: position q holds cell q mod i. Each side may be padded by up to i
    cells, i included."""
    judge.meaning(case)


def _in_every_mode(pads: Pads, dilation: bool | None = None) -> small_scope.Source:
    modes: tuple[PaddingMode, ...] = ("reflect", "replicate", "circular")
    return small_scope.both(
        *(small_scope.conv(pads=pads, dilation=dilation, mode=mode) for mode in modes)
    )


@clause(
    "conv.padding-mode.per-side",
    needs=[
        "padding_mode=reflect",
        "padding_mode=replicate",
        "padding_mode=circular",
        "padding=asymmetric",
    ],
    level="complete",
    rivals=["pads-exchanged", "mode-zeros"],
)
@over(_in_every_mode("asymmetric"))
def test_per_side(case: Case, judge: Judge) -> None:
    """A mode fills lo cells at the low end and hi cells at the high end, each by its own limit."""
    judge.meaning(case)


@clause(
    "conv.padding-mode.same",
    needs=[
        "padding_mode=reflect",
        "padding_mode=replicate",
        "padding_mode=circular",
        "padding=same_upper",
        "padding=same_lower",
    ],
    level="complete",
    rivals=["pads-exchanged", "mode-zeros"],
)
@over(
    small_scope.both(
        _in_every_mode("same_upper", dilation=False), _in_every_mode("same_lower", dilation=False)
    )
)
def test_same(case: Case, judge: Judge) -> None:
    """A mode fills the padding that 'same' computes as it fills explicit padding, up to the same
    limits."""
    judge.meaning(case)


@clause(
    "conv.padding-mode.beyond-limit",
    needs=["padding_mode=reflect", "padding_mode=circular", "padding=symmetric"],
    level="complete",
    defined_by="implementation",
)
@over(small_scope.beyond_the_limit)
def test_beyond_limit(case: Case, judge: Judge) -> None:
    """Padding beyond the limit of a mode (reflect i - 1, circular i) is refused, or continues the
    mode periodically: always the same of the two, and no other value."""
    outcome = judge.attempt(case)
    if outcome.error is not None:
        judge.saw("refused", case)
        return
    exact = _periodic(case)
    if outcome.outputs[0].shape != exact.shape or (outcome.outputs[0] != exact).any():
        raise judge.wrong("values", "neither refused nor periodic", outcome, (exact,))
    judge.saw("periodic extension", case)


def _periodic(case: Case) -> Array:
    """The exact result on an input that NumPy has padded periodically."""
    assert isinstance(case.parameters, Conv)
    x, w, b = arrays(case)
    assert x is not None
    pads = [(a.lo, a.hi) for a in case.axes()]
    mode = "reflect" if case.parameters.padding_mode == "reflect" else "wrap"
    padded = np.pad(x, [(0, 0)] * (x.ndim - case.rank) + pads, mode=mode)  # type: ignore[call-overload]
    plain = replace(case.parameters, padding=((0, 0),) * case.rank, padding_mode="zeros")
    enlarged = replace(case, parameters=plain, shapes=(padded.shape, *case.shapes[1:]))
    return reference(enlarged, (padded, w, b))[0]
