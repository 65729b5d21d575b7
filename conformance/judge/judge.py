"""The judge: makes one call of a backend at a time and holds it against the reference.

One judge serves one clause at one rank and dtype. It raises Finding where the clause is broken
and otherwise keeps count of what it judged and which rivals the cases told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from conformance.backend import Backend, Unsupported
from conformance.cases.data import Array, Arrays
from conformance.cases.data import arrays as filled
from conformance.judge.broken import broken, described
from conformance.judge.calling import Caller, Outcome, Watch, ignore, one_line
from conformance.judge.finding import Finding, Kind, NotDeclared, Refused, Row
from conformance.judge.layouts import LAYOUTS
from conformance.judge.meaning import disagreement, separates, spread, tolerance
from conformance.judge.poison import poison
from conformance.judge.prepared import Outputs, Prepared, Roundings, prepare, typed
from conformance.judge.rivals import RIVALS
from conformance.judge.spelling import as_broken, spelled
from conformance.judge.threads import in_threads
from conformance.operations import (
    ARRAYS,
    BadCall,
    Calls,
    Case,
    Judged,
)

#: so many decisive cases per rival, then the rival is recomputed no more
ENOUGH = 3
#: so often each of several calls is made, while the others are made in other threads; where that
#: is sampled, and before which part of its lines the first of them is interrupted then
TIMES, SAMPLED_TIMES, SAMPLED_LINES = 16, 4, 3


class Judge(Caller):
    """Judges cases of one clause on one backend at one dtype.

    ``rivals`` names the readings that the cases must tell apart; ``watch`` is told of every case
    right before the backend is called; ``sampling`` makes calls in threads fewer times, for a
    clause whose ranks share the lines of a function among them.
    """

    def __init__(
        self,
        backend: Backend,
        dtype: str,
        *,
        rivals: Sequence[str] = (),
        watch: Watch = ignore,
        sampling: bool = False,
    ) -> None:
        super().__init__(backend, dtype, watch)
        self._sampling = sampling
        self.separated: dict[str, int] = dict.fromkeys(rivals, 0)
        self.observed: dict[str, Case] = {}

    # -- what clauses call ---------------------------------------------------------------------

    def meaning(self, case: Case) -> None:
        """The outputs of a legal call are those of the reference, in shape, dtype and value."""
        prepared = prepare(case)
        self._compare(prepared, self._as_prepared(case, prepared))
        self._count(case, prepared)

    def rounded(self, case: Case) -> None:
        """The outputs of a legal call are the exact ones, rounded once to the dtype."""
        prepared = prepare(case)
        with np.errstate(over="ignore"):
            nearest = tuple(y.astype(np.float64).astype(self.dtype) for y in prepared.outputs)
        expected = tuple(y.astype(np.float64) for y in nearest)
        outcome = self._legal(case, typed(case, prepared.arrays, self.dtype))
        self._compare(Prepared(prepared.arrays, expected), outcome)
        self._count(case, prepared)

    def recorded(self, case: Case, outputs: Outputs, tolerated: float = 0.0) -> None:
        """The outputs of a legal call are the recorded ones, whatever the reference gives."""
        prepared = Prepared(filled(case), outputs, tolerated)
        self._compare(prepared, self._as_prepared(case, prepared))
        self._count(case, prepared)

    def outcome(self, case: Case, judged: Judged | None = None) -> Outcome:
        """What a legal call gives, for a clause that compares by itself."""
        outcome = self._as_prepared(case, prepare(case), judged)
        self.cases += 1
        return outcome

    def given(self, calls: Sequence[tuple[Case, Arrays]], judged: Case) -> list[Outcome]:
        """What legal calls on arrays of their own give, all of them made of ``judged``.

        No call is made where one of them is not declared.
        """
        for case, _ in calls:
            self.declared(case)
        outcomes = [
            self._legal(case, typed(case, arrays, self.dtype), judged=judged)
            for case, arrays in calls
        ]
        self.cases += 1
        return outcomes

    def untouched(self, case: Case) -> None:
        """A legal call leaves its input arrays as they were."""
        prepared = prepare(case)
        arrays = typed(case, prepared.arrays, self.dtype)
        before = typed(case, prepared.arrays, self.dtype)
        made = self._legal(case, arrays).case
        for name, was, now in zip(ARRAYS[case.operation], before, arrays, strict=True):
            if was is not None and now is not None and was.tobytes() != now.tobytes():
                raise Finding(
                    "modified",
                    f"the call wrote to its input {name}: {_first_change(name, was, now)}",
                    made,
                    arrays=before,
                    argument=name,
                )
        self._count(case, prepared)

    def unaliased(self, case: Case) -> None:
        """No output shares memory with an input, or with an output of an earlier call."""
        prepared = prepare(case)
        arrays = typed(case, prepared.arrays, self.dtype)
        outcome = self._legal(case, arrays)
        made, outputs = outcome.case, outcome.outputs
        for name, given in zip(ARRAYS[case.operation], arrays, strict=True):
            if given is not None and any(np.shares_memory(y, given) for y in outputs):
                raise Finding(
                    "aliased",
                    f"the result shares memory with its input {name}",
                    made,
                    arrays=arrays,
                    argument=name,
                )
        again = self._legal(case, typed(case, prepared.arrays, self.dtype)).outputs
        if any(np.shares_memory(a, b) for a in outputs for b in again):
            raise Finding("aliased", "the results of two calls share memory", made, arrays=arrays)
        self._count(case, prepared)

    def layout(self, case: Case) -> None:
        """The values decide, not their layout in memory (``case.variant`` names it)."""
        prepared = prepare(case)
        layout = LAYOUTS[case.variant]
        plain = typed(case, prepared.arrays, self.dtype)
        given = tuple(None if a is None else layout.apply(a) for a in plain)
        where = f", given arrays {layout.text}"
        try:
            outcome = self._legal(case, given, where, expected=prepared.outputs)
            self._compare(prepared, outcome, where)
        except Finding as finding:
            finding.note = self._without_layout(case, prepared)
            raise
        self._count(case, prepared)

    def _without_layout(self, case: Case, prepared: Prepared) -> str:
        """What comes of the same values in plain C order, in words."""
        try:
            self._compare(prepared, self._as_prepared(case, prepared))
        except (Finding, Refused):
            return "with the same values in plain C order the call fails too"
        return "with the same values in plain C order the result is right"

    def sequence(self, calls: Calls) -> None:
        """Each result is right even when it is looked at after all the other calls."""
        kept = self._kept(calls)
        prepared = [prepare(c) for c in kept]
        outcomes = []
        at = 0
        try:
            for at, case in enumerate(kept):
                outcomes.append(self._as_prepared(case, prepared[at], calls))
            for at, outcome in enumerate(outcomes):
                self._compare(prepared[at], outcome)
        except Finding as finding:
            finding.row = Row(tuple(spelled(case, self.backend) for case in kept), at)
            raise
        for case, ready in zip(kept, prepared, strict=True):
            self._count(case, ready)

    def _kept(self, calls: Calls) -> list[Case]:
        """The calls that the backend declares; NotDeclared where these are fewer than two."""
        kept: list[Case] = []
        missing: list[NotDeclared] = []
        for case in calls.cases:
            try:
                self.declared(case)
            except NotDeclared as needed:
                missing.append(needed)
            else:
                kept.append(case)
        if len(kept) < 2:
            raise missing[0]
        return kept

    def together(self, calls: Calls) -> None:
        """Each result is right also where the calls are made in threads at the same time.

        They are made one after the other first: what fails then has nothing to do with threads.
        """
        self.sequence(calls)
        kept = [spelled(case, self.backend) for case in self._kept(calls)]
        prepared = [prepare(c) for c in kept]
        given = [typed(c, p.arrays, self.dtype) for c, p in zip(kept, prepared, strict=True)]
        made = [
            partial(self._implementation(c), arrays, c.keywords())
            for c, arrays in zip(kept, given, strict=True)
        ]
        times, part = TIMES, (0, 1)
        if self._sampling:  # each rank takes other lines, and mostly they are the same ones
            times, part = SAMPLED_TIMES, (kept[0].rank % SAMPLED_LINES, SAMPLED_LINES)
        at = 0
        try:
            for at, several in enumerate(in_threads(made, times, part)):
                for came in several:
                    if isinstance(came, Exception):
                        message = f"a legal call raised {one_line(came)} in a thread"
                        raise Finding("raised", message, kept[at], arrays=given[at]) from came
                    outputs = self._outputs(kept[at], given[at], came)
                    self._compare(prepared[at], Outcome(kept[at], given[at], outputs))
        except Finding as finding:
            finding.row = Row(tuple(kept), at, together=True)
            raise

    def foreign(self, case: Case) -> None:
        """Arrays in the byte order of other machines are refused, or read by their values."""
        prepared = prepare(case)
        arrays = typed(case, prepared.arrays, self.dtype)
        given = tuple(None if a is None else a.astype(a.dtype.newbyteorder()) for a in arrays)
        implementation, made = self.declared(case)
        self._watch(self.cases, case)
        where = ", given arrays in the other byte order"
        try:
            got = implementation(given, made.keywords())
        except Unsupported as refusal:
            self._refuse(case, arrays, refusal)
        except Exception:
            self.saw("refused", case)
        else:
            parts = got if isinstance(got, tuple) else (got,)
            native = tuple(y.astype(y.dtype.newbyteorder("=")) for y in parts)
            outputs = self._outputs(made, arrays, native if isinstance(got, tuple) else native[0])
            self._compare(prepared, Outcome(made, arrays, outputs), where)
            self.saw("read by value", case)
        self._count(case, prepared)

    def refuses(self, bad: BadCall) -> None:
        """A call with one thing broken raises; the legal call beside it is accepted."""
        made = as_broken(bad, self.backend)
        implementation, legal = self._implementation(made.legal), made.legal
        missing = implementation.lacks(legal, self.dtype)
        if missing is not None:
            raise NotDeclared(missing)
        self._legal(legal, typed(legal, prepare(legal).arrays, self.dtype), judged=bad)
        arrays, keywords = broken(made, typed(legal, prepare(legal).arrays, self.dtype))
        self._watch(self.cases, bad)
        try:
            got = implementation(arrays, keywords)
        except Exception:
            self.cases += 1
            return
        raise Finding(
            "accepted",
            f"{described(bad)} was accepted; {bad.rule}",
            legal,
            arrays=arrays,
            keywords=keywords,
            got=got,
        )

    def attempt(self, case: Case, expected: Outputs = ()) -> Outcome:
        """Make a call that may be refused: its outputs, or the exception it raised.

        ``expected`` tells how much memory its results take.

        Unsupported is no behaviour: parameters beyond a joint limit show none.
        """
        arrays = typed(case, filled(case), self.dtype)
        implementation, made = self.declared(case)
        self._watch(self.cases, case)
        poison(arrays, expected)
        try:
            got = implementation(arrays, made.keywords())
        except Unsupported as refusal:
            self._refuse(case, arrays, refusal)
        except Exception as error:
            self.cases += 1
            return Outcome(made, arrays, (), error)
        self.cases += 1
        return Outcome(made, arrays, self._outputs(made, arrays, got))

    def saw(self, behaviour: str, case: Case) -> None:
        """Record an implementation-defined behaviour; it must be the same in every case."""
        case = spelled(case, self.backend)
        first = next(iter(self.observed), behaviour)
        if first != behaviour:
            finding = Finding(
                "not-uniform",
                f"{behaviour} here, but {first} in an earlier case",
                case,
                arrays=typed(case, filled(case), self.dtype),
            )
            finding.earlier = self.observed[first]
            raise finding
        self.observed.setdefault(behaviour, case)

    def wrong(
        self,
        kind: Kind,
        message: str,
        outcome: Outcome,
        expected: Outputs,
        roundings: Roundings = (),
    ) -> Finding:
        """Build the finding for a clause that compares by itself, and allows a refusal."""
        return Finding(
            kind,
            message,
            outcome.case,
            arrays=outcome.arrays,
            expected=expected,
            got=outcome.outputs,
            roundings=roundings,
            may_refuse=True,
        )

    def tolerated(self, case: Case, prepared: Prepared) -> float:
        """How far apart values may be, by the arithmetic that the backend declares."""
        arithmetic = "transform" if self.transforms(case) else "direct"
        return tolerance(case, self.dtype, arithmetic, prepared.arrays)

    def transforms(self, case: Case) -> bool:
        """Whether the backend declares that it takes the sums through a transform."""
        return "transform" in self._implementation(case).declared.get("arithmetic", {})

    def _compare(self, prepared: Prepared, outcome: Outcome, where: str = "") -> None:
        case, expected, got = outcome.case, prepared.outputs, outcome.outputs
        tolerated = prepared.tolerated or self.tolerated(case, prepared)
        for name, exact, y in zip(case.outputs, expected, got, strict=False):
            if y.shape != exact.shape:
                raise Finding(
                    "shape",
                    f"{name} has shape {y.shape}, expected {exact.shape}{where}",
                    case,
                    arrays=outcome.arrays,
                    expected=expected,
                    got=got,
                    tolerated=tolerated,
                )
        if tolerated and self.transforms(case):
            expected = spread(case, prepared.arrays, expected, got)
        mismatch = disagreement(case, self.dtype, expected, got, tolerated, prepared.roundings)
        if mismatch is not None:
            raise Finding(
                "values",
                f"{mismatch.count} of {mismatch.total} cells of {mismatch.output} disagree{where}",
                case,
                arrays=outcome.arrays,
                expected=expected,
                got=got,
                mismatch=mismatch,
                tolerated=tolerated,
                roundings=prepared.roundings,
            )

    def _count(self, case: Case, prepared: Prepared) -> None:
        self.cases += 1
        for name, found in self.separated.items():
            if found < ENOUGH:
                rival = RIVALS[name]
                other = (
                    rival.outputs(case, prepared.arrays)
                    if case.operation in rival.operations
                    else None
                )
                if other is not None and separates(case, prepared, other):
                    self.separated[name] = found + 1


def _first_change(name: str, was: Array, now: Array) -> str:
    """The first element that a call changed, in words."""
    changed = np.frombuffer(was.tobytes(), np.uint8) != np.frombuffer(now.tobytes(), np.uint8)
    at = np.unravel_index(int(changed.argmax()) // was.itemsize, was.shape)
    index = ",".join(str(int(i)) for i in at)
    return f"{name}[{index}] was {was[at]:.9g}, now {now[at]:.9g}"
