"""The pytest plugin: every clause, rank and dtype is one test item.

    pytest --pyargs conformance --backend mylib.plugin:backend

The plain option names exist only when this package is what is collected, so that they cannot
clash with those of a foreign repository; the ``--convspec-...`` names always exist. Nothing
of the suite is imported before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conformance.backend import Backend
    from conformance.results.model import ClauseResult
    from conformance.suite.clause import Clause
    from conformance.suite.unit import Unit

_PACKAGE = Path(__file__).parent
_OPTIONS: dict[str, dict[str, Any]] = {
    "backend": {
        "metavar": "NAME",
        "default": None,
        "help": "the backend to judge: a registered name, module:attribute or file.py:attribute",
    },
    "effort": {
        "choices": ("smoke", "standard", "thorough"),
        "default": "standard",
        "help": "how many cases to judge (default: standard)",
    },
    "case-seed": {
        "type": int,
        "default": None,
        "metavar": "N",
        "help": "draw the random tier from this seed instead of the fixed one",
    },
}
_BACKEND = pytest.StashKey["Backend"]()


def _is_ours(argument: str) -> bool:
    """Whether a command-line argument asks for this package to be collected."""
    target = argument.split("::", maxsplit=1)[0]
    if target.split(".")[0] == _PACKAGE.name and "/" not in target:
        return True
    path = Path(target)
    return path.exists() and path.resolve().is_relative_to(_PACKAGE)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the options, under their plain names only where the suite is asked for."""
    config: Any = pluginmanager.get_plugin("pytestconfig")
    arguments = [str(a) for a in config.invocation_params.args]
    group = parser.getgroup("convspec", "convspec: conformance of convolution and pooling")
    for name, settings in _OPTIONS.items():
        names = [f"--convspec-{name}"]
        if any(_is_ours(a) for a in arguments):
            names.insert(0, f"--{name}")
        group.addoption(*names, dest=f"convspec_{name.replace('-', '_')}", **settings)


def _backend(config: pytest.Config) -> Backend:
    """The backend under judgement, resolved once; a usage error says what is wrong."""
    if _BACKEND not in config.stash:
        from conformance.backend import PluginError
        from conformance.registry import registered, resolve

        name = config.getoption("convspec_backend")
        if name is None:
            known = ", ".join(registered())
            raise pytest.UsageError(f"say which backend to judge: --backend NAME, one of {known}")
        try:
            backend = resolve(name)
        except PluginError as error:
            raise pytest.UsageError(str(error)) from None
        if backend.unavailable is not None:
            raise pytest.UsageError(f"backend {name!r} cannot run here: {backend.unavailable}")
        config.stash[_BACKEND] = backend
    return config.stash[_BACKEND]


def pytest_collection(session: pytest.Session) -> None:
    """Where the suite is asked for, find the backend first: one message, not one per topic."""
    if any(_is_ours(str(a)) for a in session.config.args):
        _backend(session.config)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Collect the topics of the suite by their clauses; other modules are left to pytest."""
    if module_path.parent == _PACKAGE / "suite":
        return Topic.from_parent(parent, path=module_path)
    return None


class Topic(pytest.File):
    """One topic of the suite; its items are the units of its clauses."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item per clause, rank and dtype, in the order of the suite."""
        from conformance.suite.clause import clauses
        from conformance.suite.unit import units

        topic = self.path.stem.removeprefix("test_").replace("_", "-")
        table = clauses()
        for unit in units():
            clause = table[unit.clause]
            if clause.topic == topic:
                name = f"{clause.id}[rank{unit.rank}-{unit.dtype}]"
                yield ClauseItem.from_parent(self, name=name, unit=unit, clause=clause)


class NotPassed(Exception):  # noqa: N818 - a verdict, not an error
    """A verdict that is not a pass: carries the result."""

    def __init__(self, result: ClauseResult) -> None:
        super().__init__(result.status.value)
        self.result = result


class ClauseItem(pytest.Item):
    """One unit of verdict."""

    def __init__(self, *, unit: Unit, clause: Clause, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit = unit
        self.clause = clause

    def runtest(self) -> None:
        """Judge the unit; anything but a pass or an observation is a skip or a failure."""
        from conformance.results.model import Status
        from conformance.suite.unit import run_unit

        result = run_unit(
            self.unit,
            _backend(self.config),
            self.config.getoption("convspec_effort"),
            spelled=self.config.getoption("convspec_backend"),
            seed=self.config.getoption("convspec_case_seed"),
        )
        self.user_properties.append(("status", result.status.value))
        self.user_properties.append(("cases", result.cases))
        if result.observed is not None:
            self.user_properties.append(("observed", result.observed))
        if result.status in (Status.UNSUPPORTED, Status.REFUSED):
            pytest.skip(f"{result.status.value}: {result.reason}")
        if not result.status.satisfies:
            raise NotPassed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure text, the snippet, and the command that runs the item again."""
        if not isinstance(excinfo.value, NotPassed):
            return super().repr_failure(excinfo, style)
        result = excinfo.value.result
        again = (
            f"rerun   pytest --pyargs conformance --backend "
            f"{self.config.getoption('convspec_backend')} -k '{self.clause.id} and "
            f"rank{self.unit.rank} and {self.unit.dtype}'"
        )
        if result.failure is None:
            return f"{result.status.value}: {self.clause.id}: {result.reason}\n{again}"
        return f"{result.failure.message}\n{again}\n\n{result.failure.snippet}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the clause is written."""
        return self.path, self.clause.line - 1, self.name


def pytest_collection_finish(session: pytest.Session) -> None:
    """No clause selected is an error: a run that judges nothing must not look like a pass."""
    asked = [a for a in session.config.args if _is_ours(str(a))]
    chosen = any(isinstance(item, ClauseItem) for item in session.items)
    if asked and not chosen and not session.config.option.collectonly and not session.testsfailed:
        words = session.config.option.keyword or session.config.option.markexpr
        raise pytest.UsageError(
            f"no clause matches {words!r}; `convspec list clauses` shows them all"
        )
