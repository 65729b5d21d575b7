"""Every mutant, by topic: tests/mutants/<topic>.py for the clauses of suite/test_<topic>.py."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from conformance.suite.clause import clauses
from tests.mutants.mutant import Mutant


@cache
def mutants() -> dict[str, tuple[Mutant, ...]]:
    """Topic -> its mutants, the topics in the order of the suite."""
    topics = dict.fromkeys(clause.topic for clause in clauses().values())
    return {
        topic: import_module(f"tests.mutants.{topic.replace('-', '_')}").MUTANTS for topic in topics
    }
