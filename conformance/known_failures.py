"""Known failures: a TOML file that belongs to the author of a plugin.

    [[known]]
    clause = "conv.pad.same-upper"
    rank = 2              # optional: every rank without it
    dtype = "float32"     # optional: every dtype without it
    reason = "pads on the other side for even kernels"
    link = "https://example.org/mylib/issues/12"

What is known still shows, marked, and is never certified; but it does not break the author's
build. An entry that matches no clause, or whose clauses pass by now, is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path

import msgspec
from msgspec import Struct

from conformance.results.model import ClauseResult, Status


class KnownFailuresError(Exception):
    """A known-failures file that cannot be used, or has gone stale."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class Known(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry: which units are known to fail, why, and where that is discussed."""

    clause: str
    reason: str
    link: str
    rank: int | None = None
    dtype: str | None = None

    def covers(self, result: ClauseResult) -> bool:
        """Whether the entry speaks of this unit."""
        return (
            result.id == self.clause
            and self.rank in (None, result.rank)
            and self.dtype in (None, result.dtype)
        )

    def __str__(self) -> str:
        where = [f"rank={self.rank}"] if self.rank is not None else []
        where += [f"dtype={self.dtype}"] if self.dtype is not None else []
        return " ".join([self.clause, *where])


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    known: tuple[Known, ...] = ()


def load(path: Path, clause_ids: Collection[str]) -> tuple[Known, ...]:
    """Return the entries of a file.

    Raises KnownFailuresError when it cannot be read, is not TOML, lacks a reason or a link, or
    names a clause that is not among ``clause_ids``.
    """
    try:
        entries = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File).known
    except OSError as error:
        raise KnownFailuresError(path, f"cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnownFailuresError(path, f"is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise KnownFailuresError(
            path, f"{error}. Each [[known]] has clause, reason, link and may have rank, dtype"
        ) from error
    for entry in entries:
        if entry.clause not in clause_ids:
            close = get_close_matches(entry.clause, clause_ids, 1)
            hint = f"did you mean {close[0]!r}?" if close else "see `convspec list clauses`"
            raise KnownFailuresError(path, f"there is no clause {entry.clause!r}; {hint}")
        if not entry.reason.strip():
            raise KnownFailuresError(path, f"{entry}: reason is empty; say why it fails")
        if not entry.link.startswith(("https://", "http://")):
            raise KnownFailuresError(
                path, f"{entry}: link={entry.link!r}; expected the address of the issue about it"
            )
    return entries


def mark(entries: Sequence[Known], results: Sequence[ClauseResult]) -> list[str]:
    """Mark every unit that does not pass and that an entry covers; say which entries are stale:
    they cover no unit, or only ones that pass (beside those that are not declared).

    Where a clause has no result at all, as in a partial run, its entries are left alone.
    """
    ran = {r.id for r in results}
    stale = []
    for entry in entries:
        covered = [r for r in results if entry.covers(r)]
        for result in covered:
            if not result.status.satisfies:
                result.known = f"{entry.reason} ({entry.link})"
        tried = [r for r in covered if r.status is not Status.UNSUPPORTED] or covered
        if entry.clause in ran and all(r.status.satisfies for r in tried):
            problem = "passes by now" if covered else "matches no rank or dtype"
            stale.append(f"known failure {entry} {problem}: remove or correct the entry")
    return stale
