"""Every id ever used stays in ids.txt, so that an id in anybody's list keeps its meaning."""

import re

from conformance.suite.clause import IDS, clauses

LINES = IDS.read_text(encoding="utf-8").splitlines()
RETIRED = re.compile(r"(?P<id>\S+)  retired: \S.*")


def test_the_file_lists_the_clauses_that_there_are() -> None:
    listed = {line for line in LINES if not RETIRED.fullmatch(line)}
    missing = [identifier for identifier in clauses() if identifier not in listed]
    gone = sorted(listed - set(clauses()))
    assert not missing, f"append to {IDS.name}: {missing}"
    assert not gone, f"a line is never removed; write '<id>  retired: <reason>': {gone}"


def test_no_id_is_used_twice_and_none_comes_back() -> None:
    identifiers = [line.split()[0] for line in LINES]
    assert len(set(identifiers)) == len(identifiers)
    retired = {m["id"] for m in map(RETIRED.fullmatch, LINES) if m}
    assert not retired & set(clauses())
