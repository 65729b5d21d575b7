"""The kill matrix: which clauses notice which fault, written for the site.

    python -m tests.mutants.matrix [FILE]

runs every mutant against all clauses of its operation at its rank and dtype, in ten minutes
on two cores, and writes docs/results/kill-matrix.json, whole or not at all.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.progress import track

from conformance import __version__
from conformance.results.model import ClauseResult, Effort
from conformance.suite.tiers import TIERS
from tests.mutants.catalogue import mutants
from tests.mutants.mutant import Mutant, diff, load
from tests.mutants.runs import deterministic, judge, killed, unit, units

SCHEMA = "convspec-kills/1"
FILE = Path(__file__).parents[2] / "docs" / "results" / "kill-matrix.json"
EFFORTS: tuple[Effort, ...] = ("smoke", "standard")


class Kill(Struct, kw_only=True, frozen=True):
    """One mutant, how its own clause killed it, and which others did too.

    ``tier``, ``cases`` and ``seconds`` are those of its own clause at the least effort that
    kills it. ``survived`` is the number of deterministic cases at effort standard, over all the
    clauses, that let a mutant of tier "random" live; None for the others.
    """

    name: str
    topic: str
    text: str
    clause: str
    rank: int
    dtype: str
    diff: str
    effort: Effort
    tier: str
    cases: int
    seconds: float
    killed_by: list[str]
    survived: int | None


class Matrix(Struct, kw_only=True, frozen=True):
    """The kill matrix of one version of the suite."""

    schema: str
    suite: str
    mutants: list[Kill]


class SurvivorError(Exception):
    """A mutant whose own clause does not kill it, or a random one that a lower tier kills."""


def kill(topic: str, mutant: Mutant) -> Kill:
    """Run one mutant against the clauses of its operation, each on a fresh instance."""
    effort, results = _first_kill(mutant)
    own = next(r for r in results if r.id == mutant.clause)
    return Kill(
        name=mutant.name,
        topic=topic,
        text=mutant.text,
        clause=mutant.clause,
        rank=mutant.rank,
        dtype=mutant.dtype,
        diff=diff(mutant),
        effort=effort,
        tier=next(tier for tier in TIERS if tier not in own.tiers),
        cases=own.cases,
        seconds=round(own.seconds, 3),
        killed_by=[r.id for r in results if killed(r)],
        survived=_survived(mutant) if mutant.tier == "random" else None,
    )


def _first_kill(mutant: Mutant) -> tuple[Effort, list[ClauseResult]]:
    """The least effort at which its own clause kills it, and the verdicts of those beside it."""
    for effort in EFFORTS:
        if killed(judge(unit(mutant), load(mutant), effort)):
            return effort, [judge(found, load(mutant), effort) for found in units(mutant)]
    raise SurvivorError(f"{mutant.name}: {mutant.clause} does not kill it")


def _survived(mutant: Mutant) -> int:
    results = deterministic(mutant)
    killers = [r.id for r in results if killed(r)]
    if killers:
        raise SurvivorError(f"{mutant.name}: killed without random cases by {killers}")
    return sum(r.cases for r in results)


def write(matrix: Matrix, path: Path) -> None:
    """Write the matrix under a hidden name, then rename: the file is whole or absent."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(matrix), indent=1) + b"\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def main(path: Path) -> None:
    """Run all mutants and write the matrix."""
    every = [(topic, mutant) for topic, several in mutants().items() for mutant in several]
    with ProcessPoolExecutor() as pool:
        found = pool.map(kill, *zip(*every, strict=True))
        kills = list(track(found, "mutants", total=len(every)))
    write(Matrix(schema=SCHEMA, suite=__version__, mutants=kills), path)
    at_smoke = sum(k.effort == "smoke" for k in kills)
    print(f"{len(kills)} mutants killed, {at_smoke} of them at smoke: {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
