"""Turn a finding into the failure that a result file holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec
import numpy as np

from conformance.backend import Backend
from conformance.cases.data import arrays
from conformance.explain.cause import cause
from conformance.explain.snippet import snippet
from conformance.explain.text import failure_text
from conformance.judge.broken import broken
from conformance.judge.finding import Finding, Row
from conformance.judge.prepared import typed
from conformance.judge.spelling import as_called
from conformance.operations import ARRAYS, BadCall, Calls, Judged, Operation
from conformance.results.model import Failure

_MOST_STORED = 2000


class ClauseLike(Protocol):
    """What is told of a clause."""

    id: str
    text: str
    operation: Operation
    rivals: tuple[str, ...]

    @property
    def defined_by(self) -> str:
        """Who decides: the "specification", or the "implementation"."""


class UnitLike(Protocol):
    """Where a verdict belongs."""

    @property
    def rank(self) -> int:
        """The number of spatial axes."""

    @property
    def dtype(self) -> str:
        """The element type."""


def explain(
    clause: ClauseLike,
    finding: Finding,
    judged: Judged | None,
    unit: UnitLike,
    backend: Backend,
    spelled: str,
    number: int,
    minimal: bool,
    which: str | None = None,
    others: Callable[[], Sequence[Finding]] = tuple,
) -> Failure:
    """Explain a finding: text, cause, snippet, and the case in a form that can be replayed.

    ``which`` says what was judged where that is not the case of that number in a run; ``others``
    gives findings of the same clause that the cause has to fit too.
    """
    found = cause(finding, unit.dtype, others, clause.rivals)
    case_word = which or f"case {number}{' (minimal)' if minimal else ''}"
    return Failure(
        parameters=_plain(finding.keywords),
        message=failure_text(
            title=f"{clause.id}   {_where(backend, unit)}, {case_word}",
            says=clause.text,
            finding=finding,
            dtype=unit.dtype,
            cause=found,
        ),
        snippet=snippet(
            clause.id,
            finding,
            backend,
            spelled,
            unit.dtype,
        ),
        kind=finding.kind,
        number=number,
        case=_replayed(judged, finding),
        minimal=minimal,
        cause=found,
        arrays=_stored(finding),
    )


def explain_process(
    clause: ClauseLike,
    message: str,
    judged: Judged | None,
    unit: UnitLike,
    backend: Backend,
    spelled: str,
    number: int,
) -> Failure:
    """Explain the end of a process: the case that it was at, if any."""
    where = f"{clause.id}   {_where(backend, unit)}, case {number}"
    if judged is None:
        text = f"ERROR {where}\nsays    {clause.text}\nfound   {message}, before the first call"
        return Failure(parameters={}, message=text, snippet="", kind="process", number=number)
    finding = _at_the_end(message, as_called(judged, backend), unit.dtype)
    if ".law." in clause.id:
        finding.note = "a law makes several calls of this case; it may have been any of them"
    finding.may_refuse |= clause.defined_by == "implementation"
    failure = explain(clause, finding, judged, unit, backend, spelled, number, False)
    failure.message = failure.message.replace("FAIL ", "ERROR ", 1)
    return failure


def _where(backend: Backend, unit: UnitLike) -> str:
    return f"{backend.name} {backend.version}, rank {unit.rank}, {unit.dtype}"


def _replayed(judged: Judged | None, finding: Finding) -> Any:
    """What has to be judged again: the case, or the two that behaved differently."""
    if finding.earlier is not None:
        return msgspec.to_builtins([finding.earlier, judged])
    return None if judged is None else msgspec.to_builtins(judged)


def _at_the_end(message: str, judged: Judged, dtype: str) -> Finding:
    """The finding that a process did not survive a call, or one of several."""
    if isinstance(judged, BadCall):
        given, keywords = broken(judged, typed(judged.legal, arrays(judged.legal), dtype))
        finding = Finding(
            "process", message, judged.legal, arrays=given, keywords=keywords, may_refuse=True
        )
        finding.note = "the legal call beside it is made first, and may be the one at fault"
        return finding
    case = judged.cases[0] if isinstance(judged, Calls) else judged
    finding = Finding("process", message, case, arrays=typed(case, arrays(case), dtype))
    if isinstance(judged, Calls):
        finding.row = Row(judged.cases, 0)
    return finding


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _stored(finding: Finding) -> dict[str, Any]:
    """The arrays of the call, unless they are large; infinities as strings, as JSON needs."""
    names = ARRAYS[finding.case.operation]
    return {
        name: {"dtype": str(a.dtype), "shape": list(a.shape), "values": _numbers(a)}
        for name, a in zip(names, finding.arrays, strict=False)
        if a is not None and a.size <= _MOST_STORED
    }


def _numbers(array: np.ndarray[Any, Any]) -> list[Any]:
    return [v if np.isfinite(v) else str(v) for v in array.reshape(-1).tolist()]
