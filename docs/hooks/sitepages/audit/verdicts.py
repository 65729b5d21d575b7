"""Claims held against the specification over their small scope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from sitepages.audit import published_onnx, published_others, published_torch
from sitepages.audit.claims import CLAIMS, Case, Claim, Value, windows, windows_ceil

#: importing them enters their claims
SOURCES = (published_torch, published_onnx, published_others)


@dataclass(frozen=True)
class Verdict:
    """How a claim fares: cases, wrong ones, and the least wrong one."""

    claim: Claim
    cases: int
    wrong: tuple[Case, ...]

    @property
    def word(self) -> Literal["holds", "wrong", "misleading alone"]:
        """Holds, or wrong; a wrong one that the same page completes elsewhere only misleads."""
        if not self.wrong:
            return "holds"
        return "misleading alone" if self.claim.completed_by else "wrong"

    @property
    def least(self) -> Case | None:
        """The simplest wrong case: the least sum of its parameters."""
        return min(self.wrong, key=_size, default=None)


def judge(claim: Claim) -> Verdict:
    """Hold one claim against the specification."""
    cases = list(claim.cases())
    wrong = [c for c in cases if not agrees(claim, c, claim.claimed(c), claim.truth(c))]
    return Verdict(claim, len(cases), tuple(wrong))


def agrees(claim: Claim, case: Case, said: Value, right: Value) -> bool:
    """Whether a statement is right; where no window fits, any extent of 0 or less is."""
    if said == right:
        return True
    about_windows = claim.truth in (windows, windows_ceil)
    axis = case.axis()
    return about_windows and axis.padded < axis.extent and said is not None and said <= 0


@cache
def verdicts() -> tuple[Verdict, ...]:
    """All of them, in the order of the claims."""
    return tuple(judge(claim) for claim in CLAIMS)


def _size(case: Case) -> tuple[int, ...]:
    parts = (case.i, case.k, case.s, case.d, case.p, case.extra)
    return (sum(parts), *parts)
