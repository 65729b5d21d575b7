"""What the site is made of: clauses, result files, the kill matrix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from conformance.registry import registered
from conformance.results import store
from conformance.results.model import ClauseResult, Result, Status
from conformance.suite.clause import Clause, clauses

KILLS = "kill-matrix.json"
KILLS_SCHEMA = "convspec-kills/1"


class SiteError(Exception):
    """The pages and what they are made of do not fit; the message names the page."""


class Mutant(Struct, frozen=True):
    """A wrong change of a correct backend, and the clauses that noticed it."""

    name: str
    topic: str
    clause: str
    text: str
    killed_by: list[str]
    tier: str = ""
    effort: str = ""
    cases: int = 0
    diff: str = ""


class Kills(Struct, frozen=True):
    """The kill matrix as tests/mutants writes it."""

    schema: str
    mutants: list[Mutant]


class Column(Struct, frozen=True):
    """One backend in the matrix; ``result`` is None for one that nobody has run."""

    name: str
    result: Result | None

    @property
    def command(self) -> str:
        """The command that writes the result file of this backend."""
        return f"convspec certify {self.name} --results docs/results"


class Site:
    """Everything that pages are generated from, read once per build."""

    def __init__(self, docs: Path, results: Path, address: str = "") -> None:
        self.docs = docs
        self.results = results
        self.address = address
        self.clauses: dict[str, Clause] = clauses()

    def address_of(self, page: str) -> str:
        """Where a page, by its path below docs/, is published; empty where nobody knows."""
        if not self.address:
            return ""
        return f"{self.address.rstrip('/')}/{page.removesuffix('.md')}.html"

    @cached_property
    def columns(self) -> list[Column]:
        """The registered backends of this project, run or not, then any other result."""
        found = {r.backend.name: r for r in self._read()}
        ours = [
            name for name, point in registered().items() if point.module.startswith("conformance.")
        ]
        return [Column(n, found.get(n)) for n in [*ours, *sorted(set(found) - set(ours))]]

    def _read(self) -> list[Result]:
        paths = sorted(self.results.glob("*.json"))
        return [store.read(p) for p in paths if p.name != KILLS]

    def downloads(self) -> dict[str, Path]:
        """The files that the site offers as they are, by path below docs/."""
        return {f"results/{p.name}": p for p in sorted(self.results.glob("*.json"))}

    @cached_property
    def by_cell(self) -> dict[tuple[str, str], list[ClauseResult]]:
        """The verdicts of (clause, backend) in the order of rank and dtype."""
        cells: dict[tuple[str, str], list[ClauseResult]] = {}
        for column in self.columns:
            for result in column.result.clauses if column.result else []:
                cells.setdefault((result.id, column.name), []).append(result)
        for units in cells.values():
            units.sort(key=lambda r: (r.rank, r.dtype))
        return cells

    def cell(self, clause: str, backend: str) -> Sequence[ClauseResult]:
        """The units of one cell of the matrix; empty where the backend was not run on it."""
        return self.by_cell.get((clause, backend), ())

    @cached_property
    def kills(self) -> Kills | None:
        """The kill matrix, None as long as there is no file."""
        path = self.results / KILLS
        if not path.exists():
            return None
        kills: Kills = msgspec.json.decode(path.read_bytes(), type=Kills)
        if kills.schema != KILLS_SCHEMA:
            raise SiteError(f"{path}: its schema is {kills.schema!r}, expected {KILLS_SCHEMA!r}")
        unknown = {m.clause for m in kills.mutants} - set(self.clauses)
        if unknown:
            raise SiteError(f"{path} names clauses that do not exist: {sorted(unknown)}")
        return kills

    def killed_by(self, clause: str) -> list[Mutant]:
        """The mutants that a clause kills."""
        return [m for m in self.kills.mutants if clause in m.killed_by] if self.kills else []

    @cached_property
    def topics(self) -> dict[str, list[Clause]]:
        """The clauses of each topic, in reading order."""
        grouped: dict[str, list[Clause]] = {}
        for clause in self.clauses.values():
            grouped.setdefault(clause.topic, []).append(clause)
        known = [t for t in READING_ORDER if t in grouped]
        return {t: grouped[t] for t in [*known, *sorted(set(grouped) - set(known))]}

    def topic_title(self, topic: str) -> str:
        """The heading of the topic's prose, or its id in words."""
        prose = self.docs / "spec" / f"{topic}.md"
        if prose.exists():
            for line in prose.read_text("utf-8").splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
        return topic.replace("-", " ").capitalize()


#: from what everybody needs to what few do; a topic that is not listed comes last
READING_ORDER = (
    "shapes",
    "padding",
    "same",
    "stride",
    "dilation",
    "channels",
    "groups",
    "bias",
    "orientation",
    "padding-modes",
    "transposed",
    "rearrangement",
    "pooling",
    "ceil",
    "divisors",
    "lp",
    "indices",
    "adaptive",
    "unpooling",
    "plane-gradients",
    "empty-windows",
    "empty-extents",
    "gradients",
    "transposed-gradients",
    "pooling-gradients",
    "lp-gradients",
    "exactness",
    "special-values",
    "special-gradients",
    "dtypes",
    "border",
    "calls",
    "large",
    "laws",
    "combinations",
    "errors",
    "gradient-errors",
    "arguments",
    "examples",
)

#: worst first: the order in which a cell names what it holds
SEVERITY = (
    Status.ERROR,
    Status.FAIL,
    Status.REFUSED,
    Status.VACUOUS,
    Status.NOT_RUN,
    Status.UNSUPPORTED,
    Status.OBSERVED,
    Status.PASS,
)


def failing(units: Sequence[ClauseResult]) -> list[ClauseResult]:
    """The units that have a failure to show."""
    return [u for u in units if u.failure is not None]
