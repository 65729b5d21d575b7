"""What a claim is, the small scopes it is judged on, and what the specification says instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from reference_impl.geometry import Axis, same_padding, transposed_axes

Value: TypeAlias = int | Fraction | bool | tuple[int | Fraction, int | Fraction] | None


@dataclass(frozen=True)
class Case:
    """One axis, with padding p on both sides."""

    i: int
    k: int
    s: int
    d: int = 1
    p: int = 0
    extra: int = 0

    def axis(self, last_window: str = "floor") -> Axis:
        """The walk of the reference over this axis."""
        return Axis(self.i, self.k, self.s, self.d, self.p, self.p, last_window)

    def __str__(self) -> str:
        said = f"i={self.i}, k={self.k}, s={self.s}"
        said += f", d={self.d}" if self.d > 1 else ""
        said += f", padding {self.p}" if self.p else ""
        return said + (f", output_padding {self.extra}" if self.extra else "")


@dataclass(frozen=True)
class Claim:
    """A statement of somebody's documentation.

    `says` is the statement as the page prints it (a typeset formula on one line, with floor() and
    ceil()), `claimed` the same as code, `truth` what the specification says, `cases` the small
    scope within the limits that the page itself states. `completed_by` names the statement that
    takes in what else the same page says of it.
    """

    name: str
    by: str
    subject: str
    page: str
    says: str
    claimed: Callable[[Case], Value]
    truth: Callable[[Case], Value]
    cases: Callable[[], Iterator[Case]]
    remedy: str
    chapter: str
    rule: str = "floor"
    completed_by: str = ""


CLAIMS: list[Claim] = []


def claim(
    by: str,
    subject: str,
    page: str,
    truth: Callable[[Case], Value],
    cases: Callable[[], Iterator[Case]],
    remedy: str = "",
    chapter: str = "shapes",
    rule: str = "floor",
    completed_by: str = "",
) -> Callable[[Callable[[Case], Value]], Callable[[Case], Value]]:
    def entered(function: Callable[[Case], Value]) -> Callable[[Case], Value]:
        name = function.__name__.replace("_", "-")
        says = " ".join((function.__doc__ or "").split())
        judged = (says, function, truth, cases, remedy, chapter, rule, completed_by)
        CLAIMS.append(Claim(name, by, subject, page, *judged))
        return function

    return entered


# ---- the small scopes


def convolutions() -> Iterator[Case]:
    """Any padding, dilation 1 and 2."""
    for i, k, s, d, p in product(range(1, 8), range(1, 5), range(1, 5), (1, 2), range(3)):
        yield Case(i, k, s, d, p)


def plain() -> Iterator[Case]:
    """No dilation, no padding."""
    for i, k, s in product(range(1, 8), range(1, 5), range(1, 5)):
        yield Case(i, k, s)


def padded() -> Iterator[Case]:
    """No dilation, padding up to half the kernel."""
    for case, p in product(plain(), range(3)):
        if p <= case.k // 2:
            yield Case(case.i, case.k, case.s, 1, p)


def pools() -> Iterator[Case]:
    """Dilation 1 and 2, padding up to half the kernel, and the input not below the window."""
    for case, d in product(padded(), (1, 2)):
        pool = Case(case.i, case.k, case.s, d, case.p)
        if windows(pool) > 0:
            yield pool


def dilated() -> Iterator[Case]:
    """No padding, dilation 1 and 2."""
    for case, d in product(plain(), (1, 2)):
        yield Case(case.i, case.k, case.s, d)


def transposes() -> Iterator[Case]:
    """Everything that is legal for a transposed convolution."""
    for i, k, s, d, p in product(range(1, 5), range(1, 5), range(1, 4), (1, 2), range(2)):
        for extra in range(max(s, d)):
            if (i - 1) * s - 2 * p + d * (k - 1) + 1 + extra >= 0:
                yield Case(i, k, s, d, p, extra)


# ---- what the specification says


def windows(case: Case) -> int:
    """The output extent, floor rule."""
    return case.axis().cells


def windows_ceil(case: Case) -> int:
    """The output extent, ceil rule."""
    return case.axis("ceil").cells


def windows_same(case: Case) -> int:
    """The output extent of same padding."""
    return -(-case.i // case.s)


def padding_same(case: Case) -> int:
    """The total of same padding."""
    return sum(same_padding(case.i, case.k, case.s, case.d, "upper"))


def sides_same(case: Case) -> tuple[int, int]:
    """The two sides of same_upper."""
    return same_padding(case.i, case.k, case.s, case.d, "upper")


def transposed(case: Case) -> int:
    """The output extent of a transposed convolution."""
    pair = ((case.p, case.p),)
    axes = transposed_axes((case.i,), (case.k,), (case.s,), (case.d,), pair, (case.extra,))
    return axes[0].size


def covered(case: Case) -> bool:
    """Whether some window of the ceil rule reads each cell of the input."""
    axis = case.axis("ceil")
    read = {axis.source(cell, tap) for cell in range(axis.cells) for tap in range(axis.kernel)}
    return read >= set(range(axis.size))


def legal(case: Case) -> bool:
    """Whether there is a window at all."""
    return windows(case) > 0
