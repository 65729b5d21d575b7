"""What `certify` prints: the table of topics and backends, the claims, the first failures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from msgspec import Struct
from rich.table import Table
from rich.text import Text

from conformance.cli.claims import claimed_dtypes, failing, gaps, holds
from conformance.cli.console import out, say
from conformance.cli.groups import by_cause, by_clause, places
from conformance.explain.text import rerun
from conformance.results.model import ClauseResult, Result, Status
from conformance.suite.profiles import CERTIFIED

SHOWN_FAILURES = 3
SHOWN_GAPS = 20
SHOWN_ALSO = 6
BROKEN = (Status.FAIL, Status.ERROR)
STYLES = {
    Status.PASS: "green",
    Status.OBSERVED: "green",
    Status.FAIL: "bold red",
    Status.ERROR: "bold red",
    Status.REFUSED: "yellow",
    Status.VACUOUS: "yellow",
}


class Run(Struct, frozen=True):
    """One backend that was run: its result, where it was stored (None for a partial run), the
    seconds of processor time that it took, and the known failures that are none."""

    result: Result
    stored: Path | None
    cpu: float
    stale: list[str]


def word(status: Status) -> str:
    """The status as it stands in a table: what is broken, in capitals."""
    return status.value.upper() if status in BROKEN else status.value


def counts(results: list[ClauseResult]) -> Text:
    """How many units have which status, what is known apart: ``12 pass, 1 FAIL, 2 known FAIL``."""
    tally = Counter((r.status, r.known is not None) for r in results)
    parts = [
        Text(
            f"{tally[status, known]} {'known ' if known else ''}{word(status)}",
            STYLES.get(status, ""),
        )
        for status in Status
        for known in (False, True)
        if tally[status, known]
    ]
    return Text(", ").join(parts)


def print_table(runs: list[Run]) -> None:
    """Print topics by backends, in units of one clause, rank and dtype."""
    efforts = ", ".join(dict.fromkeys(run.result.run.effort for run in runs))
    say(f"verdicts by topic, one per clause, rank and dtype; effort {efforts}")
    table = Table()
    table.add_column("topic", no_wrap=True)
    for run in runs:
        info = run.result.backend
        table.add_column(Text(f"{info.name} {info.version}"))
    for topic in dict.fromkeys(c.topic for run in runs for c in run.result.clauses):
        cells = [counts([c for c in r.result.clauses if c.topic == topic]) for r in runs]
        table.add_row(topic, *cells)
    table.add_section()
    table.add_row("claims", *(run.result.backend.claims or "nothing" for run in runs))
    if all(run.stored for run in runs):
        table.add_row("certified", *(_reached(run.result) for run in runs))
    else:
        table.add_row("certified", *("partial run: nothing" for _ in runs))
    table.add_row("cases judged", *(f"{run.result.footer.cases}" for run in runs))
    times = [f"{run.result.run.seconds:.1f} s ({run.cpu:.1f} s of CPU)" for run in runs]
    table.add_row("time", *times)
    out.print(table)


def _reached(result: Result) -> str:
    reached = []
    for profile, by_dtype in result.profiles.items():
        dtypes = [dtype for dtype, standing in by_dtype.items() if standing == CERTIFIED]
        if dtypes:
            reached.append(f"{profile} ({', '.join(dtypes)})")
    return ", ".join(reached) or "nothing"


def print_claim(run: Run) -> None:
    """Say whether the claim holds; if it does not, by which units. Without one, whether any
    fail."""
    result = run.result
    name, claims = result.backend.name, result.backend.claims
    if run.stored is None:
        say(f"{name}: a partial run certifies nothing; no file was written.")
        _print_failing(result)
        return
    say(f"{run.stored}: written.")
    if claims is None:
        say(f"{name} claims nothing: Backend(claims='core') would hold a profile against it.")
        _print_failing(result)
        return
    missing = gaps(result)
    if not claimed_dtypes(result.backend):
        say(f"{name} claims {claims}, but declares no dtype for all of its operations.", "red")
    elif not missing:
        dtypes = ", ".join(claimed_dtypes(result.backend))
        smoke = " at effort smoke" if result.run.effort == "smoke" else ""
        say(f"{name} claims {claims} ({dtypes}): it holds{smoke}.")
    elif holds(result):
        say(f"{name} claims {claims} and is not certified: {len(missing)} units miss, all known.")
    else:
        say(f"{name} claims {claims}, and does not reach it. {len(missing)} units miss:", "red")
        _print_units(missing, f", in {run.stored}")


def _print_failing(result: Result) -> None:
    """What fails where no claim says what may, and the exit status that this makes."""
    found = failing(result)
    name = result.backend.name
    if found:
        few = f"{len(found)} unit{'s' * (len(found) != 1)}"
        say(f"{name}: {few} of {len(result.clauses)} fail, so the exit status is 1:", "red")
        _print_units(found, "")
    else:
        known = any(c.known for c in result.clauses)
        say(f"{name}: nothing fails{' but what was known to' if known else ''}.")


def _print_units(units: list[ClauseResult], where: str) -> None:
    """The clauses of some units, what is broken first."""
    groups = sorted(by_clause(units), key=lambda group: group[0].status not in BROKEN)
    for group in groups[:SHOWN_GAPS]:
        say(f"  {_line(group)}")
    if len(groups) > SHOWN_GAPS:
        say(f"  and {_clauses(len(groups) - SHOWN_GAPS)} more{where}")


def _clauses(count: int) -> str:
    return f"{count} clause{'s' * (count != 1)}"


def _line(group: list[ClauseResult]) -> str:
    unit = group[0]
    why = f"known: {unit.known}" if unit.known is not None else unit.reason or ""
    return f"{unit.id}  {places(group)}  {word(unit.status)}  {why}".rstrip()


def print_failures(run: Run) -> None:
    """Print one failure of each of the most telling groups, and which others belong to it."""
    broken = [r for r in run.result.clauses if r.failure is not None]
    groups = by_cause(broken)
    for most, *others in groups[:SHOWN_FAILURES]:
        say()
        print_failure(most, run.stored, _also(others))
    name = run.result.backend.name
    left = sum(map(len, groups[SHOWN_FAILURES:]))
    more = f"convspec replay {run.stored}" if run.stored else "the same with a narrower -k"
    if left:
        say(f"\n{name}: {left} more units fail. To see them: {more}")
    if broken and run.stored:
        say(
            f"\n{name}: a command after 'rerun' also prints a script that shows the failure with "
            "NumPy and the adapter alone."
        )


def _also(others: list[ClauseResult]) -> str | None:
    """The verdicts that a failure speaks for too, clause by clause."""
    if not others:
        return None
    told = [f"{group[0].id} {places(group)}" for group in by_clause(others)]
    left = len(told) - SHOWN_ALSO
    return "\n        ".join(
        [*told[:SHOWN_ALSO], *([f"and {_clauses(left)} more"] if left > 0 else [])]
    )


def print_failure(unit: ClauseResult, stored: Path | None, also: str | None = None) -> None:
    """Print the text of one failure, which others belong to it, and how to judge it again."""
    assert unit.failure is not None
    say(unit.failure.message)
    if unit.known is not None:
        say(f"known   {unit.known}")
    if also is not None:
        say(f"also    {also}")
    if stored is not None:
        say(f"rerun   {rerun(stored, unit)}")
