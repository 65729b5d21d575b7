"""Padding in the spelling that a backend takes: most cases have pairs, some backends only names.

A case keeps its pairs where they are declared. Else it is called by a declared name that stands
for the very same windows: ``valid`` for pairs of 0, or 'same' where it computes these pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from msgspec.structs import replace

from conformance.backend import Backend
from conformance.capabilities import kind_of_padding
from conformance.operations import GRADIENTS, BadCall, Calls, Case, Judged
from conformance.parameters import AdaptivePool, Fold, MaxUnpool
from reference_impl.geometry import AutoPadding, GeometryError

_NAMES: tuple[AutoPadding, ...] = get_args(AutoPadding)


def spelled(case: Case, backend: Backend) -> Case:
    """The case as the backend can be called; itself where that takes no other spelling."""
    return next((named for named in _named(case, backend) if named.axes() == case.axes()), case)


def _named(case: Case, backend: Backend) -> Iterator[Case]:
    """The case with each padding that the backend declares by name, if its own is not declared."""
    p = case.parameters
    implementation = backend.implementations.get(case.operation)
    if implementation is None or isinstance(p, AdaptivePool | MaxUnpool):
        return
    declared = implementation.declared["padding"]
    if isinstance(p.padding, str) or kind_of_padding(p.padding) in declared:
        return
    for name in _NAMES:
        if name in declared:
            named = replace(case, parameters=replace(p, padding=name))
            try:
                named.axes()
            except GeometryError:  # an output_padding beside 'same'
                continue
            yield named


def as_broken(bad: BadCall, backend: Backend) -> BadCall:
    """A bad call as the backend can be called, beside the legal one.

    What it breaks is broken with any padding that fits the same arrays; where that is the padding
    itself it stays as it is.
    """
    legal = bad.legal
    if bad.argument == "padding":
        return bad
    made = spelled(legal, backend)
    if legal.operation not in GRADIENTS and not isinstance(legal.parameters, Fold):
        fitting = (c for c in _named(legal, backend) if all(a.cells for a in c.axes()))
        made = made if made != legal else next(fitting, legal)
    return replace(bad, legal=made)


def as_called(judged: Judged, backend: Backend) -> Judged:
    """Whatever is judged, with its calls as the backend can be called."""
    if isinstance(judged, Calls):
        return Calls(tuple(spelled(case, backend) for case in judged.cases))
    if isinstance(judged, BadCall):
        return as_broken(judged, backend)
    return spelled(judged, backend)
