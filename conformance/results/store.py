"""Result files: written whole or not at all, read only when complete and unaltered."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from conformance.results.model import (
    SCHEMA,
    BackendInfo,
    ClauseResult,
    Footer,
    Result,
    RunInfo,
    SuiteInfo,
)

#: What differs between two runs that found the same thing, and so is not part of the digest.
UNDIGESTED_RUN = ("command", "date", "seconds", "directory")
UNDIGESTED_CLAUSE = ("seconds", "utilisation")


class StoreError(Exception):
    """A result cannot be stored or read; the message names the path and what to do."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


class UnwritableError(StoreError):
    """The results folder takes no files."""


class MissingError(StoreError):
    """There is no readable file of that name."""


class NotJsonError(StoreError):
    """The file is not JSON: it was cut short, or is something else."""


class OtherSchemaError(StoreError):
    """The file follows another schema than this version writes."""


class UnfinishedError(StoreError):
    """The file has no footer, so the run that wrote it did not finish."""


class MalformedError(StoreError):
    """A field is missing or holds a value of another kind."""


class AlteredError(StoreError):
    """The footer does not fit the rest: the file was changed after it was written."""


def sealed(
    *,
    suite: SuiteInfo,
    backend: BackendInfo,
    environment: dict[str, str],
    run: RunInfo,
    profiles: dict[str, dict[str, str | list[str]]],
    clauses: list[ClauseResult],
) -> Result:
    """Return the result of a finished run, with the footer that vouches for the rest."""
    unsealed = Result(
        schema=SCHEMA,
        suite=suite,
        backend=backend,
        environment=environment,
        run=run,
        profiles=profiles,
        clauses=clauses,
        footer=footer(clauses, digest=""),
    )
    return msgspec.structs.replace(unsealed, footer=footer(clauses, digest(unsealed)))


def footer(clauses: list[ClauseResult], digest: str) -> Footer:
    """Count the units, the cases and the statuses of a run."""
    return Footer(
        units=len(clauses),
        cases=sum(c.cases for c in clauses),
        counts=dict(sorted(Counter(c.status.value for c in clauses).items())),
        digest=digest,
    )


def digest(result: Result) -> str:
    """SHA-256 (hex) of the canonical JSON of all but the footer, the times and the command.

    Two runs that found the same, on the same machine, have the same digest.
    """
    plain = msgspec.to_builtins(result)
    return _digest_of(plain)


def _digest_of(plain: dict[str, Any]) -> str:
    kept = {name: value for name, value in plain.items() if name != "footer"}
    kept["run"] = {k: v for k, v in plain["run"].items() if k not in UNDIGESTED_RUN}
    kept["clauses"] = [
        {k: v for k, v in clause.items() if k not in UNDIGESTED_CLAUSE}
        for clause in plain["clauses"]
    ]
    return hashlib.sha256(msgspec.json.encode(kept, order="sorted")).hexdigest()


def check_writable(directory: Path, backend: str | None = None) -> None:
    """Prove that the results folder takes files, and leave nothing behind; where the name of the
    backend is known, that no folder is in the place of its file. Raises UnwritableError."""
    probe = directory / f".convspec.{os.getpid()}.tmp"
    absent = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        with suppress(OSError):  # another run has put its file there
            for folder in absent:
                folder.rmdir()
    except OSError as error:
        raise _unwritable(directory, error) from error
    path = directory / f"{backend}.json"
    if backend is not None and path.is_dir():
        raise UnwritableError(path, "is a folder, in the place of the result file: move it")


def write(result: Result, directory: Path) -> Path:
    """Write ``<directory>/<backend>.json`` and return its path.

    The file appears whole or not at all: it is written under a hidden name in the same folder,
    flushed to the disk, then renamed. Raises UnwritableError.
    """
    path = directory / f"{result.backend.name}.json"
    unfinished = directory / f".{path.name}.{os.getpid()}.tmp"
    text = msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise _unwritable(directory, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _unwritable(directory: Path, error: OSError) -> UnwritableError:
    return UnwritableError(
        directory,
        f"the results folder cannot be written ({error.strerror}); "
        "name another with --results, or change its permissions",
    )


def read(path: Path) -> Result:
    """Return the result in a file that is complete, of this schema and unaltered.

    Raises a StoreError of the class that says what is wrong: MissingError, NotJsonError,
    OtherSchemaError, UnfinishedError, MalformedError or AlteredError.
    """
    try:
        plain = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise MissingError(path, f"no result file can be read there ({error.strerror})") from error
    except msgspec.DecodeError as error:
        raise NotJsonError(path, f"not JSON, or only part of a file ({error})") from error
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        found = plain.get("schema") if isinstance(plain, dict) else None
        raise OtherSchemaError(
            path, f"its schema is {found!r}; this version reads {SCHEMA!r}: certify again"
        )
    if "footer" not in plain:
        raise UnfinishedError(path, "has no footer, so it is not a finished run: certify again")
    try:
        result = msgspec.convert(plain, Result)
    except msgspec.ValidationError as error:
        raise MalformedError(path, f"not a result record: {error}") from error
    if result.footer != footer(result.clauses, _digest_of(plain)):
        raise AlteredError(path, "its footer does not fit its contents: it was changed by hand")
    return result


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a result file, made from the records."""
    made = msgspec.json.schema(Result)
    made["$defs"]["Result"]["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **made}
