"""The three tiers of cases of a clause: worked examples, small scope, random draws."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from conformance.capabilities import DTYPES
from conformance.cases.simpler import simpler
from conformance.judge.finding import Finding, NotDeclared, Refused
from conformance.judge.judge import Judge
from conformance.operations import Case, Judged
from conformance.results.model import Effort
from conformance.suite.clause import Clause, Random, Source

TIERS = ("examples", "small scope", "random")
#: enumerated cases per unit at effort smoke: float64 repeats what float32 shows. In rank 3, whose
#: cases take longest and repeat what lines and planes show, half as many, but not below ``_LEAST``
SAMPLE = {"float32": 8, "float64": 2}
_LEAST = 4
#: the same by what clauses are about: more where each case is a threshold, a layout or a value by
#: itself, and where float64 repeats nothing; fewer of laws, whose cases hold many sizes at once
SAMPLES = {
    "exact": {"float32": 12, "float64": 4},
    "large": {"float32": 48, "float64": 16},
    "border": {"float32": 12, "float64": 4},
    "dtype": dict.fromkeys(DTYPES, 6),
    "special": {"float32": 12, "float64": 4},
    "law": {"float32": 4, "float64": 1},
}
#: Hypothesis examples per unit; each is a batch of cases
EXAMPLES: dict[Effort, int] = {"smoke": 2, "standard": 30, "thorough": 300}
#: the largest batch, by what clauses are about, where each case is several calls; else 4
_BATCH = {"law": 1, "calls": 2}
#: what was drawn last, for a strategy and rank at an effort; the oldest is forgotten
_MOST_DRAWN = 48
_DRAWN: dict[tuple[Random | None, int, Effort, int | None], list[Judged]] = {}


class Tiers:
    """Runs the tiers of a clause at one rank through a judge; ``current`` is the case judged."""

    def __init__(
        self, tested: Clause, rank: int, effort: Effort, judge: Judge, seed: int | None
    ) -> None:
        self.tested = tested
        self.rank = rank
        self.effort: Effort = effort
        self.judge = judge
        self.seed = seed
        self.current: Judged | None = None
        self.finding: Finding | None = None
        self.undeclared: Counter[str] = Counter()
        self.minimal = False

    def run(self, name: str) -> None:
        """Judge the cases of one tier; raises Finding where the clause is broken."""
        if name == "examples":
            for case in self.tested.examples_of(self.rank):
                self.one(case)
        elif name == "small scope" and self.tested.small_scope is not None:
            self.minimal = True
            self.among(_enumerated(self.tested.small_scope, self.rank, self.effort), self._most())
        elif name == "random" and self.tested.random is not None:
            self.minimal = True
            self.randomly()

    @property
    def _about(self) -> str:
        """What the clause is about: the second word of its id."""
        return self.tested.id.split(".")[1]

    def _most(self) -> int | None:
        """How many enumerated cases are a sample, None for all."""
        if self.effort != "smoke":
            return None
        most = SAMPLES.get(self._about, SAMPLE).get(self.judge.dtype)
        return most and max(most // 2, min(most, _LEAST)) if self.rank == 3 else most

    def among(self, every: list[Judged], most: int | None) -> None:
        """Judge the cases, or a sample of at most so many, and more while none of it could be
        judged or it cannot tell the rivals apart; where one fails, all of them, so that the
        first failure is the simplest."""
        if most is None or len(every) <= most:
            for case in every:
                self.one(case)
            return
        before = self.judge.cases
        try:
            for case in sampled(every, most):
                self.one(case)
            for case in every:
                if self.judge.cases > before and all(self.judge.separated.values()):
                    break
                self.one(case)
        except Finding as finding:
            self.judge.cases = before
            for case in every:
                self.one(case)
            raise self._passed_again(finding) from None

    def one(self, case: Judged) -> None:
        """Judge one case, and on failure the simplest form of it that fails."""
        self.current = case
        try:
            self.tested(case, self.judge)
        except Refused:
            pass
        except NotDeclared as needed:
            self.undeclared[str(needed)] += 1
        except Finding as finding:
            self.finding = self._simplest(case) or finding
            raise self.finding from self.finding.__cause__

    def _simplest(self, case: Judged) -> Finding | None:
        """The finding on a simpler form of the case, which becomes the current one."""
        for form in simpler(case) if isinstance(case, Case) else ():
            try:
                self.tested(form, self.judge)
            except (Refused, NotDeclared):
                continue
            except Finding as finding:
                self.current = form
                return finding
        return None

    def randomly(self) -> None:
        """Judge what is drawn, which is the same for every dtype and backend."""
        key = (self.tested.random, self.rank, self.effort, self.seed)
        quarter = self.effort == "smoke" or self.tested.topic == "laws"
        repeated = quarter and self.judge.dtype == "float64"
        if key not in _DRAWN:
            if len(_DRAWN) == _MOST_DRAWN:
                del _DRAWN[next(iter(_DRAWN))]
            _DRAWN[key] = self._drawing(judging=not repeated)
            if not repeated:
                return
        before = self.judge.cases
        try:
            for case in _DRAWN[key][:: 4 if repeated else 1]:
                self.one(case)
        except Finding as finding:
            self.judge.cases = before
            self._drawing()  # again, and made simpler
            raise self._passed_again(finding) from None

    def _drawing(self, *, judging: bool = True) -> list[Judged]:
        """Judge what Hypothesis draws, and return it; a failure is made as simple as it gets."""
        assert self.tested.random is not None
        most = _BATCH.get(self._about, 4)
        batch = st.lists(self.tested.random(self.rank), min_size=1, max_size=most)
        drawn: list[Judged] = []

        @settings(
            max_examples=EXAMPLES[self.effort],
            derandomize=self.seed is None,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            print_blob=False,
            verbosity=Verbosity.quiet,
        )
        @given(batch)
        def judged(cases: list[Judged]) -> None:
            drawn.extend(cases)
            for case in cases if judging else ():
                self.one(case)

        if self.seed is not None:
            from hypothesis import seed as reseed  # noqa: PLC0415 - only where asked for

            judged = reseed(self.seed)(judged)
        try:
            # Hypothesis mixes constants of local modules into its draws: a certificate may not
            # depend on how convspec is installed, nor on the text of the plugin.
            with patch.object(providers, "_get_local_constants", Constants):
                judged()
        except Flaky:
            # What failed did not fail again: a verdict on the backend, not an error of ours.
            assert self.finding is not None
            raise self._passed_again(self.finding) from None
        return drawn

    def _passed_again(self, finding: Finding) -> Finding:
        self.minimal = False
        finding.note = "tried again, the same call passed: it depends on calls before"
        return finding


def tiers_of(tested: Clause, effort: Effort) -> tuple[str, ...]:
    """The tiers that an effort runs: at smoke nothing is drawn where something is enumerated."""
    drawn = effort != "smoke" or tested.small_scope is None
    return TIERS if drawn else TIERS[:-1]


@lru_cache(maxsize=4)
def _enumerated(source: Source, rank: int, effort: Effort) -> list[Judged]:
    """The cases of small scope, remembered from one dtype to the next."""
    return list(source(rank, effort))


def sampled(every: list[Judged], most: int) -> list[Judged]:
    """The first half of a sample as they come, the others evenly spread up to the last."""
    first = most // 2
    rest, wanted = every[first:], most - first
    step = (len(rest) - 1) / max(wanted - 1, 1)
    return every[:first] + [rest[round(n * step)] for n in range(wanted)]
