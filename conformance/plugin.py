"""The pytest plugin: every clause, rank and dtype is one test item.

    pytest --pyargs conformance --backend mylib.plugin:backend

It is loaded by :mod:`convspec_pytest`, which has the options, where the suite is asked for.
"""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convspec_pytest import is_ours

if TYPE_CHECKING:
    from conformance.backend import Backend
    from conformance.guard import Guard
    from conformance.operations import Judged
    from conformance.results.model import ClauseResult
    from conformance.suite.clause import Clause
    from conformance.suite.unit import Unit
    from conformance.supervise.alone import Alone

_PACKAGE = Path(__file__).parent
_BACKEND = pytest.StashKey["Backend"]()
_ALONE = pytest.StashKey["Alone"]()
_GUARD = pytest.StashKey["Guard"]()


def _asked(config: pytest.Config) -> bool:
    """Whether the suite is what is collected."""
    return any(is_ours(str(a), config.option.pyargs) for a in config.args)


def _backend(config: pytest.Config) -> Backend:
    """The backend under judgement, resolved once; a usage error says what is wrong."""
    if _BACKEND not in config.stash:
        from conformance.backend import PluginError
        from conformance.guard import no_exit
        from conformance.registry import registered, resolve

        name = config.getoption("convspec_backend")
        if name is None:
            known = ", ".join(registered())
            raise pytest.UsageError(
                f"say which backend to judge: --backend NAME, one of {known}, or yours as "
                "path/to/file.py:attribute or module:attribute"
            )
        try:
            with no_exit():
                backend = resolve(name)
        except PluginError as error:
            raise pytest.UsageError(str(error)) from None
        if backend.unavailable is not None:
            raise pytest.UsageError(f"backend {name!r} cannot run here: {backend.unavailable}")
        config.stash[_BACKEND] = backend
    return config.stash[_BACKEND]


def _alone(config: pytest.Config) -> Alone:
    """Who judges failures of this session again, each in a process of its own."""
    if _ALONE not in config.stash:
        from conformance.supervise.alone import Alone
        from conformance.supervise.process import Limits

        option = config.option
        limits = Limits(timeout=option.convspec_timeout or math.inf)
        config.stash[_ALONE] = Alone(option.convspec_backend, option.convspec_effort, limits)
    return config.stash[_ALONE]


def pytest_configure(config: pytest.Config) -> None:
    """Set up the guard while standard error is still that of the process."""
    from conformance import guard

    if config.option.convspec_timeout < 0:
        raise pytest.UsageError(f"--timeout {config.option.convspec_timeout}: expected at least 0")
    config.stash[_GUARD] = guard.Guard(config.option.convspec_timeout)
    config.stash[_GUARD].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the guard away."""
    guard = config.stash.get(_GUARD, None)
    if guard is not None:
        guard.stop()


def _guard(config: pytest.Config) -> Guard:
    return config.stash[_GUARD]


def pytest_enter_pdb(config: pytest.Config) -> None:
    """A person at a debugger takes as long as it takes."""
    _guard(config).pause()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Find the backend before any process of pytest-xdist starts: one message, not one of each.

    To list clauses takes no backend.
    """
    config = session.config
    if _asked(config) and not (config.option.collectonly and not config.option.convspec_backend):
        _backend(config)


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

        result = self._judged()
        self.user_properties.append(("status", result.status.value))
        self.user_properties.append(("cases", result.cases))
        if result.observed is not None:
            self.user_properties.append(("observed", result.observed))
        if result.status in (Status.UNSUPPORTED, Status.REFUSED):
            pytest.skip(f"{result.status.value}: {result.reason}")
        if not result.status.satisfies:
            _alone(self.config).confirm([result])
            raise NotPassed(result)

    def _judged(self) -> ClauseResult:
        """The verdict, under the guard of the session."""
        import msgspec

        from conformance.suite.unit import abnormal, run_unit

        option, backend = self.config.option, _backend(self.config)
        spelled = option.convspec_backend
        at: tuple[int, bytes | None] = (0, None)

        def ended(why: str, number: int, encoded: bytes | None) -> ClauseResult:
            return abnormal(self.unit, backend, why, number, encoded, spelled=spelled)

        def told(number: int, judged: Judged) -> str:
            why = f"no answer for {option.convspec_timeout:g} s (--timeout)"
            failure = ended(why, number, msgspec.json.encode(judged)).failure
            return f"{'' if failure is None else failure.message}\n{self._again()}"

        with _guard(self.config).unit(told) as watch:

            def watched(number: int, judged: Judged) -> None:
                nonlocal at
                at = (number, msgspec.json.encode(judged))
                watch(number, judged)

            try:
                return run_unit(
                    self.unit,
                    backend,
                    option.convspec_effort,
                    spelled=spelled,
                    watch=watched,
                    seed=option.convspec_case_seed,
                )
            except SystemExit as error:
                return ended(f"raised SystemExit: {error}", *at)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure text, the snippet, and the command that runs the item again."""
        if not isinstance(excinfo.value, NotPassed):
            return super().repr_failure(excinfo, style)
        result = excinfo.value.result
        failure = result.failure
        if failure is None:
            return f"{result.status.value}: {self.clause.id}: {result.reason}\n{self._again()}"
        return f"{failure.message}\n{self._again()}\n\n{failure.snippet}"

    def _again(self) -> str:
        """The command that judges this item again, alone."""
        command = ["pytest", "--pyargs", "conformance", "-k", self.name]
        option = self.config.option
        command += ["--backend", option.convspec_backend]
        if option.convspec_effort != "standard":
            command += ["--effort", option.convspec_effort]
        if option.convspec_case_seed is not None:
            command += ["--case-seed", str(option.convspec_case_seed)]
        return f"rerun   {shlex.join(command)}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the clause is written."""
        return self.path, self.clause.line - 1, self.name


def pytest_collection_finish(session: pytest.Session) -> None:
    """No clause selected is an error: a run that judges nothing must not look like a pass."""
    option = session.config.option
    chosen = any(isinstance(item, ClauseItem) for item in session.items)
    if _asked(session.config) and not chosen and not option.collectonly and not session.testsfailed:
        raise pytest.UsageError(_nothing(session.config))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    """Say what is easily overlooked: refused clauses, and under pytest-xdist that none was run."""
    if not _asked(config):
        return
    skipped = terminalreporter.stats.get("skipped", [])
    refused = sum(("status", "refused") in map(tuple, r.user_properties) for r in skipped)
    if refused:
        terminalreporter.write_line(
            f"convspec: {refused} refused: declared, yet the backend raised Unsupported, which is "
            "no pass (-rs gives the reasons)",
            yellow=True,
        )
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and not config.option.collectonly:
        terminalreporter.write_line(f"ERROR: {_nothing(config)}", red=True)


def _nothing(config: pytest.Config) -> str:
    from conformance.suite.selecting import none_selected

    return none_selected(config.option.keyword or config.option.markexpr)
