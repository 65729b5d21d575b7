"""What a supervisor and its children say to each other, as JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct

from conformance.results.model import BackendInfo, ClauseResult, Effort
from conformance.suite.unit import Unit

#: How many cases before a failure a child remembers.
REMEMBERED = 64
#: The exit status of a child whose messages no longer reach the supervisor.
PIPE_LOST = 70


class Death(Struct, frozen=True):
    """How a child ended while it ran a unit: why, at which case (empty before the first), and
    what it had printed."""

    why: str
    number: int
    case: bytes
    printed: str


class Task(Struct, frozen=True, omit_defaults=True):
    """One unit: to be run, or, with a stored case, that case to be judged again, or, with a death,
    the verdict on it to be written up."""

    unit: Unit
    case: Any = None
    death: Death | None = None


class Job(Struct, frozen=True):
    """What a child is to do, in this order; ``supervisor`` is the process that it dies with.

    ``apart``: each task in a process in which nothing was called before.
    """

    spelled: str
    effort: Effort
    tasks: list[Task]
    supervisor: int
    apart: bool = False


class Ready(Struct, frozen=True, tag="ready"):
    """The backend is imported; ``unavailable`` says why it cannot run on this machine."""

    backend: BackendInfo
    environment: dict[str, str]
    unavailable: str | None


class Rejected(Struct, frozen=True, tag="rejected"):
    """The backend cannot be used; the message says why and what to do."""

    message: str


class Settled(Struct, frozen=True, tag="settled", omit_defaults=True):
    """The verdict on one task of the job, counted from 0; of a failure, the latest cases that
    were judged ``before`` it in its clause."""

    task: int
    result: ClauseResult
    before: list[Any] = []


Message: TypeAlias = Ready | Rejected | Settled
