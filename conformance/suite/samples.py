"""Samples of a source, for clauses about what hardly depends on the geometry."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from conformance.cases.small_scope import Source
from conformance.judge.layouts import LAYOUTS
from conformance.operations import Case
from conformance.results.model import Effort


def few(source: Source, step: int) -> Source:
    """Every ``step``-th case."""

    def chosen(rank: int, effort: Effort) -> Iterator[Case]:
        for number, case in enumerate(source(rank, effort)):
            if number % step == 0:
                yield case

    return chosen


def in_layouts(source: Source) -> Source:
    """Each of a few cases in every memory layout."""

    def laid_out(rank: int, effort: Effort) -> Iterator[Case]:
        for case in few(source, 7)(rank, effort):
            for layout in LAYOUTS:
                yield replace(case, variant=layout)

    return laid_out
