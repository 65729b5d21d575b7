"""What a judge found wrong, with all that is needed to explain it and to run it again."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from conformance.cases.data import Array, Arrays
from conformance.judge.laws.related import Related
from conformance.judge.meaning import Mismatch
from conformance.operations import Case

Kind = Literal[
    "values",  # a cell disagrees
    "shape",
    "dtype",
    "type",  # not the arrays that were promised
    "raised",  # an exception on a legal call
    "accepted",  # no exception on a bad call
    "modified",  # an input was written to
    "aliased",  # an output shares memory with an input or another output
    "not-uniform",  # an implementation-defined behaviour that depends on the case
    "refusal",  # Unsupported that depends on the values
    "process",  # the process did not survive the call
]


class Row(Struct, frozen=True):
    """Calls made one after the other, and which of them (from 0) is the one at fault."""

    cases: tuple[Case, ...]
    at: int
    #: made in as many threads at the same time, and not one after the other
    together: bool = False


class Finding(Exception):  # noqa: N818 - a verdict, not an error of ours
    """A clause is broken: raised by the judge, turned into a failure by the suite.

    ``keywords`` are those of the call as made, ``arrays`` its arrays as they were before it.
    ``argument`` names the input that was written to or shared; ``tolerated`` and ``roundings`` say
    how far apart values may be, as in `Prepared`, ``may_refuse`` whether an exception would have
    been right too.

    What surrounds the call is set by whoever knows it: the ``row`` of calls that it stands in,
    the ``earlier`` case that behaved otherwise, a ``note`` on what else was tried. Of a broken law
    it is what was ``related``, and whether results were ``rounded`` to integers first.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        case: Case,
        *,
        arrays: Arrays = (),
        keywords: dict[str, Any] | None = None,
        argument: str | None = None,
        expected: Any = None,
        got: Any = None,
        mismatch: Mismatch | None = None,
        tolerated: float = 0.0,
        roundings: tuple[Array | None, ...] = (),
        may_refuse: bool = False,
    ) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.case = case
        self.arrays = arrays
        self.keywords = case.keywords() if keywords is None else keywords
        self.argument = argument
        self.expected = expected
        self.got = got
        self.mismatch = mismatch
        self.tolerated = tolerated
        self.roundings = roundings
        self.may_refuse = may_refuse
        self.row: Row | None = None
        self.earlier: Case | None = None
        self.note: str | None = None
        self.related: Related | None = None
        self.rounded = False


class Refused(Exception):  # noqa: N818 - an outcome, not an error
    """The backend raised Unsupported on a declared case, whatever the data."""


class NotDeclared(Exception):  # noqa: N818 - an outcome, not an error
    """The case needs a capability that the backend does not declare."""
