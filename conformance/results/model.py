"""What a result file holds. The published JSON Schema is generated from these records."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from msgspec import Struct, field

SCHEMA = "convspec-result/1"
Effort = Literal["smoke", "standard", "thorough"]


class Status(StrEnum):
    """The verdict on one clause at one rank and dtype."""

    PASS = "pass"
    FAIL = "fail"
    ERROR = "error"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    VACUOUS = "vacuous"
    NOT_RUN = "not-run"
    OBSERVED = "observed"

    @property
    def meaning(self) -> str:
        """One line that says what the status means."""
        return MEANINGS[self]

    @property
    def satisfies(self) -> bool:
        """Whether a profile that requires the clause is content."""
        return self in (Status.PASS, Status.OBSERVED)


MEANINGS: dict[Status, str] = {
    Status.PASS: "every case agreed, and the cases can tell the rivals apart",
    Status.FAIL: "a case disagreed with the specification",
    Status.ERROR: "the process crashed, hung, ran out of memory or exited without a result",
    Status.UNSUPPORTED: "the backend does not declare what the clause needs",
    Status.REFUSED: "declared, yet the backend raised Unsupported",
    Status.VACUOUS: "too few cases were judged to prove anything",
    Status.NOT_RUN: "nothing was run",
    Status.OBSERVED: "implementation-defined: one of the allowed behaviours, the same throughout",
}


class Failure(Struct, kw_only=True):
    """The first failure of a clause, explained, with what it takes to run it again.

    ``case`` is what `convspec replay` decodes and judges again: a case, or a row of them.
    ``alone`` says whether the case was judged again in a process of its own, and failed there
    too: False where the fault depends on calls before it, None where it was not tried.
    ``minimal``: no simpler case failed before, and this one fails alone.
    """

    parameters: dict[str, Any]
    message: str
    snippet: str
    kind: str
    number: int
    case: Any = None
    alone: bool | None = None
    minimal: bool = False
    cause: str | None = None
    arrays: dict[str, Any] = field(default_factory=dict)


class ClauseResult(Struct, kw_only=True):
    """The verdict on one clause at one rank and dtype."""

    id: str
    rank: int
    dtype: str
    topic: str
    status: Status
    cases: int = 0
    seconds: float = 0.0
    tiers: dict[str, int] = field(default_factory=dict)
    reason: str | None = None
    observed: str | None = None
    refused: dict[str, int] = field(default_factory=dict)
    emulated: list[str] = field(default_factory=list)
    separated: dict[str, int] = field(default_factory=dict)
    known: str | None = None
    failure: Failure | None = None


class BackendInfo(Struct, kw_only=True):
    """Which backend was run, and what it declares."""

    name: str
    version: str
    spelled: str
    claims: str | None = None
    capabilities: dict[str, dict[str, dict[str, str | None]]] = field(default_factory=dict)


class SuiteInfo(Struct, kw_only=True):
    """Which suite judged: its version, the specification's, and whether its tree was clean."""

    version: str
    specification: str
    revision: str | None = None
    clean: bool | None = None


class RunInfo(Struct, kw_only=True):
    """How it was run; ``directory`` is the folder in which, as seen from that of the file."""

    effort: Effort
    command: str
    date: str
    directory: str | None = None
    seconds: float = 0.0
    seed: int | None = None


class Footer(Struct, kw_only=True):
    """The end of a complete file; a file without it is rejected."""

    units: int
    cases: int
    counts: dict[str, int]
    digest: str


class Result(Struct, kw_only=True):
    """One result file: one backend, one run."""

    schema: str
    suite: SuiteInfo
    backend: BackendInfo
    environment: dict[str, str]
    run: RunInfo
    profiles: dict[str, dict[str, str | list[str]]]
    clauses: list[ClauseResult]
    footer: Footer
