"""A page per backend: what it declares, where it was run, what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from conformance.capabilities import CAPABILITIES
from conformance.results.model import Result, Status
from conformance.suite.profiles import CERTIFIED, PROFILES
from sitepages.clausepages import unit_anchor
from sitepages.data import Column, Site, failing
from sitepages.drawings import bars
from sitepages.markup import (
    EMULATED,
    backend_page,
    badge,
    clause_link,
    facts,
    failure_page,
    fence,
    indented,
    missing_words,
    plain,
    relative,
    table,
)


def backend_markdown(site: Site, column: Column) -> str:
    """The whole page of one backend."""
    if column.result is None:
        return _not_run(column)
    result = column.result
    source = backend_page(column.name)
    sections = [
        ("Profiles", _profiles(result, source)),
        ("Verdicts", _counts(result)),
        ("Cases and times", _plots(site, result)),
        ("Failures", _failures(site, column, source)),
        ("Capabilities", _capabilities(result)),
        ("Observed behaviours", _observed(result, source)),
        ("Refusals", _refusals(result, source)),
        ("Environment", _environment(result)),
    ]
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections if text)
    return f"# {column.name}\n\n{_lead(result)}\n\n{body}\n"


def _not_run(column: Column) -> str:
    return f"""# {column.name}

{badge(Status.NOT_RUN)} Nobody has published a result of this backend yet. Where it is available,
this writes one:

{fence(column.command, "console")}

