"""Whether a backend reaches the profile that it claims, and what is missing."""

from __future__ import annotations

from difflib import get_close_matches

from conformance.backend import PluginError
from conformance.results.model import BackendInfo, ClauseResult, Result, Status
from conformance.suite.profiles import PROFILES, required


def check_claim(backend: BackendInfo) -> None:
    """Raise PluginError when the claimed profile does not exist."""
    claims = backend.claims
    if claims is None or claims in PROFILES:
        return
    close = get_close_matches(claims, PROFILES, 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    raise PluginError(
        f"backend {backend.name!r} claims {claims!r}, which is no profile{hint} "
        f"Profiles: {', '.join(PROFILES)}"
    )


def claimed_dtypes(backend: BackendInfo) -> list[str]:
    """The dtypes that a claim is about: those of the profile that every implemented operation
    declares."""
    declared = [set(c["dtype"]) for c in backend.capabilities.values()]
    if not declared or backend.claims is None:
        return []
    return sorted(set.intersection(*declared, set(PROFILES[backend.claims].dtypes)))


def gaps(result: Result) -> list[ClauseResult]:
    """The units that the claimed profile requires and that do not satisfy it, known ones too."""
    assert result.backend.claims is not None
    needed = {
        (identifier, rank, dtype)
        for dtype in claimed_dtypes(result.backend)
        for identifier, rank in required(result.backend.claims, dtype)
    }
    return [
        r for r in result.clauses if (r.id, r.rank, r.dtype) in needed and not r.status.satisfies
    ]


def holds(result: Result) -> bool:
    """Whether the claim holds, leaving out what its author knows to fail."""
    return bool(claimed_dtypes(result.backend)) and all(r.known for r in gaps(result))


def failing(result: Result) -> list[ClauseResult]:
    """The units that fail, or whose cases prove nothing, and that nobody knew to."""
    bad = (Status.FAIL, Status.ERROR, Status.VACUOUS)
    return [r for r in result.clauses if r.status in bad and r.known is None]
