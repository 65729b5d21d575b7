"""Simpler forms of a case: the same geometry with fewer channels and samples."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.operations import Case, Conv


def simpler(case: Case) -> list[Case]:
    """Return the simpler forms of a case, simplest first; the case itself is not among them."""
    lead = (1,) * (len(case.input_shape) - case.rank)
    if not isinstance(case.parameters, Conv):
        forms = [replace(case, shapes=((*lead, *case.size),))]
    else:
        weight, bias = case.shapes[1:]
        assert weight is not None
        groups = case.parameters.groups
        forms = [
            replace(
                case,
                shapes=(
                    (*lead[1:], per_group * groups, *case.size),
                    (outputs, per_group, *case.kernel),
                    None if bias is None else (outputs,),
                ),
            )
            for outputs, per_group in ((groups, 1), (groups, weight[1]), weight[:2])
        ]
    return [form for form in forms if form != case]
