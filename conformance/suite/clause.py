"""What a clause is: one sentence that an implementation can break, with one test.

The test function is the clause: its docstring is the normative text, and the decorators below say
which cases it is judged on.

    @clause("conv.pad.same-upper", needs="padding=same_upper", rivals=["pads-exchanged"])
    @over(small_scope.conv(pads="same_upper"))
    def test_same_upper(case, judge):
        \"\"\"The output extent is ceil(i/s); an odd padding cell goes to the high end.\"\"\"
        judge.meaning(case)
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast, get_args

from hypothesis.strategies import SearchStrategy

from conformance.capabilities import CAPABILITIES, FLOATS, Value
from conformance.judge.judge import Judge
from conformance.operations import OPERATIONS, Case, Judged, Operation, forward
from conformance.results.model import Effort

Test: TypeAlias = Callable[[Any, Judge], None]
Source: TypeAlias = Callable[[int, Effort], Iterable[Judged]]
Random: TypeAlias = Callable[[int], SearchStrategy[Any]]
Domain: TypeAlias = tuple[Source | None, Random | None]
Level = Literal["core", "standard", "complete"]
LEVELS: tuple[Level, ...] = get_args(Level)
RANKS = (1, 2, 3)
IDS = Path(__file__).with_name("ids.txt")
_SUITE = Path(__file__).parent


class ClauseError(ValueError):
    """A clause that is not well formed: an unknown rival, a capability that does not exist."""


class Clause:
    """One clause; calling it runs its test function on one case.

    ``level`` is the lowest profile that requires it: a core clause is required at rank 2 by
    *core* and at every rank by *standard*. It is judged at its ``dtypes`` alone. ``defined_by`` is
    "implementation" where one of several behaviours is allowed and published.
    """

    def __init__(
        self,
        function: Test,
        identifier: str,
        needs: Sequence[str],
        level: Level,
        rivals: Sequence[str],
        ranks: tuple[int, ...],
        defined_by: Literal["specification", "implementation"],
        dtypes: tuple[str, ...],
    ) -> None:
        self.id = identifier
        self.ranks = ranks
        self.dtypes = dtypes
        self.function = function
        self.topic = function.__module__.rsplit("test_", 1)[-1].replace("_", "-")
        self.operation = _operation(identifier)
        self.needs = tuple(_need(self.operation, n, identifier) for n in needs)
        self.level: Level = level
        self.rivals = tuple(rivals)
        self.defined_by = defined_by
        self.text = _normative(function)
        self.line = inspect.getsourcelines(function)[1]
        self.examples: Sequence[Judged] = getattr(function, "examples", ())
        self.small_scope: Source | None = getattr(function, "small_scope", None)
        self.random: Random | None = getattr(function, "random", None)

    def examples_of(self, rank: int) -> list[Judged]:
        """The worked examples of one rank."""
        return [judged for judged in self.examples if _rank(judged) == rank]

    def __call__(self, judged: Judged, judge: Judge) -> None:
        """Judge one case; raises Finding where the clause is broken."""
        self.function(judged, judge)


def clause(
    identifier: str,
    *,
    needs: str | Sequence[str] = (),
    level: Level = "standard",
    rivals: Sequence[str] = (),
    ranks: tuple[int, ...] = RANKS,
    defined_by: Literal["specification", "implementation"] = "specification",
    dtypes: tuple[str, ...] = FLOATS,
) -> Callable[[Test], Clause]:
    """Make a clause of a test function; ``needs`` lists capabilities as ``name=value``."""
    wanted = (needs,) if isinstance(needs, str) else tuple(needs)
    return lambda function: Clause(
        function, identifier, wanted, level, rivals, ranks, defined_by, dtypes
    )


def family(
    name: str,
    domains: Mapping[str, Source | Domain],
    *,
    needs: str | Sequence[str] = (),
    levels: Mapping[str, Level] = MappingProxyType({}),
    ranks: tuple[int, ...] = RANKS,
    defined_by: Literal["specification", "implementation"] = "specification",
    dtypes: tuple[str, ...] = FLOATS,
) -> Callable[[Test], tuple[Clause, ...]]:
    """Make a clause for each of several operations of one test function.

    ``domains`` tells for each operation, as it stands in an id, on what its clause is judged; the
    ids are the operation and ``name``. Its level is *complete*, unless ``levels`` says another.
    """

    def make(function: Test) -> tuple[Clause, ...]:
        made = []
        for operation, domain in domains.items():
            one = clause(
                f"{operation}.{name}",
                needs=needs,
                level=levels.get(operation, "complete"),
                ranks=ranks,
                defined_by=defined_by,
                dtypes=dtypes,
            )(function)
            one.small_scope, one.random = domain if isinstance(domain, tuple) else (domain, None)
            made.append(one)
        return tuple(made)

    return make


def over(
    small_scope: Source | None = None,
    random: Random | None = None,
    examples: Sequence[Judged] = (),
) -> Callable[[Test], Test]:
    """Say on what a clause is judged: worked examples, an enumeration, a Hypothesis strategy."""

    def attach(function: Test) -> Test:
        target = cast(Any, function)
        target.small_scope, target.random, target.examples = small_scope, random, examples
        return function

    return attach


def _rank(judged: Judged) -> int:
    first: Any = judged
    while not isinstance(first, Case):
        first = first.legal if hasattr(first, "legal") else first.cases[0]
    return first.rank


def _normative(function: Test) -> str:
    text = inspect.getdoc(function)
    if not text:
        raise ClauseError(f"{function.__name__} has no docstring, so it says nothing")
    return " ".join(text.split())


def _operation(identifier: str) -> Operation:
    """The operation named by the first part of an id: ``max-pool-with-indices.ties``."""
    name = identifier.split(".", maxsplit=1)[0].replace("-", "_")
    if name not in OPERATIONS:
        raise ClauseError(f"{identifier}: its first part names no operation")
    return name


def _need(operation: Operation, need: str, identifier: str) -> tuple[str, Value]:
    """Parse ``padding=same_upper``; a bare name is a flag."""
    name, _, text = need.partition("=")
    capability = CAPABILITIES.get(name)
    if capability is None or forward(operation) not in capability.operations:
        raise ClauseError(f"{identifier}: needs {need!r}, which cannot be declared")
    value = next((v for v in capability.values if str(v) == (text or "True")), None)
    if value is None:
        raise ClauseError(f"{identifier}: needs {need!r}, allowed are {capability.values}")
    return name, value


def modules() -> list[str]:
    """The names of the modules that hold clauses, one per topic."""
    return [f"conformance.suite.{p.stem}" for p in sorted(_SUITE.glob("test_*.py"))]


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by id, topic by topic in the order in which they are written."""
    found: dict[str, Clause] = {}
    for name in modules():
        for value in vars(import_module(name)).values():
            for one in value if isinstance(value, tuple) else (value,):
                if not isinstance(one, Clause):
                    continue
                if one.id in found:
                    raise ClauseError(f"two clauses are called {one.id}")
                found[one.id] = one
    return found
