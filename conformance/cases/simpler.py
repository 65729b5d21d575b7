"""Simpler forms of a case: the same geometry with fewer channels and samples."""

from __future__ import annotations

from math import prod

from msgspec.structs import replace

from conformance.cases.gradients import forward_of, gradient_of
from conformance.operations import GRADIENTS, Case
from conformance.parameters import Conv, ConvTranspose, Fold, MaxUnpool, Shape


def simpler(case: Case) -> list[Case]:
    """Return the simpler forms of a case, simplest first; the case itself is not among them."""
    p = case.parameters
    lead = (1,) * (len(case.input_shape) - case.rank)
    if case.operation in GRADIENTS:
        return [gradient_of(form) for form in simpler(forward_of(case))]
    if isinstance(p, MaxUnpool) or 0 in case.input_shape:
        return []
    if isinstance(p, Conv | ConvTranspose):
        # input and output channels per group
        c = case.channels // p.groups
        o = case.weight_shape[0 if isinstance(p, Conv) else 1]
        o = o // p.groups if isinstance(p, Conv) else o
        counts = dict.fromkeys(((1, 1), (c, 1), (c, o)))
        forms = [replace(case, shapes=_shapes(case, p, lead, *count)) for count in counts]
    elif isinstance(p, Fold):
        *batch, _, cells = case.input_shape
        forms = [replace(case, shapes=((*(1 for _ in batch), prod(p.kernel), cells),))]
    else:
        forms = [replace(case, shapes=((*lead, *case.size),))]
    return [form for form in forms if form != case]


def _shapes(
    case: Case, p: Conv | ConvTranspose, lead: Shape, c: int, o: int
) -> tuple[Shape | None, ...]:
    """The shapes of x, w and b with so many channels per group, in and out."""
    first, second = (p.groups * o, c) if isinstance(p, Conv) else (p.groups * c, o)
    return (
        (*lead[1:], p.groups * c, *case.size),
        (first, second, *case.kernel),
        None if case.shapes[2] is None else (p.groups * o,),
    )