What is not run is never green: its column in the [matrix](index.md) stays empty until there is
a result file.
"""


def _lead(result: Result) -> str:
    run, suite = result.run, result.suite
    claimed = result.backend.claims
    claims = f", which claims the profile **{claimed}**" if claimed else ""
    clean = {True: "a clean tree", False: "a modified tree", None: "an installed copy"}[suite.clean]
    file = f"{result.backend.name}.json"
    return (
        f"{result.backend.name} {plain(result.backend.version)}{claims}. "
        f"{result.footer.cases:,} cases of {result.footer.units} units, judged on "
        f"{run.date[:10]} at {run.date[11:16]} in {run.seconds:.0f} s by convspec "
        f"{suite.version} ({clean}), effort `{run.effort}`.\n\n{fence(run.command, 'console')}\n\n"
        f'<a href="{file}" download>Result file {file}</a>, digest `{result.footer.digest[:16]}…`.'
    )


def _profiles(result: Result, source: str) -> str:
    dtypes = sorted({d for reached in result.profiles.values() for d in reached})
    rows = []
    missing: dict[str, list[str]] = {}
    for name, reached in result.profiles.items():
        row = [f"[{name}]({relative(source, 'spec/profiles.md')}#{name})"]
        for dtype in dtypes:
            standing = reached.get(dtype)
            if standing is None:
                row.append("–")
            elif standing == CERTIFIED:
                row.append("✓ certified")
            else:
                row.append(missing_words(len(standing)))
                missing.setdefault(name, []).extend(standing)
        rows.append(row)
    lists = [
        f'??? info "What {name} misses"\n\n'
        + indented("\n".join(f"- {clause_link(source, i)}" for i in dict.fromkeys(identifiers)))
        for name, identifiers in missing.items()
        if name in PROFILES
    ]
    return "\n\n".join([table(["profile", *dtypes], rows), *lists])


def _counts(result: Result) -> str:
    rows = [
        [badge(status), str(result.footer.counts[status.value]), plain(status.meaning)]
        for status in Status
        if status.value in result.footer.counts
    ]
    return table(["status", "units", "meaning"], rows)


def _plots(site: Site, result: Result) -> str:
    """Cases and seconds by topic, as bars."""
    cases: dict[str, float] = {}
    seconds: dict[str, float] = {}
    for unit in result.clauses:
        title = site.topic_title(unit.topic)
        cases[title] = cases.get(title, 0) + unit.cases
        seconds[title] = seconds.get(title, 0.0) + unit.seconds
    judged = {title: n for title, n in _largest(cases) if n}
    timed = {title: round(s, 1) for title, s in _largest(seconds) if s >= 0.05}
    plots = [bars(judged, "Cases that were judged, by topic")] if judged else []
    if timed:
        drawn = bars(timed, "Seconds they took, judging included, by topic")
        plots.append(_folded("Seconds, by topic", drawn))
    return "\n\n".join(plots)


def _largest(named: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(named.items(), key=lambda pair: -pair[1])


def _failures(site: Site, column: Column, source: str) -> str:
    rows = []
    for identifier in site.clauses:
        for unit in failing(site.cell(identifier, column.name))[:1]:
            page = relative(source, failure_page(column.name, identifier))
            failure = unit.failure
            assert failure is not None
            words = failure.cause or _found(failure.message)
            rows.append(
                [
                    f"[`{identifier}`]({page})",
                    f"[{unit.rank}-D {unit.dtype}]({page}#{unit_anchor(unit)})",
                    plain(words) + (f" (known: {plain(unit.known)})" if unit.known else ""),
                ]
            )
    return table(["clause", "first", "cause or finding"], rows) if rows else ""


def _found(message: str) -> str:
    """What a failure text says was found: its line ``found``, else its line ``cell``."""
    lines = {line.split(" ", 1)[0]: line[8:] for line in message.splitlines() if " " in line}
    return lines.get("found", lines.get("cell", ""))


def _capabilities(result: Result) -> str:
    """What it declares, a folded list for each operation."""
    declared = result.backend.capabilities
    if not declared:
        return "It declares no operation."
    intro = (
        f"{EMULATED} marks what the adapter composes from other calls, and says how. "
        "What is not declared is never asked for."
    )
    folded = "\n\n".join(_operation(o, held) for o, held in declared.items())
    return f'{intro}\n\n<div class="cs-folds" markdown>\n\n{folded}\n\n</div>'


def _operation(operation: str, declared: dict[str, dict[str, str | None]]) -> str:
    said = {}
    for name, capability in CAPABILITIES.items():
        allowed = [str(v) for v in capability.values]
        words = _declared(declared.get(name), allowed, capability.is_flag)
        if words:
            said[f"`{name}`"] = words
    if not said:
        return f"- {operation}: nothing beyond the operation"
    return f'??? note "{operation}"\n\n{indented(facts(said))}'


def _declared(
    values: dict[str, str | None] | None, allowed: Sequence[str], flag: bool
) -> str | None:
    """One capability of one operation: None where it does not apply."""
    if values is None:
        return None
    if flag:
        how = next(iter(values.values()), None)
        return ("yes" + _how(how)) if values else "no"
    shown = [f"{v}{_how(values[v])}" for v in allowed if v in values]
    return ", ".join(shown) or "none"


def _how(how: str | None) -> str:
    return f' <span class="cs-emulated">{EMULATED} {plain(how)}</span>' if how else ""


def _observed(result: Result, source: str) -> str:
    found: dict[tuple[str, str], list[str]] = {}
    for unit in result.clauses:
        if unit.observed:
            found.setdefault((unit.id, unit.observed), []).append(f"{unit.rank}-D {unit.dtype}")
    units = Counter(unit.id for unit in result.clauses)
    rows = [
        [
            clause_link(source, identifier),
            plain(seen),
            "everywhere" if len(where) == units[identifier] else ", ".join(where),
        ]
        for (identifier, seen), where in found.items()
    ]
    listed = table(["clause", "behaviour", "where"], rows)
    return _folded(f"{len(rows)} behaviours that the specification leaves open", listed, rows)


def _refusals(result: Result, source: str) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    for unit in result.clauses:
        for reason, number in unit.refused.items():
            counts[unit.id, reason] += number
    rows = [
        [clause_link(source, identifier), plain(reason), str(number)]
        for (identifier, reason), number in counts.items()
    ]
    listed = table(["clause", "reason", "cases"], rows)
    return _folded(
        f"{sum(counts.values()):,} cases that it refused, with its reasons", listed, rows
    )


def _folded(title: str, markdown: str, rows: Sequence[object] = (None,)) -> str:
    """What few readers look at, behind its title; nothing where there is no row."""
    return f'??? note "{title}"\n\n{indented(markdown)}' if rows else ""


def _environment(result: Result) -> str:
    suite = result.suite
    revision = f", revision {suite.revision[:12]}" if suite.revision else ""
    where = {
        **result.environment,
        "convspec": suite.version + revision,
        "specification": suite.specification,
    }
    return facts({plain(name): plain(value) for name, value in where.items()})
