"""The audit as it is shown: a table of all claims, and each wrong one with its least case."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from html import escape

from sitepages.audit.claims import Case, Claim, Value, windows, windows_ceil
from sitepages.audit.verdicts import Verdict, verdicts
from sitepages.figures import walk
from sitepages.markup import plain, relative, table

PAGE = "audit.md"


def audit_summary() -> str:
    """How many statements, how many of each verdict."""
    held = verdicts()
    number = Counter(v.word for v in held)
    cases = sum(v.cases for v in held)
    return (
        f"{len(held)} statements, {cases:,} cases: {number['holds']} statements hold in every "
        f"case, {number['wrong']} are wrong, and {number['misleading alone']} mislead alone: what "
        "the same page says elsewhere completes them, and what it says in all is right."
    )


def audit_table() -> str:
    """Every statement with its verdict."""
    rows = [
        [
            _name(v),
            _verdict(v),
            plain(str(v.least)) if v.least else "",
            f"{v.cases}",
            f"[page]({v.claim.page})",
        ]
        for v in verdicts()
    ]
    return table(["statement", "verdict", "least wrong case", "cases", "source"], rows)


def _name(verdict: Verdict) -> str:
    claim = verdict.claim
    name = f"{claim.by}: {claim.subject}"
    return f"[{name}](#{claim.name})" if verdict.wrong else name


def _verdict(verdict: Verdict) -> str:
    if verdict.word == "holds":
        return _badge("pass", "✓", "holds")
    status, sign = ("fail", "✗") if verdict.word == "wrong" else ("unsupported", "◐")
    return _badge(status, sign, f"{verdict.word} in {len(verdict.wrong)}")


def _badge(status: str, sign: str, word: str) -> str:
    return (
        f'<span class="cs-status cs-{status}"><span aria-hidden="true">{sign}</span> '
        f"{escape(word)}</span>"
    )


def audit_findings() -> str:
    """Each wrong statement: what it says, where it fails, what is right."""
    return "\n\n".join(_finding(v) for v in verdicts() if v.word == "wrong")


def audit_misleading() -> str:
    """The same for each statement that is right only with the rest of its page."""
    return "\n\n".join(_finding(v) for v in verdicts() if v.word == "misleading alone")


def _finding(verdict: Verdict) -> str:
    claim, case = verdict.claim, verdict.least
    assert case is not None
    chapter = relative(PAGE, f"spec/{claim.chapter}.md")
    lead = "Read alone, wrong" if claim.completed_by else "Wrong"
    parts = [
        f"### {claim.by}: {claim.subject} {{ #{claim.name} }}",
        f"[The page]({claim.page}) says:\n\n> {plain(claim.says)}",
        f"{lead} in {len(verdict.wrong)} of {verdict.cases} cases. With {case} it says "
        f"**{_shown(claim.claimed(case))}**; right is **{_shown(claim.truth(case))}**. "
        f"{plain(claim.remedy)} ([chapter]({chapter}))",
        _picture(claim, case),
    ]
    return "\n\n".join(p for p in parts if p)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    if isinstance(value, Fraction) and value.denominator == 1:
        return str(value.numerator)
    return str(value)


def _picture(claim: Claim, case: Case) -> str:
    """The walk of the least case, where the statement is about one."""
    if claim.truth not in (windows, windows_ceil) and claim.name != "torch-coverage":
        return ""
    axis = case.axis(claim.rule)
    return walk(axis, f"{case}: {axis.cells} window{'s' * (axis.cells != 1)}")
