"""The failure text is the product: from it alone the fault has to be obvious."""

from collections.abc import Callable
from typing import Any

from conformance.results.model import ClauseResult, Failure, Status

Snapshot = Callable[[str, str], None]


def _failure(result: ClauseResult) -> Failure:
    assert result.failure is not None
    return result.failure


def test_the_text_and_the_snippet_are_as_they_were(
    fault: Any, failures: dict[Any, ClauseResult], snapshot: Snapshot
) -> None:
    failure = _failure(failures[fault])
    name = fault.name if fault.tier == "small scope" else f"{fault.name}-{fault.tier}"
    snapshot(f"failures/{name}", f"{failure.message}\n\n{failure.snippet}")


def test_the_fault_is_found_and_is_of_its_kind(
    fault: Any, failures: dict[Any, ClauseResult]
) -> None:
    result = failures[fault]
    assert result.status is Status.FAIL
    assert _failure(result).kind == fault.kind
